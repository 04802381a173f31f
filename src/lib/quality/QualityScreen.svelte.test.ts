import '../../app.css';
import { expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { noQuality, quality } from '../gallery/fixture-quality.ts';
import { askedIn, exportPath, filterOf, queryOf, USUAL, type Asked } from './asked.ts';
import { QualityWeeks } from './quality-weeks.svelte.ts';
import QualityScreen from './QualityScreen.svelte';
import { eventually } from '../../../tests/support/eventually.ts';

async function shown(wish: object = {}) {
  await page.viewport(1280, 800);
  document.documentElement.dataset['theme'] = 'dim';
  const acts = {
    onask: vi.fn<(asked: Asked) => void>(),
    ...{ onagain: vi.fn(), onstaff: vi.fn(), onexport: vi.fn() },
  };
  const screen = await render(QualityScreen, {
    asked: USUAL,
    found: quality,
    protocols: [{ id: 'iv-ketamine-40', title: 'IV ketamine, 40 min' }],
    busy: false,
    refused: null,
    nobody: false,
    answered: true,
    exportRefused: null,
    isExporting: false,
    ...acts,
    ...wish,
  });
  return { screen, ...acts };
}

test('UI-368 the weeks stand newest first with their numbers, all of them together below and above', async () => {
  const { screen } = await shown();
  const rows = screen.getByRole('row').elements();
  // Two rows of heads, the weeks, and all of them.
  expect(rows).toHaveLength(2 + quality.weeks.length + 1);
  const [newest] = quality.weeks;
  await expect.element(screen.getByRole('rowheader').first()).toMatchTextContent('11 May 2026');
  expect(rows[2]?.querySelector('td')?.textContent).toBe(String(newest?.visits));
  expect(rows.at(-1)?.textContent).toMatch(/^All\s*212/u);
  await expect.element(screen.getByText('212').first()).toBeVisible();
  await expect.element(screen.getByText(/In time: acknowledged/)).toBeVisible();
  await expect.element(screen.getByText(/^IV ketamine, 40 min, version 8/)).toBeVisible();
  // One high alert in 212 visits is not none.
  await expect.element(screen.getByText('< 0.1 · 0.7')).toBeVisible();
  expect(document.body.textContent).not.toMatch(/NaN|undefined|null/u);
});

test('UI-368 on a phone only the table moves sideways', async () => {
  const { screen } = await shown();
  await page.viewport(390, 844);
  const table = screen.getByRole('region', { name: 'Week by week' }).element();
  expect(table.scrollWidth).toBeGreaterThan(table.clientWidth);
  expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(390);
});

test('UI-369 how far back, which protocol and whether imported ones count is chosen, and kept in the address', async () => {
  const { screen, onask, onexport } = await shown();
  await screen.getByText('26 weeks').click();
  expect(onask).toHaveBeenLastCalledWith({ ...USUAL, weeks: 26 });
  await screen.getByLabelText('Protocol').selectOptions('esketamine-120');
  expect(onask).toHaveBeenLastCalledWith({ ...USUAL, protocolId: 'esketamine-120' });
  await screen.getByLabelText('Imported ones too').click();
  expect(onask).toHaveBeenLastCalledWith({ ...USUAL, imported: true });
  await screen.getByRole('button', { name: 'Export as CSV' }).click();
  expect(onexport).toHaveBeenCalledOnce();
  for (const control of screen.getByRole('button').elements())
    expect(control.getBoundingClientRect().height).toBeGreaterThanOrEqual(48);
});

test.each([
  [{ ...USUAL }, '', ''],
  [
    { weeks: 0, protocolId: 'p', imported: true } as const,
    'weeks=0&protocolId=p&imported=true',
    '?protocolId=p&imported=true',
  ],
])('UI-369 %j is %s in the address', (asked, query, filter) => {
  expect(queryOf(asked)).toBe(query);
  expect(askedIn(new URLSearchParams(query))).toEqual(asked);
  if (asked.weeks === 0)
    expect(exportPath(filterOf(asked, Date.UTC(2026, 2, 4), 'UTC'))).toBe(`/api/quality.csv${filter}`);
});

test('UI-369 twelve weeks are whole weeks of the clinic, this one among them; nonsense in an address is left out', () => {
  const wednesday = Date.UTC(2026, 2, 4, 15);
  expect(filterOf(USUAL, wednesday, 'UTC')).toEqual({ from: Date.UTC(2025, 11, 15) });
  expect(filterOf(USUAL, wednesday, 'America/New_York')).toEqual({ from: Date.UTC(2025, 11, 15, 5) });
  expect(askedIn(new URLSearchParams('weeks=7&protocolId=%3Cb%3E&imported=1'))).toEqual(USUAL);
});

test.each([
  ['an empty clinic', { found: noQuality }, 'No visit to count'],
  ['before the first answer', { found: null }, 'Loading …'],
  ['without an answer', { found: null, answered: false }, 'No answer from the server'],
  ['with nobody named', { found: null, nobody: true }, 'Quality is shown to named people'],
  ['refused', { refused: { code: 'too-many', message: 'Wait a little.' } }, 'Quality was refused'],
])('UI-370 %s', async (_, wish, title) => {
  const { screen } = await shown(wish);
  await expect.element(screen.getByRole('heading', { name: title })).toBeVisible();
  expect(screen.getByRole('table').elements()).toHaveLength(0);
});

test('UI-370 what was known stays while the server is away, and says so; a file that did not come is told', async () => {
  const { screen, onagain } = await shown({ answered: false, exportRefused: 'Try again in a moment.' });
  await expect.element(screen.getByRole('table')).toBeVisible();
  await expect.element(screen.getByRole('alert')).toMatchTextContent('Try again in a moment.');
  await screen.getByRole('button', { name: 'Ask again' }).click();
  expect(onagain).toHaveBeenCalledOnce();
});

test('UI-371 an answer to an earlier question is dropped; what is left of a list in the making is asked for again', async () => {
  vi.useFakeTimers();
  const answers: PromiseWithResolvers<unknown>[] = [];
  const line = {
    request: () => {
      const answer = Promise.withResolvers<unknown>();
      answers.push(answer);
      return answer.promise;
    },
    onConnect: () => () => undefined,
  };
  const weeks = new QualityWeeks(line as never);
  void weeks.ask({});
  void weeks.ask({ imported: true });
  answers[1]?.resolve({ ok: true, data: { ...quality, unlisted: 3 } });
  answers[0]?.resolve({ ok: true, data: noQuality });
  await eventually(() => expect(weeks.found?.unlisted).toBe(3));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(answers).toHaveLength(3);
  answers[2]?.resolve({ ok: true, data: quality });
  await eventually(() => expect(weeks.found).toBe(quality));
  weeks.clear();
  expect(weeks.found).toBeNull();
  vi.useRealTimers();
});
