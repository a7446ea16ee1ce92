import { readFileSync } from 'node:fs';
import { isCollection, isMap, LineCounter, parseDocument, type Document } from 'yaml';
import { ConfigurationError, type ConfigurationProblem } from '#platform/config-error.js';
import { SENDER_PROFILES, type SenderProfileName } from '#platform/sender.js';
import type { RoutingProfile } from '#routing/routing-profile.js';

export type RoutingProfiles = Readonly<Record<SenderProfileName, RoutingProfile>>;

const LISTS = ['activeMailbox', 'noMailbox', 'organisation'] as const;
const DEADLINES = {
  personReadDeadline: 'personReadDeadlineWorkingDays',
  organisationReadDeadline: 'organisationReadDeadlineWorkingDays',
} as const;
const WORKING_DAYS = /^P([1-9]\d{0,2})D$/;

/**
 * Reads config/routing.yaml. `channels` are the ids of the channels that exist; `mailbox` may stand for the person's
 * own. Throws ConfigurationError with the line of every fault: a wrong file must stop the boot, not the first letter.
 */
export function readRoutingFile(file: string, channels: readonly string[]): RoutingProfiles {
  return new RoutingFileReader(file, new Set(['mailbox', ...channels])).read();
}

class RoutingFileReader {
  private readonly problems: ConfigurationProblem[] = [];
  private readonly lines = new LineCounter();
  private readonly document: Document;

  constructor(
    private readonly file: string,
    private readonly known: ReadonlySet<string>,
  ) {
    this.document = parseDocument(this.readText(), { lineCounter: this.lines });
  }

  read(): RoutingProfiles {
    for (const error of this.document.errors) this.problemAtOffset(error.pos[0], error.message.split('\n')[0] ?? '');
    this.stopOnProblems();
    this.refuseUnknownKeys(['profiles'], SENDER_PROFILES);
    const profiles = { state: this.profile('state'), municipal: this.profile('municipal') };
    this.stopOnProblems();
    return profiles;
  }

  private profile(name: SenderProfileName): RoutingProfile {
    const path = ['profiles', name];
    this.refuseUnknownKeys(path, [...LISTS, ...Object.keys(DEADLINES)]);
    const [activeMailbox, noMailbox, organisation] = LISTS.map((list) => this.channelList([...path, list]));
    return {
      activeMailbox: activeMailbox ?? [],
      noMailbox: noMailbox ?? [],
      organisation: organisation ?? [],
      ...this.deadlines(path),
    };
  }

  private channelList(path: readonly string[]): string[] {
    const value: unknown = this.value(path);
    if (!Array.isArray(value) || value.length === 0) {
      this.problem(path, 'is a list of channels, best first');
      return [];
    }
    return value.map((channel: unknown, index) => {
      if (typeof channel !== 'string' || !this.known.has(channel)) {
        this.problem([...path, index], `is one of ${[...this.known].join(', ')}`);
      }
      return String(channel);
    });
  }

  private deadlines(path: readonly string[]): Partial<Record<(typeof DEADLINES)[keyof typeof DEADLINES], number>> {
    const deadlines: Partial<Record<(typeof DEADLINES)[keyof typeof DEADLINES], number>> = {};
    for (const [key, property] of Object.entries(DEADLINES)) {
      const value: unknown = this.value([...path, key]);
      if (value === undefined) continue;
      const days = typeof value === 'string' ? WORKING_DAYS.exec(value)?.[1] : undefined;
      if (days === undefined) this.problem([...path, key], 'is a number of working days such as P2D');
      else deadlines[property] = Number(days);
    }
    return deadlines;
  }

  private value(path: readonly (string | number)[]): unknown {
    const node: unknown = this.document.getIn(path);
    return isCollection(node) ? (node.toJSON() as unknown) : node;
  }

  private refuseUnknownKeys(path: readonly string[], allowed: readonly string[]): void {
    const node = this.document.getIn(path, true);
    if (!isMap(node)) {
      this.problem(path, `has ${allowed.join(', ')}`);
      return;
    }
    for (const { key } of node.items) {
      if (!allowed.includes(String(key)))
        this.problem([...path, String(key)], `is not known; known are ${allowed.join(', ')}`);
    }
  }

  private problem(path: readonly (string | number)[], rule: string): void {
    const node = this.document.getIn(path, true) ?? this.document.getIn(path.slice(0, -1), true);
    const offset = (node as { range?: readonly number[] } | undefined)?.range?.[0] ?? 0;
    this.problemAtOffset(offset, `${path.join('.')} ${rule}`);
  }

  private problemAtOffset(offset: number, rule: string): void {
    this.problems.push({ name: `${this.file}:${String(this.lines.linePos(offset).line)}`, rule });
  }

  private readText(): string {
    try {
      return readFileSync(this.file, 'utf8');
    } catch {
      throw new ConfigurationError([{ name: 'ROUTING_FILE', rule: 'names a file that cannot be read' }]);
    }
  }

  private stopOnProblems(): void {
    if (this.problems.length > 0) throw new ConfigurationError(this.problems);
  }
}
