/**
 * The Bluetooth devices of this tablet, on every page. What reads and judges them is fetched only where there are any: at once where
 * the tablet had one before, else when somebody is about to pair one (UI-266). Until it is in memory no device is here.
 */
import type { Instant, Reading } from '#core/reading.ts';
import { refuse, type Refusal, type Result } from '#core/refusal.ts';
import { createAdapterClock } from '#gateway/adapter-clock.ts';
import { realTimers } from '#gateway/timers.ts';
import type { PlethPacket } from '#protocol/adapter-events.ts';
import type { AloneRules } from '../alone/rules.ts';
import { readRows } from './known-rows.ts';
import { Listeners } from './listeners.ts';
import type { OwnDevice } from './own-device.svelte.ts';
import type { OwnDevices, OwnDevicesOptions } from './own-devices.svelte.ts';
import type { OwnKind } from './profiles.ts';

/** What is fetched: src/lib/live/tablet-watch.ts. */
export interface TabletWatch {
  readonly OwnDevices: typeof OwnDevices;
  readonly rules: AloneRules;
}

/** Until the next attempt, and twice as long each time. */
const [AGAIN_MS, AGAIN_AT_MOST_MS] = [1_000, 30_000];

const NOT_LOADED: Refusal = refuse(
  'unavailable',
  'This tablet cannot watch: what reads Bluetooth devices did not come from Vigil. Close this and open it again.',
).refusal;

export class TabletDevices {
  readonly #options: OwnDevicesOptions;
  readonly #fetch: () => Promise<TabletWatch>;
  readonly #onReading = new Listeners<[deviceId: string, reading: Reading]>();
  readonly #onPleth = new Listeners<[packet: PlethPacket]>();
  #own = $state.raw<OwnDevices | null>(null);
  #rules = $state.raw<AloneRules | null>(null);
  #awaited = $state.raw<readonly string[]>([]);
  #loading: Promise<OwnDevices | null> | undefined;
  #cancelAgain = (): void => undefined;
  #againMs = AGAIN_MS;
  #isHeld = false;
  #hasStarted = false;
  #isLetGo = false;
  #isGone = false;

  /** The page's adapter clock, which stamps the readings: starts at the tablet's date and never steps. */
  readonly now: () => Instant;

  constructor(options: OwnDevicesOptions, fetch: () => Promise<TabletWatch>) {
    this.now = options.now ?? createAdapterClock();
    this.#options = { ...options, now: this.now };
    this.#fetch = fetch;
    this.#awaited = readRows(options.kept).map(({ deviceId }) => deviceId);
  }

  /** Those of an earlier page load too, which wait for a tap. */
  get devices(): readonly OwnDevice[] {
    return this.#own?.devices ?? [];
  }

  /** Had before by this tablet, while what reads and judges them is not here yet. */
  get awaited(): readonly string[] {
    return this.#awaited;
  }

  /** A device of this tablet is on, or what it brought has not gone up yet. */
  get isInUse(): boolean {
    return this.devices.some(({ state }) => state !== 'off') || this.unsent > 0;
  }

  /** In memory before any of `devices`. */
  get rules(): AloneRules | null {
    return this.#rules;
  }

  /** Readings the server has not answered for. */
  get unsent(): number {
    return this.#own?.unsent ?? 0;
  }

  /** Why readings would not survive a page load; null while they would. */
  get storeTrouble(): string | null {
    return this.#own?.storeTrouble ?? null;
  }

  /** Each reading as it is measured, stamped by `now`, whether or not the server is there. @returns the way to stop */
  onReading(listener: (deviceId: string, reading: Reading) => void): () => void {
    return this.#onReading.add(listener);
  }

  /** The pulse wave as it comes, stamped by `now`, whether or not the server is there. @returns the way to stop */
  onPleth(listener: (packet: PlethPacket) => void): () => void {
    return this.#onPleth.add(listener);
  }

  /** While held, readings are kept and none is sent. */
  holdUplink(hold: boolean): void {
    this.#isHeld = hold;
    this.#own?.holdUplink(hold);
  }

  /** What was kept from before goes out, and known devices come back where the browser can do it without a tap. */
  start(): void {
    this.#hasStarted = true;
    if (this.#own) this.#own.start();
    else if (this.#awaited.length > 0) this.#keepLoading();
  }

  /** The page is about to load anew by itself: it must not ask. */
  letGo(): void {
    this.#isLetGo = true;
    this.#own?.letGo();
  }

  dispose(): void {
    this.#isGone = true;
    this.#cancelAgain();
    this.#own?.dispose();
  }

  /** Null = this browser can pair, as far as it may be known before a person is asked. */
  async whyNot(): Promise<Refusal | null> {
    const own = await this.#load();
    return own ? own.whyNot() : NOT_LOADED;
  }

  /**
   * The browser's chooser, then the first connection. Call it from a tap, after `whyNot`: a browser forgets a tap within seconds.
   * @returns null when the person chose none
   */
  async pair(kind: OwnKind): Promise<Result<OwnDevice | null>> {
    const own = await this.#load();
    return own ? own.pair(kind) : { ok: false, refusal: NOT_LOADED };
  }

  /** Ends its line and forgets it on this tablet; where it stands in the clinic is not touched. */
  async forget(deviceId: string): Promise<void> {
    await this.#own?.forget(deviceId);
  }

  /** @returns null when it did not come; the next call asks again. */
  #load(): Promise<OwnDevices | null> {
    return (this.#loading ??= this.#fetch().then(
      (watch) => this.#have(watch),
      (fault: unknown) => {
        console.error('what reads Bluetooth devices did not load', fault);
        this.#loading = undefined;
        return null;
      },
    ));
  }

  /** A device is known: its part must be in memory long before the connection is lost. */
  #keepLoading(): void {
    void this.#load().then((own) => {
      if (own || this.#isGone) return;
      this.#cancelAgain = (this.#options.timers ?? realTimers).after(this.#againMs, () => this.#keepLoading());
      this.#againMs = Math.min(2 * this.#againMs, AGAIN_AT_MOST_MS);
    });
  }

  #have({ OwnDevices, rules }: TabletWatch): OwnDevices {
    const own = new OwnDevices(this.#options);
    own.onReading((deviceId, reading) => this.#onReading.tell(deviceId, reading));
    own.onPleth((packet) => this.#onPleth.tell(packet));
    own.holdUplink(this.#isHeld);
    this.#rules = rules;
    this.#awaited = [];
    this.#own = own;
    if (this.#hasStarted && !this.#isGone) own.start();
    if (this.#isLetGo) own.letGo();
    return own;
  }
}
