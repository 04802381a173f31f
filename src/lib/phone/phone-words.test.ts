import { describe, expect, test } from 'vitest';
import type { AlertView, SoundView } from '#core/view.ts';
import { afterInfusion, RECOVERY_NOW } from '../components/fixture-after.ts';
import { inInfusion, spo2Alert, sysAlert } from '../components/fixture-alerts.ts';
import { beforeStart } from '../components/fixture-before.ts';
import { at, calm, NOW, SECOND } from '../components/fixture-calm.ts';
import { phoneState } from './phone-state.ts';
import { alertsInTwo, answerLine, conditionLine, heardLine, lostLine, phaseLine, soundLine } from './phone-words.ts';

const clock = (instant: number): string => `T${Math.round((instant - at(0)) / SECOND)}`;
const sound = (who: SoundView['who'], station: SoundView['station'] = 'absent'): SoundView => ({
  chair: who === 'chair' ? 'sounds' : who === 'both' ? 'quiet' : 'cannot',
  station,
  who,
  since: 0,
});
const medium: AlertView = { ...spo2Alert, priority: 'medium' };
const passedOn = { escalatedTo: 'station' } as const;
const seenAt = (place: 'chair' | 'station' | 'phone') => ({ acknowledged: { byName: 'K. Marsh', at: NOW, place } });

describe('UI-185 the sentences of a phone’s page', () => {
  test('phase and minutes; while nothing is heard, the phase alone', () => {
    expect(phaseLine(calm, NOW, false)).toBe('Infusion 23:10 of 40:00, 16:50 left');
    expect(phaseLine(calm, NOW, true)).toBe('Infusion');
    expect(phaseLine(inInfusion['paused'] ?? calm, NOW, false)).toMatch(/, paused 11:10$/);
    expect(phaseLine(beforeStart['hold'] ?? calm, at(-4), false)).toBe('Before the start, 10:00');
    expect(phaseLine(afterInfusion['recovery'] ?? calm, RECOVERY_NOW, false)).toMatch(
      /^Recovery \d+:\d\d, 20:00 at least, upper mark 30:00$/,
    );
    expect(phaseLine(afterInfusion['ended'] ?? calm, at(77), false)).toBe('');
  });
  test('an alert: how long and since when; without a connection since when alone', () => {
    expect(conditionLine(spo2Alert, NOW, clock, false)).toBe(`Now 84 · for 0:22, since ${clock(at(22, 48))}`);
    expect(conditionLine(spo2Alert, NOW, clock, true)).toBe(`Now 84 · since ${clock(at(22, 48))}`);
    expect(conditionLine(sysAlert, NOW, clock, false)).toMatch(/ · repeat within 2:04$/);
    expect(conditionLine(sysAlert, NOW, clock, true)).not.toContain('repeat within');
  });
  test.each([
    ['chair', 'at the chair'],
    ['station', 'at the station'],
    ['phone', 'on a phone'],
  ] as const)('seen at the %s', (place, words) => {
    expect(answerLine({ ...spo2Alert, ...seenAt(place) }, clock)).toBe(`Seen by K. Marsh ${words}, ${clock(NOW)}`);
  });
  test('nobody has seen it; of an advisory nothing is asked', () => {
    expect(answerLine(spo2Alert, clock)).toBe('Nobody acknowledged');
    expect(answerLine({ ...spo2Alert, priority: 'low' }, clock)).toBe('');
  });
  test.each<[string, AlertView, SoundView, string]>([
    ['the chair', spo2Alert, sound('chair'), 'Sounds at the chair'],
    [
      'passed on to a station that listens',
      { ...spo2Alert, ...passedOn },
      sound('chair', 'listens'),
      'Sounds at the chair and at the station',
    ],
    ['passed on to nobody', { ...spo2Alert, ...passedOn }, sound('chair'), 'Sounds at the chair'],
    ['quiet chair, high', spo2Alert, sound('both', 'listens'), 'Sounds at the chair and at the station'],
    ['quiet chair, medium', medium, sound('both', 'listens'), 'Sounds at the station'],
    ['the station', medium, sound('station', 'listens'), 'Sounds at the station'],
    ['nobody', medium, sound('nobody'), 'Nobody can hear it'],
    ['seen on a phone: the chair goes on', { ...spo2Alert, ...seenAt('phone') }, sound('chair'), 'Sounds at the chair'],
    ['seen at the chair', { ...spo2Alert, ...seenAt('chair') }, sound('chair'), ''],
    ['silent by nature', { ...spo2Alert, priority: 'low' }, sound('nobody'), ''],
    ['paused', { ...spo2Alert, audioPausedUntil: NOW + 80 * SECOND }, sound('chair'), 'Sound paused 1:20'],
  ])('where it is heard: %s', (_, alert, who, words) => {
    expect(heardLine(alert, who, NOW)).toBe(words);
  });
  test.each([
    [sound('chair', 'listens'), 'The chair has the sound; somebody listens at the station.'],
    [sound('chair'), 'The chair has the sound; nobody listens at the station.'],
    [sound('nobody'), 'Nobody can hear this chair’s alerts.'],
  ])('who has the sound', (who, words) => {
    expect(soundLine(who)).toBe(words);
  });
  test('UI-189 since when there is no connection', () => {
    expect(lostLine(NOW, NOW + 7 * SECOND, clock)).toBe(
      `No connection since ${clock(NOW)} (0:07): the numbers below are old`,
    );
    expect(lostLine(null, NOW, clock)).toBe('No connection: the numbers below are old');
  });
  test('over the numbers stand all high alerts nobody has seen, else the most urgent', () => {
    const [a, b] = [spo2Alert, { ...spo2Alert, alertId: 'b' }];
    const low: AlertView = { ...medium, alertId: 'c' };
    expect(alertsInTwo([a, b, low])).toEqual({ first: [a, b], others: [low] });
    const seen = { ...a, ...seenAt('chair') };
    expect(alertsInTwo([seen, low])).toEqual({ first: [seen], others: [low] });
    expect(alertsInTwo([])).toEqual({ first: [], others: [] });
  });
});

describe('UI-186 what a link shows', () => {
  const free = { ...calm, visitId: null, patient: null };
  test.each([
    ['the visit it names', calm, 'v3', 'visit'],
    ['whatever is there, of a link without a visit', calm, null, 'visit'],
    ['a free chair', free, null, 'free'],
    ['not another visit', calm, 'v2', 'elsewhere'],
    ['not a chair that is free by now', free, 'v3', 'elsewhere'],
    ['nothing before the first values', null, 'v3', 'connecting'],
  ] as const)('%s', (_, view, visitId, kind) => {
    expect(phoneState(view, view === null ? 'connecting' : 'live', undefined, visitId).kind).toBe(kind);
  });
  test('whether the chair has somebody else', () => {
    expect(phoneState(calm, 'live', undefined, 'v2')).toMatchObject({ isTaken: true });
    expect(phoneState(free, 'live', undefined, 'v2')).toMatchObject({ isTaken: false });
  });
  test('why it cannot be shown', () => {
    expect(phoneState(null, 'live', 'There is no chair "x".', null)).toEqual({
      kind: 'cannot',
      why: 'There is no chair "x".',
    });
    expect(phoneState(null, 'lost', undefined, null)).toMatchObject({ kind: 'cannot' });
  });
});
