/** What an adapter is told on its command line. */
import { deviceModel, deviceModelNames } from '#devices/device-table.ts';
import type { DeviceModel } from '#devices/device-table.ts';
import { accept, refuse } from '#core/refusal.ts';
import type { Result } from '#core/refusal.ts';
import { ADDRESS_FORMS, isSamePlace, parseLinkAddress } from '../links/address.ts';
import type { LinkAddress } from '../links/address.ts';

export interface AdapterDevice {
  readonly deviceId: string;
  readonly model: DeviceModel;
  readonly address: LinkAddress;
}

export interface AdapterOptions {
  readonly serverUrl: string;
  readonly adapterId: string;
  readonly devices: readonly AdapterDevice[];
  readonly emulated: boolean;
  readonly speed: number;
  /** Where what is not answered is kept; undefined: in memory alone. */
  readonly spoolFolder?: string;
  /** Where its key is; undefined: in the environment. */
  readonly keyFile?: string;
  /** Name and version, for the server's log. */
  readonly software: string;
}

const ID = /^[A-Za-z0-9._:@+-]{1,80}$/;
const ID_FORM = 'letters, digits and . _ : @ + -, at most 80';
const DEVICE = /^([^=]*)=([^@]*)@(.*)$/;

/** `ox-1=nonin-df2@tcp:192.168.1.7:4001` */
export function parseDevice(text: string): Result<AdapterDevice> {
  const [, deviceId = '', modelName = '', addressText = ''] = DEVICE.exec(text) ?? [];
  const wrong = (why: string) => refuse('malformed', `--device ${text}: ${why}`);
  if (addressText === '') return wrong(`write it as DEVICEID=MODEL@ADDRESS, where ADDRESS is ${ADDRESS_FORMS}.`);
  if (!ID.test(deviceId)) return wrong(`"${deviceId}" is no device id (${ID_FORM}).`);
  const model = deviceModel(modelName);
  if (!model) return wrong(`there is no device "${modelName}"; known are ${deviceModelNames.join(', ')}.`);
  const address = parseLinkAddress(addressText);
  if (!address.ok) return wrong(address.refusal.message);
  if (!model.links.includes(address.value.kind))
    return wrong(`${modelName} has no ${address.value.kind} link, only ${model.links.join(', ')}.`);
  return accept({ deviceId, model, address: address.value });
}

export interface AdapterArguments {
  readonly server: string;
  readonly id: string;
  readonly device: readonly string[];
  readonly emulated?: boolean;
  readonly speed: string;
  readonly spool?: string | false;
  readonly keyFile?: string;
  readonly key?: string;
}

export function parseAdapterArguments(given: AdapterArguments, software: string): Result<AdapterOptions> {
  const url = URL.parse(given.server);
  if (!url || !/^https?:$/.test(url.protocol) || url.pathname !== '/' || url.search !== '' || url.hash !== '')
    return refuse('malformed', `--server ${given.server}: give the server's address, as http://127.0.0.1:4000.`);
  if (!ID.test(given.id)) return refuse('malformed', `--id ${given.id}: give a name of ${ID_FORM}.`);
  const speed = given.speed.trim() === '' ? NaN : Number(given.speed);
  if (!(speed > 0 && Number.isFinite(speed)))
    return refuse('malformed', `--speed ${given.speed}: give a number above 0.`);
  if (given.spool !== undefined && given.spool !== false && given.spool.trim() === '')
    return refuse('malformed', `--spool ${given.spool}: give a folder, or --no-spool.`);
  if (given.key !== undefined)
    return refuse(
      'malformed',
      '--key would show in the list of processes: write the key to a file of your own, and give --key-file FILE.',
    );
  if (given.device.length === 0)
    return refuse('malformed', 'Name a device: --device DEVICEID=MODEL@ADDRESS, as often as there are devices.');
  const devices: AdapterDevice[] = [];
  for (const text of given.device) {
    const device = parseDevice(text);
    if (!device.ok) return device;
    if (devices.some(({ deviceId }) => deviceId === device.value.deviceId))
      return refuse('malformed', `--device ${text}: "${device.value.deviceId}" is given twice.`);
    const there = devices.find(({ address }) => isSamePlace(address, device.value.address));
    if (there) return refuse('malformed', `--device ${text}: "${there.deviceId}" is already there.`);
    devices.push(device.value);
  }
  return accept({
    serverUrl: url.origin,
    adapterId: given.id,
    devices,
    emulated: given.emulated ?? false,
    speed,
    ...(given.spool && { spoolFolder: given.spool }),
    ...(given.keyFile !== undefined && { keyFile: given.keyFile }),
    software,
  });
}
