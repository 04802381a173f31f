/**
 * Pages people about escalated alerts nobody answered, and calls it off once somebody has. What was taken stands in the journal, so that
 * a page is sent once; one that was under way when the server died is sent again, under the same id, because twice is better than never.
 * What was paged about a visit that is over is called off for a day until that is taken, across a restart: a pager must not go on calling.
 */
import type { Logger } from 'pino';
import { alertFromOutside, overFromOutside } from '#core/alerts/from-outside.ts';
import { pagesToCallOff, pagesToSend } from '#core/alerts/pages.ts';
import type { Page } from '#core/alerts/pages.ts';
import { alertText } from '#core/alerts/text.ts';
import type { VisitEvent } from '#core/event.ts';
import { isWaiting } from '#core/phase.ts';
import type { ProviderCall } from '#core/provider-call.ts';
import type { Duration, Instant } from '#core/reading.ts';
import { accept } from '#core/refusal.ts';
import { evolve } from '#core/visit.ts';
import type { VisitState } from '#core/visit-state.ts';
import type { Journal } from '../journal/journal.ts';
import type { BellDesk } from './bell-desk.ts';
import { reached } from './calls.ts';
import type { CallHealth, Calls } from './calls.ts';
import { withNotJudged } from './not-judged.ts';
import type { RunningVisit } from './running-visit.ts';
import type { SiteDesk } from './site-desk.ts';
import type { VisitDesk } from './visit-desk.ts';

/** What was not taken, after all tries, is called again. */
const AGAIN_MS: Duration = 60_000;
/** One lost packet is no news: from so many tries in a row on it is shown. */
const SHOWN_FROM = 2;
/** So long what was paged about a visit that is over is called off again; then nobody carries that page about any more. */
const OWED_MS: Duration = 24 * 3_600_000;

export interface PageDeskDeps {
  readonly journal: Pick<Journal, 'streams' | 'read' | 'append'>;
  readonly visits: VisitDesk;
  readonly site: SiteDesk;
  readonly calls: Calls | undefined;
  /** Its failure is shown as a page's is. */
  readonly bell: Pick<BellDesk, 'whyNotRung'>;
  readonly log: Pick<Logger, 'error'> | undefined;
  readonly now: () => Instant;
  readonly newId: () => string;
}

/** A call that is under way, or waits to be made again. */
interface UnderWay {
  readonly visitId: string;
  busy: boolean;
  retryAt: Instant;
  failed: number;
  why: string;
}

/** Whose pages they are, and where what was taken is recorded. */
type Paged = Pick<RunningVisit, 'visitId' | 'state' | 'record' | 'commit'>;

export class PageDesk {
  readonly #deps: PageDeskDeps;
  readonly #calls = new Map<string, UnderWay>();
  /** Visits that are over, of which something was paged and not called off yet. */
  readonly #owed = new Map<string, Paged>();

  constructor(deps: PageDeskDeps) {
    this.#deps = deps;
    if (this.#pagesSomebody) void this.#recall();
  }

  get #pagesSomebody(): boolean {
    const { calls } = this.#deps;
    return calls?.provider !== undefined || calls?.secondPerson !== undefined;
  }

  get #mayPage(): boolean {
    return this.#deps.calls?.mayPage?.() ?? true;
  }

  get health(): CallHealth['pages'] {
    if (!this.#pagesSomebody) return 'none';
    return [...this.#calls.values()].some(({ failed }) => failed >= SHOWN_FROM) ? 'failing' : 'ok';
  }

  tick(): void {
    const { visits } = this.#deps;
    for (const [key, { visitId, busy }] of this.#calls)
      if (!busy && visits.get(visitId) === undefined && !this.#owed.has(visitId)) this.#calls.delete(key);
    for (const visit of visits.running) {
      if (!visit.shown || this.#isQuiet(visit, visit.shown.state)) continue;
      // Alerts as they stand on the disk; what was taken as it was just heard, or it would be sent twice.
      const { pages } = visit.state;
      const shown = { ...visit.shown.state, ...(pages && { pages }) };
      const now = this.#deps.now();
      const state = withNotJudged(shown, visit.failedSince, now);
      for (const page of pagesToSend(state, now)) this.#send(visit, state, page, 'alert');
      for (const page of pagesToCallOff(state)) this.#send(visit, state, page, 'over');
      this.#show(visit, state);
      if (state.phase.name === 'ended' && state.pages?.length) this.#owed.set(visit.visitId, visit);
    }
    this.#callOffOwed();
  }

  /** Nothing of it asks for anybody, asked, or could not be told: as most visits are, most of the time. */
  #isQuiet({ visitId, state, failedSince }: RunningVisit, shown: VisitState): boolean {
    const isCalm = ({ alerts, calls = [], pages = [] }: VisitState): boolean =>
      isEmpty(alerts) && calls.length === 0 && pages.length === 0;
    if (failedSince !== undefined || !isCalm(state) || !isCalm(shown)) return false;
    return this.#calls.size === 0 && this.#deps.bell.whyNotRung(visitId) === undefined;
  }

  /** Of visits that no desk keeps any more. */
  #callOffOwed(): void {
    const { visits, now } = this.#deps;
    for (const [visitId, visit] of this.#owed) {
      const { state } = visit;
      const owes = state.phase.name === 'ended' && now() - state.phase.endedAt < OWED_MS && state.pages?.length;
      if (!owes) this.#owed.delete(visitId);
      else if (visits.get(visitId) === undefined)
        for (const page of pagesToCallOff(state)) this.#send(visit, state, page, 'over');
    }
  }

  /** Visits that were over when the server started: their streams tell what a pager still carries. */
  async #recall(): Promise<void> {
    const { journal, now, log } = this.#deps;
    for (const { stream, ended, lastAt } of journal.streams()) {
      if (stream.kind !== 'visit' || !ended || lastAt <= now() - OWED_MS) continue;
      try {
        const events = await journal.read(stream);
        if (!events.some(({ type }) => type === 'page-sent')) continue;
        const state = events.reduce<VisitState | undefined>(evolve, undefined);
        if (state?.pages?.length) this.#owed.set(stream.id, pastVisit(state, journal));
      } catch (err) {
        // One visit that cannot be read must not leave the pagers of the others calling.
        log?.error({ err, visitId: stream.id }, 'what is to be called off of a visit cannot be read');
      }
    }
  }

  #send(visit: Paged, state: VisitState, page: Page, kind: 'alert' | 'over'): void {
    const { calls, log, now } = this.#deps;
    const call = page.to === 'provider' ? calls?.provider : calls?.secondPerson;
    const key = keyOf(page, kind);
    const under = this.#calls.get(key);
    if (!calls || !call || !this.#mayPage || under?.busy || now() < (under?.retryAt ?? -Infinity)) return;
    const present: UnderWay = under ?? { visitId: visit.visitId, busy: true, retryAt: 0, failed: 0, why: '' };
    present.busy = true;
    this.#calls.set(key, present);
    const failed = (why: string): void => {
      present.failed += 1;
      present.why = why;
      log?.error(
        { event: 'page-not-taken', why, page },
        kind === 'alert' ? 'nobody was paged yet' : 'a page was not called off yet',
      );
    };
    const onAnswer = (taken: boolean): void => {
      present.busy = false;
      present.retryAt = now() + AGAIN_MS;
      // All tries are over, be it after one: what is refused for good is news at once.
      if (!taken) {
        present.failed = Math.max(present.failed, SHOWN_FROM);
        return;
      }
      this.#calls.delete(key);
      visit.record(now(), { kind: 'system' }, [
        { type: 'page-sent', ...page, ...(kind === 'over' && { over: true as const }) },
      ]);
      visit.commit();
    };
    void reached(call, this.#body(state, page, kind, calls), failed)
      .then(onAnswer)
      // An answer that comes while the server stops finds its journal closed: it is paged again at the next start.
      .catch((err: unknown) => log?.error({ err, page }, 'what a pager answered cannot be recorded'));
  }

  /**
   * The chair and what is wrong there, and neither name nor birth date nor any other value: it goes through other people's machines, and
   * who may know more opens the page (docs/adr/0014-what-a-page-says.md).
   */
  #body(state: VisitState, { alertId, to, askedAt }: Page, kind: 'alert' | 'over', calls: Calls): object {
    const { visitId } = state;
    // What is called off after a move was asked for on the chair before.
    const asked =
      kind === 'over' && askedAt !== undefined ? this.#deps.visits.chairsAt(visitId, askedAt)[0] : undefined;
    const chairId = asked ?? state.chairId;
    const alert = Object.values(state.alerts).find((each) => each.alertId === alertId);
    const called = state.calls?.find(({ callId }) => callId === alertId);
    // One for each time somebody is asked: a pager that tells twice the same from each other must not swallow a second call.
    const id = [alertId, to, ...(askedAt === undefined ? [] : [askedAt])].join(':');
    return {
      kind,
      id,
      // The same when it is sent again.
      key: `${id}:${kind}`,
      alertId,
      to,
      chair: this.#deps.site.chair(chairId)?.name ?? '',
      ...(alert && {
        priority: alert.priority,
        text: alertText(alert),
        onset: new Date(alert.onsetAt).toISOString(),
      }),
      // A person asks: as urgent to a pager as what asks by itself.
      ...(called && {
        priority: 'high',
        text: `${calledText(called, state)}${to === 'provider' ? '' : ', nobody has answered'}`,
        onset: new Date(called.at).toISOString(),
      }),
      url: calls.pageUrl(chairId, visitId),
    };
  }

  /** The alert about it, on the visit it is about. */
  #show(visit: RunningVisit, state: VisitState): void {
    const { now, newId } = this.#deps;
    const asked = new Set(pagesToSend(state, now()).map((page) => keyOf(page, 'alert')));
    const mine = [...this.#calls].filter(([, { visitId }]) => visitId === visit.visitId);
    for (const [key, { busy }] of mine)
      if (!busy && key.startsWith('alert ') && !asked.has(key)) this.#calls.delete(key);
    const pending = mine.filter(([key]) => asked.has(key)).map(([, each]) => each);
    const why = pending.find(({ failed }) => failed >= SHOWN_FROM)?.why ?? this.#deps.bell.whyNotRung(visit.visitId);
    const isOpen = visit.state.alerts['page-failed'] !== undefined;
    if (why !== undefined && !isOpen)
      visit.input(now(), (present) => accept(alertFromOutside(present, 'page-failed', why, now(), newId)));
    // After a restart it stays until the page that failed then has been taken.
    else if (why === undefined && isOpen && pending.length === 0 && this.#mayPage)
      visit.input(now(), (present) => accept(overFromOutside(present, 'page-failed', now(), newId)));
    else return;
    visit.commit();
  }
}

/** Who waits for the ride sits on no chair: somebody else may sit on the one they had. */
function calledText({ emergency }: ProviderCall, state: VisitState): string {
  if (isWaiting(state)) return `${emergency ? 'Emergency' : 'Provider called'}: waits for the ride, last at this chair`;
  return `${emergency ? 'Emergency at' : 'Provider called to'} this chair`;
}

/** A visit that is over, and of which nothing is kept but what was paged. */
function pastVisit(over: VisitState, journal: PageDeskDeps['journal']): Paged {
  let state = over;
  const { visitId } = over;
  return {
    visitId,
    get state() {
      return state;
    },
    record: (at, actor, bodies) => {
      const events = bodies.map((body): VisitEvent => ({ ...body, at, actor }));
      state = events.reduce<VisitState>(evolve, state);
      journal.append({ kind: 'visit', id: visitId }, events);
    },
    commit: () => undefined,
  };
}

function isEmpty(alerts: VisitState['alerts']): boolean {
  for (const _ in alerts) return false;
  return true;
}

const keyOf = ({ alertId, to, askedAt = 0 }: Page, kind: 'alert' | 'over'): string =>
  `${kind} ${alertId} ${to} ${askedAt}`;
