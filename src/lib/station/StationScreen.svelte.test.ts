import '../../app.css';
import { createRawSnippet } from 'svelte';
import { describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { alertOf, bp, freeTile, liveVital, NOW, tileOf } from '../../../tests/support/tiles.ts';
import StationScreen from './StationScreen.svelte';
import Tile from './Tile.svelte';

const snippet = (html: string) => createRawSnippet(() => ({ render: () => html }));
const acknowledged = { byName: 'K. Marsh', at: NOW, place: 'chair' } as const;

/** A tile in a place of the size it has in a wall of twelve. */
async function showTile(props: Partial<Parameters<typeof Tile>[1]>) {
  const box = document.createElement('div');
  box.style.cssText = 'width:268px;height:336px;display:grid';
  document.body.append(box);
  const screen = await render(Tile, { target: box, props: { tile: tileOf(4), now: NOW, onopen: () => {}, ...props } });
  return { screen, tile: screen.getByRole('button').element() as HTMLElement };
}
const has = (tile: HTMLElement, text: string): boolean => tile.textContent.replace(/\s+/g, ' ').includes(text);
const colourOf = (element: Element | null | undefined): string =>
  element ? getComputedStyle(element).backgroundColor : '';
const RED = 'rgb(208, 31, 45)';

describe('UI-41 a tile', () => {
  test('UI-41 shows who, which phase, the values and the next BP', async () => {
    const { tile } = await showTile({});
    for (const text of ['Chair 4', 'R. Abara', 'Infusion', '98', '66', '118/74', '6 min', 'Watching', 'BP in 4:00'])
      expect(has(tile, text), text).toBe(true);
  });
  test('UI-41 an old value is thin and carries its age', async () => {
    const stale = { status: 'stale', value: 97, at: NOW - 41_000, reason: 'no signal' } as const;
    const { tile } = await showTile({ tile: tileOf(4, { spo2: stale, pulse: stale }) });
    expect(has(tile, '41 s old')).toBe(true);
    expect(getComputedStyle(tile.querySelector('.numeral') as Element).fontWeight).toBe('300');
  });
  test('UI-41 a high alert fills the whole cell until somebody has seen it', async () => {
    const alert = alertOf({ alertId: 'a', priority: 'high', text: 'SpO₂ 84 < 90' });
    const loud = await showTile({ tile: tileOf(4, { spo2: liveVital(84), alerts: [alert] }) });
    expect(colourOf(loud.tile.querySelector('.value'))).toBe(RED);
    expect(colourOf(loud.tile.querySelector('.foot'))).toBe(RED);
    const seen = await showTile({ tile: tileOf(4, { spo2: liveVital(84), alerts: [{ ...alert, acknowledged }] }) });
    expect(colourOf(seen.tile.querySelector('.value'))).not.toBe(RED);
    expect(has(seen.tile, 'by K. Marsh')).toBe(true);
  });
  test('UI-41 a medium BP tags the number at fault alone', async () => {
    const alert = alertOf({ alertId: 'a', kind: 'bp-high', parameter: 'nibp', at: 'systolic' });
    const { tile } = await showTile({ tile: tileOf(4, { nibp: bp(164, 96), alerts: [alert] }) });
    expect(tile.querySelector('.pair .medium')?.textContent).toBe('164');
  });
  test('UI-175 a chair whose limits were changed bears the sign of it', async () => {
    expect(has((await showTile({ tile: tileOf(4, { limitsChanged: 2 }) })).tile, 'limits changed')).toBe(true);
    expect(has((await showTile({})).tile, 'limits changed')).toBe(false);
  });
  test('UI-47 a free chair is quiet', async () => {
    const { tile } = await showTile({ tile: freeTile(5) });
    expect(tile.textContent.replace(/\s+/g, ' ').trim()).toBe('Chair 5 5 Free');
  });
  test('UI-49 in privacy mode no name is in the page at all', async () => {
    const { tile } = await showTile({ isPrivate: true });
    expect(has(tile, 'Abara')).toBe(false);
    expect(has(tile, 'Infusion')).toBe(true);
  });
  test('UI-40 without a connection every number is old', async () => {
    const { tile } = await showTile({ lost: true });
    expect(tile.querySelectorAll('.value.live')).toHaveLength(0);
    expect(has(tile, 'Not known')).toBe(true);
  });
  test('UI-48 an emergency is ink, never red', async () => {
    const { tile } = await showTile({ tile: tileOf(4, { emergencySince: NOW - 20_000 }) });
    expect(colourOf(tile.querySelector('.foot'))).not.toBe(RED);
    expect(has(tile, 'Emergency')).toBe(true);
  });
});

describe('UI-47 the wall', () => {
  const wall = (count: number) => ({
    tiles: Array.from({ length: count }, (_, index) => tileOf(index + 1)),
    now: NOW,
    lost: false,
    isPrivate: false,
    openId: null as string | null,
    onopen: () => {},
    onseen: () => Promise.resolve(null),
    header: snippet('<header style="grid-area:head">head</header>'),
    pane: snippet('<p>opened</p>'),
  });
  test.each([12, 24, 64])('UI-47 holds %d chairs on 1920 × 1080 without scrolling', async (count) => {
    await page.viewport(1920, 1080);
    const screen = await render(StationScreen, { props: wall(count) });
    const tiles = screen.getByRole('main').element().querySelectorAll('.tile');
    expect(tiles).toHaveLength(count);
    for (const tile of tiles) {
      const { right, bottom, width, height } = tile.getBoundingClientRect();
      expect(right).toBeLessThanOrEqual(1920);
      expect(bottom).toBeLessThanOrEqual(1080);
      expect(Math.min(width, height)).toBeGreaterThan(100);
      expect(tile.scrollWidth).toBeLessThanOrEqual(tile.clientWidth);
      expect(tile.scrollHeight).toBeLessThanOrEqual(tile.clientHeight);
    }
    expect(document.documentElement.scrollHeight).toBeLessThanOrEqual(1080);
  });
  test('UI-47 keeps every chair in its place when one is opened', async () => {
    await page.viewport(1920, 1080);
    const props = wall(12);
    const screen = await render(StationScreen, { props });
    const rows = (): number[] =>
      [...screen.getByRole('main').element().querySelectorAll('.tile')].map((tile) => tile.getBoundingClientRect().top);
    const before = rows();
    await screen.rerender({ openId: 'chair-4' });
    await expect.element(screen.getByText('opened')).toBeVisible();
    expect(rows()).toEqual(before);
  });
  test('UI-46 “Seen by me” acknowledges, and a refusal stands beside it', async () => {
    await page.viewport(1920, 1080);
    const onseen = vi.fn(() =>
      Promise.resolve({
        code: 'not-allowed',
        message: 'Nobody is signed in at this screen: sign in first.',
      } as const),
    );
    const alert = alertOf({ alertId: 'a', priority: 'high' });
    const screen = await render(StationScreen, {
      props: { ...wall(2), tiles: [tileOf(1, { alerts: [alert] })], onseen },
    });
    await userEvent.click(screen.getByRole('button', { name: 'Seen by me' }));
    expect(onseen).toHaveBeenCalledWith(expect.objectContaining({ kind: 'alert', id: 'a' }));
    await expect.element(screen.getByRole('alert')).toMatchTextContent('Nobody is signed in at this screen');
  });
});
