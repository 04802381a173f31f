/**
 * A Bluetooth LE device: found by its name or address, its service subscribed to, and what it says of itself read. Nothing is
 * ever written but the frames of the device's transmit list, to the one characteristic the device table names.
 */
import { shortUuid } from '#devices/gatt.ts';
import type { BleProfile } from '#devices/device-table.ts';
import type { DeviceStatus } from '#protocol/adapter-events.ts';
import type { Duration } from '#core/reading.ts';
import type { BleCharacteristic, BlePeripheral, BleService } from './ble-driver.ts';
import { messageOf } from './ble-radio.ts';
import type { BleRadio } from './ble-radio.ts';
import type { Connect, ConnectionEvents } from './link.ts';

/** From the first search to the first byte, with each step's own limit inside it. */
export const BLE_CONNECT_MS: Duration = 40_000;
/** A cuff may advertise for half a minute after a measurement, and must be found in it. */
export const BLE_BACKOFF_MAX_MS: Duration = 2_000;
const BATTERY_EVERY_MS: Duration = 600_000;
/** What a device says of itself is worth no longer wait. */
const READ_MS: Duration = 2_000;
const LONGEST_TEXT = 80;

const BATTERY = ['180F', '2A19'] as const;
const FIRMWARE = ['180A', '2A26'] as const;
const NAME = ['1800', '2A00'] as const;

/** @param wanted the name it gives itself, or its address */
export const bleConnect =
  (wanted: string, profile: BleProfile, radio: BleRadio): Connect =>
  (to) =>
    new BleSession(wanted, profile, radio, to);

class BleSession {
  readonly #wanted: string;
  readonly #profile: BleProfile;
  readonly #radio: BleRadio;
  readonly #to: ConnectionEvents;
  #isOver = false;
  #isOpen = false;
  #cancelSearch: () => void;
  #cancelBattery = (): void => undefined;
  /** Connected by this session. */
  #peripheral: BlePeripheral | undefined;
  #write: BleCharacteristic | undefined;
  /** A device may speak the moment it is subscribed to, before all is. */
  #early: (() => void)[] = [];

  constructor(wanted: string, profile: BleProfile, radio: BleRadio, to: ConnectionEvents) {
    this.#wanted = wanted;
    this.#profile = profile;
    this.#radio = radio;
    this.#to = to;
    this.#cancelSearch = radio.find(wanted, (outcome) => {
      if (typeof outcome === 'string') this.#close(outcome);
      else void this.#begin(outcome).catch((error: unknown) => this.#close(messageOf(error)));
    });
  }

  write(bytes: Uint8Array): void {
    const characteristic = this.#write;
    if (!characteristic || this.#isOver) return;
    const withoutResponse = characteristic.properties.includes('writeWithoutResponse');
    characteristic
      .writeAsync(Buffer.from(bytes), withoutResponse)
      .catch((error: unknown) => this.#close(`cannot be written to: ${messageOf(error)}`));
  }

  drop(): void {
    this.#isOver = true;
    this.#cancelSearch();
    this.#cancelBattery();
    const peripheral = this.#peripheral;
    this.#peripheral = undefined;
    peripheral?.disconnectAsync().catch(() => undefined);
  }

  async #begin(peripheral: BlePeripheral): Promise<void> {
    const failed = await this.#radio.connect(peripheral);
    if (failed !== undefined) return this.#close(failed);
    this.#peripheral = peripheral;
    // Dropped while it was being connected.
    if (this.#isOver) return this.drop();
    peripheral.once('disconnect', () => this.#close('the device ended the connection'));

    const services = await peripheral.discoverServicesAsync();
    const own = services.find(({ uuid }) => isUuid(uuid, this.#profile.service));
    if (!own) return this.#close(`"${this.#wanted}" does not have the service ${this.#profile.service} of this model`);
    const characteristics = await own.discoverCharacteristicsAsync();
    const find = (uuid: string | undefined): BleCharacteristic | undefined =>
      uuid === undefined ? undefined : characteristics.find((one) => isUuid(one.uuid, uuid));
    const { notify, feature, write } = this.#profile;
    const heard = notify.flatMap((uuid) => {
      const characteristic = find(uuid);
      return characteristic ? [{ uuid, characteristic }] : [];
    });
    if (heard.length === 0)
      return this.#close(`"${this.#wanted}" has none of the characteristics ${notify.join(', ')} of this model`);
    this.#write = find(write);
    if (write !== undefined && !this.#write)
      return this.#close(`"${this.#wanted}" does not have the characteristic ${write} of this model`);

    const status = await this.#ask(peripheral, services);
    const features = await this.#read(find(feature));
    for (const { uuid, characteristic } of heard) {
      characteristic.on('data', (bytes) => this.#tell(() => this.#to.bytes(bytes, uuid)));
      try {
        await characteristic.subscribeAsync();
      } catch (error) {
        const why = `"${this.#wanted}" refuses to send ${uuid}: pair it with this machine first (${messageOf(error)})`;
        return this.#close(why);
      }
    }
    if (this.#isOver) return;
    this.#to.open(status);
    this.#isOpen = true;
    if (features && feature !== undefined) this.#to.bytes(features, feature);
    for (const say of this.#early.splice(0)) if (!this.#isOver) say();
  }

  /** What it says of itself: name, firmware, and its battery from now on. */
  async #ask(peripheral: BlePeripheral, services: readonly BleService[]): Promise<DeviceStatus> {
    const find = async ([service, uuid]: readonly [string, string]): Promise<BleCharacteristic | undefined> => {
      const found = services.find((one) => isUuid(one.uuid, service));
      const characteristics = found ? await this.#soon(found.discoverCharacteristicsAsync()) : undefined;
      return characteristics?.find((one) => isUuid(one.uuid, uuid));
    };
    const name = shown(peripheral.advertisement.localName ?? '') || textOf(await this.#read(await find(NAME)));
    const firmware = textOf(await this.#read(await find(FIRMWARE)));
    const battery = await find(BATTERY);
    const level = batteryOf(await this.#read(battery));
    if (battery) await this.#watchBattery(battery);
    return { ...(name && { name }), ...(firmware && { firmware }), ...level };
  }

  async #watchBattery(battery: BleCharacteristic): Promise<void> {
    const tell = (bytes: Uint8Array | undefined): void => {
      const level = batteryOf(bytes);
      if (level) this.#tell(() => this.#to.status(level));
    };
    if (battery.properties.includes('notify')) {
      battery.on('data', tell);
      await this.#soon(battery.subscribeAsync());
      return;
    }
    this.#cancelBattery = this.#radio.timers.every(BATTERY_EVERY_MS, () => void this.#read(battery).then(tell));
  }

  #tell(say: () => void): void {
    if (this.#isOver) return;
    if (this.#isOpen) say();
    else this.#early.push(say);
  }

  /** @returns undefined for what is not there, cannot be read, or does not come. */
  #read(characteristic: BleCharacteristic | undefined): Promise<Uint8Array | undefined> {
    return characteristic?.properties.includes('read')
      ? this.#soon(characteristic.readAsync())
      : Promise.resolve(undefined);
  }

  #soon<T>(answer: Promise<T>): Promise<T | undefined> {
    return new Promise((resolve) => {
      const cancel = this.#radio.timers.after(READ_MS, () => resolve(undefined));
      answer.then(resolve, () => resolve(undefined)).finally(cancel);
    });
  }

  #close(reason: string): void {
    if (this.#isOver) return;
    this.drop();
    this.#to.close(reason);
  }
}

const plain = (uuid: string): string => shortUuid(dashed(uuid)).replaceAll('-', '');
/** noble writes long ids without dashes. */
const dashed = (uuid: string): string =>
  uuid.replace(/^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/i, '$1-$2-$3-$4-$5');
const isUuid = (given: string, wanted: string): boolean => plain(given) === plain(wanted);

const batteryOf = (bytes: Uint8Array | undefined): { readonly batteryPct: number } | undefined =>
  bytes?.[0] !== undefined && bytes[0] <= 100 ? { batteryPct: bytes[0] } : undefined;

const shown = (text: string): string =>
  text
    .replaceAll(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, LONGEST_TEXT);
const textOf = (bytes: Uint8Array | undefined): string => shown(new TextDecoder().decode(bytes));
