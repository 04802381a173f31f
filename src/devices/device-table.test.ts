import { describe, expect, test } from 'vitest';
import { deviceModel, deviceModelNames, deviceTable, mayControl, mayTransmit } from './device-table.ts';
import { encodePressure } from './suntech/encoder.ts';
import { checksum } from './suntech/frame.ts';

const command = (...bytes: number[]): number[] => [0x3a, ...bytes, checksum([0x3a, ...bytes])];

describe('device table', () => {
  test('DV-31 names are unique, and an unknown one has no entry', () => {
    expect(new Set(deviceModelNames).size).toBe(deviceTable.length);
    expect(deviceModel('nonin-df2')?.kind).toBe('oximeter');
    expect(deviceModel('suntech')?.kind).toBe('cuff');
    expect(deviceModel('toString')).toBeUndefined();
  });

  test.each([
    ['start a cycle', [0x20]],
    ['start a cycle (child)', [0x87]],
    ['start a cycle (newborn)', [0x28]],
    ['set the inflation pressure', [0x17, 0xa0, 0x00]],
    ['abort', [0x79, 0x01, 0x00]],
    ['work the pump and valves', [0x0c, 0x01, 0x01, 0x01]],
    ['venous stasis', [0x86, 0x3c, 0x00, 0x00]],
    ['calibrate', [0x04, 0x01]],
    ['reset', [0x8a]],
  ])('DV-32 the command to %s is on no list of what may be sent unasked', (_, bytes) => {
    for (const model of deviceTable) expect(mayTransmit(model, command(...bytes))).toBe(false);
  });

  test.each([
    ['start a cycle (child)', [0x87]],
    ['start a cycle (newborn)', [0x28]],
    ['set the inflation pressure', [0x17, 0xa0, 0x00]],
    ['work the pump and valves', [0x0c, 0x01, 0x01, 0x01]],
    ['venous stasis', [0x86, 0x3c, 0x00, 0x00]],
    ['calibrate', [0x04, 0x01]],
    ['reset', [0x8a]],
  ])('DV-32 the command to %s may not be sent by cuff control either', (_, bytes) => {
    for (const model of deviceTable) expect(mayControl(model, command(...bytes))).toBe(false);
  });

  test('DV-220 cuff control has two frames of one model, byte for byte, and what may be sent unasked is none of them', () => {
    const controlled = deviceTable.filter(({ control }) => control !== undefined);
    expect(controlled.map(({ name, control }) => [name, control])).toEqual([
      ['suntech', { start: command(0x20), stop: command(0x79, 0x01, 0x00), restMs: 30_000 }],
    ]);
    for (const model of deviceTable) {
      for (const frame of [model.control?.start ?? [], model.control?.stop ?? []]) {
        expect(mayControl(model, frame)).toBe(frame.length > 0);
        expect(mayTransmit(model, frame)).toBe(false);
        expect(mayControl(model, [...frame, 0])).toBe(false);
        expect(mayControl(model, frame.slice(0, -1))).toBe(false);
      }
      for (const asked of model.transmit) expect(mayControl(model, asked)).toBe(false);
    }
  });

  test('DV-32 only the listed bytes may be sent, whole and unchanged', () => {
    for (const model of deviceTable) {
      expect(mayTransmit(model, [])).toBe(false);
      for (const allowed of model.transmit) {
        expect(mayTransmit(model, allowed)).toBe(true);
        expect(mayTransmit(model, allowed.slice(0, -1))).toBe(false);
        expect(mayTransmit(model, [...allowed, ...command(0x20)])).toBe(false);
      }
    }
  });

  test('DV-33 everything a poller asks is on its device’s list, and a running cycle is not disturbed', () => {
    const suntech = deviceModel('suntech');
    const poller = suntech?.createPoller?.();
    if (!suntech || !poller) throw new Error('suntech has no poller');
    const decoder = suntech.createDecoder();
    const hear = (mmHg: number, at: number): void =>
      decoder.push(encodePressure(mmHg)).readings.forEach((reading) => poller.hear(reading, at));
    const asked: number[] = [];
    for (const [at, mmHg] of [
      [0, 0],
      [1000, 9],
      [2000, 10],
      [3000, 160],
      [4000, 9],
    ] as const) {
      hear(mmHg, at);
      const frames = poller.ask(at);
      for (const frame of frames) expect(mayTransmit(suntech, frame)).toBe(true);
      asked.push(frames.length);
    }
    expect(asked).toEqual([2, 2, 1, 1, 2]);
    hear(160, 5000);
    expect([poller.ask(9_999).length, poller.ask(10_000).length]).toEqual([1, 2]);
  });

  test.each([
    ['answers between cycles', [[0, 2]], true],
    [
      'is heard during a cycle only',
      [
        [0, 40],
        [1000, 160],
        [2000, 3],
      ],
      false,
    ],
    [
      'is heard after a cycle was over',
      [
        [0, 40],
        [1000, 160],
        [12_000, 3],
      ],
      true,
    ],
    ['was never heard', [], false],
  ] as const)('DV-45 a cuff that %s', (_, heard, answers) => {
    const poller = deviceModel('suntech')?.createPoller?.();
    for (const [at, cuffPressureMmHg] of heard) poller?.hear({ cuffPressureMmHg, quality: 'good', causes: [] }, at);
    expect(poller?.answers).toBe(answers);
  });
});
