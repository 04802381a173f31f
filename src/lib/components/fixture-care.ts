/** Who has the patient: covers, a hand-over card, and what presses at another chair. */
import type { ChairView } from '#core/view.ts';
import type { OtherBanner } from '../beside/banner.ts';
import { inInfusion } from './fixture-alerts.ts';
import { at, calm, MINUTE, NOW } from './fixture-calm.ts';

const covered = (minutes: number): ChairView => ({
  ...calm,
  care: {
    nurseName: 'K. Marsh',
    cover: {
      byName: 'R. Adeyemi',
      since: NOW - minutes * MINUTE,
      until: NOW + (15 - minutes) * MINUTE,
      overdue: minutes >= 15,
    },
  },
});
const elsewhere: OtherBanner = { chairId: 'c4', chair: 'Chair 4', level: 'high', text: 'SpO₂ 84 ≤ 85', more: 2 };
/** Of somebody else, so that the one at the screen receives it. */
const handedOver: ChairView = {
  ...(inInfusion['medium'] ?? calm),
  care: { nurseName: 'R. Adeyemi' },
  highestBp: { systolicMmHg: 164, diastolicMmHg: 96, at: at(22, 14) },
  limits: {
    ...calm.limits,
    spo2: [
      { priority: 'medium', text: '< 86', lines: [86], protocol: '< 90' },
      { priority: 'high', text: '≤ 82', lines: [82], protocol: '≤ 85' },
    ],
  },
  limitsChanged: 2,
  entries: [
    ...calm.entries,
    {
      entryId: 'e2',
      at: at(14),
      recordedAt: at(14),
      byName: 'R. Adeyemi',
      entry: { kind: 'side-effect', effect: 'nausea', severity: 'mild' },
    },
  ],
};
const live = { now: NOW, connection: 'live' } as const;

export const careFixtures = {
  cover: { ...live, view: covered(4) },
  'cover-over': { ...live, view: covered(16) },
  'hand-over': { ...live, view: handedOver, handing: true },
  'other-high': { ...live, view: calm, other: elsewhere },
  'other-medium': {
    ...live,
    view: inInfusion['medium-seen'] ?? calm,
    other: { ...elsewhere, chairId: 'c2', chair: 'Chair 2', level: 'medium', text: 'SYS 164 ≥ 160', more: 0 },
  },
  'other-emergency': {
    ...live,
    view: inInfusion['high'] ?? calm,
    other: { ...elsewhere, level: 'emergency', text: 'Emergency' },
  },
} as const;
