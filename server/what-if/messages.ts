/** Between whoever runs a what-if and its threads. */
import type { ClinicalProtocol } from '#core/clinical-protocol.ts';
import type { Instant } from '#core/reading.ts';
import type { VisitWhatIf } from '#core/what-if/visit-what-if.ts';
import type { WhatIfFilter } from '#protocol/what-if.ts';

export interface WhatIfThreadOptions {
  /** Only read. */
  readonly journal: string;
  readonly protocol: ClinicalProtocol;
}

export interface ChosenVisit {
  readonly stream: number;
  readonly visitId: string;
  readonly openedAt: Instant;
}

export type ToThread =
  { readonly ask: 'choose'; readonly filter: WhatIfFilter } | { readonly ask: 'run'; readonly visit: ChosenVisit };

export type FromThread =
  | { readonly told: 'chosen'; readonly visits: readonly ChosenVisit[]; readonly fitting: number }
  | { readonly told: 'done'; readonly result: VisitWhatIf; readonly patientName: string | null }
  | { readonly told: 'broken'; readonly reason: string }
  /** The journal cannot be read at all. */
  | { readonly told: 'failed'; readonly reason: string };
