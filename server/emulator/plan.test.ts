import { describe, expect, test } from 'vitest';
import { parseMoveOrder, parsePlan, parseScenarioTime } from './plan.ts';

const line = { device: 'suntech', scenario: 'motion', fromMs: -1000, port: 7101 };
const plan = (changes: object): string => JSON.stringify({ lines: [{ ...line, ...changes }] });

describe('DV-69 a plan of emulated devices', () => {
  test('DV-69 what is left out has its default', () => {
    expect(parsePlan('{"lines":[{"device":"nonin-df2","scenario":"before"}]}')).toEqual({
      ok: true,
      value: { speed: 1, lines: [{ device: 'nonin-df2', scenario: 'before', fromMs: 0, port: 0 }] },
    });
    expect(parsePlan(JSON.stringify({ speed: 10, fromAt: 5, lines: [line] }))).toEqual({
      ok: true,
      value: { speed: 10, fromAt: 5, lines: [line] },
    });
  });

  test.each([
    ['not json', 'one JSON object'],
    ['[]', 'one JSON object'],
    ['{"lines":[]}', 'at least one device'],
    ['{"speed":0,"lines":[{}]}', 'speed 0'],
    ['{"fromAt":"now","lines":[{}]}', 'fromAt now'],
    [plan({ device: 'toString' }), 'No device "toString" is emulated. There are: nonin-df2, suntech.'],
    [plan({ scenario: 'calm' }), 'There is no scenario "calm". There are: uneventful,'],
    [plan({ fromMs: '1' }), 'fromMs 1'],
    [plan({ port: 70_000 }), 'Port 70000'],
    ['{"lines":[null]}', 'No device "undefined"'],
  ])('DV-69 refused by its name: %s', (text, named) => {
    const parsed = parsePlan(text);
    expect(!parsed.ok && parsed.refusal.message).toContain(named);
  });

  test.each([
    ['31:00', 1_860_000],
    ['-2:30', -150_000],
    ['90', 90_000],
    ['0:05', 5000],
    ['1:60', undefined],
    ['1:2:3', undefined],
    ['', undefined],
    ['soon', undefined],
  ])('DV-69 scenario time %s', (text, ms) => {
    expect(parseScenarioTime(text)).toBe(ms);
  });

  test('DV-69 an order moves one line, to another scenario if it names one', () => {
    expect(parseMoveOrder('{"moveTo":{"port":1,"scenarioMs":0}}')).toEqual({
      ok: true,
      value: { moveTo: { port: 1, scenarioMs: 0 } },
    });
    expect(parseMoveOrder('{"moveTo":{"port":1,"scenarioMs":0,"scenario":"motion"}}')).toMatchObject({
      value: { moveTo: { scenario: 'motion' } },
    });
    expect(parseMoveOrder('{"moveTo":{"port":1,"scenarioMs":0,"scenario":"calm"}}').ok).toBe(false);
    for (const text of ['', '{}', '{"moveTo":{"port":1}}', 'null']) expect(parseMoveOrder(text).ok).toBe(false);
  });
});
