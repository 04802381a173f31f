/** The report's pages for what is sent with a visit. */
import type { VisitSource } from '../export/visit-source.ts';

/** Undefined: this build makes none. */
export function reportPdf(_source: VisitSource): Uint8Array | undefined {
  return undefined;
}
