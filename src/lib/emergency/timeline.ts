/** What was done since an emergency was declared, line by line: entries, the pump, calls. Newest first. */
import type { Instant } from '#core/reading.ts';
import type { ChairView } from '#core/view.ts';
import { entryText, STOP_REASON } from '#core/words/labels.ts';

export interface EmergencyLine {
  readonly id: string;
  readonly at: Instant;
  readonly text: string;
  readonly byName?: string;
}

type Shown = Pick<ChairView, 'entries' | 'treatment' | 'calls' | 'emergencies'>;

/** @param from when it was declared @param to when it was ended; an emergency that goes on has no end. */
export function emergencyLines(view: Shown, from: Instant, to: Instant = Infinity): readonly EmergencyLine[] {
  const { entries, treatment, calls } = view;
  const line = (id: string, at: Instant | undefined, text: string, byName?: string): EmergencyLine[] =>
    at === undefined ? [] : [{ id, at, text, ...(byName !== undefined && { byName }) }];
  const lines = [
    ...entries.flatMap(({ entryId, at, byName, entry }) => line(entryId, at, entryText(entry), byName)),
    ...(treatment?.pauses ?? []).flatMap((pause) => [
      ...line(`pause-${pause.from}`, pause.from, 'Pump paused'),
      ...line(`resume-${pause.from}`, pause.to, 'Pump resumed'),
    ]),
    ...line(
      'stopped',
      treatment?.end?.endedAt,
      `Pump stopped: ${treatment?.end ? STOP_REASON[treatment.end.reason].toLowerCase() : ''}`,
    ),
    ...calls.flatMap(({ callId, at, byName, answered, withdrawn }) => [
      ...line(`call-${callId}`, at, 'Provider called', byName),
      ...line(`answer-${callId}`, answered?.at, `${answered?.byName ?? ''} is coming`, answered?.byName),
      ...line(
        `off-${callId}`,
        withdrawn?.at,
        answered ? 'Provider arrived' : 'Call for a provider called off',
        withdrawn?.byName,
      ),
    ]),
  ].filter(({ at }) => at >= from && at <= to);
  return [
    ...(to === Infinity ? [] : line('over', to, 'Emergency ended')),
    ...lines.toSorted((a, b) => b.at - a.at),
    ...line('declared', from, 'Emergency declared'),
  ];
}
