import type { FaultService } from '#channels/simulation/faults.js';

/** A mailbox provider behind the simulated access point. */
export interface SimulatedMailbox {
  /** Channel of its deliveries, its fault switch, the name of its key and of the mailbox in the simulated KRR. */
  readonly channel: Extract<FaultService, 'digipost' | 'eboks'>;
  readonly organisationNumber: string;
  /** e-Boks refuses a package in which two documents have the same name (DPI reference 2.3). */
  readonly uniqueTitles: boolean;
  readonly duplicateTitleText: string;
}

export const SIMULATED_MAILBOXES: readonly SimulatedMailbox[] = [
  { channel: 'digipost', organisationNumber: '984661185', uniqueTitles: false, duplicateTitleText: '' },
  {
    channel: 'eboks',
    organisationNumber: '922020175',
    uniqueTitles: true,
    duplicateTitleText: 'Reason code: SBD:5023. Vedhæftning må kun optræde 1 gang',
  },
];
