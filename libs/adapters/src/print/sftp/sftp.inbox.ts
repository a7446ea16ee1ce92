import type { ReceiptInbox } from '#channels/channel.port.js';
import type { ProviderReceipt } from '#channels/provider-receipt.js';
import type { Failure } from '#domain/failure.js';
import { err, ok, type Result } from '#domain/result.js';
import type { SftpPool } from './sftp-pool.client.js';
import type { SftpConfig } from './sftp.config.js';
import { toSftpFailure } from './sftp.errors.js';
import { toReceipts } from './report.mapper.js';
import { SftpStatusError } from './sftp-status-error.js';
import type { RemoteFile, SftpSession } from './sftp-session.client.js';

const REPORT = /^MP_RAPPORT_XML-.*\.xml$/;
const DONE = 'ferdig';
const UNREADABLE = 'feilet';
const NO_SUCH_FILE = 2;
/** A report is some kilobytes; one beyond this is not read into memory. */
const MAX_REPORT_BYTES = 4 * 1024 * 1024;

interface OpenReport {
  /** Source ids that are not confirmed yet. */
  readonly remaining: Set<string>;
  isBroken: boolean;
}

/**
 * The vendor's status reports. A report stays where it is until all of its receipts are confirmed, then it moves to
 * `ferdig`, or to `feilet` when a part could not be read. What is confirmed is kept in memory only: after a restart
 * the receipts of a report come again, and are known by their source ids.
 */
export class SftpInbox implements ReceiptInbox {
  readonly scope = 'shared' as const;
  private readonly open = new Map<string, OpenReport>();
  /** Sizes of reports that could not be read: one that still grows was only seen too early. */
  private readonly suspects = new Map<string, number>();

  constructor(
    private readonly client: SftpPool,
    private readonly config: SftpConfig,
  ) {}

  async fetch(
    request: { readonly limit: number },
    signal: AbortSignal,
  ): Promise<Result<readonly ProviderReceipt[], Failure>> {
    try {
      return ok(await this.client.use(signal, (session) => this.collect(session, request.limit, signal)));
    } catch (error) {
      return err(toSftpFailure(error, 'prepares'));
    }
  }

  async confirm(request: { readonly receipt: ProviderReceipt }, signal: AbortSignal): Promise<Result<void, Failure>> {
    try {
      for (const [name, report] of [...this.open]) {
        report.remaining.delete(request.receipt.sourceId);
        if (report.remaining.size === 0)
          await this.client.use(signal, (session) => this.file(session, name, report, signal));
      }
      return ok(undefined);
    } catch (error) {
      return err(toSftpFailure(error, 'prepares'));
    }
  }

  private async collect(session: SftpSession, limit: number, signal: AbortSignal): Promise<readonly ProviderReceipt[]> {
    const receipts: ProviderReceipt[] = [];
    const reports = (await session.list(this.config.inboundDir, signal)).filter(({ name }) => REPORT.test(name));
    this.forgetMoved(reports);
    // The names carry the time, so oldest first.
    for (const report of [...reports].sort((left, right) => (left.name < right.name ? -1 : 1))) {
      if (receipts.length >= limit) break;
      const found = await this.readReport(session, report, signal);
      if (this.isGrowing(report, found)) continue;
      receipts.push(...this.remember(report.name, found).slice(0, limit - receipts.length));
    }
    return receipts;
  }

  private async readReport(
    session: SftpSession,
    { name, size }: RemoteFile,
    signal: AbortSignal,
  ): Promise<readonly ProviderReceipt[]> {
    if (size > MAX_REPORT_BYTES) return toReceipts(name, Buffer.from(`${String(size)} bytes`));
    return toReceipts(name, await session.read(`${this.config.inboundDir}/${name}`, signal));
  }

  /** A report that cannot be read is believed when it has the same size at the next look. */
  private isGrowing({ name, size }: RemoteFile, receipts: readonly ProviderReceipt[]): boolean {
    const isWhole = receipts.every((receipt) => receipt.kind === 'receipt') || receipts.length > 1;
    if (isWhole || this.suspects.get(name) === size) return false;
    this.suspects.set(name, size);
    return true;
  }

  /** Those of a report that are not confirmed yet. */
  private remember(name: string, receipts: readonly ProviderReceipt[]): readonly ProviderReceipt[] {
    let report = this.open.get(name);
    if (report === undefined) {
      report = {
        remaining: new Set(receipts.map((receipt) => receipt.sourceId)),
        isBroken: receipts.some((receipt) => receipt.kind === 'quarantined'),
      };
      this.open.set(name, report);
    }
    const { remaining } = report;
    return receipts.filter((receipt) => remaining.has(receipt.sourceId));
  }

  /** Another instance may have moved it before us. */
  private async file(session: SftpSession, name: string, report: OpenReport, signal: AbortSignal): Promise<void> {
    const folder = report.isBroken ? UNREADABLE : DONE;
    try {
      await session.rename(`${this.config.inboundDir}/${name}`, `${this.config.inboundDir}/${folder}/${name}`, signal);
    } catch (error) {
      if (!(error instanceof SftpStatusError) || error.status !== NO_SUCH_FILE) throw error;
    }
    this.open.delete(name);
    this.suspects.delete(name);
  }

  private forgetMoved(reports: readonly RemoteFile[]): void {
    const names = new Set(reports.map(({ name }) => name));
    for (const known of [this.open, this.suspects])
      for (const name of known.keys()) if (!names.has(name)) known.delete(name);
  }
}
