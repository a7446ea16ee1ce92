import { readFileSync } from 'node:fs';
import { LineCounter, parseDocument, type Document } from 'yaml';
import { isOrganisationNumber, isSyntheticOrganisation, type MfEnvironment } from '#domain/identifiers.js';
import type { PostalAddress } from '#domain/postal-address.js';
import { ConfigurationError, type ConfigurationProblem } from './config-error.js';
import { SenderDirectory } from './sender-directory.js';
import { SENDER_PROFILES, type Sender, type Supplier } from './sender.js';

interface RawParty {
  organisationNumber?: unknown;
  name?: unknown;
  profile?: unknown;
  amqpUsers?: unknown;
  suppliers?: unknown;
  returnAddress?: unknown;
}

/**
 * Reads the senders file. `${AMQP_USER}` among `amqpUsers` stands for the user of AMQP_URL, so that one file serves
 * any development broker. A wrong file stops the boot; every problem is named with its line. Synthetic organisations send
 * nothing in production; real ones do in the test environments of the national services.
 */
export function readSenders(file: string, amqpUser: string, environment: MfEnvironment): SenderDirectory {
  const reader = new SendersReader(file, amqpUser, environment);
  return reader.read();
}

class SendersReader {
  private readonly problems: ConfigurationProblem[] = [];
  private readonly lines = new LineCounter();
  private document: Document = parseDocument('');

  constructor(
    private readonly file: string,
    private readonly amqpUser: string,
    private readonly environment: MfEnvironment,
  ) {}

  read(): SenderDirectory {
    this.document = parseDocument(this.readText(), { lineCounter: this.lines });
    for (const error of this.document.errors) this.problem(error.pos[0], error.message.split('\n')[0] ?? 'is not YAML');
    this.stopOnProblems();
    const root = (this.document.toJS() ?? {}) as { senders?: unknown; suppliers?: unknown };
    const senders = asList(root.senders).map((raw, index) => this.sender(raw as RawParty, ['senders', index]));
    const suppliers = asList(root.suppliers).map((raw, index) => this.party(raw as RawParty, ['suppliers', index]));
    this.stopOnProblems();
    return new SenderDirectory(senders, suppliers);
  }

  private sender(raw: RawParty, path: readonly (string | number)[]): Sender {
    const profile = SENDER_PROFILES.find((known) => known === raw.profile);
    if (profile === undefined) this.problemAt([...path, 'profile'], `profile is one of ${SENDER_PROFILES.join(', ')}`);
    return {
      ...this.party(raw, path),
      profile: profile ?? 'state',
      suppliers: asList(raw.suppliers).map(String),
      ...(raw.returnAddress === undefined ? {} : { returnAddress: raw.returnAddress as PostalAddress }),
    };
  }

  private party(raw: RawParty, path: readonly (string | number)[]): Supplier {
    const organisationNumber = String(raw.organisationNumber);
    if (!isOrganisationNumber(organisationNumber)) {
      this.problemAt([...path, 'organisationNumber'], 'organisationNumber is nine digits with a valid check digit');
    } else if (this.environment === 'production' && isSyntheticOrganisation(organisationNumber)) {
      this.problemAt(
        [...path, 'organisationNumber'],
        'organisationNumber is a synthetic one; production takes real ones',
      );
    }
    if (typeof raw.name !== 'string' || raw.name === '') this.problemAt([...path, 'name'], 'name is required');
    return {
      organisationNumber,
      name: typeof raw.name === 'string' ? raw.name : '',
      amqpUsers: asList(raw.amqpUsers).map((user) => (user === '${AMQP_USER}' ? this.amqpUser : String(user))),
    };
  }

  private readText(): string {
    try {
      return readFileSync(this.file, 'utf8');
    } catch {
      throw new ConfigurationError([{ name: 'SENDERS_FILE', rule: 'names a file that cannot be read' }]);
    }
  }

  private problemAt(path: readonly (string | number)[], rule: string): void {
    const node = this.document.getIn(path, true) ?? this.document.getIn(path.slice(0, -1), true);
    const range = (node as { range?: [number, number, number] } | undefined)?.range;
    this.problem(range?.[0] ?? 0, rule);
  }

  private problem(offset: number, rule: string): void {
    this.problems.push({ name: `${this.file}:${String(this.lines.linePos(offset).line)}`, rule });
  }

  private stopOnProblems(): void {
    if (this.problems.length > 0) throw new ConfigurationError(this.problems);
  }
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
