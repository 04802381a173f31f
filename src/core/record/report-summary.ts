/**
 * The summary of a visit on one page (REC-129). What must never be missed is never cut: who, what was given, the vitals, contradictions,
 * signatures. Lists that are too long for the page are cut from their least urgent end, and how much is left out is said.
 */
import { PRIORITIES } from '../clinical-protocol.ts';
import type { Instant } from '../reading.ts';
import { broughtName, importedName } from './imported.ts';
import { entryText } from '../words/labels.ts';
import { orderLine } from '../words/order-words.ts';
import { birthDate, clockFrom, dayText } from '../words/time-words.ts';
import { alertLine } from './drawing/chart-alerts.ts';
import {
  alertsText,
  criteriaFacts,
  outsideFacts,
  scaleFacts,
  signatureFacts,
  treatmentFacts,
  vitalFacts,
  type Clock,
  type Fact,
  type VitalFacts,
} from './report-facts.ts';
import type { ReportHead } from './report-head.ts';
import type { VisitRecord } from './visit-record.ts';

export interface SummaryLine {
  readonly at: Instant;
  readonly text: string;
}

export interface SummaryList {
  readonly title: string;
  /** In order of time. */
  readonly lines: readonly SummaryLine[];
  /** More of them in the details. */
  readonly left: number;
  /** Instead of lines, where there are none. */
  readonly none: string;
}

export interface ReportSummary {
  /** `DEMO: …`, `IMPORTED: …`: on every page. */
  readonly marks: readonly string[];
  readonly name: string;
  /** `born 14 Mar 1986, record 4711`. */
  readonly who: string;
  readonly day: string;
  /** Boxed. Empty: nothing contradicts itself. */
  readonly contradictions: readonly string[];
  readonly facts: readonly Fact[];
  readonly vitals: readonly VitalFacts[];
  readonly outside: readonly Fact[];
  readonly alerts: string;
  readonly lists: readonly SummaryList[];
  readonly scales: readonly Fact[];
  readonly criteria: readonly Fact[];
  readonly signatures: readonly Fact[];
  /** Nobody signed it yet. */
  readonly isUnsigned: boolean;
}

/** Of the summary page in its print type: lines of the whole width, and letters of a line in one of its two columns. */
export const PAGE_LINES = 60;
const COLUMN_LETTERS = 54;
const PAGE_LETTERS = 120;
/** Of the column with a vital's highest. */
const VITAL_LETTERS = 30;
/** Longer sentences stand whole in the details alone. */
const LONGEST = 150;
/** In turn, until it fits: how many lines of a list are kept, and how long they and the scales may be. */
const STAGES = [
  { kept: 3, longest: LONGEST },
  { kept: 3, longest: 80 },
  { kept: 1, longest: 80 },
] as const;

export function reportSummary(head: ReportHead): ReportSummary {
  const { record, clinic } = head;
  const clock: Clock = clockFrom(record.openedAt, clinic.timeZone);
  const summary: ReportSummary = {
    marks: marksOf(head),
    ...whose(head),
    day: dayText(record.openedAt, clinic.timeZone),
    contradictions: record.contradictions,
    facts: treatmentFacts(head, clock).map(shortened),
    vitals: vitalFacts(record, clock),
    outside: outsideFacts(record),
    alerts: alertsText(record),
    lists: listsOf(record, clock),
    scales: scaleFacts(record, clock).map(shortened),
    criteria: criteriaFacts(record).map(({ name, text }) => ({
      name,
      text: name === 'Met' ? cut(text, 2 * LONGEST) : text,
    })),
    signatures: signatureFacts(record, clock),
    isUnsigned: record.signOff.signed === undefined,
  };
  return fitted(summary, record);
}

function whose({ record, patient }: ReportHead): Pick<ReportSummary, 'name' | 'who'> {
  if (record.imported) return { name: importedName(record.imported), who: 'a recording, not given here' };
  if (!patient) return { name: 'Name not known', who: 'the name is not in this clinic’s records any more' };
  const number = patient.recordNumber ? `, record ${patient.recordNumber}` : '';
  return { name: patient.name, who: `born ${birthDate(patient.birthDate)}${number}` };
}

export function marksOf({ record, clinic }: Pick<ReportHead, 'record' | 'clinic'>): readonly string[] {
  return [
    ...(clinic.demo ? ['DEMO: an invented patient'] : []),
    ...(record.imported ? [`IMPORTED from ${record.imported.file}: not recorded in this clinic`] : []),
    ...(record.broughtFrom ? [`${broughtName(record.broughtFrom)}: not recorded in this clinic`] : []),
  ];
}

const cut = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 1).trimEnd()}…`;
const shortened = ({ name, text }: Fact): Fact => ({ name, text: cut(text, LONGEST) });

function listsOf(record: VisitRecord, clock: Clock): readonly SummaryList[] {
  const list = (title: string, lines: readonly SummaryLine[], none = 'None recorded.'): SummaryList => ({
    ...{ title, none, left: 0 },
    lines: lines.map(({ at, text }) => ({ at, text: cut(text, LONGEST) })),
  });
  const entries = (kinds: readonly string[]): readonly SummaryLine[] =>
    record.entries
      .filter(({ entry }) => kinds.includes(entry.kind))
      .map(({ at, entry, byName }) => ({ at, text: `${entryText(entry)}${byName === '' ? '' : ` (${byName})`}` }));
  const orders = record.orders.map((order) => {
    const changes = record.limitChanges.find(({ orderId }) => orderId === order.orderId)?.changes;
    return { at: order.orderedAt, text: orderLine({ ...order, ...(changes && { changes }) }, clock) };
  });
  return [
    list(
      'Alerts',
      record.alerts.map((alert) => ({ at: alert.onsetAt, text: alertLine(alert, clock) })),
      'None.',
    ),
    list('Side effects', entries(['side-effect'])),
    list('Interventions', entries(['intervention', 'oxygen', 'emergency'])),
    ...(orders.length === 0 ? [] : [list('Verbal orders', orders)]),
  ];
}

const wraps = (text: string, letters: number): number => Math.max(1, Math.ceil(text.length / letters));

/** How many lines of the page it takes, from above. Columns share theirs. */
export function linesOf(summary: ReportSummary): number {
  const { marks, contradictions, facts, vitals, outside, lists, scales, criteria, signatures, alerts } = summary;
  const pairs = (rows: readonly Fact[], letters: number): number =>
    rows.reduce((sum, { name, text }) => sum + wraps(`${name.padEnd(20)}${text}`, letters), 0);
  const listed = lists.reduce(
    (sum, { lines, left }) =>
      sum +
      1.6 +
      Math.max(
        1,
        lines.reduce((all, { text }) => all + wraps(`14:00  ${text}`, COLUMN_LETTERS), 0),
      ) +
      (left > 0 ? 1 : 0),
    0,
  );
  return (
    4 +
    marks.length * 1.5 +
    (contradictions.length === 0 ? 1 : 2 + contradictions.reduce((sum, each) => sum + wraps(each, PAGE_LETTERS), 0)) +
    pairs(facts, COLUMN_LETTERS) / 2 +
    1 +
    2 +
    vitals.reduce((sum, { highest }) => sum + wraps(highest, VITAL_LETTERS), 0) +
    (outside.length === 0 ? 1 : pairs(outside, COLUMN_LETTERS) / 2 + 1.5) +
    wraps(alerts, PAGE_LETTERS) +
    listed / 2 +
    1.5 +
    pairs(scales, PAGE_LETTERS) +
    (criteria.length === 0 ? 0 : 1.5 + pairs(criteria, PAGE_LETTERS)) +
    1.5 +
    pairs(signatures, COLUMN_LETTERS) / 2
  );
}

/** Line by line, from the longest list, until it fits; then shorter lines and fewer. */
function fitted(whole: ReportSummary, record: VisitRecord): ReportSummary {
  let summary = whole;
  for (const { kept, longest } of STAGES) {
    if (linesOf(summary) <= PAGE_LINES) break;
    if (longest < LONGEST) summary = withShorter(summary, longest);
    while (linesOf(summary) > PAGE_LINES) {
      const most = summary.lists.toSorted((a, b) => b.lines.length - a.lines.length)[0];
      if (!most || most.lines.length <= kept) break;
      const lines = most.title === 'Alerts' ? withoutLeastUrgent(most.lines, record) : most.lines.slice(0, -1);
      const lists = summary.lists.map((each) => (each === most ? { ...each, lines, left: each.left + 1 } : each));
      summary = { ...summary, lists };
    }
  }
  return summary;
}

function withShorter(summary: ReportSummary, longest: number): ReportSummary {
  return {
    ...summary,
    lists: summary.lists.map((list) => ({
      ...list,
      lines: list.lines.map(({ at, text }) => ({ at, text: cut(text, longest) })),
    })),
    scales: summary.scales.map(({ name, text }) => ({ name, text: cut(text, longest) })),
  };
}

/** The last of the least urgent. */
function withoutLeastUrgent(lines: readonly SummaryLine[], { alerts }: VisitRecord): readonly SummaryLine[] {
  const urgency = ({ at, text }: SummaryLine): number =>
    PRIORITIES.indexOf(
      alerts.find((each) => each.onsetAt === at && text.startsWith(each.text.slice(0, 20)))?.priority ?? 'low',
    );
  const least = Math.min(...lines.map(urgency));
  const last = lines.findLastIndex((line) => urgency(line) === least);
  return lines.toSpliced(last, 1);
}
