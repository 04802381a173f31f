/** One connection to a Bluetooth device: its services found, its notifications on, its commands in turn. */
import type { DeviceStatus } from '#protocol/adapter-events.ts';
import { mayTransmit } from '#devices/device-table.ts';
import { BATTERY, DEVICE_INFORMATION, longUuid, modelWith } from './profiles.ts';
import type { BluetoothModel, OwnKind } from './profiles.ts';

/** The device was reached and offers nothing that Vigil reads. */
export class NoUsableService extends Error {}

export interface SessionOptions {
  readonly kind: OwnKind;
  /** Before the first notification can come. */
  readonly onModel: (model: BluetoothModel) => void;
  /** @param characteristic as the device table names it */
  readonly onBytes: (bytes: Uint8Array, characteristic: string) => void;
  readonly onTold: (told: DeviceStatus) => void;
}

export interface GattSession {
  readonly model: BluetoothModel;
  /** Nothing is sent that is not on the model's transmit list. Never rejects: a lost line tells of itself. */
  write(frame: readonly number[]): void;
  /** Nothing of this session is heard any more. */
  release(): void;
}

/**
 * Connects and subscribes.
 * @throws what the browser says (DOMException), or NoUsableService
 */
export async function openGatt(device: BluetoothDevice, options: SessionOptions): Promise<GattSession> {
  if (!device.gatt) throw new NoUsableService();
  const server = await device.gatt.connect();
  const services = await server.getPrimaryServices().catch(noneFound<BluetoothRemoteGATTService[]>([]));
  const model = modelWith(
    services.map(({ uuid }) => uuid),
    options.kind,
  );
  const service = services.find(({ uuid }) => model !== undefined && uuid === longUuid(model.ble.service));
  if (!model || !service) throw new NoUsableService();

  options.onModel(model);
  const stops: (() => void)[] = [];
  const listen = async (
    characteristic: BluetoothRemoteGATTCharacteristic,
    hear: (value: DataView) => void,
  ): Promise<void> => {
    const changed = (): void => {
      if (characteristic.value) hear(characteristic.value);
    };
    characteristic.addEventListener('characteristicvaluechanged', changed);
    stops.push(() => characteristic.removeEventListener('characteristicvaluechanged', changed));
    await characteristic.startNotifications();
  };

  let subscribed = 0;
  for (const name of model.ble.notify) {
    const characteristic = await found(service, name);
    if (!characteristic) continue;
    await listen(characteristic, (value) => options.onBytes(bytesOf(value), name));
    subscribed += 1;
  }
  if (subscribed === 0) throw new NoUsableService();
  const write = model.ble.write === undefined ? undefined : await found(service, model.ble.write);

  // Some systems take one GATT operation at a time.
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = (run: () => Promise<unknown>): void => void (turn = turn.then(run).catch(() => undefined));
  inTurn(async () => {
    const firmware = await found(
      await server.getPrimaryService(longUuid(DEVICE_INFORMATION.service)),
      DEVICE_INFORMATION.firmware,
    );
    const text = firmware && new TextDecoder().decode(await firmware.readValue());
    const shown = text?.replaceAll(/\p{Cc}+/gu, '').trim();
    if (shown) options.onTold({ firmware: shown.slice(0, 60) });
  });
  inTurn(async () => {
    const level = await found(await server.getPrimaryService(longUuid(BATTERY.service)), BATTERY.level);
    if (!level) return;
    const tell = (value: DataView): void => {
      const batteryPct = value.byteLength > 0 ? value.getUint8(0) : 255;
      if (batteryPct <= 100) options.onTold({ batteryPct });
    };
    tell(await level.readValue());
    if (level.properties.notify) await listen(level, tell);
  });

  return {
    model,
    write(frame) {
      if (!write || !mayTransmit(model, frame)) return;
      const bytes = Uint8Array.from(frame);
      inTurn(() =>
        write.properties.writeWithoutResponse
          ? write.writeValueWithoutResponse(bytes)
          : write.writeValueWithResponse(bytes),
      );
    },
    release() {
      for (const stop of stops.splice(0)) stop();
    },
  };
}

const bytesOf = (value: DataView): Uint8Array => new Uint8Array(value.buffer, value.byteOffset, value.byteLength);

/** The browser's "there is none" as a value; other errors are the connection's. */
const noneFound =
  <T>(none: T) =>
  (error: unknown): T => {
    if (error instanceof DOMException && error.name === 'NotFoundError') return none;
    throw error;
  };

const found = (
  service: BluetoothRemoteGATTService,
  uuid: string,
): Promise<BluetoothRemoteGATTCharacteristic | undefined> =>
  service.getCharacteristic(longUuid(uuid)).catch(noneFound(undefined));
