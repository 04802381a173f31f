/**
 * What follows the summary page: every table of the details, as text. The page and its PDF show the same rows in the same order, and
 * nothing here is cut.
 */
import type { PastAlert } from '../past/past-alerts.ts';
import type { Duration } from '../reading.ts';
import { FAILURE_WORDS } from '../view/words.ts';
import { decimal } from '../words/number-words.ts';
import { changeText, orderText, standText } from '../words/order-words.ts';
import { clockFrom, clockTimeWithSeconds, elapsed, inWords } from '../words/time-words.ts';
import type { Answer } from './alarm-answers.ts';
import type { EventLine } from './event-lines.ts';
import type { Clock } from './report-facts.ts';
import type { ReportHead } from './report-head.ts';
import type { VisitRecord } from './visit-record.ts';
import type { VitalsRow } from './vitals-table.ts';

export const DETAIL_IDS = ['vitals', 'alerts', 'limits', 'orders', 'gaps', 'addenda', 'events'] as const;

export interface DetailColumn {
  readonly title: string;
  /** Share of the width. */
  readonly share: number;
}

export interface DetailTable {
  readonly id: (typeof DETAIL_IDS)[number];
  readonly title: string;
  readonly columns: readonly DetailColumn[];
  readonly rows: readonly (readonly string[])[];
  /** Instead of rows, where there are none. */
  readonly none: string;
}

export interface DetailParts {
  readonly head: ReportHead;
  readonly vitals: readonly VitalsRow[];
  readonly lines: readonly EventLine[];
}

export function reportDetails({ head, vitals, lines }: DetailParts): readonly DetailTable[] {
  const { record, clinic } = head;
  const clock: Clock = clockFrom(record.openedAt, clinic.timeZone, clockTimeWithSeconds);
  return [
    vitalsOf(vitals, record, clock),
    alertsOf(record, clock),
    limitsOf(record, clock),
    ...(record.orders.length === 0 ? [] : [ordersOf(record, clock)]),
    gapsOf(record, clock),
    ...(record.signOff.addenda.length === 0 ? [] : [addendaOf(record, clock)]),
    eventsOf(lines, record, clock),
  ];
}

const columns = (...given: readonly (readonly [title: string, share: number])[]): readonly DetailColumn[] =>
  given.map(([title, share]) => ({ title, share }));
const text = (value: number | null | undefined): string =>
  value === null || value === undefined ? '–' : decimal(value);

/** `+12:00`, `−3:10`: minutes and seconds since the start of treatment. */
function sinceStart(at: number, { treatment }: VisitRecord): string {
  if (!treatment) return '–';
  const ms: Duration = at - treatment.startedAt;
  return `${ms < 0 ? '−' : '+'}${elapsed(Math.abs(ms))}`;
}

function vitalsOf(vitals: readonly VitalsRow[], record: VisitRecord, clock: Clock): DetailTable {
  return {
    id: 'vitals',
    title: 'Vitals, every 5 min and at each BP',
    columns: columns(
      ...([
        ['Time', 1.3],
        ['Since start', 1.2],
        ['SpO₂ %', 0.9],
        ['Pulse /min', 1.1],
        ['RR /min', 0.9],
        ['BP mmHg', 1.1],
        ['Mean', 0.8],
        ['Note', 3.2],
      ] as const),
    ),
    rows: vitals.map((row) => [
      clock(row.at),
      sinceStart(row.at, record),
      text(row.spo2Pct),
      text(row.pulseBpm),
      text(row.respiratoryRatePerMin),
      row.bp ? `${row.bp.systolicMmHg}/${row.bp.diastolicMmHg}` : '–',
      text(row.bp?.meanMmHg),
      noteOf(row),
    ]),
    none: 'Nothing was measured.',
  };
}

const noteOf = ({ absent, isDoubtful, bp, bpFailure }: VitalsRow): string =>
  [
    bpFailure === undefined ? '' : `no BP: ${FAILURE_WORDS[bpFailure]}`,
    bp?.byHand ? 'BP by hand' : '',
    isDoubtful ? 'the oximeter doubted its values' : '',
    absent === undefined ? '' : `no SpO₂: ${absent}`,
  ]
    .filter((part) => part !== '')
    .join('; ');

const PRIORITY = { high: 'high', medium: 'medium', low: 'advisory' } as const;
const ANSWER: Readonly<Record<Answer, string>> = {
  'in-time': 'in time',
  late: 'late',
  over: 'over before anybody had to answer',
  none: 'never answered',
};

function alertsOf({ alerts, answers }: VisitRecord, clock: Clock): DetailTable {
  const answerOf = ({ alertId, acknowledged }: PastAlert): string => {
    const found = answers.find((each) => each.alertId === alertId);
    const seen = acknowledged ? `${acknowledged.byName} after ${elapsed(acknowledged.afterMs)}` : '';
    return [seen, found ? ANSWER[found.answer] : ''].filter((part) => part !== '').join(', ') || 'silent';
  };
  return {
    id: 'alerts',
    title: 'Alerts',
    columns: columns(['From', 1.2], ['Until', 1.2], ['Lasted', 1], ['Level', 1], ['Alert', 3], ['Seen by', 3]),
    rows: alerts.map((alert) => [
      clock(alert.onsetAt),
      alert.endedAt === null ? 'the end' : clock(alert.endedAt),
      alert.endedAt === null ? '–' : inWords(alert.endedAt - alert.onsetAt),
      PRIORITY[alert.priority],
      alert.text,
      answerOf(alert),
    ]),
    none: 'There was no alert.',
  };
}

const limitsOf = ({ limitChanges }: VisitRecord, clock: Clock): DetailTable => ({
  id: 'limits',
  title: 'Changed limits',
  columns: columns(['Time', 1.2], ['Change', 4], ['By', 2], ['Reason', 3.5]),
  rows: limitChanges.map(({ at, byName, reason, changes }) => [
    clock(at),
    changes.map(changeText).join('; '),
    byName,
    reason,
  ]),
  none: 'No limit was changed: those of the protocol held.',
});

const ordersOf = ({ orders, limitChanges }: VisitRecord, clock: Clock): DetailTable => ({
  id: 'orders',
  title: 'Verbal orders',
  columns: columns(['Ordered', 1.2], ['By', 2], ['Read back by', 2], ['Order', 4], ['Signature', 3]),
  rows: orders.map((order) => {
    const changes = limitChanges.find(({ orderId }) => orderId === order.orderId)?.changes;
    return [
      clock(order.orderedAt),
      order.orderedBy,
      order.recordedBy,
      orderText({ ...order, ...(changes && { changes }) }),
      standText(order, clock),
    ];
  }),
  none: 'There was none.',
});

const gapsOf = ({ gaps }: VisitRecord, clock: Clock): DetailTable => ({
  id: 'gaps',
  title: 'Without SpO₂',
  columns: columns(['From', 1.2], ['To', 1.2], ['Lasted', 1], ['Why', 6]),
  rows: gaps.map(({ from, to, why }) => [clock(from), clock(to), inWords(to - from), why]),
  none: 'SpO₂ was there without a gap.',
});

const addendaOf = ({ signOff }: VisitRecord, clock: Clock): DetailTable => ({
  id: 'addenda',
  title: 'Addenda',
  columns: columns(['Time', 1.2], ['By', 2], ['Addendum', 6], ['Seen by', 2]),
  rows: signOff.addenda.map(({ at, byName, text: written, seen }) => [
    clock(at),
    byName,
    written,
    seen ? `${seen.byName}, ${clock(seen.at)}` : 'no provider yet',
  ]),
  none: 'There is none.',
});

const eventsOf = (lines: readonly EventLine[], record: VisitRecord, clock: Clock): DetailTable => ({
  id: 'events',
  title: 'Events',
  columns: columns(['Time', 1.2], ['Since start', 1.2], ['What', 6], ['By', 2]),
  rows: lines.map(({ at, happenedAt, text: what, by }) => [
    clock(happenedAt ?? at),
    sinceStart(happenedAt ?? at, record),
    happenedAt === undefined ? what : `${what} (recorded ${clock(at)})`,
    by ?? '',
  ]),
  none: 'Nothing is recorded.',
});
