/** What a page of fixtures is told of keeping: `?page=settings&keeping`, `&keeping=empty`, `=loading`, `=refused` or `=waits`. */
import type { KeepingView } from '#protocol/keeping.ts';
import type { CoveringSeal } from '#protocol/printed-seal.ts';
import { MINUTE, NOW } from '../components/fixture-calm.ts';
import type { KeepingShown } from '../keeping/keeping-look.svelte.ts';

const DAY = 1_440 * MINUTE;

const empty: KeepingView = {
  rule: null,
  holds: [],
  going: { visits: 0, audits: 0, patients: 0 },
  kept: { held: 0, openOrder: 0, notEnded: 0 },
  oldestAt: null,
  waits: null,
  lastRun: null,
  lastSeal: null,
  lastBackupAt: null,
};

export const fixtureKeeping: KeepingView = {
  rule: { visitYears: 10, auditYears: 6, byName: 'A. Lind', setAt: NOW - 200 * DAY, shortenedAt: NOW - 200 * DAY },
  holds: [
    {
      visitId: '0199c0de-0000-7000-8000-000000000001',
      reason: 'a claim of 3 June',
      byName: 'A. Lind',
      at: NOW - 30 * DAY,
    },
  ],
  going: { visits: 14, audits: 3, patients: 6 },
  kept: { held: 1, openOrder: 2, notEnded: 0 },
  oldestAt: NOW - 3_661 * DAY,
  waits: null,
  lastRun: { at: NOW - 700 * MINUTE, removed: 31, trouble: null },
  lastSeal: { seal: 8_123, at: NOW - 23 * MINUTE, mac: '3f2a77c19b0211aa'.repeat(4) },
  lastBackupAt: NOW - 660 * MINUTE,
};

export const fixtureSeal: CoveringSeal = {
  seal: 8_123,
  at: NOW - 23 * MINUTE,
  mac: '3f2a77c19b0211aa'.repeat(4),
  visit: { seq: 2_118, hash: '9b02d1c40f6e8a75'.repeat(4) },
};

export function keepingShown(state: string): KeepingShown {
  const ask = (): Promise<void> => Promise.resolve();
  if (state === 'loading') return { view: null, refused: null, ask };
  if (state === 'refused')
    return {
      view: null,
      refused: { code: 'unavailable', message: 'Vigil did not answer: look again in a moment.' },
      ask,
    };
  if (state === 'empty') return { view: empty, refused: null, ask };
  if (state !== 'waits') return { view: fixtureKeeping, refused: null, ask };
  const waits =
    'Vigil ran on 1 of the 14 days before 2036-03-02. A clock that is set ahead would make everything too old: nothing is removed before it ran on 3.';
  return {
    view: { ...fixtureKeeping, waits, lastRun: { at: NOW, removed: 0, trouble: waits }, lastBackupAt: null },
    refused: null,
    ask,
  };
}
