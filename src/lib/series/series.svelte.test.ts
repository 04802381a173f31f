import '../../app.css';
import { flushSync } from 'svelte';
import { expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { PatientSeries } from '#protocol/series.ts';
import { NOW } from '../components/fixture-calm.ts';
import { series } from '../gallery/fixture-series.ts';
import { PLANNED_HERE, type PlannedHere } from '../schedule/planned-here.ts';
import EarlierVisits from './EarlierVisits.svelte';
import SeriesScreen from './SeriesScreen.svelte';
import { eventually } from '../../../tests/support/eventually.ts';

const usual = {
  ...{ series, refused: null, nobody: false, connected: true, visitId: 'series-6' },
  ...{ onagain: () => undefined, onstaff: () => undefined },
};

test('UI-390 of a series wider than the page the visit it was opened for is in sight', async () => {
  await page.viewport(800, 600);
  const visitId = series.visits.at(-1)?.visitId ?? '';
  const screen = await render(SeriesScreen, { props: { ...usual, visitId } });
  const wide = screen.getByRole('region', { name: 'Visits side by side' }).element();
  expect(wide.scrollWidth).toBeGreaterThan(wide.clientWidth);
  const here = document.querySelector('thead .here')?.getBoundingClientRect();
  expect(here?.right).toBeLessThanOrEqual(wide.getBoundingClientRect().right + 1);
});

test('UI-390 a patient’s visits stand side by side, oldest first, each with a way to its report', async () => {
  const screen = await render(SeriesScreen, { props: usual });
  await expect.element(screen.getByRole('heading', { name: /Dana Marlow/ })).toBeVisible();
  const heads = [...document.querySelectorAll('thead th a')];
  expect(heads.map((head) => head.getAttribute('href'))).toEqual(
    series.visits.map(({ visitId }) => `/report/${visitId}`),
  );
  await expect
    .element(
      screen
        .getByRole('row', { name: /^Dose/ })
        .getByText(/35 mg \(0.5 mg\/kg\)/)
        .first(),
    )
    .toBeVisible();
  await expect
    .element(
      screen
        .getByRole('row', { name: /^Nausea/ })
        .getByText(/not recorded/)
        .first(),
    )
    .toBeVisible();
  await expect
    .element(
      screen
        .getByRole('row', { name: /^Over/ })
        .getByText(/28 min, stopped early/)
        .first(),
    )
    .toBeVisible();
});

test.each([
  ['no earlier visit', { series: { ...series, visits: [], total: 0 } }, 'No earlier visit'],
  ['loading', { series: null }, 'Loading …'],
  ['lost', { series: null, connected: false }, 'No answer from the server'],
  ['nobody named', { nobody: true }, 'Past visits are shown to named people'],
  [
    'refused',
    { refused: { code: 'not-found', message: 'There is no such visit.' } as const },
    'There is no such visit.',
  ],
  [
    'the list is being made',
    { series: { ...series, unlisted: 4 } },
    'The list is still being made: a visit may be missing here.',
  ],
  [
    'another patient with this record number',
    { series: { ...series, sameNumber: ['1950-06-07'] } },
    'Another patient has this record number: born 7 Jun 1950. None of those visits is here.',
  ],
  ['a long series', { series: { ...series, total: 70 } }, 'The newest 6 of 70 visits.'],
])('UI-391 %s is said', async (_name, more, words) => {
  const screen = await render(SeriesScreen, { props: { ...usual, ...more } });
  await expect.element(screen.getByText(words)).toBeVisible();
});

const here = (earlierVisits: PlannedHere['earlierVisits'], nobody = false): Map<symbol, PlannedHere> =>
  new Map([
    [
      PLANNED_HERE,
      {
        ...{ plans: [], nobody, now: NOW, begin: () => Promise.resolve(null), earlierVisits },
        namesakes: () => Promise.resolve(null),
      },
    ],
  ]);
const of = { visitId: 'now', patientId: 'p1' };

test('UI-392 before the next dose the last treatment is in sight: the one that was started, not one cancelled since', async () => {
  const cancelled = structuredClone(series.visits[5]) as { visitId: string; figures: { startedAt?: number } };
  delete cancelled.figures.startedAt;
  const visits = [...series.visits.slice(0, 3), cancelled] as PatientSeries['visits'];
  const screen = await render(EarlierVisits, {
    props: of,
    context: here(() => Promise.resolve({ ...series, visits, total: 4 })),
  });
  await expect.element(screen.getByText(/Dissociation 9 of 10, nausea 6 of 10/)).toBeVisible();
  await expect.element(screen.getByText(/35 mg \(0.5 mg\/kg\) over 28 min, stopped early/)).toBeVisible();
  expect(screen.getByRole('link').element().getAttribute('href')).toBe('/series/now');
});

test('REC-240 beside the last treatment it is said that another patient has the record number', async () => {
  const screen = await render(EarlierVisits, {
    props: of,
    context: here(() => Promise.resolve({ ...series, sameNumber: ['1950-06-07', '1984-03-01'] })),
  });
  const words = /^Another patient has this record number: born .* 1950, .* 1984\.$/;
  await expect.element(screen.getByText(words)).toBeVisible();
});

test('UI-392 an answer that did not come is asked for again; while the list is made nothing is said to be the last', async () => {
  const none = { ...series, visits: [], total: 0 };
  const earlier = vi
    .fn<PlannedHere['earlierVisits']>()
    .mockResolvedValueOnce(null)
    .mockResolvedValueOnce({ ...none, unlisted: 9 })
    .mockResolvedValue(none);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    const screen = await render(EarlierVisits, { props: of, context: here(earlier) });
    await eventually(() => expect(screen.getByText('Looking for earlier visits …').element()).toBeTruthy());
    for (const asked of [2, 3]) {
      await vi.advanceTimersByTimeAsync(2_000);
      expect(earlier).toHaveBeenCalledTimes(asked);
    }
    await eventually(() => expect(screen.getByText('No earlier treatment here').element()).toBeTruthy());
  } finally {
    vi.useRealTimers();
  }
});

test('UI-392 what was answered is not asked for again when something else of the page changes', async () => {
  let changes = $state(0);
  const earlier = vi.fn<PlannedHere['earlierVisits']>(() => Promise.resolve(changes < 9 ? series : null));
  const screen = await render(EarlierVisits, { props: of, context: here(earlier) });
  await expect.element(screen.getByRole('region', { name: 'Last visit' })).toBeVisible();
  changes += 1;
  flushSync();
  expect(earlier).toHaveBeenCalledTimes(1);
});

test('UI-392 where nobody is named nothing of an earlier visit is asked for or shown', async () => {
  const earlier = vi.fn<PlannedHere['earlierVisits']>().mockResolvedValue(series);
  await render(EarlierVisits, { props: of, context: here(earlier, true) });
  expect(earlier).not.toHaveBeenCalled();
  expect(document.body.textContent).not.toContain('Last treated');
});
