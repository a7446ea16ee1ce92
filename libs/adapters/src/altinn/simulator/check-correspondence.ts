import type { SimulationContext } from '#channels/simulation/simulator.js';
import { isUuid } from '#domain/identifiers.js';
import type { AltinnAttachments } from './altinn-attachments.js';
import { exists, isReserved, lacksRoles, type AltinnParty } from './altinn-parties.js';
import { AltinnProblem } from './altinn-problems.js';
import { attachmentStatus, type AttachmentRecord } from './altinn-records.js';
import type { CorrespondenceRequest, RequestedCorrespondence, RequestedReference } from './altinn-requests.js';
import { resourceOf, type SimulatedResource } from './altinn-resources.js';
import type { AltinnCaller } from './altinn-tokens.js';
import { checkFileName, checkLife, DAY_MS } from './attachment-rules.js';
import { checkContent, isPlainText } from './check-content.js';
import { checkNotification } from './check-notification.js';

/**
 * Everything that POST /correspondence is refused for after its model and its key, in Altinn's order (registers
 * reference 1.3): the first rule that is broken is the answer. Dialogs do not exist here, so each one is unknown.
 */
export interface Checked {
  readonly resource: SimulatedResource;
  /** Those that get the status Reserved and no letter; only of several, one alone is refused. */
  readonly reserved: ReadonlySet<string>;
}

export interface CheckInput {
  readonly request: CorrespondenceRequest;
  readonly parties: readonly AltinnParty[];
  readonly caller: AltinnCaller;
  /** Names of the files that came with a multipart call; undefined for a JSON call, which carries none. */
  readonly fileNames?: readonly string[];
}

const MAX_ATTACHMENTS = 100;
const MAX_FORWARDED_BYTES = 10_000_000;
const SHORTEST_REST_MS = 6 * 3_600_000;
const TRANSMISSION_TYPES = 'Information Acceptance Rejection Request Alert Decision Submission Correction'.split(' ');

export class CorrespondenceChecker {
  constructor(
    private readonly context: SimulationContext,
    private readonly attachments: AltinnAttachments,
  ) {}

  /** Throws AltinnProblem with the first broken rule. */
  check(input: CheckInput): Checked {
    const { request, parties } = input;
    const letter = request.correspondence;
    const resource = checkAccess(letter, input.caller);
    if (letter.allowForwarding === true && resource.authenticationLevel !== 0) throw new AltinnProblem(1068);
    if (new Set(parties.map(({ urn }) => urn)).size !== parties.length) throw new AltinnProblem(1006);
    this.checkParties(parties, resource);
    if (letter.isConfirmationNeeded === true && letter.dueDateTime === undefined) throw new AltinnProblem(1016);
    const reserved = this.reservedOf(parties, letter, resource);
    this.checkDates(letter);
    checkContent(letter.content);
    if (!isPlainText(letter.messageSender ?? '')) throw new AltinnProblem(1039);
    checkReferences(letter.externalReferences ?? []);
    this.checkAttachments(input, resource);
    checkReplyOptions(letter);
    if (letter.notification !== undefined) checkNotification(letter.notification, parties.length);
    return { resource, reserved };
  }

  private checkParties(parties: readonly AltinnParty[], resource: SimulatedResource): void {
    const unknown = parties.filter((party) => !exists(party, this.context.world));
    if (unknown.length > 0) {
      const names = unknown.map(({ id }) => id).join(', ');
      throw new AltinnProblem(1029, `A recipient was not found in the register: ${names}`);
    }
    if (resource.isConfidential && parties.some((party) => lacksRoles(party, this.context.world))) {
      throw new AltinnProblem(1044);
    }
  }

  private reservedOf(
    parties: readonly AltinnParty[],
    letter: RequestedCorrespondence,
    resource: SimulatedResource,
  ): ReadonlySet<string> {
    if (letter.ignoreReservation === true || !parties.some(({ kind }) => kind === 'person')) return new Set();
    if (!resource.reachesKrr) throw new AltinnProblem(1032);
    const reserved = parties.filter((party) => isReserved(party, this.context.world));
    const [only] = reserved;
    if (only !== undefined && parties.length === 1) throw reservedProblem(only);
    return new Set(reserved.map(({ urn }) => urn));
  }

  private checkDates(letter: RequestedCorrespondence): void {
    if (letter.dueDateTime === undefined) return;
    const due = Date.parse(letter.dueDateTime);
    // By its day in UTC: earlier today is not before today.
    if (dayOf(due) < dayOf(this.context.clock.now().getTime())) throw new AltinnProblem(1008);
    if (due < Date.parse(letter.requestedPublishTime ?? '')) throw new AltinnProblem(1009);
  }

  private checkAttachments(input: CheckInput, resource: SimulatedResource): void {
    const letter = input.request.correspondence;
    const metadata = letter.content.attachments ?? [];
    const ids = input.request.existingAttachments ?? [];
    const existing = ids.map((id) => this.attachments.get(id)).filter((record) => record !== undefined);
    if (existing.some(({ owner }) => owner !== resource.owner)) throw new AltinnProblem(1017);
    if (existing.length !== ids.length) throw new AltinnProblem(1007);
    if (ids.length + metadata.length > MAX_ATTACHMENTS) throw new AltinnProblem(1038);
    if (existing.some((record) => attachmentStatus(record).status !== 'Published')) throw new AltinnProblem(1018);
    if (letter.allowForwarding === true && sizeOf(existing) > MAX_FORWARDED_BYTES) throw new AltinnProblem(1069);
    if (input.fileNames !== undefined) checkFiles(input.fileNames, metadata);
    for (const { fileName } of metadata) checkFileName(fileName);
    for (const { expirationInDays } of metadata) checkLife(expirationInDays);
    const soon = this.context.clock.now().getTime() + SHORTEST_REST_MS;
    if (existing.some(({ expiresAt }) => Date.parse(expiresAt ?? '') < soon)) throw new AltinnProblem(1055);
  }
}

/** Repeats the identifier, as the real one does: a client that writes it into a log is found out. */
export function reservedProblem({ id }: AltinnParty): AltinnProblem {
  return new AltinnProblem(
    1030,
    `Recipient ${id} has reserved themselves from public correspondences. Can be overridden using the 'IgnoreReservation' flag.`,
  );
}

function checkAccess(letter: RequestedCorrespondence, caller: AltinnCaller): SimulatedResource {
  const resource = resourceOf(letter.resourceId);
  if (resource === undefined) throw new AltinnProblem(1036);
  if (caller.organisation !== resource.owner) throw new AltinnProblem(4001);
  if (resource.type !== 'CorrespondenceService') throw new AltinnProblem(4010);
  const isConfidential = letter.isConfidential === true;
  if (resource.isConfidential && !isConfidential) throw new AltinnProblem(1060);
  if (isConfidential && !resource.isConfidential) throw new AltinnProblem(1061);
  if (!resource.hasAgreement) throw new AltinnProblem(2014);
  return resource;
}

function checkReferences(references: readonly RequestedReference[]): void {
  if (references.some(({ referenceType }) => referenceType === 'DialogportenTransmissionId')) {
    throw new AltinnProblem(1052);
  }
  const types = references.filter(({ referenceType }) => referenceType === 'DialogportenTransmissionType');
  const dialog = references.find(({ referenceType }) => referenceType === 'DialogportenDialogId');
  const areKnown = types.every(({ referenceValue }) => TRANSMISSION_TYPES.includes(referenceValue));
  if (types.length > 1 || !areKnown || (types.length === 1 && dialog === undefined)) throw new AltinnProblem(1053);
  if (dialog === undefined) return;
  throw new AltinnProblem(isUuid(dialog.referenceValue) ? 1054 : 1048);
}

/** A file for every metadata entry: in their order, else by a name that is there once. */
function checkFiles(fileNames: readonly string[], metadata: readonly { readonly fileName: string }[]): void {
  const wanted = metadata.map(({ fileName }) => fileName);
  const isComplete =
    fileNames.length === wanted.length &&
    wanted.every((name, index) => fileNames[index] === name || isOnce(fileNames, name));
  if (!isComplete) throw new AltinnProblem(1005);
}

function isOnce(names: readonly string[], name: string): boolean {
  return names.filter((other) => other === name).length === 1;
}

function checkReplyOptions(letter: RequestedCorrespondence): void {
  for (const { linkURL } of letter.replyOptions ?? []) {
    const isHttps = URL.canParse(linkURL) && new URL(linkURL).protocol === 'https:';
    if (!isHttps || linkURL.length > 255) throw new AltinnProblem(1035);
  }
}

function dayOf(milliseconds: number): number {
  return Math.floor(milliseconds / DAY_MS);
}

function sizeOf(attachments: readonly AttachmentRecord[]): number {
  return attachments.reduce((sum, { size }) => sum + size, 0);
}
