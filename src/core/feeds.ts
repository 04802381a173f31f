/** Which device feeds each numeral of a chair, and whether its adapter is here: each kind by itself (docs/SPEC.md, PH-92, AL-15). */
import type { Instant, Reading } from './reading.ts';
import type { VisitState } from './visit-state.ts';

/** A monitor is both. */
export const FED_KINDS = ['oximeter', 'cuff'] as const;
export type FedKind = (typeof FED_KINDS)[number];

export interface Feed {
  /** Absent: none, or not yet known which. */
  readonly deviceId?: string;
  /** Nothing measured before this is of the present device. */
  readonly since: Instant;
}

/** The adapter of a device came or went. */
export interface FeedLink {
  readonly connected: boolean;
  readonly since: Instant;
}

/** Undefined of what a person typed. */
export function fedBy(reading: Reading): FedKind | undefined {
  if (reading.kind === 'oximetry') return 'oximeter';
  return reading.kind === 'nibp' && reading.byHand ? undefined : 'cuff';
}

/**
 * Whether the chair's present device measured it. One that was there before only charts.
 * @param deviceId of the reading; undefined where only its time is known.
 */
export function isOfPresentDevice(state: Pick<VisitState, 'feeds'>, reading: Reading, deviceId?: string): boolean {
  const kind = fedBy(reading);
  const feed = kind && state.feeds?.[kind];
  if (feed === undefined) return true;
  if (deviceId !== undefined && feed.deviceId !== undefined && deviceId !== feed.deviceId) return false;
  return reading.measuredAt >= feed.since;
}

/** Kinds whose adapter is lost. */
export const lostKinds = ({ links }: VisitState): readonly FedKind[] =>
  FED_KINDS.filter((kind) => links?.[kind]?.connected === false);

/** All of a chair's links as one: down since the first of them went, else up since the last came. Undefined while none is known. */
export function linkOf({ links }: VisitState): FeedLink | undefined {
  let down: Instant | undefined;
  let up: Instant | undefined;
  for (const kind of FED_KINDS) {
    const link = links?.[kind];
    if (link === undefined) continue;
    if (link.connected) up = Math.max(up ?? -Infinity, link.since);
    else down = Math.min(down ?? Infinity, link.since);
  }
  if (down !== undefined) return { connected: false, since: down };
  return up === undefined ? undefined : { connected: true, since: up };
}
