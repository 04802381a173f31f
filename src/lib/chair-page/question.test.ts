import { describe, expect, test } from 'vitest';
import { at, calm, infusion } from '../components/fixture-calm.ts';
import { fixtures } from '../components/fixtures.ts';
import { nextQuestion } from './question.ts';

const recovery = fixtures['past-mark']?.view ?? calm;
const paused = { ...calm, phase: { ...infusion, paused: { since: at(12), remindAt: at(22) } } };

describe('UI-16 one question at a time', () => {
  test('nothing to ask in a calm infusion', () => expect(nextQuestion(calm, at(23))).toBeNull());

  test.each([
    [at(40) - 1, undefined],
    [at(40), 'planned-end'],
    [at(50), 'planned-end'],
  ])('the planned end asks from %d on', (now, kind) => expect(nextQuestion(calm, now)?.kind).toBe(kind));

  test.each([
    [at(22) - 1, undefined],
    [at(22), 'still-paused'],
  ])('a pause asks once its reminder is due', (now, kind) => expect(nextQuestion(paused, now)?.kind).toBe(kind));

  test('a paused pump is not asked whether it has finished', () => {
    expect(nextQuestion(paused, at(45))?.kind).toBe('still-paused');
  });
  test('an administration has no pump to ask about', () => {
    const nasal = { ...calm, treatment: calm.treatment && { ...calm.treatment, treatment: 'administration' as const } };
    expect(nextQuestion(nasal, at(45))).toBeNull();
  });
  test('the identity comes first, in every phase but the last', () => {
    expect(nextQuestion({ ...calm, identity: null }, at(45))?.kind).toBe('identity');
    const ended = { ...calm, identity: null, phase: { name: 'ended', endedAt: at(45), ending: 'home' } as const };
    expect(nextQuestion(ended, at(46))).toBeNull();
  });
  test('the upper mark asks a provider, unless decided or everything is met', () => {
    expect(nextQuestion(recovery, at(71, 6))).toEqual({ kind: 'upper-mark', unmet: 8 });
    expect(nextQuestion(recovery, at(71, 5))).toBeNull();
    expect(nextQuestion({ ...recovery, canEndMonitoring: true }, at(74))).toBeNull();
    if (recovery.phase?.name !== 'recovery') throw new Error('not in recovery');
    expect(nextQuestion({ ...recovery, phase: { ...recovery.phase, decision: 'extend' } }, at(74))).toBeNull();
  });
  test('UI-133 a device that took another’s place: where it sits is asked after everything else, the oximeter first', () => {
    const { cuffArm: _c, oximeterHand: _o, ...neither } = calm.setUp;
    expect(nextQuestion({ ...calm, setUp: neither }, at(23))).toEqual({ kind: 'side', of: 'oximeter' });
    expect(nextQuestion({ ...calm, setUp: { ...neither, oximeterHand: 'left' } }, at(23))).toEqual({
      kind: 'side',
      of: 'cuff',
    });
    expect(nextQuestion({ ...calm, setUp: neither, devices: [] }, at(23))).toBeNull();
    expect(nextQuestion({ ...calm, setUp: neither, responseAsked: { bpAt: at(22) } }, at(23))?.kind).toBe('response');
    const before = { ...calm, setUp: neither, phase: { name: 'baseline', since: at(0) } as const };
    expect(nextQuestion(before, at(1))).toBeNull();
  });
  test('UI-295 off the monitor comes first: a person may end it before its time', () => {
    const off = fixtures['off-monitor']?.view ?? calm;
    expect(nextQuestion(off, at(72))).toMatchObject({ kind: 'off-monitor', until: at(59), byName: 'K. Marsh' });
  });
  test('UI-298 after “drowsy” the MOAA/S is asked, once the response itself is answered', () => {
    const drowsy = { ...calm, moaasAsked: { response: 'drowsy', at: at(22) } as const };
    expect(nextQuestion(drowsy, at(23))).toEqual({ kind: 'moaas', response: 'drowsy' });
    expect(nextQuestion({ ...drowsy, responseAsked: { bpAt: at(22) } }, at(23))?.kind).toBe('response');
    expect(nextQuestion(drowsy, at(40))?.kind).toBe('planned-end');
  });
  test('the response after a BP comes after the pump', () => {
    const asked = { ...calm, responseAsked: { bpAt: at(22) } };
    expect(nextQuestion(asked, at(23))).toEqual({ kind: 'response', bpAt: at(22) });
    expect(nextQuestion(asked, at(40))?.kind).toBe('planned-end');
  });
});
