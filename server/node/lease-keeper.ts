/** Keeps this node's leases: renews what it has, takes what is free, and says at once what it must not believe any more. */
import type { Logger } from 'pino';
import type { Duration } from '#core/reading.ts';
import { heldForMs, isHeld, LOOK_EVERY_MS, RENEW_EVERY_MS, waitsMs } from './lease.ts';
import type { Moment } from './lease.ts';
import type { Held, LeaseStore, Looked, Standing } from './lease-store.ts';

export interface LeaseListener {
  /** This node has the site from now on. */
  onHeld(site: Standing, epoch: number): void;
  /** The lease ran out and PostgreSQL has not said whose the site is: `owns` is false until it does. */
  onDoubt(siteId: string): void;
  /** The site is another's, or may be: it is not this node's any more. */
  onLost(siteId: string, why: string): void;
  /** Each time the group was looked at. */
  onLook(looked: Looked): void;
}

export interface KeeperDeps {
  readonly store: LeaseStore;
  readonly listener: LeaseListener;
  readonly log: Logger;
  /** False while it is busy with what it took: what is free is left to others so long. Default always. */
  readonly mayTake?: () => boolean;
  /** Both clocks of this machine. */
  readonly moment?: () => Moment;
}

interface Lease extends Held {
  /** Just before the newest request that was granted was sent. */
  asked: Moment;
  inDoubt: boolean;
}

/** A free site that waits for this node's turn is looked for again. */
const SOON_MS: Duration = 100;
/** After a request that failed. */
const AGAIN_MS: Duration = 250;
/** How often it is looked whether a lease ran out: whoever asks `owns` is told at once. */
const WATCH_EVERY_MS: Duration = 100;

const machineMoment = (): Moment => ({ monotonic: performance.now(), wall: Date.now() });

export class LeaseKeeper {
  readonly #store: LeaseStore;
  readonly #listener: LeaseListener;
  readonly #log: Logger;
  readonly #moment: () => Moment;
  readonly #mayTake: () => boolean;
  readonly #leases = new Map<string, Lease>();
  /** Since when each was seen without an owner, monotonic. */
  readonly #freeSince = new Map<string, number>();
  /** Sites that this node leaves to others until then, monotonic. */
  readonly #resting = new Map<string, number>();
  readonly #watching: NodeJS.Timeout;
  #renewing: NodeJS.Timeout | undefined;
  #looking: NodeJS.Timeout | undefined;
  #takes = true;
  #isClosed = false;
  #isAway = false;

  constructor({ store, listener, log, mayTake = () => true, moment = machineMoment }: KeeperDeps) {
    this.#store = store;
    this.#listener = listener;
    this.#log = log;
    this.#moment = moment;
    this.#mayTake = mayTake;
    this.#watching = setInterval(() => this.#watch(), WATCH_EVERY_MS);
    // Counted among the nodes before it takes its share.
    void this.#renew().then(() => this.#look());
  }

  /** Whether the site is this node's at this very moment. */
  owns(siteId: string, epoch: number): boolean {
    const lease = this.#leases.get(siteId);
    return lease?.epoch === epoch && isHeld(lease.asked, this.#moment());
  }

  /** PostgreSQL answers. */
  get isInTouch(): boolean {
    return !this.#isAway;
  }

  get held(): readonly Held[] {
    return [...this.#leases.values()].map(({ siteId, epoch }) => ({ siteId, epoch }));
  }

  /** Of a lease, as far as this machine's clocks tell; 0 when it is none or ran out. */
  leftMs(siteId: string): Duration {
    const lease = this.#leases.get(siteId);
    return lease ? heldForMs(lease.asked, this.#moment()) : 0;
  }

  /** Somebody else learnt that the site is another's. */
  lost(siteId: string, epoch: number, why: string): void {
    if (this.#leases.get(siteId)?.epoch !== epoch) return;
    this.#leases.delete(siteId);
    this.#listener.onLost(siteId, why);
  }

  /** Gives the site back, so that another takes it at once; this node takes it after `restMs` at the earliest. */
  async release(siteId: string, restMs: Duration = 0): Promise<void> {
    const lease = this.#leases.get(siteId);
    this.#leases.delete(siteId);
    this.#resting.set(siteId, this.#moment().monotonic + restMs);
    if (lease)
      await this.#store
        .release(lease)
        .catch((error: unknown) =>
          this.#log.warn(
            { siteId, why: (error as Error).message },
            'a lease was not given back: it runs out by itself',
          ),
        );
  }

  /** Takes no more sites, and is not counted among those that do. */
  async drain(): Promise<void> {
    this.#takes = false;
    await this.#store.leave().catch(() => undefined);
  }

  /** What is still held runs out by itself. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#watching);
    clearTimeout(this.#renewing);
    clearTimeout(this.#looking);
    await this.#store.close();
  }

  async #renew(): Promise<void> {
    const asked = this.#moment();
    const mine = [...this.#leases.values()];
    const granted = await this.#ask(() => this.#store.renew(mine, this.#takes));
    if (this.#isClosed) return;
    if (granted) {
      const epochs = new Map(granted.map(({ siteId, epoch }) => [siteId, epoch]));
      for (const lease of mine) {
        if (epochs.get(lease.siteId) === lease.epoch) {
          lease.asked = asked;
          lease.inDoubt = !isHeld(asked, this.#moment());
        } else this.lost(lease.siteId, lease.epoch, 'another node has the site');
      }
    }
    const passed = this.#moment().monotonic - asked.monotonic;
    this.#renewing = setTimeout(() => void this.#renew(), granted ? Math.max(0, RENEW_EVERY_MS - passed) : AGAIN_MS);
  }

  async #look(): Promise<void> {
    const looked = await this.#ask(() => this.#store.look());
    if (this.#isClosed) return;
    let next = LOOK_EVERY_MS;
    if (looked) {
      this.#listener.onLook(looked);
      const wants = await this.#takeWhatIsFree(looked);
      if (wants) next = SOON_MS;
      // A lease that is about to run out is looked at when it has.
      for (const { owner } of looked.sites) if (owner) next = Math.min(next, owner.leftMs + 20);
    }
    if (this.#isClosed) return;
    this.#looking = setTimeout(() => void this.#look(), Math.max(50, next));
  }

  /** @returns whether something was left because this node is busy */
  async #takeWhatIsFree({ sites, liveNodes }: Looked): Promise<boolean> {
    let wants = false;
    for (const site of sites) {
      const { siteId, owner } = site;
      if (owner || this.#leases.has(siteId)) {
        this.#freeSince.delete(siteId);
        continue;
      }
      const now = this.#moment().monotonic;
      const since = this.#freeSince.get(siteId) ?? now;
      this.#freeSince.set(siteId, since);
      if (!this.#takes || now < (this.#resting.get(siteId) ?? 0)) continue;
      if (now - since < waitsMs(this.#leases.size, sites.length, liveNodes)) continue;
      if (!this.#mayTake()) {
        wants = true;
        continue;
      }
      const asked = this.#moment();
      const taken = await this.#ask(() => this.#store.take(siteId));
      if (taken === undefined || this.#isClosed) continue;
      this.#freeSince.delete(siteId);
      this.#resting.delete(siteId);
      this.#leases.set(siteId, { siteId, epoch: taken, asked, inDoubt: false });
      this.#log.info({ siteId, epoch: taken }, 'this node has the site');
      this.#listener.onHeld(site, taken);
    }
    return wants;
  }

  /** Whoever was frozen and goes on finds out here, before anything arrives. */
  #watch(): void {
    const now = this.#moment();
    for (const lease of this.#leases.values()) {
      if (lease.inDoubt || isHeld(lease.asked, now)) continue;
      lease.inDoubt = true;
      this.#listener.onDoubt(lease.siteId);
    }
  }

  async #ask<T>(question: () => Promise<T>): Promise<T | undefined> {
    try {
      const answer = await question();
      if (this.#isAway) this.#log.info('PostgreSQL answers again');
      this.#isAway = false;
      return answer;
    } catch (error) {
      if (!this.#isAway && !this.#isClosed)
        this.#log.error({ why: (error as Error).message }, 'PostgreSQL does not answer: no lease can be renewed');
      this.#isAway = true;
      return undefined;
    }
  }
}
