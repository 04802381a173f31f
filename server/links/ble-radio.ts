/**
 * The machine's one Bluetooth radio, shared by all devices of a process: one scan for all that are sought, resting while one is
 * being connected, since few adapters can do both. Seen are all devices near, and the wanted one is known by its name or address:
 * many do not name their service until they are connected, and a filter would hide them.
 */
import type { Duration } from '#core/reading.ts';
import type { Timers } from '#gateway/timers.ts';
import { realTimers } from '#gateway/timers.ts';
import { installedDriver, whyNotLoaded, whyNotReady } from './ble-driver.ts';
import type { BleDriver, BlePeripheral, LoadDriver } from './ble-driver.ts';

/** An adapter tells its state within this. */
const READY_MS: Duration = 2_000;
const FOUND_WITHIN_MS: Duration = 10_000;
/** A name is believed to be of one device when no second one says it within this. */
const ALONE_MS: Duration = 1_000;
const CONNECT_MS: Duration = 10_000;
const RESCAN_MS: Duration = 250;
/** Devices seen before the driver is told to forget those that nobody wants. */
const MOST_SEEN = 500;

interface Search {
  readonly wanted: string;
  readonly near: Map<string, BlePeripheral>;
  cancelWait: () => void;
  readonly end: (outcome: BlePeripheral | string) => void;
}

export class BleRadio {
  readonly #load: LoadDriver;
  readonly #timers: Timers;
  #driver: BleDriver | undefined;
  #loading: Promise<BleDriver | string> | undefined;
  readonly #searches = new Set<Search>();
  #isScanning = false;
  #connecting = 0;
  readonly #seenIds = new Set<string>();
  readonly #onReady = new Set<() => void>();

  constructor(load: LoadDriver, timers: Timers = realTimers) {
    this.#load = load;
    this.#timers = timers;
  }

  /** @param end hears the device, or what is missing, once; never after the search was cancelled. @returns what cancels it */
  find(wanted: string, end: (outcome: BlePeripheral | string) => void): () => void {
    let isOver = false;
    const search: Search = {
      wanted,
      near: new Map(),
      cancelWait: () => undefined,
      end: (outcome) => {
        if (!isOver) end(outcome);
        cancel();
      },
    };
    const cancel = (): void => {
      isOver = true;
      search.cancelWait();
      this.#searches.delete(search);
      this.#forget();
      this.#scan();
    };
    void this.#ready().then((lack) => {
      if (lack !== undefined) return search.end(lack);
      if (isOver) return;
      this.#searches.add(search);
      this.#awaitFind(search);
      this.#scan();
    });
    return cancel;
  }

  /** @returns why it could not be connected; undefined = it is. */
  async connect(peripheral: BlePeripheral): Promise<string | undefined> {
    this.#connecting += 1;
    this.#scan();
    let isLate = false;
    const cancel = this.#timers.after(CONNECT_MS, () => {
      isLate = true;
      peripheral.cancelConnect();
    });
    try {
      await peripheral.connectAsync();
      return undefined;
    } catch (error) {
      return isLate ? `"${nameOf(peripheral)}" does not answer` : `cannot connect: ${messageOf(error)}`;
    } finally {
      cancel();
      this.#connecting -= 1;
      this.#scan();
    }
  }

  get timers(): Timers {
    return this.#timers;
  }

  /** Lets the adapter go; the process can end. */
  close(): void {
    for (const search of this.#searches) search.end('closed');
    this.#driver?.stop();
    this.#driver = undefined;
    this.#loading = undefined;
  }

  async #ready(): Promise<string | undefined> {
    this.#loading ??= this.#load().then(
      (driver) => this.#listen(driver),
      (error: unknown) => whyNotLoaded(error),
    );
    const driver = await this.#loading;
    if (typeof driver === 'string') {
      this.#loading = undefined;
      return driver;
    }
    if (driver.state !== 'poweredOn') await this.#settled();
    return driver.state === 'poweredOn' ? undefined : whyNotReady(driver.state);
  }

  #listen(driver: BleDriver): BleDriver {
    this.#driver = driver;
    driver.on('discover', (peripheral) => this.#seen(peripheral));
    driver.on('scanStop', () => {
      this.#isScanning = false;
      this.#timers.after(RESCAN_MS, () => this.#scan());
    });
    driver.on('stateChange', (state) => {
      if (state === 'poweredOn') for (const go of this.#onReady) go();
      else {
        this.#isScanning = false;
        for (const search of this.#searches) search.end(whyNotReady(state));
      }
    });
    return driver;
  }

  #settled(): Promise<void> {
    return new Promise((resolve) => {
      const go = (): void => {
        cancel();
        this.#onReady.delete(go);
        resolve();
      };
      const cancel = this.#timers.after(READY_MS, go);
      this.#onReady.add(go);
    });
  }

  #awaitFind(search: Search): void {
    search.cancelWait = this.#timers.after(FOUND_WITHIN_MS, () => {
      // Meanwhile another was connected, and nobody looked.
      if (this.#connecting > 0) this.#awaitFind(search);
      else search.end(`no device "${search.wanted}" was found in ${FOUND_WITHIN_MS / 1_000} s: is it on and near?`);
    });
  }

  #seen(peripheral: BlePeripheral): void {
    this.#seenIds.add(peripheral.id);
    for (const search of this.#searches) {
      if (isAddressOf(search.wanted, peripheral)) search.end(peripheral);
      else if (isNameOf(search.wanted, peripheral)) this.#named(search, peripheral);
    }
  }

  #named(search: Search, peripheral: BlePeripheral): void {
    const isFirst = search.near.size === 0;
    search.near.set(peripheral.id, peripheral);
    if (!isFirst) return;
    search.cancelWait();
    search.cancelWait = this.#timers.after(ALONE_MS, () => {
      const [one, other] = search.near.values();
      if (one && other)
        search.end(
          `two devices are called "${search.wanted}" (${one.address || one.id}, ${other.address || other.id}): give its address`,
        );
      else if (one) search.end(one);
    });
  }

  #forget(): void {
    if (this.#seenIds.size <= MOST_SEEN || this.#connecting > 0) return;
    this.#seenIds.clear();
    this.#driver?.forget(new Set([...this.#searches].flatMap(({ near }) => [...near.keys()])));
  }

  /** Scans when there is something to look for and nothing is being connected. */
  #scan(): void {
    const driver = this.#driver;
    if (!driver) return;
    const isWanted = this.#searches.size > 0 && this.#connecting === 0;
    if (isWanted === this.#isScanning || (isWanted && driver.state !== 'poweredOn')) return;
    this.#isScanning = isWanted;
    if (!isWanted) return driver.stopScanning();
    driver.startScanning([], true, (error) => {
      if (!error) return;
      this.#isScanning = false;
      for (const search of this.#searches) search.end(`the Bluetooth adapter cannot scan: ${messageOf(error)}`);
    });
  }
}

/** Of this process. Nothing is loaded before a device is sought. */
export const machineRadio = new BleRadio(installedDriver);

const nameOf = ({ advertisement, address, id }: BlePeripheral): string =>
  advertisement.localName?.trim() || address || id;

const plain = (text: string): string =>
  text
    .replaceAll(/\p{Cc}/gu, '')
    .trim()
    .toLowerCase();
const bare = (address: string): string => plain(address).replaceAll(/[:-]/g, '');
const ADDRESS = /^[0-9a-f]{12}([0-9a-f]{20})?$/;

const isNameOf = (wanted: string, { advertisement }: BlePeripheral): boolean =>
  advertisement.localName !== undefined && plain(advertisement.localName) === plain(wanted);

const isAddressOf = (wanted: string, { address, id }: BlePeripheral): boolean =>
  ADDRESS.test(bare(wanted)) && [bare(address), bare(id)].includes(bare(wanted));

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
