/** A Bluetooth driver whose radio and devices the test plays; it answers as noble does, a moment later. */
import { EventEmitter } from 'node:events';
import type { BleCharacteristic, BleDriver, BlePeripheral, BleService } from '../../server/links/ble-driver.ts';

const soon = <T>(answer: T): Promise<T> => Promise.resolve(answer);

export class FakeCharacteristic extends EventEmitter implements BleCharacteristic {
  isSubscribed = false;
  refuses = false;
  readonly written: { readonly hex: string; readonly withoutResponse: boolean }[] = [];
  readonly uuid: string;
  readonly properties: readonly string[];
  value: readonly number[];
  /** What it tells the moment it is subscribed to. */
  stored: readonly (readonly number[])[] = [];

  constructor(uuid: string, properties: readonly string[], value: readonly number[] = []) {
    super();
    this.uuid = uuid;
    this.properties = properties;
    this.value = value;
  }
  readAsync = () => soon(Uint8Array.from(this.value));
  writeAsync(bytes: Buffer, withoutResponse: boolean): Promise<void> {
    this.written.push({ hex: bytes.toString('hex'), withoutResponse });
    return soon(undefined);
  }
  async subscribeAsync(): Promise<void> {
    if (this.refuses) throw new Error('ATT error: 0x05');
    this.isSubscribed = true;
    for (const bytes of this.stored) this.tell(...bytes);
    await soon(undefined);
  }
  tell(...bytes: readonly number[]): void {
    if (this.isSubscribed) this.emit('data', Buffer.from(bytes));
  }
}

export class FakePeripheral extends EventEmitter implements BlePeripheral {
  state: 'connected' | 'connecting' | 'disconnected' = 'disconnected';
  /** It is there, but never answers. */
  isDeaf = false;
  connections = 0;
  readonly id: string;
  readonly address: string;
  readonly advertisement: { localName?: string };
  readonly services: Record<string, FakeCharacteristic[]>;
  #giveUp = (_: Error): void => undefined;

  constructor(address: string, localName: string | undefined, services: Record<string, FakeCharacteristic[]>) {
    super();
    this.address = address;
    this.id = address.replaceAll(':', '');
    this.advertisement = localName === undefined ? {} : { localName };
    this.services = services;
  }
  connectAsync(): Promise<void> {
    this.state = 'connecting';
    if (this.isDeaf) return new Promise((_, reject) => (this.#giveUp = reject));
    this.state = 'connected';
    this.connections += 1;
    return soon(undefined);
  }
  cancelConnect(): void {
    this.state = 'disconnected';
    this.#giveUp(new Error('connection canceled!'));
  }
  disconnectAsync(): Promise<void> {
    this.leave();
    return soon(undefined);
  }
  /** It ends the connection itself. */
  leave(): void {
    if (this.state === 'disconnected') return;
    this.state = 'disconnected';
    for (const characteristic of Object.values(this.services).flat()) {
      characteristic.isSubscribed = false;
      characteristic.removeAllListeners('data');
    }
    this.emit('disconnect', 'gone');
  }
  discoverServicesAsync = (): Promise<readonly BleService[]> =>
    soon(
      Object.entries(this.services).map(([uuid, characteristics]) => ({
        uuid,
        discoverCharacteristicsAsync: () => soon(characteristics),
      })),
    );
}

export class FakeBluetooth extends EventEmitter implements BleDriver {
  state = 'poweredOn';
  isScanning = false;
  scans = 0;
  isStopped = false;
  readonly forgotten: (readonly string[])[] = [];
  readonly near: FakePeripheral[] = [];

  startScanning(_: readonly string[], __: boolean, done: (error?: Error | null) => void): void {
    if (this.state !== 'poweredOn') return done(new Error(`state is ${this.state}`));
    this.isScanning = true;
    this.scans += 1;
    queueMicrotask(() => {
      done(null);
      this.advertise();
    });
  }
  stopScanning(): void {
    this.isScanning = false;
    queueMicrotask(() => this.emit('scanStop'));
  }
  stop(): void {
    this.isStopped = true;
  }
  /** Keeps what it was asked to keep. */
  forget(kept: ReadonlySet<string>): void {
    this.forgotten.push([...kept]);
  }
  /** All that are near and in no connection are seen once more. */
  advertise(): void {
    for (const peripheral of this.near)
      if (this.isScanning && peripheral.state === 'disconnected') this.emit('discover', peripheral);
  }
  becomes(state: string): void {
    this.state = state;
    this.isScanning &&= state === 'poweredOn';
    this.emit('stateChange', state);
  }
}

export const oximeter = (address = '00:1a:7d:da:71:13', name: string | null = 'Nonin3230_502123456') =>
  new FakePeripheral(address, name ?? undefined, {
    '1822': [
      new FakeCharacteristic('2a5f', ['notify']),
      new FakeCharacteristic('2a5e', ['indicate']),
      new FakeCharacteristic('2a60', ['read'], [0x03, 0x00]),
      new FakeCharacteristic('2a52', ['write', 'indicate']),
    ],
    '180f': [new FakeCharacteristic('2a19', ['read', 'notify'], [87])],
    '180a': [new FakeCharacteristic('2a26', ['read'], [...Buffer.from('1.4\0')])],
    '1800': [new FakeCharacteristic('2a00', ['read'], [...Buffer.from('Nonin of GAP')])],
  });
