import { describe, expect, test } from 'vitest';
import { administrator, aVisit, nurse, provider, screen, told } from '../../../tests/support/visit-builder.ts';
import { pagesAskedFor, pagesToCallOff, pagesToSend } from '../alerts/pages.ts';
import { evaluate } from '../alerts/evaluate.ts';
import { alertFromOutside } from '../alerts/from-outside.ts';
import { giveAlone, runAlone } from '../alone/alone-run.ts';
import type { ClinicalProtocol } from '../clinical-protocol.ts';
import { publishedProtocols } from '../protocols/published.ts';
import { chairView } from '../view.ts';

const CALL = { type: 'provider:call' } as const;
const ANSWER = { type: 'provider:answer' } as const;
const OFF = { type: 'provider:call-off' } as const;
const infusing = (protocol: ClinicalProtocol = publishedProtocols[0]) => aVisit({ phase: 'infusion', protocol });
const called = () => infusing().give(CALL);
const code = (answer: Parameters<typeof told>[0]) => told(answer).split(':')[0];
const viewOf = ({ state, now }: ReturnType<typeof called>) =>
  chairView(
    { chair: { chairId: 'chair-1', name: 'Chair 1' }, visit: state, patient: null, devices: [], recorded: true },
    now,
  );

describe('a call for a provider', () => {
  test.each([
    ['a nurse', nurse, 'accepted', 'needs-provider', 'accepted'],
    ['a provider', provider, 'accepted', 'accepted', 'accepted'],
    ['an administrator', administrator, 'not-allowed', 'not-allowed', 'not-allowed'],
    ['nobody named', screen, 'accepted', 'not-allowed', 'not-allowed'],
  ] as const)('PH-123 PH-124 PH-125 %s: called, answered, called off', (_, by, call, answer, off) => {
    expect(code(infusing().ask(CALL, by))).toBe(call);
    expect(code(called().ask(ANSWER, by))).toBe(answer);
    expect(code(called().ask(OFF, by))).toBe(off);
  });
  test.each([
    ['chair', 'unidentified at the chair'],
    ['station', 'unidentified at the station'],
    ['phone', 'unidentified on a phone'],
  ] as const)('PH-172 where nobody is named it is said whence: %s', (place, byName) => {
    expect(viewOf(infusing().give(CALL, screen, place)).providerCall).toMatchObject({ byName });
  });
  test('PH-123 is one at a time, and can be made again once it was answered or called off', () => {
    expect(told(called().ask(CALL))).toMatch(/^conflict: .*call by voice or telephone/);
    expect(code(called().give(ANSWER, provider, 'phone').ask(CALL))).toBe('accepted');
    expect(code(called().give(OFF).ask(CALL))).toBe('accepted');
    expect(code(aVisit({ phase: 'ended' }).ask(CALL))).toBe('wrong-phase');
  });
  test.each(['chair', 'station', 'phone'] as const)('PH-124 is answered at the %s by name, once', (place) => {
    const visit = called();
    const { now } = visit.after(40_000);
    visit.give(ANSWER, provider, place);
    expect(visit.state.calls?.[0]).toMatchObject({
      byName: nurse.name,
      at: now - 40_000,
      answered: { byName: provider.name, at: now, place },
    });
    expect(told(visit.ask(ANSWER, provider))).toMatch(/^conflict: Dr\. Ruiz has answered/);
    expect(told(infusing().ask(ANSWER, provider))).toMatch(/^conflict: No provider is called/);
  });
  test('PH-125 called off it is over, answered or not; a fact of another call changes nothing', () => {
    expect(viewOf(called().give(OFF)).providerCall).toBeNull();
    const visit = called().give(ANSWER, provider).give(OFF);
    expect(viewOf(visit).providerCall).toBeNull();
    expect(visit.state.calls?.[0]).toMatchObject({ answered: {}, withdrawn: { byName: nurse.name } });
    expect(told(visit.ask(OFF))).toMatch(/^conflict/);
    const before = visit.state;
    expect(visit.record({ type: 'provider-call-withdrawn', callId: 'else', byName: 'Else' }).state).toBe(before);
  });
  test('WS-157 the view says who called when, who comes, and whether the pager has taken it', () => {
    const visit = called();
    const callId = visit.state.calls?.[0]?.callId ?? '';
    expect(viewOf(visit).providerCall).toEqual({
      ...{ callId, at: visit.now, byName: nurse.name, paged: false },
      secondPerson: { from: visit.now + 120_000, paged: false },
    });
    visit.record({ type: 'page-sent', alertId: callId, to: 'provider', askedAt: visit.now });
    expect(viewOf(visit).providerCall).toMatchObject({ paged: true });
    expect(viewOf(visit.give(ANSWER, provider, 'phone')).providerCall?.answered?.byName).toBe(provider.name);
  });
});

describe('its page', () => {
  test('AL-213 is asked for at once, sent once, and called off when it is answered', () => {
    const visit = called();
    const page = { alertId: visit.state.calls?.[0]?.callId ?? '', to: 'provider', askedAt: visit.now } as const;
    expect(pagesToSend(visit.state, visit.now)).toEqual([page]);
    visit.record({ type: 'page-sent', ...page });
    expect([pagesToSend(visit.state, visit.now), pagesToCallOff(visit.state)]).toEqual([[], []]);
    visit.give(ANSWER, provider, 'station');
    expect([pagesToSend(visit.state, visit.now), pagesToCallOff(visit.state)]).toEqual([[], [page]]);
    visit.record({ type: 'page-sent', ...page, over: true });
    expect(pagesToCallOff(visit.state)).toEqual([]);
  });
  test.each([
    ['called off', (visit: ReturnType<typeof called>) => visit.give(OFF)],
    [
      'with the visit',
      (visit: ReturnType<typeof called>) => visit.give({ type: 'visit:end', ending: 'transferred', reason: 'pain' }),
    ],
  ])('AL-213 is over %s', (_, end) => {
    expect(pagesAskedFor(called().state, called().now)).toHaveLength(1);
    expect(pagesAskedFor(end(called()).state, end(called()).now)).toEqual([]);
  });
  test('AL-213 a second call is another page', () => {
    const visit = called().give(ANSWER, provider).after(1_000).give(CALL);
    const [first, second] = visit.state.calls ?? [];
    expect(first?.callId).not.toBe(second?.callId);
    expect(pagesAskedFor(visit.state, visit.now).map(({ alertId }) => alertId)).toEqual([second?.callId]);
  });
  test.each([
    [119_999, 1],
    [120_000, 2],
  ])('AL-230 after %i ms without an answer it asks for %i people', (after, people) => {
    const visit = called();
    const provider = { alertId: visit.state.calls?.[0]?.callId ?? '', to: 'provider', askedAt: visit.now } as const;
    const second = { ...provider, to: 'second-person' } as const;
    const { state, now } = visit.after(after);
    expect(pagesToSend(state, now)).toEqual([provider, second].slice(0, people));
  });
  test('AL-230 it stands in the view whether the second person was paged; whoever answers calls both off', () => {
    const visit = called();
    const page = { alertId: visit.state.calls?.[0]?.callId ?? '', askedAt: visit.now } as const;
    visit.record({ type: 'page-sent', ...page, to: 'provider' }).after(130_000);
    expect(viewOf(visit).providerCall).toMatchObject({ paged: true, secondPerson: { paged: false } });
    visit.record({ type: 'page-sent', ...page, to: 'second-person' });
    expect(viewOf(visit).providerCall).toMatchObject({ paged: true, secondPerson: { paged: true } });
    expect([pagesToSend(visit.state, visit.now), pagesToCallOff(visit.state)]).toEqual([[], []]);
    // A clock that is set back calls nobody off.
    expect(pagesToSend(visit.state, page.askedAt)).toEqual([]);
    visit.give(ANSWER, provider, 'phone');
    expect(pagesToCallOff(visit.state).map(({ to }) => to)).toEqual(['provider', 'second-person']);
    expect(viewOf(visit).providerCall?.secondPerson).toBeUndefined();
  });
  test.each(['baseline', 'discharge'] as const)(
    'AL-231 in %s a page that failed stands while the call is open',
    (phase) => {
      const visit = aVisit({ phase });
      const failed = () =>
        alertFromOutside(visit.state, 'page-failed', 'The pager answered 503', visit.now, visit.newId);
      const isSaid = () => visit.tick().state.alerts['page-failed'] !== undefined;
      expect(failed()).toEqual([]);
      visit.give(CALL);
      for (const { at: _, actor: __, ...body } of failed()) visit.record(body);
      expect([isSaid(), isSaid()]).toEqual([true, true]);
      expect(alertFromOutside(visit.state, 'clock-stepped', 'x', visit.now, visit.newId)).toEqual([]);
      visit.give(ANSWER, provider, 'phone');
      expect(isSaid()).toBe(false);
    },
  );
  test('AL-241 on another chair everything that is asked for is asked anew, and what was sent is called off', () => {
    const visit = called();
    const before = pagesToSend(visit.state, visit.now);
    for (const page of before) visit.record({ type: 'page-sent', ...page });
    visit.after(30_000).give({ type: 'visit:move', chairId: 'chair-2' });
    expect(pagesToSend(visit.state, visit.now)).toEqual(before.map((page) => ({ ...page, askedAt: visit.now })));
    expect(pagesToCallOff(visit.state)).toEqual(before);
    // The move gives nobody more time.
    const { state, now } = visit.after(90_000);
    expect(pagesToSend(state, now).map(({ to }) => to)).toEqual(['provider', 'second-person']);
  });
  test('AL-215 a call is no alert: it issues, ends and changes none', () => {
    const quiet = infusing().tick();
    const before = quiet.state.alerts;
    quiet.give(CALL);
    expect(evaluate(quiet.state, quiet.now, quiet.newId).events).toEqual([]);
    expect(quiet.state.alerts).toBe(before);
  });
});

describe('an emergency calls a provider by itself', () => {
  const DECLARE = { type: 'emergency:declare' } as const;
  const END = { type: 'emergency:end' } as const;
  const asked = ({ state, now }: ReturnType<typeof called>) => pagesAskedFor(state, now).map(({ to }) => to);

  test.each([
    ['a nurse', nurse, nurse.name],
    ['nobody named', screen, 'unidentified at the chair'],
  ] as const)('AL-238 declared by %s: paged at once, and the second person where nobody answers', (_, by, byName) => {
    const visit = infusing().give(DECLARE, by, 'chair');
    expect(viewOf(visit).providerCall).toMatchObject({ emergency: true, byName, at: visit.now, paged: false });
    expect(asked(visit)).toEqual(['provider']);
    expect(asked(visit.after(119_999))).toEqual(['provider']);
    expect(asked(visit.after(1))).toEqual(['provider', 'second-person']);
  });
  test('AL-238 a provider answers it; the emergency goes on', () => {
    const visit = infusing().give(DECLARE).after(10_000).give(ANSWER, provider, 'phone');
    expect(asked(visit)).toEqual([]);
    expect(visit.state.emergencySince).toBeDefined();
    expect(viewOf(visit).providerCall?.answered?.byName).toBe(provider.name);
    expect(viewOf(visit.give(END)).providerCall).toBeNull();
  });
  test('AL-238 it is over with the emergency, and the next one calls anew', () => {
    const visit = infusing().give(DECLARE).after(10_000).give(END);
    expect(asked(visit)).toEqual([]);
    expect(visit.state.calls).toMatchObject([{ withdrawn: { byName: nurse.name } }]);
    visit.after(1_000).give(DECLARE);
    expect(new Set(visit.state.calls?.map(({ callId }) => callId)).size).toBe(2);
    expect(asked(visit)).toEqual(['provider']);
  });
  test('AL-239 a call that nobody has answered stays beside it, and after it', () => {
    const visit = called().after(10_000).give(DECLARE);
    expect(asked(visit)).toEqual(['provider', 'provider']);
    expect(viewOf(visit).providerCall?.emergency).toBe(true);
    visit.give(END);
    expect(asked(visit)).toEqual(['provider']);
    expect(viewOf(visit).providerCall).toMatchObject({ callId: visit.state.calls?.[0]?.callId });
    expect(viewOf(visit).providerCall?.emergency).toBeUndefined();
  });
  test.each([
    ['answered', ANSWER, provider],
    ['called off', OFF, nurse],
  ] as const)('AL-239 both are %s by one tap', (_, command, by) => {
    expect(asked(called().give(DECLARE).give(command, by))).toEqual([]);
  });
  test('AL-240 a tablet that is alone pages nobody, and does not say that it does', () => {
    const { state, now, newId } = infusing();
    const run = runAlone(state, now, { own: ['oximeter'], adapterId: 'screen:s', newId });
    const { answer, run: after } = giveAlone(run, DECLARE, { now, actor: nurse, newId });
    expect([answer.ok, after.state.emergencySince, after.state.calls]).toEqual([true, now, undefined]);
  });
});
