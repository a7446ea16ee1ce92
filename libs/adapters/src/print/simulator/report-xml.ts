import { osloDate } from '#domain/oslo-time.js';

export interface ReportedStatus {
  readonly orderId: string;
  readonly statusId: string;
  readonly step: 'MAILPIECE_MOTTAK' | 'KONVOLUTTERT' | 'RETURPOST';
  readonly outcome: 'OK' | 'FEIL';
  readonly at: Date;
}

/** A status report as mailpiece.xsd has it. */
export function toReportXml(statuses: readonly ReportedStatus[]): string {
  const reports = statuses.map(
    ({ orderId, statusId, step, outcome, at }) =>
      `\t<Rapport Id="${orderId}">\n\t\t<Status Status="${outcome}" Id="${statusId}" LePu="${step}" Tidspunkt="${localTime(at)}"/>\n\t</Rapport>\n`,
  );
  return `<?xml version="1.0" encoding="UTF-8" ?>\n<StatusRapport Type="Mailpiece">\n${reports.join('')}</StatusRapport>\n`;
}

function localTime(instant: Date): string {
  const { date, timeOfDayMs } = osloDate(instant);
  const seconds = Math.floor(timeOfDayMs / 1000);
  const two = (value: number): string => String(value).padStart(2, '0');
  const time = [seconds / 3600, (seconds / 60) % 60, seconds % 60].map((part) => two(Math.floor(part))).join(':');
  return `${two(date.day)}/${two(date.month)}/${String(date.year)} ${time}`;
}
