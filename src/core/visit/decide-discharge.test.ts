import { describe, expect, test } from 'vitest';
import { aVisit, meetByHand, MINUTE, nurse, provider, SECOND, told } from '../../../tests/support/visit-builder.ts';
import type { VisitBuilder } from '../../../tests/support/visit-builder.ts';
import { CHECKED_BY_HAND, dischargeCriteria } from '../discharge.ts';
import { PHASE_NAMES } from '../phase.ts';
import { decide } from '../visit.ts';

const home = { type: 'visit:end', ending: 'home', escortName: 'Sam Marlow' } as const;
const wait = { type: 'ride:wait' } as const;
const ready = (): VisitBuilder => meetByHand(aVisit({ phase: 'discharge' }));

describe('going home', () => {
  test('PH-45 with everything met and an escort', () => {
    const visit = ready().give(home);
    expect(visit.state.phase).toMatchObject({
      name: 'ended',
      ending: 'home',
      endedAt: visit.now,
      end: {},
      infusion: {},
    });
    expect(visit.events.at(-1)).toMatchObject({ escortName: 'Sam Marlow', byName: 'N. Okafor' });
  });
  test('PH-45 what is unmet is named', () => {
    const visit = aVisit({ phase: 'discharge' });
    expect(told(visit.ask(home))).toBe(
      'not-ready: Not ready for home: oriented, steady gait, IV out, instructions given. Meet it, or ask a provider to set it aside.',
    );
  });
  test.each(CHECKED_BY_HAND)('PH-45 without %s, or with its override', (criterion) => {
    const visit = ready().give({ type: 'criterion:check', criterion, met: false });
    expect(told(visit.ask(home))).toContain('Not ready for home');
    visit.give({ type: 'criterion:override', criterion, reason: 'as discussed' }, provider);
    expect(told(visit.ask(home))).toBe('accepted');
  });
  test('PH-45 the escort is named, unless a provider planned without', () => {
    const visit = ready();
    expect(told(visit.ask({ type: 'visit:end', ending: 'home' }))).toContain("The escort's name is missing");
    expect(told(visit.ask({ ...home, escortName: ' ' }))).toContain("The escort's name is missing");
    visit.give({ type: 'setup:record', setUp: { ridePlan: { plan: 'ward taxi', byName: '' } } }, provider);
    expect(told(visit.ask({ type: 'visit:end', ending: 'home' }))).toBe('accepted');
  });
  test('PH-45 not during an emergency, nor with an identity in doubt', () => {
    const visit = ready().give({ type: 'emergency:declare' });
    expect(told(visit.ask(home))).toContain('An emergency is declared');
    visit.give({ type: 'emergency:end' });
    visit.give({ type: 'patient:correct', patientId: 'patient-2', reason: 'wrong row' });
    expect(told(visit.ask(home))).toContain('The identity is not confirmed');
    expect(told(visit.give({ type: 'identity:confirm' }).ask(home))).toBe('accepted');
  });
  test.each(['baseline', 'infusion', 'recovery'] as const)('PH-45 not from %s', (phase) => {
    expect(told(aVisit({ phase }).ask(home))).toMatch(/^wrong-phase: Nobody goes home from here.* first\.$/);
  });
  test('PH-45 not with a BP of 180/110, overridden or not', () => {
    const visit = aVisit({ phase: 'recovery' }).after(SECOND).bp(165, 90);
    visit.give({ type: 'criterion:override', criterion: 'bp-stable', reason: 'usual for him' }, provider);
    for (const criterion of ['minimum-time', 'responds-normally', 'nausea-mild', 'dissociation-resolved'] as const)
      visit.give({ type: 'criterion:override', criterion, reason: 'x' }, provider);
    meetByHand(visit.watched(70).give({ type: 'monitoring:end' }));
    expect(told(visit.ask(home))).toBe('accepted');
    visit.after(MINUTE).give({ type: 'bp:enter', systolicMmHg: 182, diastolicMmHg: 96, minutesAgo: 0 });
    expect(told(visit.ask(home))).toContain('a stable BP');
  });
});

describe('waiting for the ride', () => {
  test('PH-46 ready but for the ride; once', () => {
    expect(told(aVisit({ phase: 'discharge' }).ask(wait))).toContain('Not ready yet: oriented, steady gait, IV out');
    const visit = ready().give(wait);
    expect(visit.state.phase).toMatchObject({ name: 'discharge', waitingSince: visit.now });
    expect(told(visit.ask(wait))).toContain('waiting for the ride already');
  });
  test('PH-46 not during an emergency, nor with an identity in doubt', () => {
    const visit = ready().give({ type: 'emergency:declare' });
    expect(told(visit.ask(wait))).toContain('not-ready: An emergency is declared');
    visit.give({ type: 'emergency:end' });
    visit.give({ type: 'patient:correct', patientId: 'patient-2', reason: 'wrong row' });
    expect(told(visit.ask(wait))).toContain('not-ready: The identity is not confirmed');
    expect(told(visit.give({ type: 'identity:confirm' }).ask(wait))).toBe('accepted');
  });
  test('PH-166 not while a call for a provider is open; answered or called off it may', () => {
    const called = () => ready().give({ type: 'provider:call' });
    expect(told(called().ask(wait))).toContain('not-ready: A provider is called, and nobody has answered');
    expect(told(called().give({ type: 'provider:answer' }, provider).ask(wait))).toBe('accepted');
    expect(told(called().give({ type: 'provider:call-off' }).ask(wait))).toBe('accepted');
  });
  test.each([
    ['chair', 'station', 'at the station or on a phone'],
    ['station', 'chair', 'at this chair'],
  ] as const)('PH-166 not while a line from the %s is unread', (from, readAt, where) => {
    const visit = ready().give({ type: 'message:send', text: 'dizzy again' }, nurse, from);
    expect(told(visit.ask(wait))).toBe(`not-ready: A line is not read yet: let it be read ${where} first.`);
    const messageId = visit.state.messages?.[0]?.messageId ?? '';
    expect(told(visit.give({ type: 'message:read', messageId }, nurse, readAt).ask(wait))).toBe('accepted');
  });
  test.each(['chair', 'station'] as const)(
    'PH-167 a line about one who waits is read wherever they are found: %s',
    (at) => {
      const visit = ready().give(wait);
      visit.give({ type: 'message:send', text: 'the ride is here' }, nurse, at);
      const messageId = visit.state.messages?.[0]?.messageId ?? '';
      expect(told(visit.ask({ type: 'message:read', messageId }, nurse, at))).toBe('accepted');
    },
  );
  test('PH-46 the ride itself may still be open', () => {
    const visit = ready();
    const { ride: _, ...setUp } = visit.state.setUp;
    const rideless = { ...visit.state, setUp };
    expect(told(decide(rideless, home, visit.context(nurse)))).toContain('Not ready for home: the ride home.');
    expect(told(decide(rideless, wait, visit.context(nurse)))).toBe('accepted');
  });
  test('PH-46 after an hour of waiting the escort takes the patient home', () => {
    expect(
      told(
        ready()
          .give(wait)
          .after(60 * MINUTE)
          .ask(home),
      ),
    ).toBe('accepted');
  });
});

describe('other endings', () => {
  const phases = PHASE_NAMES.filter((phase) => phase !== 'ended');
  test.each(
    phases.flatMap((phase) => (['transferred', 'left-against-advice'] as const).map((e) => [e, phase] as const)),
  )('PH-47 %s from %s', (ending, phase) => {
    const visit = aVisit({ phase });
    expect(told(visit.ask({ type: 'visit:end', ending }))).toContain('The reason is missing');
    visit.give({ type: 'visit:end', ending, reason: 'as he wished' });
    expect(visit.state.phase).toMatchObject({ name: 'ended', ending, endedAt: visit.now });
    expect(visit.events.at(-1)).toMatchObject({ type: 'visit-ended', reason: 'as he wished' });
  });
  test.each([
    ['transferred', 'other'],
    ['left-against-advice', 'patient-request'],
  ] as const)('PH-47 %s during the infusion stops it in the record', (ending, reason) => {
    const visit = aVisit({ phase: 'infusion', minutes: 5 }).give({ type: 'visit:end', ending, reason: 'chest pain' });
    expect(visit.state.phase).toMatchObject({ name: 'ended', end: { endedAt: visit.now, reason } });
    expect(visit.events.at(-2)).toMatchObject({ type: 'infusion-ended', text: 'chest pain' });
  });
  test.each(phases)('PH-48 cancelled from %s', (phase) => {
    const answer = told(aVisit({ phase }).ask({ type: 'visit:end', ending: 'cancelled', reason: 'no ride' }));
    expect(answer).toContain(phase === 'baseline' ? 'accepted' : 'wrong-phase: A visit is cancelled only before');
  });
  test('PH-48 with a reason, and nothing was given', () => {
    expect(told(aVisit().ask({ type: 'visit:end', ending: 'cancelled' }))).toContain('The reason is missing');
    const { phase } = aVisit({ phase: 'ended', ending: 'cancelled' }).state;
    expect(phase).toEqual({
      name: 'ended',
      ending: 'cancelled',
      endedAt: expect.any(Number),
      byName: nurse.name,
      reason: 'no ride',
    });
  });
});

test('PH-65 moved to another chair after monitoring ended, the criteria stand as they were', () => {
  const visit = meetByHand(aVisit({ phase: 'discharge' }));
  const before = dischargeCriteria(visit.state, visit.now);
  visit.record({ type: 'chair-changed', chairId: 'chair-3' }).after(MINUTE);
  expect(dischargeCriteria(visit.state, visit.now)).toEqual(before);
});
