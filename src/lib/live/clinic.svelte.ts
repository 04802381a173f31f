/** The clinic and the person at this screen. The choice of person is kept per screen and told again at every connect. */
import type { Role } from '#core/actor.ts';
import type { Refusal } from '#core/refusal.ts';
import type { SignedIn, SiteView, WaitingNamed, WireSiteCommand, WireVisitCommand } from '#protocol/screen-events.ts';
import { noAnswer, notConnected, type Line } from './line.ts';
import type { Outbox } from './outbox.ts';
import type { Kept } from './kept.ts';

const STAFF = 'vigil.staff';

export interface Chosen {
  readonly name: string;
  readonly role: Role;
}

export class Clinic {
  readonly #line: Line;
  readonly #outbox: Outbox;
  readonly #kept: Kept;
  readonly #stops: (() => void)[];
  #site = $state.raw<SiteView | null>(null);
  #staff = $state.raw<SignedIn | null>(null);
  #signIns = $state(0);
  #waitingNames = $state.raw<readonly WaitingNamed[]>([]);
  /** Counts the questions: an answer to an older one is dropped. */
  #namesAsked = 0;

  constructor(line: Line, outbox: Outbox, kept: Kept) {
    this.#line = line;
    this.#outbox = outbox;
    this.#kept = kept;
    this.#stops = [
      line.on('site:changed', (site) => {
        this.#site = site;
        void this.#askNames();
      }),
      line.onConnect(() => void this.#tellAgain()),
    ];
  }

  /** Null until the first connect. */
  get site(): SiteView | null {
    return this.#site;
  }

  /** Who was chosen at this screen; null = nobody. */
  get staff(): SignedIn | null {
    return this.#staff;
  }

  /** How often somebody said on this page who they are; not what was told again at a connect. */
  get signIns(): number {
    return this.#signIns;
  }

  /** Who waits for the ride; none while nobody is named at this screen. */
  get waitingNames(): readonly WaitingNamed[] {
    return this.#waitingNames;
  }

  /** Null = done. */
  async choose(chosen: Chosen): Promise<Refusal | null> {
    if (this.#line.state !== 'live') return notConnected;
    const answer = await this.#line.request('staff:choose', chosen);
    if (answer === null) return noAnswer;
    if (!answer.ok) return answer.refusal;
    this.#staff = answer.data;
    this.#signIns += 1;
    this.#kept.keep(STAFF, { name: answer.data.name, role: answer.data.role });
    void this.#askNames();
    return null;
  }

  /**
   * Null = done.
   * @param staysInCharge said at a chair whose patient is theirs, after it was refused without
   */
  async leave(staysInCharge = false): Promise<Refusal | null> {
    if (this.#line.state !== 'live') return notConnected;
    const answer = await this.#line.request('staff:leave', staysInCharge ? { staysInCharge } : {});
    if (answer === null) return noAnswer;
    if (!answer.ok) return answer.refusal;
    this.#staff = null;
    this.#kept.forget(STAFF);
    void this.#askNames();
    return null;
  }

  /** Null = done. */
  give(command: WireSiteCommand): Promise<Refusal | null> {
    return this.#outbox.giveSite(command);
  }

  /** Of a visit that is on no chair. Null = done. */
  giveVisit(visitId: string, command: WireVisitCommand, from?: 'station'): Promise<Refusal | null> {
    return this.#outbox.giveVisit(visitId, command, from);
  }

  dispose(): void {
    for (const stop of this.#stops) stop();
  }

  async #tellAgain(): Promise<void> {
    const chosen = this.#kept.read<Chosen>(STAFF);
    if (chosen === null) return;
    const answer = await this.#line.request('staff:choose', { name: chosen.name, role: chosen.role });
    if (answer === null) return;
    this.#staff = answer.ok ? answer.data : null;
    if (!answer.ok) this.#kept.forget(STAFF);
    void this.#askNames();
  }

  /** Nothing of it stays where nobody waits, or nobody is named. */
  async #askNames(): Promise<void> {
    const asked = (this.#namesAsked += 1);
    if (this.#staff === null || !this.#site?.waiting?.length) {
      this.#waitingNames = [];
      return;
    }
    const answer = await this.#line.request('waiting:names', {});
    if (asked !== this.#namesAsked || answer === null) return;
    this.#waitingNames = answer.ok ? answer.data.visits : [];
  }
}
