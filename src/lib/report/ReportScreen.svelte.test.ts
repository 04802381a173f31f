import '../../app.css';
import { describe, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { Refusal } from '#core/refusal.ts';
import type { VisitReport } from '#protocol/report.ts';
import { FakeLine } from '../../../tests/support/fake-line.ts';
import { cancelledReport, esketamineReport, infusionReport } from '../gallery/fixture-report.ts';
import { quoted } from './page-marks.ts';
import RemsScreen from './RemsScreen.svelte';
import { ReportReader } from './report-reader.svelte.ts';
import ReportScreen from './ReportScreen.svelte';

const infusion = infusionReport();

function common(wish: object) {
  const acts = { onstaff: vi.fn(), onagain: vi.fn(), onprint: vi.fn() };
  const state = { visitId: 'v-1', report: null, refused: null, nobody: false, isConnected: true, lostSince: null };
  return { acts, props: { ...state, ...acts, ...wish } };
}
async function shown(wish: { readonly report?: VisitReport | null; readonly [more: string]: unknown } = {}) {
  await page.viewport(1280, 800);
  const { acts, props } = common({ report: infusion, ...wish });
  const staff = { name: 'K. Marsh', role: 'nurse' } as const;
  const screen = await render(ReportScreen, { ...props, staff, back: '/history', give: async () => null });
  return { screen, ...acts };
}
const refusal = (code: Refusal['code'], message: string): Refusal => ({ code, message });

test('UI-372 summary, sign-off and details: who, the chart in words, every table under its heading', async () => {
  const { screen, onprint } = await shown();
  await expect.element(screen.getByRole('heading', { level: 1 })).toHaveTextContent('Dana Marlow');
  await expect.element(screen.getByText('born 14 Mar 1986, record 40718')).toBeVisible();
  await expect.element(screen.getByRole('img')).toHaveAttribute('aria-label', infusion.chart.says);
  for (const title of ['Does not agree', 'Outside the limits', 'Sign-off', 'Chart', 'Events'])
    await expect.element(screen.getByRole('heading', { name: title, exact: true })).toBeVisible();
  const rows = screen.container.querySelectorAll('.details tbody tr').length;
  expect(rows).toBeGreaterThan(infusion.vitals.length);
  await screen.getByRole('button', { name: 'Print' }).click();
  expect(onprint).toHaveBeenCalledOnce();
});

test('UI-372 no gap of the record is bridged by a line of the drawing on the page', async () => {
  const { screen } = await shown();
  const lines = infusion.chart.shapes.filter(({ kind }) => kind === 'polyline').length;
  expect(screen.container.querySelectorAll('.chart polyline')).toHaveLength(lines);
});

test('UI-373 ways back, to the visit as it was seen, to the form of an esketamine visit alone, and to what is there to take along', async () => {
  const { screen } = await shown();
  await expect.element(screen.getByRole('link', { name: 'As it was seen' })).toHaveAttribute('href', '/history/v-1');
  await expect.element(screen.getByRole('link', { name: 'REMS form' })).not.toBeInTheDocument();
  await expect
    .element(screen.getByRole('link', { name: 'Vitals CSV' }))
    .toHaveAttribute('href', '/api/visits/v-1/vitals.csv');
  screen.unmount();
  const nasal = await shown({ report: esketamineReport() });
  await expect.element(nasal.screen.getByRole('link', { name: 'REMS form' })).toHaveAttribute('href', '/rems/v-1');
});

describe('UI-374 why there is no report', () => {
  test.each([
    ['it is being read', {}, 'Reading the record', undefined],
    [
      'the visit is not over',
      { refused: refusal('wrong-phase', 'This visit is not over: open its chair to see it live.') },
      'This visit is not over',
      'open its chair',
    ],
    [
      'it was removed',
      { refused: refusal('not-found', 'This visit was removed on 3 March 2026 after 10 years, by the clinic’s rule.') },
      'There is no such record',
      'after 10 years',
    ],
    [
      'the server failed',
      { refused: refusal('unavailable', 'Vigil did not answer.') },
      'The record was not read',
      'Try again',
    ],
    ['no connection', { isConnected: false }, 'No connection', 'as soon as Vigil is back'],
    ['nobody is named', { nobody: true, report: infusion }, 'Records are shown to named people', 'Choose who you are'],
  ])('UI-374 %s', async (_, wish, title, words) => {
    const { screen } = await shown({ report: null, ...wish });
    await expect.element(screen.getByRole('heading', { name: title })).toBeVisible();
    if (words) await expect.element(screen.getByRole('main')).toMatchTextContent(words);
    await expect.element(screen.getByRole('main')).not.toMatchTextContent('Dana Marlow');
  });
  test('UI-374 what was read before the connection was lost stays, and says since when', async () => {
    const { screen } = await shown({ isConnected: false, lostSince: Date.UTC(2026, 4, 12, 14, 3) });
    await expect.element(screen.getByText(/No connection to Vigil since 14:03/)).toBeVisible();
    await expect.element(screen.getByRole('heading', { level: 1 })).toHaveTextContent('Dana Marlow');
  });
});

test('UI-377 a visit that was cancelled before its treatment says so', async () => {
  const { screen } = await shown({ report: cancelledReport() });
  await expect
    .element(screen.getByText('This visit ended before the infusion began: nothing was given.'))
    .toBeVisible();
  await expect
    .element(screen.getByRole('region', { name: 'Summary' }))
    .toMatchTextContent('the infusion was never started');
});

describe('UI-375 what stands on every printed page', () => {
  const sheets = (): string =>
    document.adoptedStyleSheets.flatMap((sheet) => [...sheet.cssRules].map(({ cssText }) => cssText)).join(' ');
  test('UI-375 whose visit, which, the demo’s mark, the clinic, the page of how many; gone with the page', async () => {
    const { screen } = await shown({ report: infusionReport(true) });
    await expect.poll(sheets).toMatch(/DEMO: an invented patient · [^"]+, born /);
    expect(sheets()).toContain('"Visit v-1"');
    expect(sheets()).toMatch(/Page .*counter\(page\).*counter\(pages\)/);
    await expect.element(screen.getByText('DEMO: an invented patient')).toBeVisible();
    screen.unmount();
    expect(sheets()).not.toContain('v-1');
  });
  test.each([['a"b'], ['a\\'], ['a\nb'], ['</style>'], ['Ärztehaus · 3']])(
    'UI-375 words of the clinic stay words: %j',
    (text) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(`p { content: ${quoted(text)}; color: red; }`);
      const [rule] = sheet.cssRules as unknown as CSSStyleRule[];
      expect(rule?.style.color).toBe('red');
      expect(sheet.cssRules).toHaveLength(1);
    },
  );
});

describe('UI-376 the REMS form', () => {
  test('UI-376 filled, with its due date and lines for a hand', async () => {
    const screen = await render(RemsScreen, common({ report: esketamineReport() }).props);
    await expect.element(screen.getByText('Send by Tue 19 May 2026')).toBeVisible();
    await expect.element(screen.getByText(/56 mg with 2 devices/)).toBeVisible();
    expect(screen.container.querySelectorAll('.line').length).toBe(3);
  });
  test('UI-376 of another visit it says that it has none', async () => {
    const screen = await render(RemsScreen, common({ report: infusion }).props);
    await expect.element(screen.getByRole('heading', { name: 'This visit has no REMS form' })).toBeVisible();
    await expect.element(screen.getByRole('button', { name: 'Print' })).not.toBeInTheDocument();
  });
});

describe('UI-378 reading it', () => {
  const settled = () => new Promise<void>((resolve) => queueMicrotask(() => queueMicrotask(() => resolve())));
  test('UI-378 nothing is asked before somebody is named, and nothing stays after', async () => {
    const line = new FakeLine();
    const reader = new ReportReader(line, 'v-1');
    expect(line.asked).toHaveLength(0);
    reader.open();
    await line.answer({ ok: true, data: infusion });
    await settled();
    expect(reader.report).toBe(infusion);
    reader.close();
    expect(reader.report).toBeNull();
    reader.open();
    reader.close();
    await line.answer({ ok: true, data: infusion });
    await settled();
    expect(reader.report).toBeNull();
    reader.dispose();
  });
  test('UI-378 what was signed while an answer was under way is asked for again after it', async () => {
    const line = new FakeLine();
    const reader = new ReportReader(line, 'v-1');
    reader.open();
    void reader.read();
    expect(line.asked).toHaveLength(1);
    await line.answer({ ok: true, data: infusion });
    await settled();
    expect(line.asked).toHaveLength(1);
    const later = { ...infusion };
    await line.answer({ ok: true, data: later });
    await settled();
    expect(reader.report).toBe(later);
    await line.drop();
    expect(reader.report).toBe(later);
    reader.dispose();
  });
});
