/** Events as the journal's tests need them. */
import type { VisitEvent, VisitEventOf } from '#core/event.ts';
import type { Reading } from '#core/reading.ts';
import type { SiteEvent } from '#core/site-state.ts';
import type { VisitStream } from '../../server/journal/journal.ts';

export const T = 1_790_000_000_000;

export const visit = (id: string): VisitStream => ({ kind: 'visit', id });

const system = { kind: 'system' } as const;
const adapter = { kind: 'adapter', adapterId: 'adapter-1' } as const;

export const noted = (text: string, at = T): VisitEvent => ({
  type: 'entry-recorded',
  entryId: text,
  happenedAt: at,
  byName: 'Rosa Lind',
  entry: { kind: 'note', text },
  at,
  actor: system,
});

export const chairAdded = (chairId: string, at = T): SiteEvent => ({
  type: 'chair-added',
  chairId,
  name: chairId,
  at,
  actor: system,
});

export const ended = (at = T): VisitEvent => ({
  type: 'visit-ended',
  ending: 'home',
  byName: 'Rosa',
  at,
  actor: system,
});

/** The reading of second `seq` of a device. */
export const read = (
  seq: number,
  values: Partial<Reading> = {},
  deviceId = 'nonin-1',
): VisitEventOf<'reading-recorded'> => ({
  type: 'reading-recorded',
  source: { deviceId, epoch: `${deviceId}-epoch`, seq },
  reading: {
    kind: 'oximetry',
    measuredAt: T + seq * 1_000 - 120,
    quality: 'good',
    causes: [],
    spo2Pct: 97,
    pulseBpm: 60 + (seq % 30),
    perfusionIndexPct: 3.2,
    ...values,
  } as Reading,
  at: T + seq * 1_000,
  actor: adapter,
});
