/** What the page of a protocol says of a change and of a what-if. */
import type { AlertKind } from '#core/alerts/alert.ts';
import { alertText } from '#core/alerts/text.ts';
import type { ClinicalProtocol } from '#core/clinical-protocol.ts';
import { isQuieter } from '#core/protocol-edit/field.ts';
import { protocolDiff } from '#core/protocol-edit/protocol-diff.ts';
import type { DiffLine } from '#core/protocol-edit/protocol-diff.ts';
import type { WhatIfSums } from '#core/what-if/visit-what-if.ts';
import type { WhatIfRun } from '#protocol/what-if.ts';

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

/** `3 alerts gone, 1 new, 2 changed, no event missed`. */
export function sumsText({ visits, gone, come, changed, newlyMissed, before, after }: WhatIfSums): string {
  const parts = [
    `${plural(visits, 'visit')}: ${plural(gone, 'alert')} gone`,
    `${come} new`,
    `${changed} changed`,
    newlyMissed === 0 ? 'no event newly missed' : `${plural(newlyMissed, 'event')} newly missed`,
  ];
  return `${parts.join(', ')}; audible ${perVisit(before.audibleMs, visits)} → ${perVisit(after.audibleMs, visits)} a visit.`;
}

/** While it runs: how long it still takes, of how far it came. */
export function remainingText({ done, total, startedAt }: WhatIfRun, now: number): string {
  if (total === null) return 'Choosing the visits …';
  if (done === 0 || now <= startedAt) return 'Beginning …';
  const left = ((now - startedAt) / done) * (total - done);
  return `About ${secondsText(Math.max(1_000, left))} left`;
}

export const kindTitle = (kind: AlertKind): string => alertText({ kind });
