import { expect, test } from 'vitest';
import { fixtures } from '../components/fixtures.ts';
import { summaryRows } from './summary-rows.ts';

const clock = (at: number): string => new Date(at).toISOString().slice(11, 16);
const view = fixtures['ended']?.view;

test('REC-106 the summary of an ended visit: times, amounts, extremes, alerts, what happened and who signed', () => {
  if (!view) throw new Error('no such fixture');
  const alert = {
    alertId: 'a',
    kind: 'spo2-low',
    priority: 'medium',
    text: 'SpO₂ 88 < 90',
    onsetAt: Date.UTC(2026, 4, 12, 14, 24),
    endedAt: Date.UTC(2026, 4, 12, 14, 26),
  } as const;
  expect(Object.fromEntries(summaryRows(view, [alert], clock))).toMatchObject({
    Ended: '15:16, went home',
    'Left with': 'J. Marlow',
    Signed: 'K. Marsh',
    Infusion: '14:00 to 14:41, 41:06',
    Dose: '40 mg',
    Amount: '≈ 40 mg estimated; pump 4.4 mL, 44 mg',
    BP: 'baseline 128/79; peak 164/96 14:32; last 132/84 15:05',
    'Lowest SpO₂': '91 % 14:25',
    Alerts: 'SpO₂ 88 < 90 14:24, not acknowledged',
    'Side effects': 'Nausea, mild 14:18',
    Done: 'Antiemetic given 14:19; Oxygen 2 L/min 14:26',
  });
});
test('REC-106 a row with nothing in it is left out', () => {
  if (!view) throw new Error('no such fixture');
  expect(summaryRows({ ...view, summary: null, entries: [] }, [], clock).map(([name]) => name)).not.toContain('Alerts');
});

test('UI-314 of each alert who acknowledged it and after how long, or that nobody did; an advisory asks for nothing', () => {
  if (!view) throw new Error('no such fixture');
  const alert = {
    alertId: 'a',
    kind: 'bp-high',
    text: 'SYS 164 ≥ 160',
    onsetAt: Date.UTC(2026, 4, 12, 14, 24),
  } as const;
  const said = (more: object): string | undefined =>
    Object.fromEntries(summaryRows(view, [{ ...alert, priority: 'high', endedAt: null, ...more }], clock))['Alerts'];
  expect(said({ acknowledged: { byName: 'K. Marsh', afterMs: 40_000 } })).toBe(
    'SYS 164 ≥ 160 14:24, seen by K. Marsh after 0:40',
  );
  expect(said({})).toBe('SYS 164 ≥ 160 14:24, not acknowledged');
  expect(said({ priority: 'low' })).toBe('SYS 164 ≥ 160 14:24');
});
