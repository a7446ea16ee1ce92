import type { Corner4Party } from './corner4-party.js';

/** A mailbox provider behind the simulated access point. */
export interface SimulatedMailbox extends Corner4Party {
  /** Also the name of the mailbox in the simulated KRR. */
  readonly channel: 'digipost' | 'eboks';
  readonly takes: 'digital';
  /** e-Boks refuses a package in which two documents have the same name (DPI reference 2.3). */
  readonly uniqueTitles: boolean;
  /** Whether it sends the sender's notices beside the citizen's own or in their place (DPI reference 5.4). */
  readonly senderNotices: 'added' | 'instead';
}

export const SIMULATED_MAILBOXES: readonly SimulatedMailbox[] = [
  {
    channel: 'digipost',
    organisationNumber: '984661185',
    takes: 'digital',
    uniqueTitles: false,
    senderNotices: 'added',
  },
  {
    channel: 'eboks',
    organisationNumber: '922020175',
    takes: 'digital',
    uniqueTitles: true,
    senderNotices: 'instead',
  },
];
