/** The bundle of one visit, as it is taken away as a file and as it is sent. */
import { createHash } from 'node:crypto';
import { deviceTable } from '#devices/device-table.ts';
import { fhirBundle } from '#core/fhir/bundle.ts';
import type { Bundle } from '#core/fhir/types.ts';
import type { VisitSource } from '../export/visit-source.ts';

/** Of RFC 9562, appendix A: names that are no address and no DNS name; Vigil's own names begin with the clinic's id. */
const NAMESPACE = Buffer.from('6ba7b8149dad11d180b400c04fd430c8', 'hex');

/** UUID version 5: of the name alone. */
export function uuidOf(name: string): string {
  const hash = createHash('sha1').update(NAMESPACE).update(name).digest().subarray(0, 16);
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x50;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  return hash.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

const titleOf = (model: string): string | undefined => deviceTable.find(({ name }) => name === model)?.title;

/** @param pdf the report's */
export function fhirOfVisit(source: VisitSource, { pdf, build }: { pdf?: Uint8Array; build?: string } = {}): Bundle {
  return fhirBundle(source, {
    idOf: uuidOf,
    titleOf,
    ...(build !== undefined && { build }),
    ...(pdf && { pdf: { base64: Buffer.from(pdf).toString('base64'), bytes: pdf.byteLength } }),
  });
}
