/**
 * The alerts of a run against those that were due (docs/drills.md). A fault may make an alert late, by no more than it lasted and 5 s;
 * it may hide one that began and was over within it, and then a mark of late readings tells it. Nothing else may differ.
 */
import type { VisitEvent } from '#core/event.ts';
import type { ExpectedAlert } from './expected-alerts.ts';
import { isJudged, isLess } from './expected-alerts.ts';
import type { Span } from './ledger.ts';

interface RaisedAlert {
  readonly alertId: string;
  readonly kind: string;
  readonly saidAt: string;
  readonly issuedAt: number;
  priority: string;
  endedAt: number;
  /** First sounded: it is silent while it is low. */
  soundedAt: number;
}

export interface AlertVerdict {
  readonly expected: number;
  readonly raised: number;
  /** Of them, told by a mark because nobody could have heard them in time. */
  readonly asMarks: number;
  readonly wrong: readonly string[];
}

/** Beyond an outage; and what clocks may differ by. */
const LATE_MS = 5_000;
const CLOCKS_MS = 1_500;
/** The newest reading older than this is not judged (AL-5). */
const FRESH_MS = 5_000;

export function judgeAlerts(
  expected: readonly ExpectedAlert[],
  events: readonly VisitEvent[],
  troubles: readonly Span[],
  stoppedAt: number,
): AlertVerdict {
  const raised = raisedIn(events);
  const marks = events.flatMap((event) => (event.type === 'excursion-found' ? [event] : []));
  const used = new Set<RaisedAlert>();
  const wrong: string[] = [];
  let [asAlerts, asMarks, unfinished] = [0, 0, 0];
  for (const due of expected) {
    const allowedMs = lateBy(due, troubles);
    const name = nameOf(due, troubles);
    const near = raised.filter(
      ({ kind, issuedAt, endedAt }) =>
        kind === due.kind && issuedAt <= due.cause.until + allowedMs && endedAt >= due.cause.from - CLOCKS_MS,
    );
    // One that comes with the next of its kind is that one's, unless this one has none of its own.
    const next = expected.find(({ kind, cause }) => kind === due.kind && cause.from > due.cause.until);
    const own = near.filter(({ issuedAt }) => issuedAt < (next?.cause.from ?? Infinity) - CLOCKS_MS);
    const same = own.length > 0 ? own : near;
    const begun = own.filter(({ issuedAt }) => issuedAt >= due.cause.from - CLOCKS_MS);
    for (const each of same) used.add(each);
    const first = same[0];
    if (!first) {
      const mark = marks.find(
        ({ kind, from, until }) =>
          kind === due.kind && from <= due.cause.until + CLOCKS_MS && until >= due.cause.from - CLOCKS_MS,
      );
      const couldBe = couldBeHeard(due, troubles);
      if (mark && !couldBe) asMarks += 1;
      else if (due.dueAt + allowedMs > stoppedAt) unfinished += 1;
      else wrong.push(`${name}: ${mark ? 'told only as a mark, though it went on after the fault' : 'missing'}`);
      continue;
    }
    asAlerts += 1;
    const sounded = Math.min(...same.map(({ soundedAt }) => soundedAt));
    if (sounded > due.dueAt + allowedMs + CLOCKS_MS)
      wrong.push(`${name}: ${sounded - due.dueAt} ms late, ${allowedMs} allowed`);
    if (begun.length > 1) wrong.push(`${name}: issued ${begun.length} times`);
    const last = same.at(-1) ?? first;
    if (last.endedAt < due.cause.until - CLOCKS_MS) wrong.push(`${name}: ended while its cause went on`);
    const wasWhole = allowedMs === LATE_MS;
    if (wasWhole && isLess(last.priority, due.priority)) wrong.push(`${name}: raised only as ${last.priority}`);
  }
  for (const each of raised)
    if (!used.has(each) && !isLess(each.priority, 'medium'))
      wrong.push(`${each.kind} ${each.priority} at ${each.saidAt}: nothing asked for it`);
  return { expected: expected.length - unfinished, raised: asAlerts + asMarks, asMarks, wrong };
}

/** With its cause and the faults about it, in seconds from when it was due. */
function nameOf({ kind, priority, dueAt, cause }: ExpectedAlert, troubles: readonly Span[]): string {
  const seconds = ({ from, until }: Span): string =>
    [from, until].map((at) => ((at - dueAt) / 1_000).toFixed(1)).join(' to ');
  const near = troubles.filter(({ from, until }) => until > cause.from - 10_000 && from < cause.until + 10_000);
  return `${kind} ${priority} due at ${new Date(dueAt).toISOString()} (cause ${seconds(cause)}; faults ${near.map(seconds).join(', ') || 'none'})`;
}

function raisedIn(events: readonly VisitEvent[]): readonly RaisedAlert[] {
  const alerts = new Map<string, RaisedAlert>();
  for (const event of events) {
    if (event.type === 'alert-issued' && isJudged(event.kind)) {
      const { alertId, kind, priority, at } = event;
      const issuedAt = at;
      const soundedAt = isLess(priority, 'medium') ? Infinity : issuedAt;
      const saidAt = new Date(at).toISOString();
      alerts.set(alertId, { alertId, kind, priority, saidAt, issuedAt, endedAt: Infinity, soundedAt });
    }
    const known = 'alertId' in event && event.alertId !== undefined ? alerts.get(event.alertId) : undefined;
    if (!known) continue;
    if (event.type === 'alert-raised') {
      if (isLess(known.priority, event.priority)) known.priority = event.priority;
      if (!isLess(event.priority, 'medium')) known.soundedAt = Math.min(known.soundedAt, event.at);
    }
    if (event.type === 'alert-ended') known.endedAt = event.at;
  }
  return [...alerts.values()];
}

/** What overlaps its cause up to when it was due may hold it up, and begin its delay anew. */
function lateBy(due: ExpectedAlert, troubles: readonly Span[]): number {
  const near = troubles.filter(({ from, until }) => from <= due.dueAt + LATE_MS && until + LATE_MS >= due.cause.from);
  if (near.length === 0) return LATE_MS;
  const until = Math.max(...near.map((each) => each.until));
  const delayMs = due.dueAt - due.cause.from;
  return Math.max(0, until - due.dueAt) + delayMs + LATE_MS;
}

/** Whether its cause went on long enough outside of every fault to be heard there. */
function couldBeHeard(due: ExpectedAlert, troubles: readonly Span[]): boolean {
  const delayMs = due.dueAt - due.cause.from;
  let from = due.cause.from;
  for (const trouble of troubles) {
    if (Math.min(trouble.from, due.cause.until) - from > delayMs + FRESH_MS) return true;
    if (trouble.until + LATE_MS > from && trouble.from < due.cause.until) from = trouble.until + LATE_MS;
  }
  return due.cause.until - from > delayMs + FRESH_MS;
}
