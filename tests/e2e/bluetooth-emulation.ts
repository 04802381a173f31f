/**
 * Bluetooth devices that Chromium itself plays (CDP BluetoothEmulation): the page under test uses the browser's real
 * `navigator.bluetooth`. The emulation cannot push a notification, so a value is delivered as the answer to a read of the
 * characteristic the page has subscribed to: the browser hands it to the same listener.
 */
import type { Browser, CDPSession, Page } from '@playwright/test';

/** Launch flags: Web Bluetooth is off on Linux, and `getDevices` behind a flag everywhere. */
export const BLUETOOTH_FLAGS = ['--no-sandbox', '--enable-features=WebBluetooth,WebBluetoothNewPermissionsBackend'];

const long = (uuid: string): string =>
  (uuid.length === 4 ? `0000${uuid}-0000-1000-8000-00805f9b34fb` : uuid).toLowerCase();
const OK = 0;
/** The client characteristic configuration: without it nothing can be subscribed to. */
const CCCD = '2902';

interface Characteristic {
  readonly uuid: string;
  /** Hex of what a read answers; set by `notify` for those that notify. */
  value: string;
  readonly notify?: boolean;
  readonly write?: boolean;
}
export interface Peripheral {
  readonly address: string;
  readonly name: string;
  readonly services: Readonly<Record<string, readonly Characteristic[]>>;
}

export const oximeter = (name = 'Nonin 3230', address = '0A:0B:0C:00:00:01'): Peripheral => ({
  address,
  name,
  services: {
    '1822': [{ uuid: '2a5f', value: '', notify: true }],
    '180f': [{ uuid: '2a19', value: '54' }],
    '180a': [{ uuid: '2a26', value: Buffer.from('1.02').toString('hex') }],
  },
});
export const cuff = (name = 'UA-651BLE', address = '0A:0B:0C:00:00:02'): Peripheral => ({
  address,
  name,
  services: { '1810': [{ uuid: '2a35', value: '', notify: true }] },
});

/** 2A5F, continuous, without flags. */
export const plx = (spo2Pct: number, pulseBpm: number): string =>
  [0, spo2Pct, 0, pulseBpm, 0].map((byte) => byte.toString(16).padStart(2, '0')).join('');
/** 2A35 in mmHg, stamped by the clock on the wall. */
export function bpm(systolic: number, diastolic: number, mean: number, at = new Date()): string {
  const year = at.getFullYear();
  const stamp = [
    year & 0xff,
    year >> 8,
    at.getMonth() + 1,
    at.getDate(),
    at.getHours(),
    at.getMinutes(),
    at.getSeconds(),
  ];
  return Buffer.from([2, systolic, 0, diastolic, 0, mean, 0, ...stamp]).toString('hex');
}

type Subscribed = Record<string, BluetoothRemoteGATTCharacteristic>;

export class EmulatedRadio {
  readonly #browser: CDPSession;
  readonly #peripherals = new Map<string, Peripheral>();
  readonly #characteristics = new Map<string, Characteristic>();
  /** Whose services the browser has at the moment: it forgets them with the connection. */
  readonly #furnished = new Set<string>();
  /** What the page wrote, as hex. */
  readonly written: string[] = [];
  /** Addresses that do not answer a connection. */
  readonly outOfReach = new Set<string>();

  private constructor(browser: CDPSession) {
    this.#browser = browser;
  }

  /** One for a browser context, made before its page looks for Bluetooth. */
  static async in(browser: Browser): Promise<EmulatedRadio> {
    const radio = new EmulatedRadio(await browser.newBrowserCDPSession());
    await radio.#enable();
    radio.#answer();
    return radio;
  }

  /** A page that loads anew has lost the emulation. */
  async again(): Promise<void> {
    await this.#browser.send('BluetoothEmulation.disable');
    await this.#enable();
    this.#furnished.clear();
    for (const peripheral of [...this.#peripherals.values()]) await this.add(peripheral);
  }

  async #enable(): Promise<void> {
    await this.#browser.send('BluetoothEmulation.enable', { state: 'powered-on', leSupported: true });
  }

  async add(peripheral: Peripheral): Promise<void> {
    const { address, name, services } = peripheral;
    this.#peripherals.set(address, peripheral);
    await this.#browser.send('BluetoothEmulation.simulatePreconnectedPeripheral', {
      address,
      name,
      manufacturerData: [],
      knownServiceUuids: Object.keys(services).map(long),
    });
  }

  /** The next prompt of the browser's chooser is answered by this device, or closed. */
  async answerChooser(page: Page, peripheral: Peripheral | 'cancel'): Promise<() => Promise<void>> {
    const session = await page.context().newCDPSession(page);
    await session.send('DeviceAccess.enable');
    const answered = Promise.withResolvers<undefined>();
    let isAnswered = false;
    session.on('DeviceAccess.deviceRequestPrompted', ({ id, devices }) => {
      const device = peripheral === 'cancel' ? undefined : devices.find((each) => each.id === peripheral.address);
      // A second answer to one prompt ends the browser.
      if (isAnswered || (peripheral !== 'cancel' && !device)) return;
      isAnswered = true;
      void (
        device
          ? session.send('DeviceAccess.selectPrompt', { id, deviceId: device.id })
          : session.send('DeviceAccess.cancelPrompt', { id })
      ).then(() => answered.resolve(undefined), answered.reject);
    });
    return async () => {
      await answered.promise;
      await session.detach();
    };
  }

  /** Delivers one value to the page's listener. */
  async notify(page: Page, peripheral: Peripheral, uuid: string, hex: string): Promise<void> {
    const characteristic = Object.values(peripheral.services)
      .flat()
      .find((each) => each.uuid === uuid);
    if (!characteristic) throw new Error(`${peripheral.name} has no ${uuid}.`);
    characteristic.value = hex;
    await page.evaluate(async (of) => {
      const subscribed = (window as unknown as { subscribed: Subscribed }).subscribed;
      await subscribed[of]?.readValue();
    }, long(uuid));
  }

  async disconnect({ address }: Peripheral): Promise<void> {
    this.#furnished.delete(address);
    await this.#browser.send('BluetoothEmulation.simulateGATTDisconnection', { address });
  }

  /** The tablet's own Bluetooth is gone. */
  async unplug(): Promise<void> {
    await this.#browser.send('BluetoothEmulation.setSimulatedCentralState', { state: 'absent' });
  }

  close(): Promise<void> {
    return this.#browser.detach();
  }

  #answer(): void {
    const session = this.#browser;
    session.on('BluetoothEmulation.gattOperationReceived', ({ address, type }) => {
      void (async () => {
        if (type === 'discovery') await this.#furnish(address);
        const code = type === 'connection' && this.outOfReach.has(address) ? 0x3e : OK;
        await session.send('BluetoothEmulation.simulateGATTOperationResponse', { address, type, code });
      })();
    });
    session.on('BluetoothEmulation.characteristicOperationReceived', ({ characteristicId, type, data }) => {
      const characteristic = this.#characteristics.get(characteristicId);
      if (type === 'write') this.written.push(Buffer.from(data ?? '', 'base64').toString('hex'));
      const value = Buffer.from(characteristic?.value ?? '', 'hex').toString('base64');
      void session.send('BluetoothEmulation.simulateCharacteristicOperationResponse', {
        characteristicId,
        type,
        code: OK,
        ...(type === 'read' && { data: value }),
      });
    });
  }

  async #furnish(address: string): Promise<void> {
    const peripheral = this.#peripherals.get(address);
    if (!peripheral || this.#furnished.has(address)) return;
    this.#furnished.add(address);
    for (const [service, characteristics] of Object.entries(peripheral.services)) {
      const { serviceId } = await this.#browser.send('BluetoothEmulation.addService', {
        address,
        serviceUuid: long(service),
      });
      for (const characteristic of characteristics) {
        const { uuid, notify = false, write = false } = characteristic;
        const { characteristicId } = await this.#browser.send('BluetoothEmulation.addCharacteristic', {
          serviceId,
          characteristicUuid: long(uuid),
          properties: { read: true, notify, write },
        });
        this.#characteristics.set(characteristicId, characteristic);
        if (notify)
          await this.#browser.send('BluetoothEmulation.addDescriptor', {
            characteristicId,
            descriptorUuid: long(CCCD),
          });
      }
    }
  }
}

/** As browsers are without a flag: after a page load, only a tap gives the page a device. */
export async function withoutGetDevices(page: Page): Promise<void> {
  await page.addInitScript(() => {
    Object.defineProperty(Object.getPrototypeOf(navigator.bluetooth), 'getDevices', { value: undefined });
  });
}

/** Remembers what the page subscribes to, for `notify`. Before the page is opened. */
export async function rememberSubscriptions(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const subscribed: Subscribed = {};
    (window as unknown as { subscribed: Subscribed }).subscribed = subscribed;
    const { BluetoothRemoteGATTCharacteristic: made } = window as unknown as {
      BluetoothRemoteGATTCharacteristic: { prototype: BluetoothRemoteGATTCharacteristic };
    };
    const { startNotifications } = made.prototype;
    made.prototype.startNotifications = function (this: BluetoothRemoteGATTCharacteristic) {
      subscribed[this.uuid] = this;
      return startNotifications.call(this);
    };
  });
}
