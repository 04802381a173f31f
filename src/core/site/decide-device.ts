import type { Result } from '../refusal.ts';
import { accept, refuse } from '../refusal.ts';
import type { RegisteredDevice, SiteCommand, SiteEventBody, SiteState } from '../site-state.ts';
import { said } from '../visit/said.ts';

/** A row of the device table, as far as the site cares. */
export interface KnownModel {
  readonly name: string;
  readonly kind: RegisteredDevice['kind'];
  /** Present: it can be started by command. */
  readonly control?: object;
}

type DeviceCommand = Extract<
  SiteCommand,
  {
    readonly type:
      'device:register' | 'device:bind' | 'device:release' | 'device:move' | 'device:retire' | 'device:control';
  }
>;

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
    case 'device:move':
      return move(state, device, command);
    case 'device:release':
      return device.chairId === undefined
        ? refuse('conflict', `“${device.label}” is on no chair: there is nothing to release.`)
        : accept([{ type: 'device-released', deviceId }]);
    case 'device:retire':
      return device.chairId === undefined
        ? accept([{ type: 'device-retired', deviceId }])
        : refuse(
            'conflict',
            `“${device.label}” is on ${nameOfChair(state, device.chairId)}: release it there before you retire it.`,
          );
    case 'device:control':
      return control(device, command.allowed, ctx.models);
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

/** Vigil starts no cuff that an administrator has not allowed, one by one. */
function control(
  { deviceId, label, model, cuffControl }: RegisteredDevice,
  allowed: boolean,
  models: readonly KnownModel[],
): Result<SiteEventBody[]> {
  if (allowed && models.find(({ name }) => name === model)?.control === undefined)
    return refuse(
      'not-allowed',
      `“${label}” cannot be started by command: it measures by its own button and schedule.`,
    );
  if (allowed === (cuffControl === true))
    return refuse(
      'conflict',
      `“${label}” is set so already: ${allowed ? 'Vigil may start it' : 'Vigil never starts it'}.`,
    );
  return accept([{ type: 'device-control-set', deviceId, allowed }]);
}

/** One oximeter and one cuff a chair: with two, nobody would know whose value is shown. */
function bind(state: SiteState, device: RegisteredDevice, chairId: string): Result<SiteEventBody[]> {
  const open = elsewhere(state, device, chairId);
  if (!open.ok) return open;
  if (device.chairId !== undefined)
    return refuse(
      'conflict',
      `“${device.label}” is on ${nameOfChair(state, device.chairId)}: release it there first, or move it.`,
    );
  const other = rivalOn(state, device, chairId);
  return other
    ? refuse('conflict', inTheWay(state, other, chairId))
    : accept([{ type: 'device-bound', deviceId: device.deviceId, chairId }]);
}

/** All of it or nothing: at no instant do two devices, or none, feed the chair in this one's place. */
function move(
  state: SiteState,
  device: RegisteredDevice,
  { chairId, insteadOf }: Extract<SiteCommand, { type: 'device:move' }>,
): Result<SiteEventBody[]> {
  const open = elsewhere(state, device, chairId);
  if (!open.ok) return open;
  const replaced = insteadOf === undefined ? undefined : state.devices.find(({ deviceId }) => deviceId === insteadOf);
  if (insteadOf !== undefined && (replaced?.chairId !== chairId || !overlap(replaced.kind, device.kind)))
    return refuse(
      'conflict',
      `“${replaced?.label ?? insteadOf}” does not measure on ${nameOfChair(state, chairId)} what “${device.label}” does: look again which device it replaces.`,
    );
  const other = rivalOn(state, device, chairId, replaced);
  if (other) return refuse('conflict', inTheWay(state, other, chairId));
  const released = [...(device.chairId === undefined ? [] : [device]), ...(replaced ? [replaced] : [])];
  return accept([
    ...released.map(({ deviceId }) => ({ type: 'device-released', deviceId }) as const),
    { type: 'device-bound', deviceId: device.deviceId, chairId },
  ]);
}

function elsewhere(state: SiteState, device: RegisteredDevice, chairId: string): Result<null> {
  if (!state.chairs.some((chair) => chair.chairId === chairId))
    return refuse('not-found', 'There is no such chair: it was removed before.');
  return device.chairId === chairId
    ? refuse('conflict', `“${device.label}” is on ${nameOfChair(state, chairId)} already.`)
    : accept(null);
}

/** What measures the same on that chair, and is not replaced. */
const rivalOn = (
  state: SiteState,
  device: RegisteredDevice,
  chairId: string,
  replaced?: RegisteredDevice,
): RegisteredDevice | undefined =>
  state.devices.find((each) => each !== replaced && each.chairId === chairId && overlap(each.kind, device.kind));

const inTheWay = (state: SiteState, other: RegisteredDevice, chairId: string): string =>
  `${nameOfChair(state, chairId)} has the ${other.kind} “${other.label}”: release that one first, or put this one there instead of it.`;

const nameOfChair = (state: SiteState, chairId: string): string =>
  state.chairs.find((chair) => chair.chairId === chairId)?.name ?? 'its chair';

/** Both measure the same: a monitor has an oximeter and a cuff. */
const overlap = (a: RegisteredDevice['kind'], b: RegisteredDevice['kind']): boolean =>
  a === b || a === 'monitor' || b === 'monitor';
