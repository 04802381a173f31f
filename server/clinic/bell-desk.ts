/** The server's own bell: rung while an alert asks to be heard and no page can sound, again each minute, and told when it is over. */
import type { Logger } from 'pino';
import type { Duration, Instant } from '#core/reading.ts';
import { reached } from './calls.ts';
import type { Call, CallHealth, Calls } from './calls.ts';
import { isUnjudged } from './not-judged.ts';
import type { RunningVisit } from './running-visit.ts';
import type { SiteDesk } from './site-desk.ts';
import type { SoundDesk } from './sound-desk.ts';
import type { VisitDesk } from './visit-desk.ts';

const AGAIN_MS: Duration = 60_000;

export interface BellDeskDeps {
  readonly visits: VisitDesk;
  readonly site: SiteDesk;
  readonly sound: Pick<SoundDesk, 'of'>;
  readonly calls: Calls | undefined;
  readonly log: Pick<Logger, 'error'> | undefined;
  readonly now: () => Instant;
}

export class BellDesk {
  readonly #deps: BellDeskDeps;
  #ringing: { readonly since: Instant; rungAt: Instant; chairs: string } | undefined;
  #unheard: ReadonlySet<string> = new Set();
  /** Those that did not take the last call. */
  readonly #whys = new Map<Call, string>();

  constructor(deps: BellDeskDeps) {
    this.#deps = deps;
  }

  get health(): CallHealth['bell'] {
    if (!this.#deps.calls?.bell.length) return 'none';
    if (this.#whys.size > 0) return 'failing';
    return this.#ringing ? 'ringing' : 'ok';
  }

  tick(): void {
    const { visits, site, sound, now } = this.#deps;
    const unheard = visits.running.filter((visit) => isUnheard(visit, sound));
    this.#unheard = new Set(unheard.map(({ visitId }) => visitId));
    const at = now();
    const names = unheard.map(({ state }) => site.chair(state.chairId)?.name ?? '').toSorted();
    const chairs = names.join(', ');
    if (unheard.length === 0) {
      if (this.#ringing) void this.#call({ kind: 'bell-over', since: iso(this.#ringing.since) });
      this.#ringing = undefined;
      return;
    }
    const before = this.#ringing;
    // A chair that joins is news.
    if (before?.chairs === chairs && at - before.rungAt < AGAIN_MS) return;
    this.#ringing = { since: before?.since ?? at, rungAt: at, chairs };
    const reason = `No screen can sound the alerts of ${chairs}: look after the patient there`;
    const since = iso(this.#ringing.since);
    void this.#call({ kind: 'bell', chairs: names, reason, since, repeat: before !== undefined });
  }

  /** Another server rings from now on, if anybody must be called: no tick may follow. Resolves when those who rang for this one know. */
  async handOver(): Promise<void> {
    if (this.#ringing) await this.#call({ kind: 'bell-over', since: iso(this.#ringing.since) });
    this.#ringing = undefined;
  }

  /** Why it was not heard for this visit, while it should be. */
  whyNotRung(visitId: string): string | undefined {
    return this.#unheard.has(visitId) ? [...this.#whys.values()][0] : undefined;
  }

  async #call(body: object): Promise<void> {
    const { calls, log } = this.#deps;
    await Promise.all(
      (calls?.bell ?? []).map(async (call) => {
        const taken = await reached(call, body, (why) => {
          log?.error({ event: 'bell-not-heard', why }, 'the bell was not heard yet');
          this.#whys.set(call, why);
        });
        if (taken) this.#whys.delete(call);
      }),
    );
  }
}

/** Nobody can sound, and something asks to be heard: that alert itself, unless somebody has answered it, or that the rules fail (AL-193). */
const isUnheard = ({ state, failedSince }: RunningVisit, sound: BellDeskDeps['sound']): boolean =>
  isUnjudged(state, failedSince)
    ? sound.of(state.chairId).who === 'nobody'
    : state.alerts['nobody-listening'] !== undefined &&
      Object.values(state.alerts).some(({ unansweredSince }) => unansweredSince !== undefined);

const iso = (at: Instant): string => new Date(at).toISOString();
