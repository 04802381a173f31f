/** The lists of the transfer sheet: what alarmed, what was done, what an emergency held. */
import type { Entry } from '#core/entry.ts';
import type { OrderView } from '#core/orders/order-view.ts';
import type { ChairView } from '#core/view.ts';
import { entryText } from '#core/words/labels.ts';
import { inWords } from '../components/format.ts';
import { emergencyLines, type EmergencyLine } from '../emergency/timeline.ts';
import { orderLine } from '../orders/order-words.ts';
import type { TrendSeries } from '../live/trend-series.ts';

export interface SheetLine {
  readonly id: string;
  readonly at: number;
  readonly text: string;
  readonly byName?: string;
}

/** More would not stay on one page; the rest is in the record, and the sheet says how much. */
export const MOST_LINES = 12;

export interface SheetList {
  readonly lines: readonly SheetLine[];
  readonly left: number;
}

const newest = (lines: readonly SheetLine[]): SheetList => {
  const sorted = lines.toSorted((a, b) => a.at - b.at);
  return { lines: sorted.slice(-MOST_LINES), left: Math.max(0, sorted.length - MOST_LINES) };
};

const LEVEL = { high: 'high', medium: 'medium', low: 'advisory' } as const;

/** Alerts that asked for somebody; advisories are left to the record. */
export function sheetAlerts(view: Pick<ChairView, 'alerts' | 'excursions'>, series: TrendSeries): SheetList {
  const known = new Set(series.alerts.map(({ alertId }) => alertId));
  return newest([
    ...series.alerts.flatMap(({ alertId, onsetAt, endedAt, priority, text }) =>
      priority === 'low'
        ? []
        : [
            {
              id: alertId,
              at: onsetAt,
              text: `${text}, ${LEVEL[priority]}, ${endedAt === null ? 'open' : inWords(endedAt - onsetAt)}`,
            },
          ],
    ),
    ...view.alerts.flatMap(({ alertId, onsetAt, priority, text }) =>
      priority === 'low' || known.has(alertId)
        ? []
        : [{ id: alertId, at: onsetAt, text: `${text}, ${LEVEL[priority]}, open` }],
    ),
    ...view.excursions.map(({ markId, from, text }) => ({ id: markId, at: from, text: `${text}, found late` })),
  ]);
}

/** What was done on a provider's word, signed or not. */
export const sheetOrders = (orders: readonly OrderView[], clock: (at: number) => string): SheetList =>
  newest(
    orders.map((order) => ({
      id: order.orderId,
      at: order.recordedAt,
      text: orderLine(order, clock),
    })),
  );

const SIDE: readonly Entry['kind'][] = ['side-effect', 'scale', 'response'];
const DONE: readonly Entry['kind'][] = ['intervention', 'oxygen', 'emergency', 'note'];

const entriesOf = (view: Pick<ChairView, 'entries'>, kinds: readonly Entry['kind'][]): SheetList =>
  newest(
    view.entries.flatMap(({ entryId, at, byName, entry }) =>
      kinds.includes(entry.kind) ? [{ id: entryId, at, byName, text: entryText(entry) }] : [],
    ),
  );
export const sideEffects = (view: Pick<ChairView, 'entries'>): SheetList => entriesOf(view, SIDE);

/** What was done outside an emergency: inside one it stands on its own timeline. */
export function interventions(view: Pick<ChairView, 'entries' | 'emergencies'>): SheetList {
  const { emergencies } = view;
  const isOf = (at: number): boolean => emergencies.some(({ from, to = Infinity }) => at >= from && at <= to);
  return entriesOf({ entries: view.entries.filter(({ at }) => !isOf(at)) }, DONE);
}

export interface SheetEmergency {
  readonly from: number;
  readonly to?: number;
  /** Oldest first, whole: nothing of an emergency is left out. */
  readonly lines: readonly EmergencyLine[];
}
export const sheetEmergencies = (view: ChairView): readonly SheetEmergency[] =>
  view.emergencies.map(({ from, to }) => ({
    from,
    ...(to !== undefined && { to }),
    lines: emergencyLines(view, from, to).toReversed(),
  }));
