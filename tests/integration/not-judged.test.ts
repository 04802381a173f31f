/** A visit whose rules fail makes no facts any more: it is heard, paged and rung for all the same. */
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import * as judging from '#core/advance.ts';
import * as schedule from '#core/bp-schedule.ts';
import { isHeardAt } from '#core/alarm-signal/sounding.ts';
import type { Call } from '../../server/clinic/calls.ts';
import { passBeating, SoundingPage } from '../support/sounding-page.ts';
import { startTestClinic } from '../support/test-clinic.ts';
import { infusingByWire } from '../support/visit-by-wire.ts';
import { eventually } from '../support/eventually.ts';

vi.mock('#core/advance.ts', { spy: true });
vi.mock('#core/bp-schedule.ts', { spy: true });

const broken = () => {
  for (const judge of [judging.advance, judging.advanceByTime])
    vi.mocked(judge).mockImplementation(() => {
      throw new Error('Alert facts without end');
    });
};
const mended = () => {
  vi.mocked(judging.advance).mockRestore();
  vi.mocked(judging.advanceByTime).mockRestore();
};
afterEach(mended);
/** A fault in what the rules, the screens and the cuff have in common. */
const commonFault = () => {
  for (const part of [schedule.bpPlan, schedule.nextBp])
    vi.mocked(part).mockImplementation(() => {
      throw new Error('No such interval');
    });
};
const commonFaultMended = () => {
  vi.mocked(schedule.bpPlan).mockRestore();
  vi.mocked(schedule.nextBp).mockRestore();
};
afterEach(commonFaultMended);

function receiver() {
  const told: object[] = [];
  const call: Call = async (body) => {
    told.push(body);
    return true;
  };
  return { told, call };
}

async function aWatch() {
  const [provider, second, bell] = [receiver(), receiver(), receiver()];
  const calls = {
    provider: provider.call,
    secondPerson: second.call,
    bell: [bell.call],
    pageUrl: (chairId: string) => `http://localhost:4400/phone/${chairId}`,
  };
  const clinic = await startTestClinic({ watchesSound: true, calls });
  onTestFinished(() => clinic.close());
  const { chairId, visitId, adapter, nurse } = await infusingByWire(clinic);
  const page = await SoundingPage.chair(nurse, chairId);
  const pass = (ms: number, pages = [page]) => passBeating(clinic, ms, pages, () => adapter.spo2(98));
  await pass(2_000);
  return { clinic, chairId, visitId, nurse, pass, provider: provider.told, second: second.told, bell: bell.told };
}

test('AL-193 a visit that is not judged sounds at the station too, goes to the provider and a second person, and is called off', async () => {
  const { clinic, chairId, pass, provider, second } = await aWatch();
  broken();
  await pass(50_000);
  const [alert] = clinic.clinic.board.view(chairId)?.alerts ?? [];
  expect(alert).toMatchObject({ kind: 'not-judged', priority: 'high' });
  expect(alert && isHeardAt('station', alert, clinic.clock.now())).toBe(true);
  expect(provider).toEqual([]);
  await pass(20_000);
  await eventually(() => expect(provider).toHaveLength(1));
  expect(provider[0]).toMatchObject({ kind: 'alert', chair: 'Chair 1', priority: 'high', text: 'Not judged' });
  expect(second).toEqual([]);
  await pass(60_000);
  await eventually(() => expect(second).toHaveLength(1));
  expect(provider).toHaveLength(1);
  mended();
  await pass(2_000);
  await eventually(() => expect([provider, second].map((told) => told.length)).toEqual([2, 2]));
  expect(provider[1]).toMatchObject({ kind: 'over', to: 'provider' });
});

test('AL-193 the bell rings for it when no page can sound, and stops when one can', async () => {
  const { pass, bell } = await aWatch();
  broken();
  await pass(2_000, []);
  expect(bell).toEqual([]);
  await pass(3_000, []);
  await eventually(() => expect(bell).toHaveLength(1));
  expect(bell[0]).toMatchObject({ kind: 'bell', chairs: ['Chair 1'] });
  await pass(3_000);
  await eventually(() => expect(bell).toHaveLength(2));
  expect(bell[1]).toMatchObject({ kind: 'bell-over' });
});

test('AL-197 a fault that the view has in common with the rules stops nothing: no number is left standing, and it is drawn again', async () => {
  const { clinic, chairId, pass } = await aWatch();
  const shown = () => clinic.clinic.board.view(chairId);
  const before = shown();
  expect(before?.spo2).toMatchObject({ status: 'live', value: 98 });
  commonFault();
  await pass(2_000);
  expect(shown()?.alerts).toMatchObject([{ kind: 'not-judged', priority: 'high', escalatedTo: 'station' }]);
  expect(shown()).toMatchObject({ visitId: before?.visitId, patient: before?.patient, nibp: {} });
  expect(shown()?.spo2).toEqual({ status: 'none', reason: 'cannot be shown' });
  commonFaultMended();
  await pass(2_000);
  expect(shown()?.spo2).toMatchObject({ status: 'live', value: 98 });
  expect(shown()?.alerts).toEqual([]);
});

test('WS-147 the health report counts the visits that are not judged', async () => {
  const { clinic, pass } = await aWatch();
  const health = async () => (await (await fetch(`${clinic.url}/healthz`)).json()) as object;
  expect(await health()).toMatchObject({ ok: true, notJudged: 0 });
  broken();
  await pass(1_000);
  expect(await health()).toMatchObject({ ok: false, notJudged: 1 });
  mended();
  await pass(1_000);
  expect(await health()).toMatchObject({ ok: true, notJudged: 0 });
});

test('AL-210 its sound is paused at the chair for 2 min, on the record; it cannot be acknowledged, and is passed on all the same', async () => {
  const { clinic, chairId, visitId, nurse, pass, provider } = await aWatch();
  broken();
  await pass(2_000);
  const shown = () => clinic.clinic.board.view(chairId)?.alerts[0];
  const alertId = shown()?.alertId ?? '';
  const isHeard = (place: 'chair' | 'station') => {
    const alert = shown();
    return alert && isHeardAt(place, alert, clinic.clock.now());
  };
  expect(
    await nurse.request('visit:command', {
      ...{ visitId, commandId: 'c-1' },
      command: { type: 'alert:acknowledge', alertId },
    }),
  ).toMatchObject({ refusal: { code: 'conflict', message: expect.stringContaining('pause its sound') as string } });
  expect(isHeard('chair')).toBe(true);
  await nurse.give(visitId, { type: 'alert:pause-audio', alertId });
  await pass(1_000);
  expect(shown()?.audioPausedUntil).toBeGreaterThan(clinic.clock.now());
  expect([isHeard('chair'), isHeard('station')]).toEqual([false, false]);
  await pass(60_000);
  await eventually(() => expect(provider).toHaveLength(1));
  await pass(60_000);
  expect(isHeard('chair')).toBe(true);
  await clinic.clinic.drained();
  const events = await clinic.journal.read({ kind: 'visit', id: visitId });
  expect(events.filter(({ type }) => type === 'alert-audio-paused')).toMatchObject([{ alertId, byName: 'N. Okafor' }]);
  await nurse.give(visitId, { type: 'alert:pause-audio', alertId });
  mended();
  await pass(1_000);
  broken();
  await pass(1_000);
  expect(isHeard('chair')).toBe(true);
});
