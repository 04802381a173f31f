import '../../app.css';
import { describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { alertOf, freeTile, NOW, tileOf } from '../../../tests/support/tiles.ts';
import type { TileView } from '#core/view.ts';
import { nursesChairs, othersChairs } from '../gallery/fixture-chairs.ts';
import { NOW as FIXTURE_NOW } from '../components/fixture-calm.ts';
import MyChairsScreen from './MyChairsScreen.svelte';

const staff = { name: 'K. Marsh' };
async function shown(tiles: readonly TileView[] | null, props: Partial<Parameters<typeof MyChairsScreen>[1]> = {}) {
  document.documentElement.dataset['theme'] = 'dim';
  const onadded = vi.fn();
  const onstaff = vi.fn();
  await render(MyChairsScreen, { tiles, now: NOW, lost: false, staff, added: [], onadded, onstaff, ...props });
  return { onadded, onstaff };
}
const cards = () => page.getByRole('article');
const says = (n: number, what: RegExp | string) => expect.element(cards().nth(n)).toMatchTextContent(what);

describe('UI-223 my chairs', () => {
  test('UI-223 each says who by two identifiers, phase, values, next BP, alert with how many more, who has seen it, sound', async () => {
    const alerts = [
      alertOf({ alertId: 'a', priority: 'high', acknowledged: { byName: 'T. Lee', at: NOW, place: 'station' } }),
      alertOf({ alertId: 'b', priority: 'medium' }),
    ];
    await shown([tileOf(1), tileOf(2, { alerts }), tileOf(3, { care: { nurseName: 'T. Lee' } })]);
    expect(cards().elements()).toHaveLength(2);
    for (const words of [
      'Chair 2',
      'Rosa Maria Abara',
      'born 2 Nov 1979',
      'Infusion',
      '10 of 40 min',
      '98',
      '66',
      '118/74',
      'Next BP in 4:00',
      'SpO₂ 88 < 90+1',
      'seen by T. Lee at the station',
      'Sounds at the chair',
    ])
      await says(0, words);
    await expect.element(page.getByRole('link', { name: 'Chair 2' })).toHaveAttribute('href', '/chair/chair-2');
  });
  test('UI-223 an old value is grey with its age, an absent one a dash with the reason', async () => {
    await shown([
      tileOf(1, {
        spo2: { status: 'stale', value: 97, at: NOW - 41_000, reason: 'adapter lost' },
        pulse: { status: 'none', reason: 'probe off' },
      }),
    ]);
    await says(0, '41 s old');
    await says(0, /—/);
    await says(0, 'probe off');
    expect(document.querySelector('.value.old .numeral')?.textContent).toBe('97');
  });
  test('UI-223 the whole card is tapped, at 390 px too, and nothing runs off sideways', async () => {
    await page.viewport(390, 844);
    await shown(nursesChairs, { now: FIXTURE_NOW, added: ['c7'] });
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(390);
    const card = cards().first().element().getBoundingClientRect();
    const hit = document.elementFromPoint(card.left + card.width / 2, card.top + card.height / 2);
    expect(hit?.closest('a')?.getAttribute('href')).toBe('/chair/c4');
    for (const numeral of document.querySelectorAll('.numeral'))
      expect(numeral.getBoundingClientRect().right).toBeLessThanOrEqual(card.right);
  });
});

describe('UI-224 what else it may say', () => {
  test('UI-224 nobody named: whose chairs?', async () => {
    const { onstaff } = await shown([tileOf(1)], { staff: null });
    expect(cards().elements()).toEqual([]);
    await userEvent.click(page.getByRole('button', { name: 'Choose who you are' }));
    expect(onstaff).toHaveBeenCalledOnce();
  });
  test('UI-224 loading, and no patient of one’s own', async () => {
    await shown(null);
    await expect.element(page.getByText('Loading the chairs …')).toBeVisible();
    await shown(othersChairs, { now: FIXTURE_NOW });
    await expect.element(page.getByRole('heading', { name: 'No patient is yours now' })).toBeVisible();
  });
  test('UI-224 without a connection the whole page is grey: no value is live, no alarm has its colour, nothing counts down', async () => {
    await shown(nursesChairs, { now: FIXTURE_NOW, lost: true });
    expect(document.querySelectorAll('.value.live, .loud, .numeral.medium')).toHaveLength(0);
    expect(getComputedStyle(document.querySelector('main') as HTMLElement).filter).toBe('grayscale(1)');
    await says(0, 'Next BP not known');
    await says(0, 'Sound not known');
    await expect.element(page.getByRole('main')).not.toMatchTextContent('Watching');
  });
  test('UI-224 it says that it makes no sound', async () => {
    await shown([tileOf(1)]);
    await expect.element(page.getByText('This page makes no sound.')).toBeVisible();
  });
});

describe('UI-225 a chair added by hand', () => {
  test('UI-225 is put on the list with one tap, and taken off with one; nobody’s patient changes hands', async () => {
    const { onadded } = await shown([tileOf(1), freeTile(2), freeTile(3)], { added: ['chair-3'] });
    await userEvent.click(page.getByRole('button', { name: 'Chair 2', exact: true }));
    expect(onadded).toHaveBeenLastCalledWith(['chair-3', 'chair-2']);
    await userEvent.click(page.getByRole('button', { name: 'Take Chair 3 off my list' }));
    expect(onadded).toHaveBeenLastCalledWith([]);
  });
});
