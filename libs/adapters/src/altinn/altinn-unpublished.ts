import type { ReceiptEvent } from '#channels/provider-receipt.js';
import { isMalwareFound } from './altinn-malware.js';

/**
 * Why a letter that Altinn had accepted was not published. It tells so in words only (`statusText`, registers reference
 * 1.7), so the words are what is read. Whose doing it is stands in `details.blame`, as in a Failure: what
 * is the sender's leads to no other channel, everything else is a confirmed no and does.
 */
interface Cause {
  readonly isMeant: (statusText: string) => boolean;
  readonly code: string;
  readonly text: string;
  readonly blame: 'recipient' | 'sender';
}

const RESERVED: Cause = {
  isMeant: (text) => /reserved|reserver/i.test(text),
  code: 'ALTINN_RESERVED',
  text: 'The recipient is reserved against digital letters.',
  blame: 'recipient',
};

const CAUSES: readonly Cause[] = [
  {
    isMeant: isMalwareFound,
    code: 'ALTINN_ATTACHMENT_REFUSED',
    text: 'Altinn refused a document after scanning it; check it for malware.',
    blame: 'sender',
  },
  RESERVED,
  {
    isMeant: (text) => /lacks? (?:required )?roles?|roles? required/i.test(text),
    code: 'ALTINN_NO_ROLE',
    text: 'Nobody holds a role that may read this letter in Altinn.',
    blame: 'recipient',
  },
  {
    isMeant: (text) => /recipient\b.*\b(?:not found|not exist|unknown)|could not find .*recipient/i.test(text),
    code: 'ALTINN_RECIPIENT_UNKNOWN',
    text: 'Altinn does not know this recipient.',
    blame: 'recipient',
  },
];

export function reasonOfFailure(status: string, statusText: string): Pick<ReceiptEvent, 'reason' | 'details'> {
  const cause = status === 'Reserved' ? RESERVED : CAUSES.find(({ isMeant }) => isMeant(statusText));
  if (cause === undefined) {
    return {
      reason: { code: 'ALTINN_PUBLISH_FAILED', text: 'Altinn could not publish the letter; look it up there.' },
      details: { blame: 'channel' },
    };
  }
  return { reason: { code: cause.code, text: cause.text }, details: { blame: cause.blame } };
}
