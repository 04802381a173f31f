/** Opens the line to a device of a known model. */
import { mayControl, mayTransmit } from '#devices/device-table.ts';
import type { DeviceModel } from '#devices/device-table.ts';
import type { LinkAddress } from './address.ts';
import { BLE_BACKOFF_MAX_MS, BLE_CONNECT_MS, bleConnect } from './ble.ts';
import { machineRadio } from './ble-radio.ts';
import { Link } from './link.ts';
import type { Connect, LinkOptions } from './link.ts';
import { mllpConnect } from './mllp.ts';
import { serialConnect } from './serial.ts';
import { tcpConnect } from './tcp.ts';

/** Not started: listen first, then `start()`. Only what the model's transmit list holds can be written. */
export function openLink(address: LinkAddress, model: DeviceModel, options: Partial<LinkOptions> = {}): Link {
  return new Link(connectTo(address, model), {
    silenceMs: model.silenceMs,
    mayWrite: (bytes) => mayTransmit(model, [...bytes]),
    mayControl: (bytes) => mayControl(model, [...bytes]),
    // The port stays open for whoever calls.
    staysOpen: address.kind === 'mllp',
    ...(address.kind === 'ble' && { connectMs: BLE_CONNECT_MS, backoffMaxMs: BLE_BACKOFF_MAX_MS }),
    ...options,
  });
}

function connectTo(address: LinkAddress, model: DeviceModel): Connect {
  switch (address.kind) {
    case 'tcp':
      return tcpConnect(address.host, address.port);
    case 'serial':
      if (!model.serial) throw new Error(`${model.name} has no serial link.`);
      return serialConnect(address.path, model.serial);
    case 'mllp':
      return mllpConnect({ host: address.host, port: address.port, silenceMs: model.silenceMs });
    case 'ble':
      if (!model.ble) throw new Error(`${model.name} has no Bluetooth link.`);
      return bleConnect(address.wanted, model.ble, machineRadio);
  }
}
