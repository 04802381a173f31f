/** A browser's Bluetooth without a radio: devices that connect when told so, speak when told so, and remember what was written. */
import { bytesOfHex } from '#devices/bytes.ts';
import { longUuid } from '../../src/lib/bluetooth/profiles.ts';

const bytesOf = (hex: string): DataView => new DataView(Uint8Array.from(bytesOfHex(hex)).buffer);
const notFound = (): DOMException => new DOMException('None found.', 'NotFoundError');

export class FakeCharacteristic extends EventTarget {
  readonly uuid: string;
  readonly properties = { notify: true, writeWithoutResponse: false };
  readonly written: string[] = [];
  value: DataView | undefined;
  subscriptions = 0;
  /** What a read answers. */
  read = '';

  constructor(uuid: string) {
    super();
    this.uuid = longUuid(uuid);
  }

  startNotifications(): Promise<this> {
    this.subscriptions += 1;
    return Promise.resolve(this);
  }
  readValue(): Promise<DataView> {
    return Promise.resolve(bytesOf(this.read));
  }
  writeValueWithResponse(bytes: Uint8Array): Promise<void> {
    this.written.push([...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(''));
    return Promise.resolve();
  }
  say(hex: string): void {
    this.value = bytesOf(hex);
    this.dispatchEvent(new Event('characteristicvaluechanged'));
  }
}

type Services = Readonly<Record<string, readonly FakeCharacteristic[]>>;

export class FakeDevice extends EventTarget {
  readonly id: string;
  readonly name: string;
  /** `never`: a connect neither comes nor fails. */
  reach: 'here' | 'away' | 'never' = 'here';
  connects = 0;
  isConnected = false;
  readonly #services: Services;

  constructor(name: string, services: Services, id = `id of ${name}`) {
    super();
    this.id = id;
    this.name = name;
    this.#services = services;
  }

  readonly gatt = {
    connect: async () => {
      this.connects += 1;
      if (this.reach === 'never') await new Promise(() => undefined);
      if (this.reach === 'away') throw new DOMException('Bluetooth Device is no longer in range.', 'NetworkError');
      this.isConnected = true;
      return this.gatt;
    },
    disconnect: () => {
      if (this.isConnected) this.drop();
    },
    getPrimaryServices: () => {
      const found = Object.keys(this.#services).map((uuid) => this.#service(uuid));
      return found.length > 0 ? Promise.resolve(found) : Promise.reject(notFound());
    },
    getPrimaryService: (uuid: string) => {
      const name = Object.keys(this.#services).find((each) => longUuid(each) === uuid);
      return name === undefined ? Promise.reject(notFound()) : Promise.resolve(this.#service(name));
    },
  };

  /** The radio lost it. */
  drop(): void {
    this.isConnected = false;
    this.dispatchEvent(new Event('gattserverdisconnected'));
  }

  #service(uuid: string) {
    return {
      uuid: longUuid(uuid),
      getCharacteristic: (wanted: string) => {
        const found = this.#services[uuid]?.find((each) => each.uuid === wanted);
        return found ? Promise.resolve(found) : Promise.reject(notFound());
      },
    };
  }

  get asBrowsers(): BluetoothDevice {
    return this as unknown as BluetoothDevice;
  }
}
