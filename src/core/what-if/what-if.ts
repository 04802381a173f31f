/** One past visit under another protocol (docs/adr/0028-what-if.md). */
import type { ClinicalProtocol } from '../clinical-protocol.ts';
import type { VisitEvent } from '../event.ts';
import type { Instant } from '../reading.ts';
import { AlertLives } from './alert-lives.ts';
import { compareHeard } from './compare-heard.ts';
import { compareLives, overlap } from './compare-lives.ts';
import { Rerun } from './rerun.ts';
import { TrueEvents } from './true-events.ts';
import type { VisitWhatIf } from './visit-what-if.ts';

/**
 * @param events of one visit that is over, in the journal's order.
 * Throws where the journal is broken: a first event that is no opening.
 */
export function whatIf(events: Iterable<VisitEvent>, protocol: ClinicalProtocol): VisitWhatIf {
  let visit: Visit | undefined;
  for (const event of events) {
    if (visit === undefined) {
      if (event.type !== 'visit-opened') throw new Error(`A visit's first event is visit-opened, not ${event.type}`);
      visit = begin(event, protocol);
    }
    visit.before.add(event);
    visit.rerun.take(event);
    if (event.type === 'visit-ended') visit.endedAt = event.at;
    visit.lastAt = event.at;
  }
  if (visit === undefined) throw new Error('A visit without an event');
  visit.rerun.end();
  return resultOf(visit);
}

interface Visit {
  readonly opened: Extract<VisitEvent, { readonly type: 'visit-opened' }>;
  readonly before: AlertLives;
  readonly after: AlertLives;
  readonly events: TrueEvents;
  readonly rerun: Rerun;
  endedAt: Instant | undefined;
  lastAt: Instant;
}

function begin(opened: Visit['opened'], protocol: ClinicalProtocol): Visit {
  const after = new AlertLives();
  const events = new TrueEvents(opened.protocol);
  const isOther = JSON.stringify(opened.protocol) !== JSON.stringify(protocol);
  const rerun = new Rerun(protocol, isOther, (event, state) => {
    after.add(event);
    events.see(event, state);
  });
  return { opened, before: new AlertLives(), after, events, rerun, endedAt: undefined, lastAt: opened.at };
}

function resultOf({ opened, before, after, events, rerun, endedAt, lastAt }: Visit): VisitWhatIf {
  const over = endedAt ?? lastAt;
  const was = before.upTo(over);
  let bpsAsked = 0;
  // A limit that is met more easily asks for a repeat; that nobody took one says nothing of the limit.
  const is = after.upTo(over, (life) => {
    const isAsked =
      life.kind === 'cuff-overdue' && !was.alerts.some((each) => each.kind === life.kind && overlap(each, life));
    if (isAsked) bpsAsked += 1;
    return !isAsked;
  });
  const { id, version, title } = opened.protocol;
  return {
    visitId: opened.visitId,
    openedAt: opened.at,
    lastedMs: over - opened.at,
    protocol: { id, version, title },
    imported: opened.imported !== undefined,
    before: was.sums,
    after: is.sums,
    ...compareLives(was.alerts, is.alerts),
    ...compareHeard(events.end(), was.loud, is.loud),
    actsWithout: rerun.actsWithout,
    ...(bpsAsked > 0 && { bpsAsked }),
    unjudged: rerun.unjudged,
  };
}
