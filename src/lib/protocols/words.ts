/** What the page of a protocol says of a change and of a what-if. */
import type { AlertKind } from '#core/alerts/alert.ts';
import { alertText } from '#core/alerts/text.ts';
import type { ClinicalProtocol } from '#core/clinical-protocol.ts';
import { isQuieter } from '#core/protocol-edit/field.ts';
import { protocolDiff } from '#core/protocol-edit/protocol-diff.ts';
import type { DiffLine } from '#core/protocol-edit/protocol-diff.ts';
import { newlyMissedOf } from '#core/what-if/sums.ts';
import type { HeardLess, WhatIfSums } from '#core/what-if/visit-what-if.ts';
import type { WhatIfRun, WhatIfVisit } from '#protocol/what-if.ts';

export const plural = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

/** `2 changes: 1 makes Vigil quieter or laxer.` */
export function changesText(diff: readonly DiffLine[]): string {
  const quieter = diff.filter(({ direction }) => direction !== undefined && isQuieter(direction)).length;
  if (diff.length === 0) return 'Nothing is changed.';
  return `${plural(diff.length, 'change')}${quieter === 0 ? '' : `, ${quieter} of them quieter, later or looser`}.`;
}

/** The what-if was run for exactly this protocol, whatever its version is called. */
export const isRunOf = (
  run: Pick<WhatIfRun, 'protocol'> | null | undefined,
  protocol: ClinicalProtocol | null,
): boolean =>
  !!run && !!protocol && run.protocol.id === protocol.id && protocolDiff(run.protocol, protocol).length === 0;

/** `12 s`, `1 min 20 s` a visit. */
export function secondsText(ms: number): string {
  const s = Math.round(ms / 1_000);
  return s < 120 ? `${s} s` : `${Math.floor(s / 60)} min${s % 60 === 0 ? '' : ` ${s % 60} s`}`;
}

export const perVisit = (ms: number, visits: number): string => (visits === 0 ? '—' : secondsText(ms / visits));

/** `3 alerts gone, 1 new, 2 changed, no event missed, none lower or later`. */
export function sumsText({ visits, gone, come, changed, newlyMissed, lowerOrLater, ...sums }: WhatIfSums): string {
  const { before, after } = sums;
  const parts = [
    `${plural(visits, 'visit')}: ${plural(gone, 'alert')} gone`,
    `${come} new`,
    `${changed} changed`,
    newlyMissed === 0 ? 'no event newly missed' : `${plural(newlyMissed, 'event')} newly missed`,
    lowerOrLater === 0 ? 'none lower or later' : `${plural(lowerOrLater, 'event')} heard lower or later`,
  ];
  return `${parts.join(', ')}; audible ${perVisit(before.audibleMs, visits)} → ${perVisit(after.audibleMs, visits)} a visit.`;
}

/** While it runs: how long it still takes in real time, of how far it came. */
export function remainingText({ done, total, tookMs }: Pick<WhatIfRun, 'done' | 'total' | 'tookMs'>): string {
  if (total === null) return 'Choosing the visits …';
  if (done === 0 || tookMs <= 0) return 'Beginning …';
  const left = (tookMs / done) * (total - done);
  return `About ${secondsText(Math.max(1_000, left))} left`;
}

export const kindTitle = (kind: AlertKind): string => alertText({ kind });

type Counts = NonNullable<WhatIfVisit['counts']>;

/** How many there are of each, also where a list was cut. */
export const countsOf = (visit: WhatIfVisit): Counts =>
  visit.counts ?? {
    ...{ gone: visit.gone.length, come: visit.come.length, changed: visit.changed.length },
    ...{ missed: visit.missed.length, newlyMissed: newlyMissedOf(visit) },
    ...{ silenced: visit.silenced.length, lowerOrLater: visit.lowerOrLater.length },
  };

/** `370 more are not listed: 300 gone, 70 new.` Undefined: all are. */
export function unlistedText(visit: WhatIfVisit): string | undefined {
  const counts = countsOf(visit);
  const left = [
    ['no longer heard', counts.newlyMissed - newlyMissedOf(visit)],
    ['lower or later', counts.lowerOrLater - visit.lowerOrLater.length],
    ['gone', counts.gone - visit.gone.length],
    ['new', counts.come - visit.come.length],
    ['changed', counts.changed - visit.changed.length],
  ] as const;
  const some = left.filter(([, count]) => count > 0);
  const all = some.reduce((sum, [, count]) => sum + count, 0);
  if (all === 0) return undefined;
  return `${all} more ${all === 1 ? 'is' : 'are'} not listed: ${some.map(([word, count]) => `${count} ${word}`).join(', ')}.`;
}

/** `120 s later`; of one that is high later, that. */
export function lessText({ before, after, what }: HeardLess): string {
  if (after === null) return 'not at all';
  const highMs = before.highAt !== undefined && after.highAt !== undefined ? after.highAt - before.highAt : 0;
  const lateMs = after.at - before.at;
  const isHighLater = what.includes('later') && highMs > lateMs;
  return [
    ...(what.includes('lower') ? [`${after.priority} instead of ${before.priority}`] : []),
    ...(what.includes('later') ? [`${isHighLater ? 'high ' : ''}${secondsText(Math.max(highMs, lateMs))} later`] : []),
  ].join(', ');
}

/** `3 times a BP is overdue only because …` */
export const bpsAskedText = (count: number): string =>
  `${count === 1 ? 'Once' : `${count} times`} a BP would be overdue only because these numbers ask for one that nobody knew to take: in no list and no sum.`;
