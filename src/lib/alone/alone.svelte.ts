/**
 * The chair page that goes on by itself while the server is away, as long as it has devices of its own (docs/adr/0008-tablet-alone.md).
 * `view` is always what the page shows; its `alerts` are what sounds.
 */
import type { Actor } from '#core/actor.ts';
import type { AloneRun } from '#core/alone/alone-run.ts';
import { waitsForLink } from '#core/alone/may-alone.ts';
import type { WatchedAlone } from '#core/alone/alone.ts';
import type { FedKind } from '#core/feeds.ts';
import type { Reading } from '#core/reading.ts';
import type { Refusal } from '#core/refusal.ts';
import type { ChairView } from '#core/view.ts';
import type { Timers } from '#gateway/timers.ts';
import type { SignedIn, WireVisitCommand } from '#protocol/screen-events.ts';
import type { Line } from '../live/line.ts';
import { aloneId } from './alone-id.ts';
import { AloneQueue } from './alone-queue.svelte.ts';
import type { AloneStore, Named, Stretch } from './alone-store.ts';
import { Following } from './following.ts';
import type { AloneRules } from './rules.ts';

/** Four times a second, like the server's. */
const TICK_MS = 250;
/** Readings the server may not have taken any more before the page knew that it was gone. */
const RECENT_MS = 10_000;
/** A stretch is told in parts, so that each fits a message (WS-7). */
const MOST_FACTS = 500;
const KEEP_EVERY_MS = 2_000;
/** The server cannot take it just now: so long until the next attempt, and twice as long each time. */
const AGAIN_MS = 1_000;
const AGAIN_AT_MOST_MS = 30_000;

const NOT_TAKEN: Refusal = {
  code: 'unavailable',
  message:
    'Not recorded: this tablet cannot watch by itself any more. Write it down, and enter it when the link is back.',
};

/** The page's own devices, as far as this needs them: src/lib/bluetooth. */
export interface Own {
  readonly devices: readonly { readonly deviceId: string; readonly state: string }[];
  /** Devices it had before, while what reads and judges them is not here yet (UI-266). */
  readonly awaited: readonly string[];
  /** In memory before any of `devices`; null: this page watches nothing by itself. */
  readonly rules: AloneRules | null;
  onReading(listener: (deviceId: string, reading: Reading) => void): () => void;
  holdUplink(hold: boolean): void;
  /** The clock that stamps their readings. */
  now(): number;
}

const LOCKED_ALONE: Refusal = {
  code: 'locked',
  message:
    'Not recorded: this screen is locked, and without Vigil no PIN can be checked. Write it down, and enter it when the link is back.',
};

export interface AloneDeps {
  readonly chair: {
    readonly chairId: string;
    readonly view: ChairView | null;
    give(visitId: string, command: WireVisitCommand): Promise<Refusal | null>;
  };
  readonly line: Line;
  readonly clock: { exact(): number };
  readonly staff: () => SignedIn | null;
  /** What was done in that person's name goes up once their PIN was given. */
  readonly locked: () => boolean;
  readonly own: Own;
  /** As the server said it: this page has watched a visit before it is alone. */
  readonly screenId: () => string;
  readonly store: AloneStore;
  readonly timers: Timers;
}

interface Heard {
  readonly at: number;
  readonly deviceId: string;
  readonly reading: Reading;
}

export class Alone {
  readonly queue: AloneQueue;
  readonly #deps: AloneDeps;
  readonly #stops: (() => void)[];
  #following: Following | null = null;
  #run = $state.raw<AloneRun | null>(null);
  #view = $state.raw<ChairView | null>(null);
  #since = $state<number | null>(null);
  #cannotWatch = $state(false);
  #left = $state(false);
  /** Whose chair this was when the server went: what the server says of the chair later may be another patient's. */
  #last: ChairView | null = null;
  #stretchId = '';
  #staff: Named = null;
  /** Nothing of a stretch may begin before: it was told. */
  #toldUntil = 0;
  #notBefore = 0;
  #againMs = AGAIN_MS;
  #keptAt = 0;
  #recent: readonly Heard[] = [];
  #seq = 0;
  #telling = false;

  constructor(deps: AloneDeps) {
    this.#deps = deps;
    this.queue = new AloneQueue({
      ...{ chairId: deps.chair.chairId, line: deps.line, store: deps.store, staff: deps.staff, locked: deps.locked },
      hasOwn: () => deps.own.devices.length + deps.own.awaited.length > 0,
    });
    void this.queue.loaded.then(() => {
      // What an earlier load of this page watched goes up before the readings of that time.
      if (this.queue.hasStretches) deps.own.holdUplink(true);
    });
    this.#stops = [
      deps.own.onReading((deviceId, reading) => this.#guarded(() => this.#heard(deviceId, reading))),
      deps.timers.every(TICK_MS, () => this.#guarded(() => this.#tick())),
    ];
  }

  /** What the page shows: its own while it is alone, else the server's. */
  get view(): ChairView | null {
    return this.#view ?? this.#deps.chair.view;
  }

  /** Since when this tablet watches alone, clinic time; null while the server does. */
  get since(): number | null {
    return this.#since;
  }

  /** Its own watch failed, or never came: until the link is back nothing here is watched, and the page must say so (UI-154). */
  get cannotWatch(): boolean {
    const { line, chair, own } = this.#deps;
    const awaits = chair.view?.devices.some(({ deviceId }) => own.awaited.includes(deviceId)) ?? false;
    return this.#cannotWatch || (line.state === 'lost' && awaits);
  }

  /** A patient is watched on this page by its own devices: whatever else the page may not, this goes on. */
  get watchesItself(): boolean {
    const { view } = this;
    if (this.#left || this.cannotWatch || view === null || view.visitId === null) return false;
    return view.phase?.name !== 'ended' && this.#hasOn;
  }

  /** Somebody ends it here. */
  leave(): void {
    this.#left = true;
  }

  /** Null = done, or kept to go up once the link is back. */
  async give(visitId: string, command: WireVisitCommand): Promise<Refusal | null> {
    if (this.#run?.state.visitId !== visitId) return this.#deps.chair.give(visitId, command);
    if (command.type === 'patient:correct') return waitsForLink('Correcting the patient').refusal;
    const staff = this.#named;
    this.#nameAgain();
    const run = this.#run;
    const { chair } = this.#deps;
    const screenId = this.#deps.screenId();
    const actor: Actor = staff ? { kind: 'staff', ...staff, screenId } : { kind: 'screen', screenId };
    if (this.#deps.locked() && !this.#rules.mayGive(actor, command.type).ok) return LOCKED_ALONE;
    const tappedAt = this.#deps.clock.exact();
    const given = this.#guarded(() => {
      const done = this.#rules.giveAlone(run, command, { now: tappedAt, actor, newId: this.#newId });
      this.#go(done.run);
      return done;
    });
    if (!given) return NOT_TAKEN;
    if (!given.answer.ok) return given.answer.refusal;
    if (!this.#rules.isToldAsFact(command)) {
      this.queue.addEntry({ commandId: this.#newId(), chairId: chair.chairId, visitId, command, tappedAt, staff });
    }
    return null;
  }

  dispose(): void {
    this.#left = true;
    for (const stop of this.#stops) stop();
    this.#following?.dispose();
    if (this.#run) this.#keep(this.#run);
    this.#deps.own.holdUplink(false);
  }

  /** A throw is a fault of the program. The page that goes on as if nothing were would be taken for watched. */
  #guarded<T>(act: () => T): T | undefined {
    try {
      return act();
    } catch (fault) {
      this.#fail(fault);
      return undefined;
    }
  }

  #fail(fault: unknown): void {
    console.error('the watch of this tablet failed', fault);
    this.#cannotWatch = true;
    try {
      // What it had watched until now is told all the same.
      if (this.#run) this.#close(this.#run);
    } catch {
      // Nothing of it can be told: the kept part of it is (#keep).
    }
    this.#end();
    if (!this.queue.hasStretches) this.#deps.own.holdUplink(false);
  }

  readonly #newId = (): string => aloneId(this.#deps.clock.exact());

  /** At a locked screen nobody is known to have acted. */
  get #named(): SignedIn | null {
    return this.#deps.locked() ? null : this.#deps.staff();
  }

  get #adapterId(): string {
    return `screen:${this.#deps.screenId()}`;
  }

  get #rules(): AloneRules {
    const { rules } = this.#deps.own;
    if (rules === null) throw new Error('a device of this tablet came before the rules it is watched by');
    return rules;
  }

  /** Of this page, and on this chair. */
  get #ownHere(): ChairView['devices'] {
    const own = this.#deps.own.devices.map(({ deviceId }) => deviceId);
    return (this.#last ?? this.#deps.chair.view)?.devices.filter(({ deviceId }) => own.includes(deviceId)) ?? [];
  }

  get #hasOn(): boolean {
    const on = this.#deps.own.devices.filter(({ state }) => state !== 'off').map(({ deviceId }) => deviceId);
    return this.#ownHere.some(({ deviceId }) => on.includes(deviceId));
  }

  #tick(): void {
    const { line, chair } = this.#deps;
    if (line.state !== 'live') this.#tryAnew();
    const visitId = chair.view?.visitId ?? null;
    if (this.#run === null) {
      if (this.#cannotWatch && line.state === 'lost') return;
      if (line.state === 'live') this.#cannotWatch = false;
      const has = visitId !== null && this.#ownHere.length > 0;
      // Of two tabs of one tablet one has its devices; the other watches nothing and pretends nothing.
      if (line.state === 'lost' && this.#hasOn && this.#following?.state?.visitId === visitId) return this.#begin();
      // No device is here before the rules are.
      if (has) this.#following ??= new Following(line, this.#rules);
      if (line.state !== 'lost') this.#following?.follow(has ? visitId : null);
      if (line.state === 'live' && line.connected) void this.#tellWaiting();
      return;
    }
    this.#nameAgain();
    this.#go(this.#rules.tickAlone(this.#run, this.#deps.clock.exact(), this.#newId));
    if (line.state === 'live' && line.connected) void this.#join().catch((fault: unknown) => this.#fail(fault));
  }

  #begin(): void {
    const { own, clock } = this.#deps;
    const state = this.#following?.state ?? null;
    if (state === null) return;
    own.holdUplink(true);
    const now = clock.exact();
    const kinds = this.#ownHere.map(({ kind }): FedKind => kind);
    const from = Math.max(state.latestAt ?? 0, this.#toldUntil, Math.min(now, this.#recent[0]?.at ?? now));
    this.#stretchId = this.#newId();
    this.#staff = this.#named;
    this.#last = this.#deps.chair.view;
    this.#since = now;
    let run = this.#rules.runAlone(state, from, { own: kinds, adapterId: this.#adapterId, newId: this.#newId });
    for (const heard of this.#recent) run = this.#read(run, heard);
    this.#go(run);
  }

  #heard(deviceId: string, reading: Reading): void {
    const { clock, own } = this.#deps;
    if (!this.#ownHere.some((device) => device.deviceId === deviceId)) return;
    const at = clock.exact();
    // The device's stamp is of the adapter's clock; the server takes it by the same difference.
    const heard = { at, deviceId, reading: { ...reading, measuredAt: reading.measuredAt + at - own.now() } };
    this.#recent = [...this.#recent.filter((each) => each.at > at - RECENT_MS), heard];
    if (this.#run) this.#go(this.#read(this.#run, heard));
  }

  #read(run: AloneRun, { at, deviceId, reading }: Heard): AloneRun {
    this.#seq += 1;
    const source = { deviceId, epoch: this.#stretchId, seq: this.#seq };
    return this.#rules.readAlone(run, { source, reading, adapterId: this.#adapterId }, at, this.#newId);
  }

  #go(run: AloneRun): void {
    const { own, clock } = this.#deps;
    const changed = run !== this.#run;
    this.#run = run;
    const last = this.#last;
    if (last === null) return;
    const here = this.#ownHere;
    const devices = last.devices.map((device) => {
      const mine = here.includes(device) && own.devices.find(({ deviceId }) => deviceId === device.deviceId);
      return { ...device, connected: mine ? mine.state === 'live' : false };
    });
    this.#view = this.#rules.chairView(
      { chair: last.chair, visit: run.state, patient: last.patient, devices, recorded: false },
      clock.exact(),
    );
    if (!changed) return;
    if (run.facts.length >= MOST_FACTS) this.#close(run);
    else if (clock.exact() - this.#keptAt >= KEEP_EVERY_MS) this.#keep(run);
  }

  /** A page that is loaded anew tells at least this much. */
  #keep(run: AloneRun): void {
    const { told } = this.#rules.tellAlone(run, this.#deps.clock.exact());
    this.#keptAt = told.until;
    void this.#deps.store.keepStretch(this.#stretchOf(run, told));
  }

  #stretchOf({ state: { visitId } }: AloneRun, told: WatchedAlone): Stretch {
    const { chairId } = this.#deps.chair;
    return { commandId: this.#stretchId, chairId, visitId, staff: this.#staff, ...told };
  }

  /** Another person is named here: what was done until now is not theirs. */
  #nameAgain(): void {
    const staff = this.#named;
    if (staff?.name === this.#staff?.name && staff?.role === this.#staff?.role) return;
    if (this.#run && this.#run.facts.length > 0) this.#close(this.#run);
    this.#staff = staff;
  }

  /** The stretch so far waits to be told; a new one begins. */
  #close(run: AloneRun): void {
    const { told, run: next } = this.#rules.tellAlone(run, this.#deps.clock.exact());
    this.queue.addStretch(this.#stretchOf(run, told));
    this.#toldUntil = told.until;
    this.#stretchId = this.#newId();
    this.#run = next;
  }

  /** The link is back: what was watched, then what was tapped, then the readings. The page goes on alone until all of it is told. */
  async #join(): Promise<void> {
    if (this.#telling || !this.#mayTry) return;
    this.#telling = true;
    try {
      for (let isAll = false; !isAll;) {
        if (this.#run === null) return;
        // Behind one that waits none is made without a fact: the server may be unable to take it for long.
        isAll = !this.queue.hasStretches || this.#run.facts.length > 0;
        if (isAll) this.#close(this.#run);
        if (!this.#tried(isAll ? await this.queue.tell() : await this.queue.tellStretches())) return;
        isAll &&= !this.queue.hasStretches && (this.#run?.facts.length ?? 0) === 0;
      }
    } finally {
      this.#telling = false;
    }
    void this.#deps.store.forget(this.#stretchId);
    this.#end();
    this.#deps.own.holdUplink(false);
  }

  #end(): void {
    this.#run = null;
    this.#last = null;
    this.#view = null;
    this.#since = null;
    this.#recent = [];
  }

  /** What an earlier load of this page left, or what waits for its person to be named here again. */
  async #tellWaiting(): Promise<void> {
    if (this.#telling || !this.#mayTry || (!this.queue.hasStretches && this.queue.waiting.length === 0)) return;
    this.#telling = true;
    const hadStretches = this.queue.hasStretches;
    const done = this.#tried(await this.queue.tell());
    this.#telling = false;
    if (done && hadStretches) this.#deps.own.holdUplink(false);
  }

  get #mayTry(): boolean {
    return this.#deps.clock.exact() >= this.#notBefore;
  }

  #tried(isDone: boolean): boolean {
    if (isDone) this.#tryAnew();
    else {
      this.#notBefore = this.#deps.clock.exact() + this.#againMs;
      this.#againMs = Math.min(2 * this.#againMs, AGAIN_AT_MOST_MS);
    }
    return isDone;
  }

  #tryAnew(): void {
    this.#notBefore = 0;
    this.#againMs = AGAIN_MS;
  }
}
