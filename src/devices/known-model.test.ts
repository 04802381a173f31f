import { describe, expect, test } from 'vitest';
import { deviceTable } from './device-table.ts';
import { foreignModels, knownModel, knownModels } from './known-model.ts';

describe('what a device may be registered as', () => {
  test('DV-271 every model of the table, and a kind for a device that somebody’s own adapter reads', () => {
    expect(knownModels).toEqual([...deviceTable, ...foreignModels]);
    expect(foreignModels.map(({ name, kind }) => [name, kind])).toEqual([
      ['oximeter', 'oximeter'],
      ['cuff', 'cuff'],
      ['monitor', 'monitor'],
    ]);
    expect(new Set(knownModels.map(({ name }) => name)).size).toBe(knownModels.length);
  });
  test('DV-271 Vigil never speaks to a foreign device', () => {
    expect(foreignModels.every(({ control }) => control === undefined)).toBe(true);
    expect(knownModel('abacus')).toBeUndefined();
  });
});
