import { ambiguous, defect, transient, type Failure } from '#domain/failure.js';
import { TransportError } from '#platform/transport-error.js';
import { SftpStatusError } from './sftp-status-error.js';

/**
 * SFTP says little: a handful of status codes, or a lost connection. Only the rename from `.tmp` to `.zip` hands a
 * letter over, so only its lost answer is ambiguous; an upload that breaks leaves a `.tmp` that the vendor never reads.
 */
export type SftpStep = 'prepares' | 'handsOver';

interface Rule {
  readonly kind: 'transient' | 'defect';
  readonly code: string;
  readonly text: string;
}

/** By SFTP status (draft-ietf-secsh-filexfer-02, section 7). */
export const SFTP_STATUSES: Readonly<Record<number, Rule>> = {
  2: {
    kind: 'defect',
    code: 'PRINT_FOLDER_MISSING',
    text: 'The print vendor lacks a folder; check PRINT_OUTBOUND_DIR and PRINT_INBOUND_DIR.',
  },
  3: {
    kind: 'defect',
    code: 'PRINT_NO_ACCESS',
    text: 'The print vendor refuses to write or read there; ask for access to the folder.',
  },
  4: {
    kind: 'transient',
    code: 'PRINT_VENDOR_FAILURE',
    text: 'The print vendor reported a failure (a full disk, a lock); the deposit is repeated.',
  },
  8: {
    kind: 'defect',
    code: 'PRINT_UNSUPPORTED',
    text: 'The print vendor does not support an operation that the order needs.',
  },
};

/** Codes of the SSH client that no repetition mends. */
const CONFIGURATION: Readonly<Record<string, Rule>> = {
  AUTHENTICATION: {
    kind: 'defect',
    code: 'PRINT_LOGIN_REFUSED',
    text: 'The print vendor refuses the login; check PRINT_SFTP_USER and the key pair.',
  },
  HOST_KEY: {
    kind: 'defect',
    code: 'PRINT_HOST_KEY',
    text: 'The host shows another key than PRINT_SFTP_HOST_KEY; nothing was sent. Ask the vendor before changing it.',
  },
};

/** Rethrows what is neither a transport nor a status error: that is a defect of ours. */
export function toSftpFailure(error: unknown, step: SftpStep): Failure {
  if (error instanceof SftpStatusError) {
    const rule = SFTP_STATUSES[error.status];
    return rule === undefined
      ? transient(
          'PRINT_VENDOR_FAILURE',
          `The print vendor answered with SFTP status ${String(error.status)}; the deposit is repeated.`,
          error,
        )
      : fromRule(rule, error);
  }
  if (!(error instanceof TransportError)) throw error;
  const rule = CONFIGURATION[error.code];
  if (rule !== undefined) return fromRule(rule, error);
  if (error.sent === 'no') {
    return transient(
      'PRINT_UNREACHABLE',
      `The print vendor cannot be reached (${error.code}); the deposit is repeated.`,
      error,
    );
  }
  return step === 'handsOver'
    ? ambiguous(
        'PRINT_ANSWER_LOST',
        `The connection was lost while the order was handed over (${error.code}); the vendor's folders are looked at.`,
        error,
      )
    : transient(
        'PRINT_CONNECTION_LOST',
        `The connection was lost before the order was handed over (${error.code}); it is repeated.`,
        error,
      );
}

/** What was written is not what was sent. */
export function sizeDiffers(): Failure {
  return transient('PRINT_SIZE_DIFFERS', 'The uploaded order has another size than was sent; it is uploaded again.');
}

/** A document could not be read from our own store. */
export function documentUnreadable(cause: unknown): Failure {
  return defect(
    'PRINT_DOCUMENT_UNREADABLE',
    'A document of the letter could not be read from the document store.',
    cause,
  );
}

function fromRule(rule: Rule, cause: unknown): Failure {
  return rule.kind === 'transient' ? transient(rule.code, rule.text, cause) : defect(rule.code, rule.text, cause);
}
