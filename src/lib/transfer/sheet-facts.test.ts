import { expect, test } from 'vitest';
import { fixtures } from '../components/fixtures.ts';
import { vitalRows } from './sheet-facts.ts';

const clock = (at: number): string => new Date(at).toISOString().slice(11, 16);

test('PH-129 UI-236 REC-215 beside the highest BP the sheet has the highest diastolic one, where that is another', () => {
  const { view } = fixtures['ended'] ?? {};
  if (!view) throw new Error('no such fixture');
  const at = Date.UTC(2026, 4, 12, 14);
  const ofCuff = { meanMmHg: null, byHand: false };
  const bps = [
    { ...ofCuff, at, systolicMmHg: 199, diastolicMmHg: 80 },
    { ...ofCuff, at: at + 60_000, systolicMmHg: 150, diastolicMmHg: 145 },
  ];
  const furthest = (found: typeof bps): string | undefined =>
    vitalRows(view, { oximetry: [], bps: found, alerts: [] }, true, clock, false).find(({ name }) => name === 'BP')
      ?.furthest;
  expect(furthest(bps)).toMatch(/^highest 199\/80 at 14:00, highest diastolic 150\/145 at 14:01, lowest /);
  expect(furthest([{ ...ofCuff, at, systolicMmHg: 199, diastolicMmHg: 145 }])).toMatch(
    /^highest 199\/145 at 14:00, lowest /,
  );
});
