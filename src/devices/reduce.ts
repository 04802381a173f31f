/**
 * From what a device says to what Vigil keeps: one reading a second, sooner when it matters (docs/SPEC.md, DV).
 * Pure: `at` is the reader's clock, and becomes `measuredAt`.
 */
import type { Duration, Instant, Reading } from '#core/reading.ts';
import type { DecodedReading, DecodeRefusal } from './decoder.ts';
import type { DeviceKind } from './device-table.ts';
import { createIndicatedCuffReducer } from './reduce-indicated-cuff.ts';
import { createCuffReducer } from './reduce-cuff.ts';
import { createMonitorReducer } from './reduce-monitor.ts';
import { createOximeterReducer } from './reduce-oximeter.ts';

export interface Reducer {
  push(decoded: DecodedReading, at: Instant): Reading[];
  /** What has waited long enough; call it a few times a second, so that a silent device's last word is not kept back. */
  flush(at: Instant): Reading[];
  /** The link was opened anew: what was measured meanwhile was not seen. @param zoneMs see OpenedLine */
  reopened(at: Instant, zoneMs?: Duration): void;
  /** Well-formed results that were kept back since the last call, and why. */
  takeRefusals?(): readonly DecodeRefusal[];
  /** What a person at the chair must know of results that were kept back; empty = nothing. */
  notice?(): string;
}

export interface ReducerOptions {
  /** See DeviceModel. */
  readonly indicatesResults?: boolean;
}

export function createReducer(kind: DeviceKind, { indicatesResults = false }: ReducerOptions = {}): Reducer {
  switch (kind) {
    case 'oximeter':
      return createOximeterReducer();
    case 'cuff':
      return indicatesResults ? createIndicatedCuffReducer() : createCuffReducer();
    case 'monitor':
      return createMonitorReducer();
  }
}
