/**
 * Pages people about escalated alerts nobody answered, and calls it off once somebody has. What was taken stands in the journal, so that
 * a page is sent once; one that was under way when the server died is sent again, under the same id, because twice is better than never.
 */
import type { Logger } from 'pino';
import { alertFromOutside, overFromOutside } from '#core/alerts/from-outside.ts';
import { pagesToCallOff, pagesToSend } from '#core/alerts/pages.ts';
import type { Page } from '#core/alerts/pages.ts';
import { alertText } from '#core/alerts/text.ts';
import type { Duration, Instant } from '#core/reading.ts';
import { accept } from '#core/refusal.ts';
import type { VisitState } from '#core/visit-state.ts';
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

export interface PageDeskDeps {
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

export class PageDesk {
  readonly #deps: PageDeskDeps;
  readonly #calls = new Map<string, UnderWay>();

  constructor(deps: PageDeskDeps) {
    this.#deps = deps;
  }

  get health(): CallHealth['pages'] {
    const { calls } = this.#deps;
    if (!calls?.provider && !calls?.secondPerson) return 'none';
    return [...this.#calls.values()].some(({ failed }) => failed >= SHOWN_FROM) ? 'failing' : 'ok';
  }

  tick(): void {
    const { visits } = this.#deps;
    for (const [key, { visitId, busy }] of this.#calls)
      if (!busy && visits.get(visitId) === undefined) this.#calls.delete(key);
    for (const visit of visits.running) {
      if (!visit.shown) continue;
      // Alerts as they stand on the disk; what was taken as it was just heard, or it would be sent twice.
      const { pages } = visit.state;
      const shown = { ...visit.shown.state, ...(pages && { pages }) };
      const now = this.#deps.now();
      const state = withNotJudged(shown, visit.failedSince, now);
      for (const page of pagesToSend(state, now)) this.#send(visit, state, page, 'alert');
      for (const page of pagesToCallOff(state)) this.#send(visit, state, page, 'over');
      this.#show(visit, state);
    }
  }

  #send(visit: RunningVisit, state: VisitState, page: Page, kind: 'alert' | 'over'): void {
    const { calls, log, now } = this.#deps;
    const call = page.to === 'provider' ? calls?.provider : calls?.secondPerson;
    const key = keyOf(page, kind);
    const under = this.#calls.get(key);
    if (!calls || !call || under?.busy || now() < (under?.retryAt ?? -Infinity)) return;
    const present: UnderWay = under ?? { visitId: visit.visitId, busy: true, retryAt: 0, failed: 0, why: '' };
    present.busy = true;
    this.#calls.set(key, present);
    const failed = (why: string): void => {
      present.failed += 1;
      present.why = why;
      log?.error({ why, page }, kind === 'alert' ? 'nobody was paged yet' : 'a page was not called off yet');
    };
    void reached(call, this.#body(state, page, kind, calls), failed).then((taken) => {
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
    });
  }

  /**
   * The chair and what is wrong there, and neither name nor birth date nor any other value: it goes through other people's machines, and
   * who may know more opens the page (docs/adr/0014-what-a-page-says.md).
   */
  #body(state: VisitState, { alertId, to, askedAt }: Page, kind: 'alert' | 'over', calls: Calls): object {
    const { chairId, visitId } = state;
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
        text:
          to === 'provider' ? 'Provider called to this chair' : 'Provider called to this chair, nobody has answered',
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
    else if (why === undefined && isOpen && pending.length === 0)
      visit.input(now(), (present) => accept(overFromOutside(present, 'page-failed', now(), newId)));
    else return;
    visit.commit();
  }
}

const keyOf = ({ alertId, to, askedAt = 0 }: Page, kind: 'alert' | 'over'): string =>
  `${kind} ${alertId} ${to} ${askedAt}`;
