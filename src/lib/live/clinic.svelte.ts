/** The clinic, and what follows from who is at this screen. */
import type { Refusal } from '#core/refusal.ts';
import type {
  SignedIn,
  SiteView,
  UnsignedNamed,
  WaitingNamed,
  WireSiteCommand,
  WireVisitCommand,
} from '#protocol/screen-events.ts';
import type { Access } from '../access/access.svelte.ts';
import type { Line } from './line.ts';
import type { Outbox } from './outbox.ts';

export class Clinic {
  readonly #line: Line;
  readonly #outbox: Outbox;
  readonly #access: Access;
  readonly #stops: (() => void)[];
  #site = $state.raw<SiteView | null>(null);
  #waitingNames = $state.raw<readonly WaitingNamed[]>([]);
  #unsigned = $state.raw<readonly UnsignedNamed[]>([]);
  /** Counts the questions: an answer to an older one is dropped. */
  #namesAsked = 0;

  constructor(line: Line, outbox: Outbox, access: Access) {
    this.#line = line;
    this.#outbox = outbox;
    this.#access = access;
    this.#stops = [
      line.on('site:changed', (site) => {
        this.#site = site;
        void this.#askNames();
      }),
      access.onReader(() => void this.#askNames()),
    ];
  }

  /** Null until the first connect. */
  get site(): SiteView | null {
    return this.#site;
  }

  /** Who is at this screen, locked or not; null = nobody. */
  get staff(): SignedIn | null {
    return this.#access.staff;
  }

  /** Nobody touched this screen for a while: what needs a name needs its PIN. */
  get locked(): boolean {
    return this.#access.locked;
  }

  /** Who may read the names of patients here: whoever is at this screen while it is not locked. */
  get reader(): SignedIn | null {
    return this.#access.reader;
  }

  /** How often somebody signed in on this page; not what was told again at a connect. */
  get signIns(): number {
    return this.#access.signIns;
  }

  /** Who waits for the ride; none while nobody is named at this screen, or it is locked. */
  get waitingNames(): readonly WaitingNamed[] {
    return this.#waitingNames;
  }

  /** What is to be co-signed, and whom it is about; none while nobody is named at this screen, or it is locked. */
  get unsigned(): readonly UnsignedNamed[] {
    return this.#unsigned;
  }

  /** Null = done. */
  give(command: WireSiteCommand): Promise<Refusal | null> {
    return this.#outbox.giveSite(command);
  }

  /** Of a visit that is on no chair. Null = done. */
  giveVisit(visitId: string, command: WireVisitCommand, from?: 'station' | 'phone'): Promise<Refusal | null> {
    return this.#outbox.giveVisit(visitId, command, from);
  }

  dispose(): void {
    for (const stop of this.#stops) stop();
  }

  /** Nothing of it stays where nobody waits, or nobody is named. */
  async #askNames(): Promise<void> {
    const asked = (this.#namesAsked += 1);
    void this.#askUnsigned(asked);
    if (this.reader === null || !this.#site?.waiting?.length) {
      this.#waitingNames = [];
      return;
    }
    const answer = await this.#line.request('waiting:names', {});
    if (asked !== this.#namesAsked || answer === null) return;
    this.#waitingNames = answer.ok ? answer.data.visits : [];
  }

  async #askUnsigned(asked: number): Promise<void> {
    if (this.reader === null || !this.#site?.unsigned?.length) {
      this.#unsigned = [];
      return;
    }
    const answer = await this.#line.request('orders:unsigned', {});
    if (asked !== this.#namesAsked || answer === null) return;
    this.#unsigned = answer.ok ? answer.data.visits : [];
  }
}
