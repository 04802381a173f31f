import '../../app.css';
import { expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import type { Refusal } from '#core/refusal.ts';
import type { PlanView } from '#protocol/schedule.ts';
import { calm } from '../components/fixture-calm.ts';
import FromPlan from './FromPlan.svelte';
import NextPatient from './NextPatient.svelte';

const NOW = Date.UTC(2026, 2, 2, 14);
const MINUTE = 60_000;
const plan = (planId: string, name: string, inMs: number): PlanView => ({
  ...{ planId, chairId: 'c1', startsAt: NOW + inMs, lengthMs: 90 * MINUTE, protocolId: 'iv', setUp: {} },
  ...{ byName: 'K. Marsh', state: { name: 'planned' } },
  patient: { patientId: planId, name, birthDate: '1986-03-14', recordNumber: 'R-7' },
});
const dana = { ...plan('a', 'Dana Marlow', -12 * MINUTE), sharesSurname: true, note: 'by the window' } as const;

async function next(wish: object = {}, answer: Refusal | null = null) {
  const begin = vi.fn<(planId: string) => Promise<Refusal | null>>(() => Promise.resolve(answer));
  const plans = [dana, plan('b', 'Ruth Abara', 90 * MINUTE)];
  const screen = await render(NextPatient, { props: { plans, now: NOW, nobody: false, begin, ...wish } });
  return { screen, begin };
}

test('UI-251 a free chair names who is planned there first, with two identifiers and how late, and begins with one tap', async () => {
  const { screen, begin } = await next();
  for (const words of ['Dana Marlow', 'born 14 Mar 1986', 'R-7', '13:48, 12 min late', 'same surname', 'by the window'])
    expect(screen.container.textContent).toContain(words);
  await screen.getByRole('button', { name: 'Begin visit' }).click();
  expect(begin).toHaveBeenCalledExactlyOnceWith('a');
  await screen.getByRole('button', { name: 'Begin the visit of Ruth Abara' }).click();
  expect(begin).toHaveBeenLastCalledWith('b');
});
test('UI-251 a refusal stands beside the button; nobody planned, nothing stands there', async () => {
  const { screen } = await next({}, { code: 'conflict', message: 'This visit has begun.' });
  await screen.getByRole('button', { name: 'Begin visit' }).click();
  await expect.element(screen.getByRole('alert')).toMatchTextContent('has begun');
  const empty = await next({ plans: [] });
  expect(empty.screen.container.textContent.trim()).toBe('');
});
test('UI-320 a plan of another chair or another day is begun only after a yes, and the right one of two', async () => {
  const words = 'Ruth Abara is planned on Chair 2 today at 15:30, not on Chair 1: look at the schedule, or confirm.';
  const { screen, begin } = await next({}, { code: 'needs-confirmation', message: words });
  await screen.getByRole('button', { name: 'Begin the visit of Ruth Abara' }).click();
  await expect.element(screen.getByRole('alert')).toMatchTextContent('planned on Chair 2');
  expect(begin).toHaveBeenCalledExactlyOnceWith('b');
  await screen.getByRole('button', { name: 'Yes, begin it here' }).click();
  expect(begin).toHaveBeenLastCalledWith('b', true);
});
test('UI-251 at a screen where nobody is named no patient stands', async () => {
  const { screen } = await next({ nobody: true });
  await expect.element(screen.getByText(/Choose who you are/)).toBeVisible();
  expect(screen.container.textContent).not.toContain('Dana');
});

test('UI-252 what was planned is marked, recorded with one tap, and asked again where it looks wrong', async () => {
  const setUp = { weightKg: 80, doseMg: 80, ride: { name: 'Lee Marlow', phone: '555' } };
  const view = { ...calm, setUp: { doseMg: 40 }, plan: { planId: 'a', setUp, note: 'by the window' } };
  const answer = { code: 'needs-confirmation', message: '80 kg differs from 72 kg' } as const;
  const give = vi.fn(() => Promise.resolve<Refusal | null>(answer));
  const screen = await render(FromPlan, { view, give });
  const group = screen.getByRole('group', { name: 'From the plan' });
  for (const words of ['80 kg', 'Lee Marlow, 555', 'by the window', 'until then they do not count'])
    await expect.element(group).toMatchTextContent(words);
  await expect.element(group).not.toMatchTextContent('80 mg');
  await group.getByRole('button', { name: 'They are right: record them' }).click();
  await group.getByRole('button', { name: 'Yes, it is right' }).click();
  const change = { type: 'setup:record', setUp: { weightKg: 80, ride: setUp.ride } };
  expect(give.mock.calls).toEqual([[change], [{ ...change, confirmed: true }]]);
  await screen.rerender({ view: { ...view, setUp } });
  await expect.element(group.getByRole('button', { name: 'All of it is recorded' })).toBeDisabled();
  await screen.rerender({ view: { ...view, plan: null } });
  expect(group.elements()).toHaveLength(0);
});
