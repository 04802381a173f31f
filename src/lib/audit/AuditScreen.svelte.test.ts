import '../../app.css';
import { expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { AuditLine } from '#core/audit/audit-line.ts';
import { ALL, askedIn, exportPath, filterOf, queryOf, type Asked } from './asked.ts';
import AuditScreen from './AuditScreen.svelte';
import { AuditList } from './audit-list.svelte.ts';
import { AuditExport } from './export.svelte.ts';
import { eventually } from '../../../tests/support/eventually.ts';

const at = Date.UTC(2026, 2, 2, 14, 2, 31);
const lines: readonly AuditLine[] = [
  {
    ...{ id: '2', at, kind: 'acts', who: 'N. Okafor', what: 'SpO₂ 84 < 90 acknowledged' },
    ...{ chair: 'Chair 3', from: 'screen Chair 3', visitId: 'v1' },
  },
  { id: '1', at: at - 86_400_000, kind: 'keeping', who: 'Vigil', what: 'A backup was made' },
];

async function shown(wish: object = {}) {
  await page.viewport(1280, 800);
  document.documentElement.dataset['theme'] = 'dim';
  const acts = {
    onask: vi.fn<(asked: Asked) => void>(),
    ...{ onmore: vi.fn(), onagain: vi.fn(), onstaff: vi.fn(), onexport: vi.fn() },
  };
  const screen = await render(AuditScreen, {
    asked: ALL,
    lines,
    lastSeal: { seal: 41, at, key: '3f2a-77c1-9b02-11aa' },
    lookedBackTo: undefined,
    busy: false,
    refused: null,
    who: 'administrator',
    answered: true,
    exportRefused: null,
    isExporting: false,
    ...acts,
    ...wish,
  });
  return { screen, ...acts };
}

test('UI-330 a line says when to the second, who, what on which chair and from where, under its day', async () => {
  const { screen, onask } = await shown();
  const line = screen.getByRole('listitem').first();
  for (const words of ['Mon 2 Mar 2026', '14:02:31', 'N. Okafor', 'SpO₂ 84 < 90 acknowledged on Chair 3'])
    await expect.element(line).toMatchTextContent(words);
  await expect.element(line).toMatchTextContent('from screen Chair 3');
  await expect.element(screen.getByRole('listitem').last()).toMatchTextContent('Sun 1 Mar 2026');
  const visit = screen.getByRole('button', { name: 'Everything of this visit' });
  expect(visit.element().getBoundingClientRect().height).toBeGreaterThanOrEqual(48);
  await visit.click();
  expect(onask).toHaveBeenLastCalledWith({ ...ALL, visitId: 'v1' });
});

test('UI-331 the newest seal stands above, with how the record is verified', async () => {
  const { screen } = await shown();
  await expect.element(screen.getByText(/^Sealed up to Mon 2 Mar 2026, 14:02: seal 41/)).toBeVisible();
  await expect.element(screen.getByText('vigil audit verify')).toBeVisible();
  const never = await shown({ lastSeal: undefined });
  await expect.element(never.screen.getByText(/^Nothing is sealed yet/).last()).toBeVisible();
});

test('UI-332 what is looked for is asked with all that was asked before; one tap asks for everything again', async () => {
  const asked: Asked = { ...ALL, person: 'ruiz' };
  const { screen, onask } = await shown({ asked });
  await userEvent.selectOptions(screen.getByLabelText('Sort').element(), 'Refused');
  expect(onask).toHaveBeenLastCalledWith({ ...asked, kind: 'refusals' });
  await screen.getByLabelText('From').fill('2026-03-01');
  expect(onask).toHaveBeenLastCalledWith({ ...asked, from: '2026-03-01' });
  await userEvent.fill(screen.getByLabelText('Screen, adapter or address').element(), 'chair 3');
  await eventually(() => expect(onask).toHaveBeenLastCalledWith({ ...asked, place: 'chair 3' }));
  await screen.getByRole('button', { name: 'Show all' }).click();
  expect(onask).toHaveBeenLastCalledWith(ALL);
});

test('UI-332 what was asked for stands in the address, and is read from it; the days are the clinic’s', () => {
  const asked: Asked = {
    from: '2026-03-01',
    to: '2026-03-02',
    person: 'N. O',
    place: 'x',
    kind: 'reads',
    visitId: 'v1',
  };
  expect(askedIn(new URLSearchParams(queryOf(asked)))).toEqual(asked);
  expect(askedIn(new URLSearchParams('from=x&kind=all&visitId=a b'))).toEqual(ALL);
  const filter = filterOf(asked, 'Europe/Helsinki');
  expect(filter).toMatchObject({ from: Date.UTC(2026, 1, 28, 22), before: Date.UTC(2026, 2, 2, 22), kind: 'reads' });
  expect(exportPath(filter)).toBe(
    `/api/audit.csv?from=${filter.from}&before=${filter.before}&person=N.+O&place=x&kind=reads&visitId=v1`,
  );
  expect(exportPath({})).toBe('/api/audit.csv');
});

test.each([
  ['empty', { lines: [] }, 'Nothing was recorded yet'],
  ['nothing found', { lines: [], asked: { ...ALL, person: 'x' } }, 'No line fits'],
  ['loading', { lines: null }, 'Loading …'],
  ['offline', { lines: null, answered: false }, 'No answer from the server'],
  ['refused', { lines: null, refused: { code: 'locked', message: 'Locked.' } }, 'The audit was refused'],
  ['nobody named', { who: 'nobody', lines: null }, 'The audit is shown to an administrator'],
  ['another than an administrator', { who: 'another', lines: null }, 'The audit is shown to an administrator'],
])('UI-333 %s: the page says so, and shows no line', async (_, wish, title) => {
  const { screen } = await shown(wish);
  await expect.element(screen.getByRole('heading', { name: title })).toBeVisible();
  expect(screen.getByRole('listitem').elements()).toEqual([]);
});

test('UI-333 without a connection what was known stays, said to be so', async () => {
  const { screen, onagain } = await shown({ answered: false });
  await expect.element(screen.getByText(/^The server does not answer: this is what was known/)).toBeVisible();
  await screen.getByRole('button', { name: 'Ask again' }).click();
  expect(onagain).toHaveBeenCalledOnce();
});

test('UI-334 how far back it was looked is said, and one tap looks further', async () => {
  const { screen, onmore } = await shown({ lookedBackTo: Date.UTC(2026, 1, 1) });
  await expect.element(screen.getByText('Looked back to Sun 1 Feb 2026')).toBeVisible();
  await screen.getByRole('button', { name: 'Show older lines' }).click();
  expect(onmore).toHaveBeenCalledOnce();
});

test('UI-334 what fits nowhere near is looked for further back by itself; an answer to what was asked before is dropped', async () => {
  const answers = [
    { lines: [], next: '5.1.1', lookedBackTo: 5 },
    { lines: [lines[0]], next: '4.1.1', lookedBackTo: 4 },
    { lines: [lines[1]], next: null, lookedBackTo: 0 },
  ];
  const request = vi.fn((..._: unknown[]) => Promise.resolve({ ok: true, data: answers.shift() }));
  const list = new AuditList({ request, onConnect: () => () => undefined } as never);
  await list.ask({ person: 'x' });
  expect(request.mock.calls.map(([, asked]) => (asked as { after?: string }).after)).toEqual([
    undefined,
    '5.1.1',
    '4.1.1',
  ]);
  expect(list.lines).toEqual(lines);
  expect(list.lookedBackTo).toBeUndefined();
  answers.push({ lines: [], next: null, lookedBackTo: 0 });
  const dropped = list.ask({ person: 'y' });
  list.clear();
  await dropped;
  expect(list.lines).toBeNull();
});

test.each([
  [200, null, 1],
  [401, 'Nobody is signed in', 0],
  [423, 'This screen is locked', 0],
  [500, 'could not be exported', 0],
])('UI-335 an export that answers %i downloads, or says why not', async (status, why, downloads) => {
  const download = vi.fn();
  const file = new AuditExport(() => Promise.resolve({ ok: status === 200, status }), download);
  await file.start('/api/audit.csv');
  expect(download).toHaveBeenCalledTimes(downloads);
  if (why === null) expect(file.refused).toBeNull();
  else expect(file.refused).toContain(why);
});

test('UI-335 why no file came is said on the page', async () => {
  const { screen, onexport } = await shown({ exportRefused: 'This screen is locked.' });
  await expect.element(screen.getByRole('alert')).toMatchTextContent('This screen is locked.');
  await screen.getByRole('button', { name: 'Export as CSV' }).click();
  expect(onexport).toHaveBeenCalledOnce();
});
