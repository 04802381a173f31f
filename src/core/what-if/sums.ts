/** A what-if over many visits. */
import type { AlertKind } from '../alerts/alert.ts';
import { PRIORITIES } from '../clinical-protocol.ts';
import type { AlertSums, VisitWhatIf, WhatIfSums } from './visit-what-if.ts';

const none: AlertSums = { alerts: { low: 0, medium: 0, high: 0 }, audibleMs: 0, unansweredMs: 0 };

export const noVisits: WhatIfSums = {
  visits: 0,
  changedVisits: 0,
  before: none,
  after: none,
  gone: 0,
  come: 0,
  changed: 0,
  same: 0,
  trueEvents: 0,
  missed: 0,
  newlyMissed: 0,
  lowerOrLater: 0,
  newlyHeard: 0,
  byKind: [],
  actsWithout: 0,
};

/** The sums with one visit more. */
export function withVisit(sums: WhatIfSums, visit: VisitWhatIf): WhatIfSums {
  const newlyMissed = newlyMissedOf(visit);
  const bpsAsked = (sums.bpsAsked ?? 0) + (visit.bpsAsked ?? 0);
  return {
    visits: sums.visits + 1,
    changedVisits: sums.changedVisits + (isChanged(visit) ? 1 : 0),
    before: added(sums.before, visit.before),
    after: added(sums.after, visit.after),
    gone: sums.gone + visit.gone.length,
    come: sums.come + visit.come.length,
    changed: sums.changed + visit.changed.length,
    same: sums.same + visit.same,
    trueEvents: sums.trueEvents + visit.trueEvents,
    missed: sums.missed + visit.missed.length,
    newlyMissed: sums.newlyMissed + newlyMissed,
    lowerOrLater: sums.lowerOrLater + visit.lowerOrLater.length,
    newlyHeard: sums.newlyHeard + visit.newlyHeard,
    byKind: byKind(sums, visit),
    actsWithout: sums.actsWithout + visit.actsWithout.reduce((sum, { count }) => sum + count, 0),
    ...(bpsAsked > 0 && { bpsAsked }),
  };
}

/** True events and technical alerts that were heard and would not be. */
export const newlyMissedOf = ({ missed, silenced }: Pick<VisitWhatIf, 'missed' | 'silenced'>): number =>
  missed.filter(({ heardBefore }) => heardBefore).length + silenced.length;

export const isChanged = (visit: VisitWhatIf): boolean => changesOf(visit) > 0;

type Changes = 'gone' | 'come' | 'changed' | 'missed' | 'newlyHeard' | 'silenced' | 'lowerOrLater';

/** How many alerts and events of it are another. */
export const changesOf = (visit: Pick<VisitWhatIf, Changes>): number =>
  visit.gone.length +
  visit.come.length +
  visit.changed.length +
  newlyMissedOf(visit) +
  visit.lowerOrLater.length +
  visit.newlyHeard;

function added(a: AlertSums, b: AlertSums): AlertSums {
  return {
    alerts: Object.fromEntries(
      PRIORITIES.map((each) => [each, a.alerts[each] + b.alerts[each]]),
    ) as AlertSums['alerts'],
    audibleMs: a.audibleMs + b.audibleMs,
    unansweredMs: a.unansweredMs + b.unansweredMs,
  };
}

type OfKind = { -readonly [Key in keyof WhatIfSums['byKind'][number]]: WhatIfSums['byKind'][number][Key] };

function byKind(sums: WhatIfSums, visit: VisitWhatIf): WhatIfSums['byKind'] {
  const kinds = new Map(sums.byKind.map((each): [AlertKind, OfKind] => [each.kind, { ...each }]));
  const of = (kind: AlertKind): OfKind => {
    const known = kinds.get(kind);
    if (known) return known;
    const fresh: OfKind = { kind, before: 0, after: 0, gone: 0, come: 0, changed: 0, newlyMissed: 0, lowerOrLater: 0 };
    kinds.set(kind, fresh);
    return fresh;
  };
  for (const { kind } of visit.gone) {
    of(kind).before += 1;
    of(kind).gone += 1;
  }
  for (const { kind } of visit.come) {
    of(kind).after += 1;
    of(kind).come += 1;
  }
  for (const { before } of visit.changed) {
    of(before.kind).before += 1;
    of(before.kind).after += 1;
    of(before.kind).changed += 1;
  }
  for (const [kind, count] of Object.entries(visit.sameOf) as [AlertKind, number][]) {
    of(kind).before += count;
    of(kind).after += count;
  }
  for (const { kind, heardBefore } of visit.missed) if (heardBefore) of(kind).newlyMissed += 1;
  for (const { kind } of visit.silenced) of(kind).newlyMissed += 1;
  for (const { kind } of visit.lowerOrLater) of(kind).lowerOrLater += 1;
  return [...kinds.values()].sort((a, b) => weight(b) - weight(a) || b.before - a.before);
}

const weight = ({ gone, come, changed, newlyMissed, lowerOrLater }: OfKind): number =>
  gone + come + changed + newlyMissed + lowerOrLater;
