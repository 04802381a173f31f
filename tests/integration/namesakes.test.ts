import { expect, onTestFinished, test } from 'vitest';
import type { TestScreen } from '../support/test-screen.ts';
import { startTestClinic } from '../support/test-clinic.ts';

const DAY = 86_400_000;

async function start() {
  const clinic = await startTestClinic({ chairs: 3 });
  onTestFinished(() => clinic.close());
  const nurse = await (await clinic.screen()).choose('nurse');
  const chair = (number: number) => clinic.chair(number).chairId;
  const count = (number: number) => clinic.clinic.board.view(chair(number))?.readiness?.namesakes;
  const today = { from: clinic.clock.now() - DAY / 2, before: clinic.clock.now() + DAY / 2 };
  const day = async (at = today) => {
    const answer = await nurse.request('schedule:day', at);
    if (!answer.ok) throw new Error(answer.refusal.message);
    return answer.data;
  };
  const plan = (number: number, inMs: number, name: string, birthDate = '1990-02-01') =>
    nurse.request('site:command', {
      commandId: crypto.randomUUID(),
      command: {
        ...{ type: 'plan:make', patient: { name, birthDate } },
        plan: {
          ...{ chairId: chair(number), startsAt: clinic.clock.now() + inMs },
          ...{ lengthMs: DAY / 24, protocolId: 'iv-ketamine-40', setUp: {} },
        },
      },
    });
  return { clinic, nurse, chair, count, day, plan, today };
}
const names = async (screen: TestScreen, visitId: string) => {
  const answer = await screen.request('visit:namesakes', { visitId });
  return answer.ok ? answer.data.patients.map(({ name, birthDate }) => [name, birthDate]) : answer.refusal.code;
};

test('PH-148 two patients who share a surname are told to each other before the identity is confirmed, also who came first', async () => {
  const { nurse, chair, count } = await start();
  const dana = await nurse.open(chair(1), { name: 'Dana Marlow', birthDate: '1986-03-14' });
  await nurse.open(chair(3), { name: 'Grace Hopper', birthDate: '1946-12-09' });
  expect(count(1)).toBeUndefined();
  const rosa = await nurse.open(chair(2), { name: 'MÁRLOW, Rosa', birthDate: '1990-02-01' });
  expect([count(1), count(2), count(3)]).toEqual([1, 1, undefined]);
  expect(await names(nurse, dana)).toEqual([['MÁRLOW, Rosa', '1990-02-01']]);
  expect(await names(nurse, rosa)).toEqual([['Dana Marlow', '1986-03-14']]);
});

test('WS-182 who is called alike is told to named people alone: no view holds another patient’s name', async () => {
  const { clinic, nurse, chair, count, plan } = await start();
  const dana = await nurse.open(chair(1), { name: 'Dana Marlow', birthDate: '1986-03-14' });
  await plan(2, DAY / 24, 'Rosa Marlow');
  expect(count(1)).toBe(1);
  expect(JSON.stringify(clinic.clinic.board.views)).not.toContain('Rosa');
  expect(await names(await clinic.screen(), dana)).toBe('not-allowed');
  expect(await names(nurse, dana)).toEqual([['Rosa Marlow', '1990-02-01']]);
  expect(await names(nurse, 'none')).toEqual([]);
});

test('WS-183 plans and whoever is here today are compared, walk-ins too; not another day’s, nor somebody with themselves', async () => {
  const { clinic, nurse, chair, day, plan, today } = await start();
  await plan(2, DAY / 24, 'Rosa Marlow');
  await plan(3, 3 * (DAY / 24), 'Grace Hopper', '1946-12-09');
  await plan(3, DAY, 'Lee Marlow');
  const heard = new Promise((resolve) => nurse.raw.once('schedule:changed', () => resolve('heard')));
  const dana = await nurse.open(chair(1), { name: 'Dana Marlow', birthDate: '1986-03-14' });
  expect(await heard).toBe('heard');
  const shared = async (at = today) => {
    const { plans, alikeHere } = await day(at);
    return [plans.map(({ patient, sharesSurname }) => [patient?.name, sharesSurname]), alikeHere];
  };
  expect(await shared()).toEqual([
    [
      ['Rosa Marlow', true],
      ['Grace Hopper', undefined],
    ],
    [dana],
  ]);
  expect(await shared({ from: today.from + DAY, before: today.before + DAY })).toEqual([
    [['Lee Marlow', undefined]],
    undefined,
  ]);
  await nurse.open(chair(3), { name: 'Grace Hopper', birthDate: '1946-12-09' });
  expect((await shared())[1]).toEqual([dana]);
  const reason = 'wrong row';
  await nurse.give(dana, { type: 'patient:correct', reason, patient: { name: 'D. Okoye', birthDate: '1986-03-14' } });
  expect((await shared())[1]).toBeUndefined();
  expect(clinic.clinic.health.visits).toBe(2);
});
