/** Between the main thread and the exports' own. */
import type { Result } from '#core/refusal.ts';
import type { ExportName } from '#protocol/exports.ts';
import type { ExportOptions } from './exports.ts';

export interface ExportThreadOptions {
  /** The journal's database, which is only read. */
  readonly journal: string;
  readonly siteId: string;
}

/** `head`: all but the file itself. */
export type ExportQuestion = { readonly type: 'make' | 'head' } & AskedFile;

export interface AskedFile extends ExportOptions {
  readonly visitId: string;
  readonly name: ExportName;
}

export interface ExportHead {
  readonly contentType: string;
  readonly fileName: string;
}

export interface MadeExport extends ExportHead {
  readonly body: Uint8Array;
}

export interface ExportAnswers {
  readonly make: Result<MadeExport>;
  readonly head: Result<ExportHead>;
}
