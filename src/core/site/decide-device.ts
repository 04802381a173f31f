import type { Result } from '../refusal.ts';
import { accept, refuse } from '../refusal.ts';
import type { RegisteredDevice, SiteCommand, SiteEventBody, SiteState } from '../site-state.ts';
import { said } from '../visit/said.ts';

/** A row of the device table, as far as the site cares. */
export interface KnownModel {
  readonly name: string;
  readonly kind: RegisteredDevice['kind'];
}

type DeviceCommand = Extract<SiteCommand, { readonly type: 'device:register' | 'device:bind' | 'device:release' }>;

export function decideDevice(
  state: SiteState,
  command: DeviceCommand,
  ctx: { readonly models: readonly KnownModel[] },
): Result<SiteEventBody[]> {
  const { deviceId } = command;
  const device = state.devices.find((each) => each.deviceId === deviceId);
  if (command.type === 'device:register')
    return device
      ? refuse('conflict', `This device is registered already, as “${device.label}”.`)
      : register(state, command, ctx.models);
  if (!device) return refuse('unknown-device', `Device ${deviceId} is not registered: register it first.`);
  switch (command.type) {
    case 'device:bind':
      return bind(state, device, command.chairId);
    case 'device:release':
      return device.chairId === undefined
        ? refuse('conflict', `“${device.label}” is on no chair: there is nothing to release.`)
        : accept([{ type: 'device-released', deviceId }]);
    default:
      return command satisfies never;
  }
}

function register(
  state: SiteState,
  { deviceId, model, label: given, emulated }: Extract<SiteCommand, { type: 'device:register' }>,
  models: readonly KnownModel[],
): Result<SiteEventBody[]> {
  const known = models.find(({ name }) => name === model);
  if (!known)
    return refuse(
      'unknown-device',
      `Vigil cannot read a “${model}”: choose one of ${models.map(({ name }) => name).join(', ')}.`,
    );
  if (emulated && !state.demo)
    return refuse('emulated-device', 'An emulated device has no place among patients: use the demo for it.');
  if (!emulated && state.demo)
    return refuse('conflict', 'The demo takes emulated devices only: register this one in the clinic.');
  const label = said(given, 'The label of the device');
  if (!label.ok) return label;
  return accept([{ type: 'device-registered', deviceId, model, kind: known.kind, label: label.value, emulated }]);
}

/** One oximeter and one cuff a chair: with two, nobody would know whose value is shown. */
function bind(state: SiteState, device: RegisteredDevice, chairId: string): Result<SiteEventBody[]> {
  const nameOfChair = (id: string): string => state.chairs.find((chair) => chair.chairId === id)?.name ?? 'its chair';
  if (!state.chairs.some((chair) => chair.chairId === chairId))
    return refuse('not-found', 'There is no such chair: it was removed before.');
  if (device.chairId === chairId) return refuse('conflict', `“${device.label}” is on ${nameOfChair(chairId)} already.`);
  if (device.chairId !== undefined)
    return refuse('conflict', `“${device.label}” is on ${nameOfChair(device.chairId)}: release it there first.`);
  const other = state.devices.find((each) => each.chairId === chairId && overlap(each.kind, device.kind));
  if (other)
    return refuse(
      'conflict',
      `${nameOfChair(chairId)} has the ${other.kind} “${other.label}”: release that one first.`,
    );
  return accept([{ type: 'device-bound', deviceId: device.deviceId, chairId }]);
}

/** Both measure the same: a monitor has an oximeter and a cuff. */
const overlap = (a: RegisteredDevice['kind'], b: RegisteredDevice['kind']): boolean =>
  a === b || a === 'monitor' || b === 'monitor';
