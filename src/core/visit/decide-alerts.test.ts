import { describe, expect, test } from 'vitest';
import { aVisit, MINUTE, nurse, provider, screen, told } from '../../../tests/support/visit-builder.ts';
import type { VisitEventOf } from '../event.ts';
import { AUDIO_PAUSE_MS } from './decide-alerts.ts';

const acknowledge = { type: 'alert:acknowledge', alertId: 'alert-1' } as const;
const pauseAudio = { type: 'alert:pause-audio', alertId: 'alert-1' } as const;
const clear = { type: 'mark:clear', alertId: 'alert-1' } as const;

function withAlert(more: Partial<VisitEventOf<'alert-issued'>> = {}) {
  const visit = aVisit({ phase: 'infusion', minutes: 1 });
  return visit.record({
    type: 'alert-issued',
    alertId: 'alert-1',
    kind: 'bp-high',
    priority: 'medium',
    onsetAt: visit.now,
    excess: { of: 'systolicMmHg', extreme: 164, is: '>=', limit: 160 },
    ...more,
  });
}
const marked = () =>
  withAlert({ priority: 'high' }).record({ type: 'alert-ended', alertId: 'alert-1', cause: 'in-range', latched: true });

describe('a person and an alert', () => {
  test.each(['chair', 'station', 'phone'] as const)('REC-10 acknowledged at the %s, once', (place) => {
    const visit = withAlert().give(acknowledge, provider, place);
    expect(visit.events.at(-1)).toMatchObject({ type: 'alert-acknowledged', byName: 'Dr. Ruiz', place });
    expect(told(visit.ask(acknowledge, provider, place))).toBe(
      'conflict: This alert is acknowledged by Dr. Ruiz already: nothing is left to do.',
    );
  });
  test('REC-10 seen at the station it may be acknowledged at the chair, not the other way round', () => {
    const seen = withAlert().give(acknowledge, provider, 'station');
    expect(told(seen.ask(acknowledge, provider, 'chair'))).toBe('accepted');
    const done = withAlert().give(acknowledge, provider, 'chair');
    expect(told(done.ask(acknowledge, provider, 'station'))).toContain('acknowledged by Dr. Ruiz already');
  });
  test.each([
    ['phone', 'chair', true],
    ['phone', 'station', false],
    ['station', 'phone', false],
    ['chair', 'phone', false],
  ] as const)('AL-178 seen at the %s, then acknowledged at the %s: taken is %s', (first, then, taken) => {
    const seen = withAlert().give(acknowledge, provider, first);
    expect(seen.ask(acknowledge, provider, then).ok).toBe(taken);
  });
  test('REC-10 one that is unknown or has ended is refused', () => {
    const visit = aVisit({ phase: 'infusion' });
    for (const command of [acknowledge, pauseAudio])
      expect(told(visit.ask(command))).toBe(
        'not-found: This alert is not open: it has ended, or belongs to another visit.',
      );
    for (const command of [acknowledge, pauseAudio])
      expect(told(marked().ask(command))).toBe('conflict: This alert has ended by itself: clear its mark instead.');
  });

  test('REC-11 a sound is paused for 120 s, and may be paused again', () => {
    const visit = withAlert();
    expect(visit.ask(pauseAudio)).toMatchObject({ ok: true, value: [{ until: visit.now + 120_000 }] });
    expect(AUDIO_PAUSE_MS).toBe(120_000);
    visit.give(pauseAudio).after(MINUTE);
    expect(visit.ask(pauseAudio)).toMatchObject({ ok: true, value: [{ until: visit.now + 120_000 }] });
  });
  test('REC-11 what makes no sound cannot be paused', () => {
    expect(told(withAlert({ priority: 'low' }).ask(pauseAudio))).toContain('An advisory makes no sound');
    const waiting = withAlert({ confirmUntil: Number.MAX_SAFE_INTEGER });
    expect(told(waiting.ask(pauseAudio))).toContain('silent until the BP is repeated: repeat it now.');
    expect(told(waiting.ask(acknowledge))).toBe('accepted');
    waiting.record({ type: 'alert-confirmed', alertId: 'alert-1' });
    expect(told(waiting.ask(pauseAudio))).toBe('accepted');
  });

  test.each(['station', 'phone'] as const)(
    'AL-209 from a %s no sound is paused, whoever asks; the way out is said',
    (place) => {
      for (const actor of [nurse, provider, screen])
        expect(told(withAlert().ask(pauseAudio, actor, place))).toBe(
          'not-allowed: The sound of an alert is paused beside the patient, on the page of the chair. From here acknowledge it: that says that you have seen it, and the chair goes on sounding.',
        );
    },
  );
  test('AL-209 at the chair anybody may, named or not', () => {
    expect(told(withAlert().ask(pauseAudio, screen, 'chair'))).toBe('accepted');
  });

  test('REC-12 a mark is cleared once', () => {
    const visit = marked();
    expect(visit.state.latched).toHaveLength(1);
    visit.give(clear);
    expect(visit.state.latched).toEqual([]);
    expect(visit.events.at(-1)).toMatchObject({ byName: 'N. Okafor' });
    expect(told(visit.ask(clear))).toContain('not-found: There is no such mark');
    expect(told(withAlert().ask(clear))).toContain('conflict: This alert is still open: acknowledge it instead.');
  });
});
