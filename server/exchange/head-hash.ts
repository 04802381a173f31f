/** What a visit's file says before its events, bound to them: whose they are, where, and that it was no demonstration. */
import { hash } from 'node:crypto';
import type { VisitFile } from '#protocol/visit-file.ts';

/** @param last the hash of the last event. @returns 64 hex digits (docs/exchange.md says of what) */
export function headHash({ format, version, site, visitId, patient, chairs }: FileHead, last: string): string {
  const head = [
    ...[format, version, [site.siteId, site.name, site.timeZone, site.demo], visitId],
    patient && [patient.patientId, patient.name, patient.birthDate, patient.recordNumber ?? null],
    chairs.map((each) => [each.chairId, each.name, each.from]),
  ];
  return hash('sha256', `${last}\n${site.siteId}\n${JSON.stringify(head)}`, 'hex');
}

export type FileHead = Omit<VisitFile, 'events' | 'hash'>;
