import '../../app.css';
import { describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { PastVisit } from '#protocol/history.ts';
import { loadedVisit } from '../../../tests/support/loaded-visit.ts';
import { ALL, type Asked } from './asked.ts';
import HistoryScreen from './HistoryScreen.svelte';
import { eventually } from '../../../tests/support/eventually.ts';

const { visit } = loadedVisit().head;
const visits: readonly PastVisit[] = [
  { ...visit, visitId: 'v2', alerts: { low: 0, medium: 2, high: 1 }, unreadMarks: 1 },
  { ...visit, visitId: 'v1', patient: null, ending: 'home', alerts: { low: 0, medium: 0, high: 0 }, unreadMarks: 0 },
];

async function list(wish: object = {}) {
  await page.viewport(1280, 800);
  document.documentElement.dataset['theme'] = 'dim';
  const acts = { onask: vi.fn<(asked: Asked) => void>(), onmore: vi.fn(), onagain: vi.fn(), onstaff: vi.fn() };
  const screen = await render(HistoryScreen, {
    asked: ALL,
    visits,
    total: 2,
    chairs: [{ chairId: 'c', name: 'Chair 1' }],
    unlisted: 0,
    hasMore: false,
    busy: false,
    refused: null,
    nobody: false,
    answered: true,
    ...acts,
    ...wish,
  });
  return { screen, ...acts };
}

test('UI-200 UI-373 a row says when, who by two identifiers, where, how long, how it ended, and what is unread', async () => {
  const { screen } = await list();
  const row = screen.getByRole('listitem').first().getByRole('link').first();
  await expect.element(row).toHaveAttribute('href', '/history/v2');
  for (const words of ['Mon 2 Mar 2026', '14:00 – 14:15', 'Ada Byron', 'born 10 Dec 1980', 'Chair 1', 'Transferred'])
    await expect.element(row).toMatchTextContent(words);
  for (const words of ['5 min', 'infusion', '1 high alerts', '2 medium alerts', '1 unread'])
    await expect.element(row).toMatchTextContent(words);
  await expect.element(screen.getByRole('link', { name: 'Report of Ada Byron' })).toHaveAttribute('href', '/report/v2');
  const other = screen.getByRole('listitem').last().getByRole('link').first();
  for (const words of ['Name not known', 'Went home', 'no alerts'])
    await expect.element(other).toMatchTextContent(words);
});

test('UI-201 what is looked for is asked with all that was asked before; one tap asks for everything again', async () => {
  const asked: Asked = { ...ALL, ending: 'home' };
  const { screen, onask } = await list({ asked });
  await userEvent.selectOptions(screen.getByLabelText('Chair').element(), 'Chair 1');
  expect(onask).toHaveBeenLastCalledWith({ ...asked, chairId: 'c' });
  await screen.getByLabelText('From').fill('2026-03-01');
  expect(onask).toHaveBeenLastCalledWith({ ...asked, from: '2026-03-01' });
  await screen.getByLabelText('Had a high alert').click();
  expect(onask).toHaveBeenLastCalledWith({ ...asked, hadHigh: true });
  await userEvent.fill(screen.getByLabelText('Patient’s name').element(), 'byr');
  await eventually(() => expect(onask).toHaveBeenLastCalledWith({ ...asked, name: 'byr' }));
  await userEvent.fill(screen.getByLabelText('Patient’s name').element(), 'byron');
  await userEvent.keyboard('{Enter}');
  expect(onask).toHaveBeenLastCalledWith({ ...asked, name: 'byron' });
  await screen.getByRole('button', { name: 'Show all' }).click();
  expect(onask).toHaveBeenLastCalledWith(ALL);
});

describe('UI-202 each state of the list says what it is', () => {
  test.each([
    ['loading', { visits: null }, 'Loading …'],
    ['no visit yet', { visits: [], total: 0 }, 'No visit is over yet'],
    ['nothing fits', { visits: [], total: 0, asked: { ...ALL, name: 'x' } }, 'No visit fits'],
    ['refused', { visits: null, refused: { code: 'too-many', message: 'Wait.' } }, 'The history was refused'],
    ['no answer', { visits: null, answered: false }, 'No answer from the server'],
    ['nobody', { nobody: true }, 'Past visits are shown to named people'],
  ])('%s', async (_state, wish, heading) => {
    const { screen } = await list(wish);
    await expect.element(screen.getByRole('heading', { name: heading })).toBeVisible();
    expect(screen.container.querySelectorAll('li')).toHaveLength(0);
  });
  test('old rows stay, and it is said that they are; a list in the making says how much is missing', async () => {
    const { screen, onagain } = await list({ answered: false, unlisted: 4_300 });
    await expect.element(screen.getByText(/this list may be old/)).toBeVisible();
    await expect.element(screen.getByText(/4,300 older visits are not in it yet/)).toBeVisible();
    expect(screen.container.querySelectorAll('li')).toHaveLength(2);
    await screen.getByRole('button', { name: 'Try again' }).click();
    expect(onagain).toHaveBeenCalledOnce();
  });
  test('more are shown on asking', async () => {
    const { screen, onmore } = await list({ hasMore: true, total: 1_204 });
    await expect.element(screen.getByText('2 of 1,204')).toBeVisible();
    await screen.getByRole('button', { name: 'Show older visits' }).click();
    expect(onmore).toHaveBeenCalledOnce();
  });
});

test.each([
  ['to-close', 'not closed'],
  ['to-sign', 'not signed'],
  ['to-see', 'addendum not seen'],
] as const)('UI-389 a row whose record is %s says “%s”; one that is signed says nothing', async (step, mark) => {
  const { toDo: _, ...done } = visit;
  const { screen } = await list({
    visits: [
      { ...done, toDo: { step, since: 1 } },
      { ...done, visitId: 'v1' },
    ],
  });
  await expect.element(screen.getByRole('listitem').first().getByRole('link').first()).toMatchTextContent(mark);
  await expect
    .element(screen.getByRole('listitem').last().getByRole('link').first())
    .not.toMatchTextContent(/not (closed|signed|seen)/);
});
