/** One site of the group on this node: it stands by with a copy, or runs while the lease is this node's. One step after the other. */
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { dirname, join } from 'node:path';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import type { Duration } from '#core/reading.ts';
import type { Result } from '#core/refusal.ts';
import type { Calls } from '../clinic/calls.ts';
import type { Edge } from '../edge/edge.ts';
import type { Journal } from '../journal/journal.ts';
import { openSite } from '../open-site.ts';
import type { Site, SiteOptions } from '../open-site.ts';
import { ownCalls, SiteGuard } from './guard.ts';
import type { Standing } from './lease-store.ts';
import { tidyStandingBy, wipeOldAside, wipeStates } from './standing-by.ts';

/** The journals of a group, as server/postgres makes them. */
export interface Journals {
  open(options: {
    readonly site: Standing;
    readonly copyPath: string;
    readonly epoch: number;
    readonly onLost: (why: string) => void;
  }): Promise<Result<Journal>>;
  /** Brings the copy of a site forward that this process has not open. */
  follow(site: Standing, copyPath: string, how: { readonly checksHeads: boolean }): Promise<unknown>;
}

/** The same for every site of a node. */
export interface HostingDeps extends Pick<
  SiteOptions,
  | 'newId'
  | 'log'
  | 'pages'
  | 'sealKey'
  | 'groupKey'
  | 'networks'
  | 'fhir'
  | 'watchesSound'
  | 'access'
  | 'metrics'
  | 'mayLook'
> {
  readonly journals: Journals;
  readonly dataFolder: string;
  readonly isSecure: boolean;
  readonly calls: (site: Standing) => Calls;
  /** What stations of other clinics see of it. @param mayPublish asked before each publication */
  readonly group: (siteId: string, epoch: number, mayPublish: () => boolean) => NonNullable<SiteOptions['group']>;
  /** Whether the lease is this node's at this moment. */
  readonly owns: (siteId: string, epoch: number) => boolean;
  /** The journal found out that another has the site. */
  readonly onLost: (siteId: string, epoch: number, why: string) => void;
  /** It runs here now. */
  readonly onOpened: (standing: Standing, site: Site) => void;
  /** It could not be opened under this lease. */
  readonly onFailed: (siteId: string, epoch: number, why: string) => void;
}

interface Running {
  readonly epoch: number;
  readonly guard: SiteGuard;
  /** Undefined while it is being opened. */
  site?: Site;
  /** Gives up opening it. */
  overdue?: NodeJS.Timeout;
}

/**
 * How long a taken site waits for its journal, with what is under way before it: then the lease is given back, for nobody else can take it
 * while it is renewed here. A copy that takes longer goes on being read, and is there the next time.
 */
const OPEN_MS: Duration = 10_000;
/** How long a node that stops waits for what is under way: what hangs has nothing to hand over. */
const DRAIN_MS: Duration = 5_000;
/** How often a copy that stands by is brought forward. */
const FOLLOW_EVERY_MS: Duration = 1_000;
/** How often its streams are held against PostgreSQL's: a spoilt copy is made anew before it is needed. Some ms a year of visits. */
const CHECK_HEADS_EVERY_MS: Duration = 600_000;
/** What lies beside the copy is tidied so long after the start, or after the site went, when others are not being taken up any more. */
const TIDY_AFTER_MS: Duration = 60_000;
const TIDY_EVERY_MS: Duration = 86_400_000;

export class HostedSite {
  readonly #deps: HostingDeps;
  readonly #log: Logger;
  readonly #copyPath: string;
  #standing: Standing;
  #running: Running | undefined;
  #line: Promise<void> = Promise.resolve();
  #following: NodeJS.Timeout | undefined;
  #followFails = false;
  #headsDueAt = -Infinity;
  #tidying: NodeJS.Timeout | undefined;
  #isGone = false;

  constructor(standing: Standing, deps: HostingDeps) {
    this.#standing = standing;
    this.#deps = deps;
    this.#log = deps.log.child({ siteId: standing.siteId });
    this.#copyPath = join(deps.dataFolder, 'sites', standing.siteId, 'vigil.db');
    this.#followSoon(0);
    this.#tidySoon(TIDY_AFTER_MS);
  }

  /** As the group knows it now; who has it is in `owner`. */
  get standing(): Standing {
    return this.#standing;
  }
  set standing(standing: Standing) {
    this.#standing = standing;
  }

  /** Open, and this node's at this moment. */
  get site(): Site | undefined {
    const running = this.#running;
    return running?.site && this.#owns(running) ? running.site : undefined;
  }

  /** This node has or had the lease and has not let go: nobody else is to be asked. */
  get isHere(): boolean {
    return this.#running !== undefined;
  }

  /** Taken, and not open yet. */
  get isOpening(): boolean {
    return this.#running !== undefined && this.#running.site === undefined;
  }

  request(site: Site, request: IncomingMessage, response: ServerResponse): void {
    this.#running?.guard.response(response);
    site.http.emit('request', request, response);
  }

  upgrade(site: Site, request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#running?.guard.socket(socket);
    site.http.emit('upgrade', request, socket, head);
  }

  /** The lease is this node's. */
  held(epoch: number): void {
    clearTimeout(this.#following);
    const running: Running = { epoch, guard: new SiteGuard(() => this.#owns(running)) };
    this.#running = running;
    running.overdue = setTimeout(() => this.#failed(running, 'it was not open in time'), OPEN_MS);
    this.#next(() => this.#open(running));
  }

  /** Who is connected is sent away until it is known whose the site is. */
  doubted(): void {
    this.#log.warn('the lease ran out: nothing of this site is shown until it is known whose it is');
    this.#running?.guard.shut();
  }

  /** At once: what is open ends, what is in memory goes, and the site stands by again. */
  lost(why: string): void {
    const running = this.#running;
    if (!running) return;
    this.#log.warn({ epoch: running.epoch, why }, 'this node has the site no more');
    this.#running = undefined;
    clearTimeout(running.overdue);
    running.guard.shut();
    this.#next(async () => {
      await running.site?.abandon();
      running.guard.shut();
      await this.#wipeStates();
    });
    this.#followSoon(FOLLOW_EVERY_MS);
    this.#tidySoon(TIDY_AFTER_MS);
  }

  /** Clients are told, what waits is written. The lease is the caller's to release. */
  async drain(): Promise<void> {
    const running = this.#running;
    const { promise: turn, resolve: begin } = Promise.withResolvers<boolean>();
    const late = setTimeout(() => begin(false), DRAIN_MS);
    this.#next(async () => {
      clearTimeout(late);
      begin(true);
      await running?.site?.close({ handsOver: true });
      running?.guard.shut();
      if (this.#running === running) this.#running = undefined;
      if (running) await this.#wipeStates();
    });
    const ended = this.#line;
    if (await turn) return ended;
    this.#log.warn('what this site was doing did not end: it is left as it is');
    clearTimeout(running?.overdue);
    if (this.#running === running) this.#running = undefined;
  }

  /** After `drain`: it does not stand by any more either. */
  async close(): Promise<void> {
    this.#isGone = true;
    clearTimeout(this.#following);
    clearTimeout(this.#tidying);
    await this.drain();
  }

  #owns({ epoch }: Running): boolean {
    return this.#deps.owns(this.#standing.siteId, epoch);
  }

  async #open(running: Running): Promise<void> {
    const { journals, newId, pages, networks, fhir, watchesSound, access, isSecure, metrics, mayLook } = this.#deps;
    const { sealKey, groupKey } = this.#deps;
    const { siteId, name, timeZone, demo } = this.#standing;
    const { epoch } = running;
    if (this.#running !== running) return;
    const began = performance.now();
    const opened = await journals.open({
      ...{ site: this.#standing, copyPath: this.#copyPath, epoch },
      onLost: (why) => this.#deps.onLost(siteId, epoch, why),
    });
    clearTimeout(running.overdue);
    if (!opened.ok) return this.#failed(running, opened.refusal.message);
    // Given up meanwhile. What was asked for late is not the site's any more.
    if (this.#running !== running) return void (await opened.value.close(0));
    const covers: Edge['covers'] = (host) => this.#standing.hosts.includes(host);
    try {
      const site = await openSite({
        ...{
          newId,
          pages,
          networks,
          metrics,
          mayLook,
          log: this.#deps.log,
          journal: opened.value,
          database: this.#copyPath,
        },
        founding: { name, timeZone, demo },
        edge: { isSecure, staysSecure: false, covers },
        calls: ownCalls(this.#deps.calls(this.#standing), () => this.#owns(running)),
        server: (handler) => createServer(handler),
        group: this.#deps.group(siteId, epoch, () => this.#owns(running)),
        ...(fhir && { fhir }),
        ...(watchesSound !== undefined && { watchesSound }),
        ...(access && { access }),
        ...(sealKey !== undefined && { sealKey }),
        ...(groupKey !== undefined && { groupKey }),
      });
      if (this.#running !== running) return await site.abandon();
      running.site = site;
      this.#deps.onOpened(this.#standing, site);
      this.#log.info({ epoch, openedMs: Math.round(performance.now() - began) }, 'the site runs here');
    } catch (error) {
      await opened.value.close(0);
      this.#log.error({ err: error }, 'the site could not be opened');
      this.#failed(running, (error as Error).message);
    }
  }

  #failed(running: Running, why: string): void {
    if (this.#running !== running) return;
    clearTimeout(running.overdue);
    this.#running = undefined;
    this.#deps.onFailed(this.#standing.siteId, running.epoch, why);
    this.#followSoon(FOLLOW_EVERY_MS);
  }

  #followSoon(ms: Duration): void {
    clearTimeout(this.#following);
    if (this.#isGone) return;
    this.#following = setTimeout(() => this.#next(() => this.#follow()), ms);
  }

  async #follow(): Promise<void> {
    if (this.#running || this.#isGone) return;
    try {
      mkdirSync(dirname(this.#copyPath), { recursive: true });
      const at = performance.now();
      const checksHeads = at >= this.#headsDueAt;
      await this.#deps.journals.follow(this.#standing, this.#copyPath, { checksHeads });
      if (checksHeads) this.#headsDueAt = at + CHECK_HEADS_EVERY_MS;
      this.#followFails = false;
    } catch (error) {
      // Once: while PostgreSQL is away it fails each second.
      if (!this.#followFails)
        this.#log.warn({ why: (error as Error).message }, 'the copy could not be brought forward');
      this.#followFails = true;
    }
    this.#followSoon(FOLLOW_EVERY_MS);
  }

  /** A visit that ends elsewhere must leave nothing here. */
  #wipeStates(): Promise<void> {
    return wipeStates(this.#copyPath).catch((error: unknown) =>
      this.#log.error({ err: error }, 'states of visits that ran here could not be removed'),
    );
  }

  #tidySoon(ms: Duration): void {
    clearTimeout(this.#tidying);
    if (this.#isGone) return;
    this.#tidying = setTimeout(() => void this.#tidy(), ms);
  }

  /** Not in line with the steps: a take-over waits for none of it. Its statements wait for each other, as those of two processes do. */
  async #tidy(): Promise<void> {
    this.#tidySoon(TIDY_EVERY_MS);
    try {
      await wipeOldAside(this.#copyPath, Date.now());
      // Of a process that was killed before it could; a start reads them.
      this.#next(async () => {
        if (!this.#running) await this.#wipeStates();
      });
      if (!this.#running) await tidyStandingBy(this.#copyPath, { now: Date.now, log: this.#log });
    } catch (error) {
      this.#log.error({ err: error }, 'what lies beside the copy of a site could not be tidied');
    }
  }

  #next(step: () => Promise<void>): void {
    this.#line = this.#line.then(step).catch((error: unknown) => {
      this.#log.error({ err: error }, 'a step of a site failed');
    });
  }
}
