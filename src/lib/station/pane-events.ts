/** What happened on an opened chair, newest first: alerts with how they ended, entries, and the steps of the visit. */
import type { CareChange } from '#core/care/care.ts';
import type { ChairView } from '#core/view.ts';
import { callingEvents } from '../calling/calling-events.ts';
import { whyLate } from '../components/late-words.ts';
import { entryText } from '#core/words/labels.ts';
import { inWords } from '../components/format.ts';
import { changedText } from '../limits/limit-rows.ts';
import { orderEvents } from '../orders/order-words.ts';
import type { TrendSeries } from '../live/trend-series.ts';

export interface PaneEvent {
  readonly id: string;
  readonly at: number;
  readonly text: string;
}

const LEVEL = { high: 'high', medium: 'medium', low: 'advisory' } as const;

export function paneEvents(
  view: Pick<ChairView, 'timeline' | 'treatment' | 'identity' | 'entries' | 'alerts' | 'excursions'> &
    Partial<
      Pick<
        ChairView,
        'careChanges' | 'limitChanges' | 'messages' | 'calls' | 'emergencies' | 'offMonitorTimes' | 'orders'
      >
    >,
  series: TrendSeries,
  clock: (at: number) => string = () => '',
): readonly PaneEvent[] {
  const { timeline, treatment, identity } = view;
  const step = (id: string, at: number | undefined, text: string): PaneEvent[] =>
    at === undefined ? [] : [{ id, at, text }];
  const isKnown = new Set(series.alerts.map(({ alertId }) => alertId));
  return [
    ...step('opened', timeline?.openedAt, 'Visit opened'),
    ...step('identity', identity?.at, `Identity confirmed (${identity?.byName ?? ''})`),
    ...step('start', timeline?.infusionStartedAt, 'Started'),
    ...(treatment?.pauses ?? []).flatMap((pause) => [
      ...step(`pause-${pause.from}`, pause.from, 'Pump paused'),
      ...step(`resume-${pause.from}`, pause.to, 'Pump resumed'),
    ]),
    ...step('end', timeline?.infusionEndedAt, 'Infusion ended'),
    ...step('monitoring', timeline?.monitoringEndedAt, 'Monitoring ended'),
    ...view.entries.map(({ entryId, at, byName, entry }) => ({
      id: entryId,
      at,
      text: `${entryText(entry)} (${byName})`,
    })),
    ...callingEvents({ messages: view.messages ?? [], calls: view.calls ?? [] }).map(({ byName, text, ...event }) => ({
      ...event,
      text: `${text} (${byName})`,
    })),
    ...(view.emergencies ?? []).flatMap(({ from, to }) => [
      ...step(`emergency-${from}`, from, 'Emergency declared'),
      ...step(`emergency-${from}-over`, to, 'Emergency ended'),
    ]),
    ...(view.offMonitorTimes ?? []).flatMap(({ since, byName, backAt }) => [
      ...step(`off-${since}`, since, `Off the monitor (${byName})`),
      ...step(`back-${since}`, backAt, 'Back on the monitor'),
    ]),
    ...(view.careChanges ?? []).map((change, i) => ({ id: `care-${i}`, at: change.at, text: careEvent(change) })),
    ...(view.limitChanges ?? []).map((change, i) => ({ id: `limits-${i}`, at: change.at, text: changedText(change) })),
    ...orderEvents(view.orders ?? [], clock).map(({ byName, text, ...event }) => ({
      ...event,
      text: `${text} (${byName})`,
    })),
    ...view.excursions.map(({ markId, from, text, why, seen }) => ({
      id: markId,
      at: from,
      text: `${text} ${whyLate(why)}, ${seen ? `seen by ${seen.byName}` : 'nobody has seen it'}`,
    })),
    ...series.alerts.map(({ alertId, onsetAt, endedAt, priority, text }) => ({
      id: alertId,
      at: onsetAt,
      text: `${text}, ${LEVEL[priority]}${endedAt === null ? '' : `, ${inWords(endedAt - onsetAt)}`}`,
    })),
    ...view.alerts
      .filter(({ alertId }) => !isKnown.has(alertId))
      .map(({ alertId, onsetAt, priority, text }) => ({
        id: alertId,
        at: onsetAt,
        text: `${text}, ${LEVEL[priority]}`,
      })),
  ].toSorted((a, b) => b.at - a.at);
}

function careEvent(change: CareChange): string {
  const { byName } = change;
  switch (change.kind) {
    case 'handed-over':
      return change.from === undefined ? `${byName} has the patient` : `${byName} took over from ${change.from}`;
    case 'cover-begun':
      return `${byName} covers`;
    case 'cover-ended':
      return `Cover ended (${byName})`;
  }
}
