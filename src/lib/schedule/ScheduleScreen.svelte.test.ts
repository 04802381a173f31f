import '../../app.css';
import { describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { Refusal } from '#core/refusal.ts';
import type { PlanState, PlanView } from '#protocol/schedule.ts';
import type { WireSiteCommand } from '#protocol/screen-events.ts';
import { loadedVisit } from '../../../tests/support/loaded-visit.ts';
import { calm } from '../components/fixture-calm.ts';
import ScheduleScreen from './ScheduleScreen.svelte';

const HOUR = 3_600_000;
const DAY = Date.UTC(2026, 2, 2);
const NOW = DAY + 14 * HOUR;

const plan = (planId: string, hour: number, name: string, state: PlanState): PlanView => ({
  ...{ planId, chairId: 'c1', startsAt: DAY + hour * HOUR, lengthMs: 1.5 * HOUR, protocolId: 'iv' },
  ...{ setUp: { weightKg: 80 }, note: 'by the window', byName: 'K. Marsh', state },
  patient: { patientId: planId, name, birthDate: '1986-03-14', recordNumber: 'R-7' },
});
const site = {
  chairs: [
    { chairId: 'c1', name: 'Chair 1' },
    { chairId: 'c2', name: 'Chair 2' },
  ],
  protocols: [
    { id: 'iv', version: 1, title: 'IV ketamine', treatment: 'infusion', plannedMs: 1, usualLengthMs: 1.5 * HOUR },
  ],
} as const;
const dana = plan('a', 15, 'Dana Marlow', { name: 'planned' });

async function day(wish: object = {}, answer: Refusal | null = null) {
  await page.viewport(1280, 800);
  const ask = vi.fn<(command: WireSiteCommand) => Promise<Refusal | null>>(() => Promise.resolve(answer));
  const acts = { ask, onday: vi.fn<(day: string) => void>(), onstaff: vi.fn() };
  const screen = await render(ScheduleScreen, {
    ...{ site, day: '2026-03-02', today: '2026-03-02', span: { from: DAY, before: DAY + 24 * HOUR }, now: NOW },
    ...{ plans: [dana], tiles: [], past: [], refused: null, nobody: false, lost: false },
    ...acts,
    ...wish,
  });
  return { screen, ...acts };
}

describe('UI-245 each state of the schedule says what it is', () => {
  test.each([
    ['loading', { plans: null }, 'Loading …'],
    ['no answer', { plans: null, lost: true }, 'No answer from the server'],
    ['refused', { plans: null, refused: { code: 'too-many', message: 'Wait.' } }, 'The schedule was refused'],
    ['nobody', { nobody: true }, 'The schedule is shown to named people'],
    ['no chairs', { site: { ...site, chairs: [] } }, 'This clinic has no chairs yet'],
  ])('UI-245 %s', async (_, wish, heading) => {
    const { screen } = await day(wish);
    await expect.element(screen.getByRole('heading', { name: heading })).toBeVisible();
    expect(document.body.textContent).not.toContain('Dana Marlow');
  });
  test('UI-245 an empty day and one that is past say so; nothing is planned into the past', async () => {
    const { screen } = await day({ plans: [] });
    await expect.element(screen.getByText('Nobody is planned on this day yet.')).toBeVisible();
    await screen.rerender({ today: '2026-03-03', plans: [] });
    await expect.element(screen.getByText('Nobody was planned or treated on this day.')).toBeVisible();
    expect(screen.getByRole('button', { name: 'Plan a visit' }).elements()).toHaveLength(0);
  });
  test('UI-245 with the connection lost it stays, and says that it may be old', async () => {
    const { screen } = await day({ lost: true });
    await expect.element(screen.getByText(/this may be old, and nothing can be changed now/)).toBeVisible();
    await expect.element(screen.getByText('Dana Marlow').first()).toBeVisible();
  });
});

test('UI-246 a row for each chair; a visit is read with its time, its name and how far it is', async () => {
  const tiles = [
    { ...calm, chair: site.chairs[1], visitId: 'v1' },
    { ...calm, chair: site.chairs[0], visitId: null, phase: null },
  ];
  const { screen } = await day({ tiles, plans: [dana, { ...dana, planId: 'b', sharesSurname: true }] });
  const first = screen.getByRole('region', { name: 'Chair 1' });
  await expect.element(first.getByRole('button').nth(1)).toMatchTextContent(/15:00.*Dana Marlow\s*planned/);
  await expect.element(first.getByRole('button').nth(2)).toMatchTextContent(/same surname today/);
  await expect
    .element(screen.getByRole('region', { name: 'Chair 2' }).getByRole('button').nth(1))
    .toMatchTextContent(/Infusion/);
});

test('UI-247 on a narrow screen it is a list without an axis, and nothing runs off sideways', async () => {
  const { screen } = await day();
  await page.viewport(390, 844);
  const item = screen
    .getByRole('button', { name: /Dana Marlow/ })
    .first()
    .element();
  expect(getComputedStyle(item.parentElement!).position).toBe('static');
  expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(390);
  expect(item.getBoundingClientRect().height).toBeGreaterThanOrEqual(48);
});

test('UI-248 a visit is planned in a dialog; what is missing is said, an overlap is asked again', async () => {
  const message = 'Chair 2 is planned for Ruth Abara, 15:00–16:30: choose another time or chair, or confirm.';
  const { screen, ask } = await day({}, { code: 'needs-confirmation', message });
  await screen.getByRole('button', { name: 'Add a visit on Chair 2' }).click();
  const form = screen.getByRole('dialog');
  await form.getByRole('button', { name: 'Plan the visit' }).click();
  await expect.element(form.getByRole('alert')).toMatchTextContent('Enter the patient’s name');
  await userEvent.fill(form.getByLabelText('Patient’s name'), 'Ines Quiroga');
  await form.getByLabelText('Birth date').fill('1979-11-02');
  await userEvent.fill(form.getByLabelText('Weight'), '70');
  await userEvent.fill(form.getByLabelText('Dose by weight'), '0.5');
  await userEvent.keyboard('{Tab}');
  await form.getByRole('button', { name: 'Plan the visit' }).click();
  await expect.element(form.getByRole('alert')).toMatchTextContent('is planned for Ruth Abara');
  await form.getByRole('button', { name: 'Plan both' }).click();
  expect(ask.mock.calls.map(([command]) => 'confirmed' in command && command.confirmed)).toEqual([false, true]);
  expect(ask.mock.lastCall?.[0]).toMatchObject({
    type: 'plan:make',
    patient: { name: 'Ines Quiroga', birthDate: '1979-11-02' },
    plan: { chairId: 'c2', startsAt: NOW + HOUR / 4, lengthMs: 1.5 * HOUR, setUp: { weightKg: 70, doseMg: 35 } },
  });
});

test('UI-249 days are written in words beside the field; back and forth name the day they lead to', async () => {
  const { screen, onday } = await day();
  await expect.element(screen.getByText(/^Mon 2 Mar 2026, today/)).toBeVisible();
  await screen.getByRole('button', { name: 'The day before: Sun 1 Mar 2026' }).click();
  await screen.getByRole('button', { name: 'The day after: Tue 3 Mar 2026' }).click();
  await screen.getByRole('button', { name: 'Today' }).click();
  expect(onday.mock.calls.flat()).toEqual(['2026-03-01', '2026-03-03', '2026-03-02']);
});

describe('UI-250 a planned visit, opened', () => {
  test('UI-250 says all that is known of it, and is changed with its fields as they are', async () => {
    const { screen, ask } = await day();
    await screen
      .getByRole('button', { name: /Dana Marlow/ })
      .first()
      .click();
    const dialog = screen.getByRole('dialog');
    for (const words of ['Mon 2 Mar 2026, 15:00 – 16:30', '14 Mar 1986', 'R-7', '80 kg', 'by the window', 'K. Marsh'])
      await expect.element(dialog).toMatchTextContent(words);
    await dialog.getByRole('button', { name: 'Change or move' }).click();
    await userEvent.selectOptions(screen.getByLabelText('Chair', { exact: true }).element(), 'Chair 2');
    await screen.getByRole('button', { name: 'Save' }).click();
    expect(ask.mock.lastCall?.[0]).toMatchObject({ type: 'plan:change', planId: 'a', plan: { chairId: 'c2' } });
    expect(ask.mock.lastCall?.[0]).not.toHaveProperty('patient');
  });
  test('UI-250 is cancelled with a reason, and only then', async () => {
    const { screen, ask } = await day();
    await screen
      .getByRole('button', { name: /Dana Marlow/ })
      .first()
      .click();
    await screen.getByRole('button', { name: 'Cancel the visit …' }).click();
    await screen.getByRole('button', { name: 'Cancel this visit' }).click();
    await expect.element(screen.getByRole('alert')).toMatchTextContent('Say why it is cancelled');
    await userEvent.fill(screen.getByLabelText('Why is it cancelled?'), 'ill today');
    await screen.getByRole('button', { name: 'Cancel this visit' }).click();
    expect(ask).toHaveBeenCalledExactlyOnceWith({ type: 'plan:cancel', planId: 'a', reason: 'ill today' });
  });
  test.each([
    [13, 1],
    [15, 0],
  ])('UI-250 that nobody came is offered from its time on (%i:00)', async (hour, offered) => {
    const { screen, ask } = await day({ plans: [plan('a', hour, 'Dana Marlow', { name: 'planned' })] });
    await screen
      .getByRole('button', { name: /Dana Marlow/ })
      .first()
      .click();
    const button = screen.getByRole('button', { name: 'Did not come' });
    expect(button.elements()).toHaveLength(offered);
    if (offered === 0) return;
    await button.click();
    expect(ask).toHaveBeenCalledExactlyOnceWith({ type: 'plan:missed', planId: 'a' });
  });
  test('UI-250 one that is done or cancelled offers no change', async () => {
    const state = { name: 'cancelled', reason: 'ill', byName: 'K. Marsh' } as const;
    const { screen } = await day({ plans: [plan('a', 13, 'Dana Marlow', state)] });
    await screen
      .getByRole('button', { name: /Dana Marlow/ })
      .first()
      .click();
    await expect.element(screen.getByRole('dialog')).toMatchTextContent('cancelled: ill');
    expect(screen.getByRole('button', { name: 'Change or move' }).elements()).toHaveLength(0);
  });
});

describe('UI-253 closing the day', () => {
  test('UI-253 lists what keeps it open and who has not come, and leads to each', async () => {
    const tiles = [{ ...calm, chair: site.chairs[1], visitId: 'v1' }];
    const late = plan('b', 12, 'Ruth Abara', { name: 'planned' });
    const { screen } = await day({ tiles, plans: [late, dana] });
    const end = screen.getByRole('region', { name: 'Close the day' });
    await expect.element(end).toMatchTextContent('cannot be closed while somebody is treated');
    for (const words of ['Running', 'keeps the day open', 'Planned, and not begun', 'Still to come today'])
      await expect.element(end).toMatchTextContent(words);
    await end.getByRole('button', { name: /Ruth Abara/ }).click();
    await expect.element(screen.getByRole('dialog')).toMatchTextContent('not begun, 2 h 00 late');
  });
  test('UI-253 closed, it says by whom and that nobody is watched until it is opened; only today’s can be closed', async () => {
    const dayClosed = { at: NOW, byName: 'K. Marsh' };
    const { screen, ask } = await day({ site: { ...site, dayClosed } });
    await expect.element(screen.getByText(/Closed at 14:00 by K. Marsh: nobody is watched/)).toBeVisible();
    await screen.getByRole('button', { name: 'Open the day' }).click();
    expect(ask).toHaveBeenCalledExactlyOnceWith({ type: 'day:open' });
    await screen.rerender({ today: '2026-03-01' });
    expect(screen.getByRole('region', { name: 'Close the day' }).elements()).toHaveLength(0);
  });
});

test('UI-389 the end of the day says which records of it nobody has closed, leads to them, and closes all the same', async () => {
  const { visit } = loadedVisit().head;
  const past = [
    { ...visit, visitId: 'v1', chairIds: ['c1'], endedAt: NOW - HOUR, toDo: { step: 'to-close', since: NOW - HOUR } },
    { ...visit, visitId: 'v2', chairIds: ['c2'], endedAt: NOW - HOUR, toDo: { step: 'to-sign', since: NOW } },
  ];
  const { screen, ask } = await day({ past, plans: [] });
  await expect.element(screen.getByRole('heading', { name: /^Records not closed yet/ })).toBeVisible();
  const link = screen.getByRole('link', { name: /to be closed today/ });
  expect(link.elements()).toHaveLength(1);
  await expect.element(link).toHaveAttribute('href', '/report/v1');
  expect(link.element().getBoundingClientRect().height).toBeGreaterThanOrEqual(48);
  await screen.getByRole('button', { name: 'Close the day' }).click();
  await screen.getByRole('button', { name: 'Yes, close the day' }).click();
  expect(ask).toHaveBeenCalledWith({ type: 'day:close' });
});
