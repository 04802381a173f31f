import '../../app.css';
import { expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { Refusal } from '#core/refusal.ts';
import { NOW } from '../components/fixture-calm.ts';
import { unsigned } from '../components/fixture-orders.ts';
import { nothingToSign, provider, recordsToSign } from '../gallery/fixture-unsigned.ts';
import UnsignedScreen from './UnsignedScreen.svelte';
import { eventually } from '../../../tests/support/eventually.ts';

const nurse = { name: 'K. Marsh', role: 'nurse' } as const;

async function list(wish: object = {}, size: readonly [number, number] = [1280, 800]) {
  await page.viewport(...size);
  document.documentElement.dataset['theme'] = 'dim';
  const acts = { give: vi.fn(() => Promise.resolve<Refusal | null>(null)), onagain: vi.fn(), onstaff: vi.fn() };
  const screen = await render(UnsignedScreen, {
    ...{ records: recordsToSign, orders: unsigned, staff: nurse, now: NOW },
    ...{ refused: null, nobody: false, answered: true },
    ...acts,
    ...wish,
  });
  return { screen, ...acts };
}
const groups = (): readonly string[] =>
  page
    .getByRole('heading', { level: 2 })
    .elements()
    .map((each) => (each.childNodes[0]?.textContent ?? '').trim());

test('UI-389 to a nurse what is to be closed stands first, to a provider what is to be signed; the longest waiting above, overdue in words', async () => {
  const { screen } = await list();
  expect(groups()).toEqual(['To close', 'To sign', 'Added since the signature', 'To co-sign']);
  const rows = screen.getByRole('region', { name: 'To sign' }).getByRole('link');
  expect(rows.elements()).toHaveLength(3);
  await expect.element(rows.nth(0)).toMatchTextContent('9 days');
  await expect.element(rows.nth(0)).toMatchTextContent('overdue');
  await expect.element(rows.nth(1)).toMatchTextContent('2 days');
  await expect.element(rows.nth(1)).not.toMatchTextContent('overdue');
  const toClose = screen.getByRole('region', { name: 'To close' }).getByRole('link');
  await expect.element(toClose.nth(0)).toMatchTextContent('Aiko Nakagawa');
  await expect.element(toClose.nth(0)).toMatchTextContent('overdue');
  await expect.element(toClose.nth(1)).not.toMatchTextContent('overdue');
  for (const row of rows.elements()) expect(row.getBoundingClientRect().height).toBeGreaterThanOrEqual(48);
  await screen.unmount();
  await list({ staff: provider });
  expect(groups()).toEqual(['To co-sign', 'To sign', 'Added since the signature', 'To close']);
});

test('UI-389 a provider co-signs here', async () => {
  const { give } = await list({ staff: provider });
  const button = page.getByRole('button', { name: /^Co-sign/ }).first();
  for (const _ of [1, 2]) (button.element() as HTMLButtonElement).click();
  await eventually(() => expect(give).toHaveBeenCalledWith('past-2', { type: 'order:cosign', orderId: 'o4' }));
});

test.each([
  ['nothing', { records: nothingToSign, orders: [] }, 'Nothing is to be signed'],
  ['not known yet', { records: null }, 'Loading …'],
  ['no answer', { records: null, answered: false }, 'No answer from the server'],
  ['an old list', { answered: false }, 'this list may be old'],
  ['nobody named', { nobody: true }, 'shown to named people'],
  ['refused', { refused: { code: 'too-many', message: 'Too many questions.' } }, 'Too many questions.'],
  ['the list is being made', { records: { ...nothingToSign, unlisted: 3_000 }, orders: [] }, '3,000 older visits'],
  [
    'more than are shown',
    {
      records: {
        ...recordsToSign,
        steps: { ...recordsToSign.steps, 'to-close': { ...recordsToSign.steps['to-close'], total: 412 } },
      },
    },
    'And 410 more',
  ],
])('UI-389 %s: said in words', async (_, wish, words) => {
  const { screen } = await list(wish);
  await expect.element(screen.getByRole('main')).toMatchTextContent(words);
});

test.each([
  [1280, 800],
  [800, 1280],
  [390, 844],
] as const)('UI-389 %d × %d: nothing is wider than the page', async (...size) => {
  await list({}, size);
  expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(size[0]);
});
