/** What a device may be registered as: a model Vigil reads itself, or the kind of a device that somebody's own adapter reads. */
import type { DeviceKind, DeviceModel } from './device-table.ts';
import { deviceTable } from './device-table.ts';

export type KnownModel = Pick<DeviceModel, 'name' | 'kind' | 'title' | 'control'>;

/** Its adapter decodes and reduces; Vigil takes the readings and cannot speak to the device. */
export const foreignModels: readonly KnownModel[] = (
  [
    ['oximeter', 'Pulse oximeter, read by an adapter of its own'],
    ['cuff', 'Blood pressure cuff, read by an adapter of its own'],
    ['monitor', 'Bedside monitor, read by an adapter of its own'],
  ] as const satisfies readonly (readonly [DeviceKind, string])[]
).map(([kind, title]) => ({ name: kind, kind, title }));

export const knownModels: readonly KnownModel[] = [...deviceTable, ...foreignModels];

export const knownModel = (name: string): KnownModel | undefined => knownModels.find((model) => model.name === name);
