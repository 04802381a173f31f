/** The demo's site: its chairs, and an emulated oximeter and cuff on each of them. */
import type { Actor } from '#core/actor.ts';
import type { WireSiteCommand } from '#protocol/screen-events.ts';
import type { EmulatedModel } from '../emulator/emulated-device.ts';
import type { Clinic } from '../clinic.ts';
import type { Founding } from '../clinic/opening.ts';
import type { Journal } from '../journal/journal.ts';
import { admitAdapter } from '../sockets/adapter-key.ts';
import { demoChairs } from './demo-chairs.ts';

export const demoFounding = (timeZone: string): Founding => ({ name: 'Vigil demo clinic', demo: true, timeZone });

export interface DemoDevice {
  readonly deviceId: string;
  readonly model: EmulatedModel;
  readonly label: string;
}

/** Of the chair at this place (from 0) in `demoChairs`. */
export function devicesOf(place: number): readonly DemoDevice[] {
  const number = place + 1;
  return [
    { deviceId: `demo-oximeter-${number}`, model: 'nonin-df2', label: `Oximeter ${number}` },
    { deviceId: `demo-cuff-${number}`, model: 'suntech', label: `Cuff ${number}` },
  ];
}

/** It measures when Vigil tells it to, from the demo's start on. */
export const isCommanded = (place: number, model: EmulatedModel): boolean =>
  model === 'suntech' && demoChairs[place]?.cuffControl === true;

export const adapterIdOf = (place: number): string => `demo-adapter-${place + 1}`;

const staff = (name: string, role: 'nurse' | 'provider' | 'administrator'): Actor => ({
  kind: 'staff',
  staffId: `demo-${role}`,
  name,
  role,
  screenId: 'demo-screen',
});

export const demoStaff = {
  nurse: staff('Kim Marsh', 'nurse'),
  provider: staff('Dr Elin Lindqvist', 'provider'),
  administrator: staff('Robin Vale', 'administrator'),
} as const;

/** Chairs and devices of a new demo; each device is bound to its chair. */
export async function furnish(clinic: Clinic): Promise<void> {
  for (const { name } of demoChairs) await give(clinic, { type: 'chair:add', name });
  for (const [place, chairId] of chairIds(clinic).entries()) {
    for (const device of devicesOf(place)) {
      await give(clinic, { type: 'device:register', ...device, emulated: true });
      await give(clinic, { type: 'device:bind', deviceId: device.deviceId, chairId });
    }
  }
}

/** From the demo's start on Vigil starts the cuffs that measure when they are told to; in its past they had their own schedule. */
export async function allowCuffControl(clinic: Clinic): Promise<void> {
  for (const place of demoChairs.keys())
    for (const { deviceId, model } of devicesOf(place))
      if (isCommanded(place, model)) await give(clinic, { type: 'device:control', deviceId, allowed: true });
}

/** From now on these keys, in the order of `demoChairs`, let the chairs' adapters in; each brings its own chair's devices alone. */
export async function admitAdapters(
  clinic: Clinic,
  journal: Pick<Journal, 'putSecret'>,
  keys: readonly string[],
): Promise<void> {
  for (const [place, key] of keys.entries()) {
    const devices = devicesOf(place).map(({ deviceId }) => deviceId);
    const adapter = { adapterId: adapterIdOf(place), label: `Adapter of Chair ${place + 1}`, devices };
    const admitted = admitAdapter({ site: clinic, journal }, adapter, key, demoStaff.administrator);
    if (!admitted.ok) throw new Error(admitted.refusal.message);
    await admitted.value;
  }
}

/** In the order of `demoChairs`. */
export const chairIds = (clinic: Clinic): readonly string[] =>
  demoChairs.map(({ name }) => {
    const chair = clinic.site.chairs.find((each) => each.name === name);
    if (!chair) throw new Error(`The demo's database has no ${name}.`);
    return chair.chairId;
  });

export async function give(clinic: Clinic, command: WireSiteCommand): Promise<void> {
  const answer = await clinic.siteCommand(command, { actor: demoStaff.administrator });
  if (!answer.ok) throw new Error(`${command.type}: ${answer.refusal.message}`);
}
