import { describe, expect, test } from 'vitest';
import { aVisit, administrator, nurse, provider, screen, SECOND, told } from '../../../tests/support/visit-builder.ts';
import type { VisitBuilder } from '../../../tests/support/visit-builder.ts';
import type { TapPlace } from '../alerts/alert.ts';
import type { ChairCuff } from '../cuff.ts';
import { cuffControlView } from '../view/cuff-view.ts';
import { decide } from '../visit.ts';

const cuff: ChairCuff = {
  deviceId: 'cuff-1',
  label: 'Cuff 1',
  control: { restMs: 30_000 },
  allowed: true,
  connected: true,
};
const { control: _, ...byButton } = cuff;

function ask(visit: VisitBuilder, type: 'cuff:measure' | 'cuff:stop', with_: Partial<ChairCuff> | null = {}) {
  const on = with_ === null ? {} : { cuff: { ...cuff, ...with_ } };
  return decide(visit.state, { type }, { ...visit.context(nurse), ...on });
}
const pressure = (visit: VisitBuilder, mmHg = 120) =>
  visit.reading({ kind: 'cuff-pressure', measuredAt: visit.now, quality: 'good', causes: [], cuffPressureMmHg: mmHg });
const infusion = (): VisitBuilder => aVisit({ phase: 'infusion', minutes: 2 });

describe('measure now', () => {
  test.each(['baseline', 'infusion', 'recovery', 'discharge'] as const)(
    'PH-80 starts the chair’s cuff in %s',
    (phase) => {
      expect(ask(aVisit({ phase }).after(60 * SECOND), 'cuff:measure')).toEqual({
        ok: true,
        value: [{ type: 'cuff-asked', deviceId: 'cuff-1', cause: 'person' }],
      });
    },
  );

  test.each<[string, Partial<ChairCuff> | null, string]>([
    [
      'no cuff',
      null,
      'not-found: There is no cuff on this chair: put one there in Settings, Devices, or enter a BP by hand.',
    ],
    [
      'not allowed',
      { allowed: false },
      'not-allowed: “Cuff 1” measures by its own button: press it there. An administrator can let Vigil start it, in Settings, Devices.',
    ],
    [
      'its line is down',
      { connected: false },
      'unavailable: The line to “Cuff 1” is down: press its own button, or enter a BP by hand.',
    ],
  ])('PH-81 is refused with the way out: %s', (_, with_, sentence) => {
    expect(told(ask(infusion(), 'cuff:measure', with_))).toBe(sentence);
  });

  test('PH-81 is refused for a model that knows no such command', () => {
    const visit = infusion();
    const answer = decide(visit.state, { type: 'cuff:measure' }, { ...visit.context(nurse), cuff: byButton });
    expect(told(answer)).toBe(
      'not-allowed: “Cuff 1” measures by its own button: press it there, then say “I started a BP”.',
    );
  });

  test('PH-82 is refused during a cycle: pressure, or an ask nobody has answered', () => {
    const running = 'conflict: The cuff is measuring already: wait for its result, or tap Stop.';
    const inflated = pressure(infusion());
    expect(told(ask(inflated.copy().after(5 * SECOND), 'cuff:measure'))).toBe(running);
    expect(told(ask(inflated.after(5 * SECOND + 1), 'cuff:measure'))).toBe('accepted');
    const asked = infusion().record({ type: 'cuff-asked', deviceId: 'cuff-1', cause: 'interval' });
    expect(told(ask(asked.copy().after(180 * SECOND - 1), 'cuff:measure'))).toBe(running);
    expect(told(ask(asked.after(180 * SECOND), 'cuff:measure'))).toBe('accepted');
  });

  test('PH-82 is refused within the maker’s pause, with the seconds left', () => {
    const measured = infusion().bp();
    expect(told(ask(measured.copy().after(18 * SECOND), 'cuff:measure'))).toBe(
      'conflict: The cuff rests 30 s between two measurements: try again in 12 s.',
    );
    expect(told(ask(measured.copy().after(30 * SECOND - 1), 'cuff:measure'))).toMatch(/try again in 1 s\.$/);
    expect(told(ask(measured.after(30 * SECOND), 'cuff:measure'))).toBe('accepted');
  });

  test('PH-83 is a tap at the chair: not from the station or a phone, nor by whom it is not for', () => {
    const visit = infusion();
    const from = (actor: Parameters<VisitBuilder['context']>[0], place: TapPlace) =>
      told(decide(visit.state, { type: 'cuff:measure' }, { ...visit.context(actor, place), cuff }));
    for (const place of ['station', 'phone'] as const)
      expect(from(nurse, place)).toBe('not-allowed: A cuff is started at its chair, where you see the arm it is on.');
    expect(from(provider, 'chair')).toBe('accepted');
    expect([from(administrator, 'chair'), from(screen, 'chair')]).toEqual([
      expect.stringMatching(/^not-allowed/),
      expect.stringMatching(/^not-allowed/),
    ]);
  });
});

describe('stop', () => {
  test('PH-84 is always taken, also without a cycle, from the station and after the permission went', () => {
    const visit = infusion();
    const stopped = { ok: true, value: [{ type: 'cuff-stop-asked', deviceId: 'cuff-1' }] };
    expect(ask(visit, 'cuff:stop')).toEqual(stopped);
    expect(ask(visit, 'cuff:stop', { allowed: false })).toEqual(stopped);
    expect(decide(visit.state, { type: 'cuff:stop' }, { ...visit.context(nurse, 'station'), cuff })).toEqual(stopped);
  });

  test('PH-84 says what to do when the line is down', () => {
    expect(told(ask(infusion(), 'cuff:stop', { connected: false }))).toBe(
      'unavailable: The line to “Cuff 1” is down: press the stop button on the cuff, or open it.',
    );
  });
});

describe('what the chair page may do', () => {
  const view = (visit: VisitBuilder, with_: Partial<ChairCuff> = {}) =>
    cuffControlView(visit.state, visit.now, { ...cuff, ...with_ });

  test('UI-126 nothing is drawn unless the clinic lets Vigil start this cuff', () => {
    expect(view(infusion(), { allowed: false })).toBeUndefined();
    expect(cuffControlView(infusion().state, 0, byButton)).toBeUndefined();
    expect(cuffControlView(infusion().state, 0)).toBeUndefined();
    expect(view(aVisit({ phase: 'ended' }))).toBeUndefined();
  });

  test('UI-126 measure, then stop with the cause, then the pause, then measure', () => {
    const visit = infusion().after(60 * SECOND);
    expect(view(visit)).toEqual({ canMeasure: true, canStop: false });
    visit.record({ type: 'cuff-asked', deviceId: 'cuff-1', cause: 'repeat' });
    expect(view(visit)).toMatchObject({ canMeasure: false, canStop: true, cause: 'repeat' });
    expect(view(pressure(visit.after(3 * SECOND)))).toMatchObject({ canStop: true, cause: 'repeat' });
    visit.after(20 * SECOND).bp();
    expect(view(visit)).toEqual({
      canMeasure: false,
      canStop: false,
      reason: 'The cuff rests between two measurements.',
      changesAt: visit.now + 30 * SECOND,
    });
    expect(view(visit.after(30 * SECOND))).toMatchObject({ canMeasure: true });
  });

  test('UI-126 a cycle that Vigil did not start has no cause, and can be stopped', () => {
    const own = view(pressure(infusion()));
    expect(own).toMatchObject({ canMeasure: false, canStop: true });
    expect(own).not.toHaveProperty('cause');
  });

  test('UI-127 a refusal stands until the next start or result', () => {
    const visit = infusion().after(60 * SECOND);
    visit.record({ type: 'cuff-asked', deviceId: 'cuff-1', cause: 'person' });
    visit.after(SECOND).record({ type: 'cuff-refused', deviceId: 'cuff-1', reason: 'No.' });
    expect(view(visit)).toMatchObject({ canMeasure: true, refused: { reason: 'No.', at: visit.now } });
    const again = visit.copy().after(SECOND).record({ type: 'cuff-asked', deviceId: 'cuff-1', cause: 'person' });
    expect(view(again)).not.toHaveProperty('refused');
    expect(view(visit.after(SECOND).bp())).not.toHaveProperty('refused');
  });

  test('DV-233 a start that failed as the cuff’s fault without any pressure: the cuff did not start', () => {
    const visit = infusion().after(60 * SECOND);
    visit.record({ type: 'cuff-asked', deviceId: 'cuff-1', cause: 'person' }).after(15 * SECOND);
    const failed = (of: VisitBuilder) =>
      of.reading({
        ...{ kind: 'nibp-failed', measuredAt: of.now, quality: 'none', causes: [] },
        failure: 'device-fault',
      });
    const inflated = pressure(visit.copy()).after(SECOND);
    expect(view(failed(inflated))).not.toHaveProperty('refused');
    expect(view(failed(visit))).toMatchObject({ refused: { reason: 'The cuff did not start.', at: visit.now } });
    expect(view(visit.after(40 * SECOND).bp())).not.toHaveProperty('refused');
  });

  test('UI-127 a stop says when the cuff starts by itself again', () => {
    const visit = infusion()
      .after(60 * SECOND)
      .record({ type: 'cuff-stop-asked', deviceId: 'cuff-1' });
    const { phase } = visit.state;
    const startedAt = phase.name === 'infusion' ? phase.infusion.startedAt : 0;
    expect(view(visit)?.held).toEqual({ why: 'stopped', until: startedAt + 600 * SECOND });
  });

  test('UI-126 with the line down neither is offered', () => {
    expect(view(pressure(infusion()), { connected: false })).toMatchObject({
      canMeasure: false,
      canStop: false,
      reason: 'The line to the cuff is down: use its own button.',
    });
  });
});
