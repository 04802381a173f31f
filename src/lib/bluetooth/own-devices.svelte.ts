/**
 * The Bluetooth devices of this very tablet. It lives as long as the page: a device paired once is connected again without a tap,
 * and what it measures goes to the server as from any adapter, after an outage or a page load too.
 */
import type { Instant, Reading } from '#core/reading.ts';
import { accept, refuse, type Refusal, type Result } from '#core/refusal.ts';
import { createAdapterClock } from '#gateway/adapter-clock.ts';
import { PlethPacker } from '#gateway/pleth-packer.ts';
import { realTimers } from '#gateway/timers.ts';
import type { Timers } from '#gateway/timers.ts';
import type { PlethPacket } from '#protocol/adapter-events.ts';
import type { Kept } from '$lib/live/kept.ts';
import { BluetoothLine, NO_SERVICE, type BluetoothLineDeps } from './bluetooth-line.ts';
import { keepKnown, plainName, readKnown, wireIdOf } from './known-devices.ts';
import { Listeners } from './listeners.ts';
import { OwnDevice } from './own-device.svelte.ts';
import { PageGateway } from './page-gateway.ts';
import { requestOptions, type BluetoothModel, type OwnKind } from './profiles.ts';
import { openReadingMirror, type ReadingMirror } from './reading-mirror.ts';
import { onlyTab } from './only-tab.ts';
import { chooserTrouble, notReached, noUsableService, whyNoBluetooth } from './trouble.ts';

export interface OwnDevicesOptions {
  /** As the server says it: settled at the first connect. */
  readonly screenId: () => Promise<string>;
  readonly build: string;
  readonly kept: Kept;
  readonly newId: () => string;
  readonly serverUrl?: string;
  readonly bluetooth?: Bluetooth | undefined;
  readonly timers?: Timers;
  /** The page's adapter clock, where it has one already. */
  readonly now?: () => Instant;
}

const DATABASE = 'vigil.readings';
const ELSEWHERE: Refusal = refuse(
  'conflict',
  'Another tab of this browser has this tablet’s Bluetooth devices: use that tab, or close it.',
).refusal;

export class OwnDevices {
  readonly #options: OwnDevicesOptions;
  readonly #bluetooth: Bluetooth | undefined;
  readonly #timers: Timers;
  readonly #stops: (() => void)[] = [];
  readonly #onReading = new Listeners<[deviceId: string, reading: Reading]>();
  readonly #onPleth = new Listeners<[packet: PlethPacket]>();
  #devices = $state.raw<readonly OwnDevice[]>([]);
  #unsent = $state(0);
  #storeTrouble = $state<string | null>(null);
  #gateway: PageGateway | undefined;
  #mirror: ReadingMirror | undefined;
  #opening: Promise<true> | undefined;
  #isHeld = false;
  #isGone = false;

  /** The page's adapter clock, which stamps the readings: starts at the tablet's date and never steps. */
  readonly now: () => Instant;

  constructor(options: OwnDevicesOptions) {
    this.#options = options;
    this.now = options.now ?? createAdapterClock();
    this.#timers = options.timers ?? realTimers;
    this.#bluetooth = 'bluetooth' in options ? options.bluetooth : navigator.bluetooth;
    this.#devices = readKnown(options.kept).map((known) => new OwnDevice(known));
  }

  /** Those of an earlier page load too, which wait for a tap. */
  get devices(): readonly OwnDevice[] {
    return this.#devices;
  }

  /** Readings the server has not answered for. */
  get unsent(): number {
    return this.#unsent;
  }

  /** Why readings would not survive a page load; null while they would. */
  get storeTrouble(): string | null {
    return this.#storeTrouble;
  }

  /** A device of this page is on, or expected back: closing the page would end its readings. */
  get isGateway(): boolean {
    return this.#devices.some(({ state }) => state !== 'off');
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
    this.#gateway?.hold(hold);
  }

  /** What was kept from before goes out, and known devices come back where the browser can do it without a tap. */
  start(): void {
    const ask = (event: BeforeUnloadEvent): void => {
      if (this.isGateway) event.preventDefault();
    };
    const hurry = (): void => {
      if (document.visibilityState === 'visible') for (const { line } of this.#devices) line?.hurry();
    };
    window.addEventListener('beforeunload', ask);
    document.addEventListener('visibilitychange', hurry);
    this.#stops.push(
      () => window.removeEventListener('beforeunload', ask),
      () => document.removeEventListener('visibilitychange', hurry),
    );
    if (this.#devices.length > 0) void this.#comeBack();
  }

  /** The page is about to load anew by itself: it must not ask. */
  letGo(): void {
    for (const stop of this.#stops.splice(0)) stop();
  }

  dispose(): void {
    this.#isGone = true;
    this.letGo();
    for (const { line } of this.#devices) line?.close();
    this.#gateway?.stop();
    this.#mirror?.close();
  }

  /** Null = this browser can pair, as far as it may be known before a person is asked. */
  whyNot(): Promise<Refusal | null> {
    return whyNoBluetooth({ isSecure: window.isSecureContext, bluetooth: this.#bluetooth });
  }

  /**
   * The browser's chooser, then the first connection. Call it from a tap.
   * @returns null when the person chose none
   */
  async pair(kind: OwnKind): Promise<Result<OwnDevice | null>> {
    const why = await this.whyNot();
    if (why) return { ok: false, refusal: why };
    if (!(await this.#open(false))) return { ok: false, refusal: ELSEWHERE };
    let chosen: BluetoothDevice;
    try {
      chosen = (await this.#bluetooth?.requestDevice(requestOptions(kind))) as BluetoothDevice;
    } catch (error) {
      const refusal = chooserTrouble(error);
      return refusal ? { ok: false, refusal } : accept(null);
    }
    return this.#adopt(chosen, kind);
  }

  /** Ends its line and forgets it on this tablet; where it stands in the clinic is not touched. */
  async forget(deviceId: string): Promise<void> {
    const device = this.#devices.find((each) => each.deviceId === deviceId);
    device?.line?.close();
    this.#list(this.#devices.filter((each) => each.deviceId !== deviceId));
    const granted = (await this.#bluetooth?.getDevices?.().catch(() => [])) ?? [];
    await granted
      .find(({ id }) => id === device?.browserId)
      ?.forget?.()
      .catch(() => undefined);
  }

  async #adopt(chosen: BluetoothDevice, kind: OwnKind): Promise<Result<OwnDevice>> {
    const name = plainName(chosen.name) ?? `Bluetooth ${kind}`;
    const deviceId = await wireIdOf(await this.#options.screenId(), chosen.id);
    const known = this.#devices.find((each) => each.deviceId === deviceId);
    if (known?.line && known.state !== 'off') {
      known.line.hurry();
      return accept(known);
    }
    let device = known;
    const line = this.#lineTo(
      { device: chosen, name, kind },
      () => device,
      (model) => {
        device ??= new OwnDevice({ deviceId, browserId: chosen.id, name, model });
        device.line = line;
        if (!known) this.#list([...this.#devices, device]);
      },
    );
    if (known) known.line = line;
    const why = await line.openOnce();
    if (why === undefined && device) return accept(device);
    if (!known) this.#list(this.#devices.filter((each) => each !== device));
    return { ok: false, refusal: why === NO_SERVICE ? noUsableService(name) : notReached(name, why ?? 'no answer') };
  }

  #lineTo(
    far: Pick<BluetoothLineDeps, 'device' | 'name' | 'kind'>,
    device: () => OwnDevice | undefined,
    onModel: (model: BluetoothModel) => void,
  ): BluetoothLine {
    const { now } = this;
    let packer: PlethPacker | undefined;
    return new BluetoothLine({
      ...far,
      now,
      timers: this.#timers,
      onModel,
      onState: (state, reason) => {
        const own = device();
        own?.turned(state, now(), reason);
        if (state !== 'live') this.#takePleth(packer?.gap() ?? []);
        if (own) this.#gateway?.sendLink(own.deviceId);
      },
      onTold: (told) => {
        const own = device();
        own?.told(told);
        if (own) this.#gateway?.sendStatus(own.deviceId);
      },
      onReadings: (readings) => {
        const own = device();
        if (own) this.#take(own, readings);
      },
      onPleth: (segments, at) => {
        const own = device();
        if (!own) return;
        packer ??= new PlethPacker({ deviceId: own.deviceId });
        this.#takePleth(packer.push(segments, at));
      },
    });
  }

  #take(device: OwnDevice, readings: readonly Reading[]): void {
    this.#gateway?.add(device.deviceId, readings);
    for (const reading of readings) {
      device.measured(reading);
      this.#onReading.tell(device.deviceId, reading);
    }
  }

  #takePleth(packets: readonly PlethPacket[]): void {
    this.#gateway?.sendPleth(packets);
    for (const packet of packets) this.#onPleth.tell(packet);
  }

  #list(devices: readonly OwnDevice[]): void {
    this.#devices = devices;
    keepKnown(this.#options.kept, devices);
    this.#gateway?.announceAgain();
  }

  /** Where the browser still grants them: listens for them, or simply tries. */
  async #comeBack(): Promise<void> {
    if (!(await this.#open(true))) return;
    const granted = (await this.#bluetooth?.getDevices?.().catch(() => [])) ?? [];
    for (const device of this.#devices) {
      const browsers = granted.find(({ id }) => id === device.browserId);
      if (!browsers || device.line) continue;
      const line = this.#lineTo(
        { device: browsers, name: device.name, kind: device.kind },
        () => device,
        () => undefined,
      );
      device.line = line;
      browsers.addEventListener('advertisementreceived', () => line.hurry());
      void browsers.watchAdvertisements?.().catch(() => undefined);
      line.keepUp();
    }
  }

  /** Once: the gateway, with what was kept before. @returns false while another tab of this browser is the gateway */
  #open(wait: boolean): Promise<boolean> {
    if (this.#opening) return this.#opening;
    return onlyTab(wait).then((release) => {
      // What waits for the other tab may have had it meanwhile.
      if (!release) return this.#opening ?? false;
      if (this.#opening || this.#isGone) {
        release();
        return this.#opening ?? false;
      }
      this.#stops.push(release);
      return (this.#opening = this.#openGateway());
    });
  }

  async #openGateway(): Promise<true> {
    this.#mirror = await openReadingMirror(DATABASE, (sentence) => (this.#storeTrouble = sentence));
    const { build, newId, serverUrl = location.origin } = this.#options;
    const screenId = await this.#options.screenId();
    if (this.#isGone) return true;
    this.#gateway = new PageGateway({
      serverUrl,
      screenId,
      build,
      now: this.now,
      timers: this.#timers,
      store: this.#mirror,
      newEpoch: newId,
      devices: () => this.#devices.map(({ deviceId, model }) => ({ deviceId, model: model.name, emulated: false })),
      linkOf: (deviceId) => {
        const device = this.#devices.find((each) => each.deviceId === deviceId);
        const reason = device?.reason ?? (device?.state === 'off' ? 'waits for a tap on its tablet' : undefined);
        return { connected: device?.state === 'live', ...(reason !== undefined && { reason }) };
      },
      statusOf: (deviceId) => this.#devices.find((each) => each.deviceId === deviceId)?.status ?? {},
      onUnsent: (unsent) => (this.#unsent = unsent),
    });
    this.#gateway.hold(this.#isHeld);
    this.#gateway.start();
    return true;
  }
}
