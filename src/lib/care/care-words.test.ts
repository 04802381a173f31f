import { describe, expect, test } from 'vitest';
import type { ChairView } from '#core/view.ts';
import { afterInfusion } from '../components/fixture-after.ts';
import { free } from '../components/fixture-before.ts';
import { careFixtures } from '../components/fixture-care.ts';
import { at, calm, NOW } from '../components/fixture-calm.ts';
import { clockTime } from '../components/format.ts';
import { careChangeText, careSentence, handOverCard } from './care-words.ts';
import { initials } from './initials.ts';

const clock = (instant: number) => clockTime(instant, 'UTC');
const card = (view: ChairView, now = NOW) =>
  Object.fromEntries(handOverCard(view, now, clock).map(({ name, text }) => [name, text.join('; ')]));

describe('UI-220 the hand-over card', () => {
  test('UI-220 dose and estimate, time, last and highest BP, alerts, limits, side effects', () => {
    expect(card(careFixtures['hand-over'].view)).toEqual({
      Dose: '40 mg; about 23.2 mg given, an estimate',
      Time: 'Infusion, 23:10 of 40:00, 16:50 left',
      'Last BP': '164/96 at 14:22, 56 s ago',
      'Highest BP': '164/96 at 14:22, 56 s ago',
      'Open alerts': 'SYS 164 ≥ 160, nobody has seen it',
      'Changed limits': 'SpO₂ < 86, medium, by the protocol < 90; SpO₂ ≤ 82, high, by the protocol ≤ 85',
      'Side effects': '14:14 Nausea, mild',
    });
  });
  test('UI-220 REC-215 a diastolic peak of another BP has its own line', () => {
    const highestBp = { systolicMmHg: 164, diastolicMmHg: 96, at: at(22) };
    const diastolic = { systolicMmHg: 130, diastolicMmHg: 108, at: at(12) };
    expect(card({ ...calm, highestBp: { ...highestBp, diastolic } })['Highest BP']).toMatch(
      /^164\/96 at 14:22, .* ago; highest diastolic 130\/108 at 14:12, .* ago$/,
    );
  });
  test('UI-220 what there is none of is said', () => {
    expect(card(calm)).toMatchObject({
      'Open alerts': 'none',
      'Changed limits': 'none, as the protocol says',
      'Side effects': 'none recorded',
    });
  });
  test('UI-220 an emergency and oxygen stand in it, and what stands out is marked', () => {
    const view = { ...calm, emergencySince: at(20), oxygenLPerMin: 2 };
    expect(card(view)).toMatchObject({ Emergency: 'since 14:20', Oxygen: '2 L/min' });
    expect(handOverCard(view, NOW, clock).flatMap(({ name, isStrong }) => (isStrong ? [name] : []))).toEqual([
      'Emergency',
      'Oxygen',
    ]);
  });
  test('UI-220 before anything is given, in recovery, and of devices', () => {
    expect(card({ ...free, highestBp: null })).toMatchObject({
      Dose: 'nothing given yet',
      Time: 'not begun',
      'Highest BP': 'not measured yet',
    });
    expect(card(afterInfusion['recovery'] ?? calm, at(52)).Time).toMatch(/^Recovery, /);
    const nasal = calm.treatment && { ...calm.treatment, treatment: 'administration' as const };
    const given = [
      { at: at(0), mg: 28, lot: 'A' },
      { at: at(5), mg: 56, lot: 'A' },
    ];
    expect(card({ ...calm, treatment: nasal && { ...nasal, devices: given } }).Dose).toBe('84 mg given');
  });
});

test.each([
  ['K. Marsh', 'KM'],
  ['Maya Brandt', 'MB'],
  ['Dr E. Lindqvist', 'EL'],
  ['Dr. Ruiz', 'R'],
  ['  maria  del  mar ', 'MM'],
  ['Okafor', 'O'],
  ['Émile Øst', 'ÉØ'],
  ['Dr', 'D'],
  ['', ''],
])('UI-221 the initials of "%s" are %s', (name, two) => expect(initials(name)).toBe(two));

test('UI-221 who has the patient is a sentence', () => {
  const cover = { byName: 'T. Lee', since: at(10), until: at(25), overdue: false };
  expect(careSentence(null, clock)).toBe('No nurse has this patient yet');
  expect(careSentence({ nurseName: 'K. Marsh' }, clock)).toBe('K. Marsh has this patient');
  expect(careSentence({ nurseName: 'K. Marsh', cover }, clock)).toBe(
    'K. Marsh has this patient, T. Lee covers until 14:25',
  );
  expect(careSentence({ nurseName: 'K. Marsh', cover: { ...cover, overdue: true } }, clock)).toBe(
    'K. Marsh has this patient, the cover by T. Lee is over since 14:25',
  );
});

test('UI-222 each change is a line of the log', () => {
  const line = { at: at(10), byName: 'T. Lee' };
  expect(careChangeText({ ...line, kind: 'handed-over', from: 'K. Marsh' }, clock)).toBe('Took over from K. Marsh');
  expect(careChangeText({ ...line, kind: 'handed-over' }, clock)).toBe('Took the patient');
  expect(careChangeText({ ...line, kind: 'cover-begun', until: at(25) }, clock)).toBe('Covers until 14:25');
  expect(careChangeText({ ...line, kind: 'cover-ended' }, clock)).toBe('Cover ended');
});
