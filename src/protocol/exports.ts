/** What of a visit that is over may be taken away as a file: `GET /api/visits/<id>/<name>` (docs/exchange.md). */

export const EXPORTS = ['report.pdf', 'vitals.csv', 'events.csv', 'journal.json', 'fhir.json'] as const;
export type ExportName = (typeof EXPORTS)[number];

export const PAPERS = ['a4', 'letter'] as const;
export type Paper = (typeof PAPERS)[number];

export const isExport = (name: string): name is ExportName => (EXPORTS as readonly string[]).includes(name);

/** @param paper of `report.pdf`; default A4 */
export const exportPath = (visitId: string, name: ExportName, paper?: Paper): string =>
  `/api/visits/${encodeURIComponent(visitId)}/${name}${paper === undefined ? '' : `?paper=${paper}`}`;
