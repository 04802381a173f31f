/** The emulated devices by the names of the device table. */
import { createEmulatedCuff } from './emulated-cuff.ts';
import type { CuffMode } from './emulated-cuff.ts';
import type { EmulatedDevice } from './emulated-line.ts';
import { createEmulatedOximeter } from './emulated-oximeter.ts';
import { createSubject } from './subject.ts';
import type { Subject } from './subject.ts';
import type { Scenario } from './scenario.ts';

const makers = {
  'nonin-df2': (subject: Subject) => createEmulatedOximeter(subject),
  suntech: createEmulatedCuff,
} as const;

export type EmulatedModel = keyof typeof makers;
export const emulatedModels = Object.keys(makers) as readonly EmulatedModel[];
export const isEmulatedModel = (model: string): model is EmulatedModel => Object.hasOwn(makers, model);

/** @param mode of a cuff */
export function createEmulatedDevice(model: EmulatedModel, scenario: Scenario, mode: CuffMode = {}): EmulatedDevice {
  return makers[model](createSubject(scenario), mode);
}
