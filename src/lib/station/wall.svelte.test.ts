import '../../app.css';
import { createRawSnippet } from 'svelte';
import { describe, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { TileView } from '#core/view.ts';
import { alertOf, bp, liveVital, NOW, tileOf } from '../../../tests/support/tiles.ts';
import { fixtureSound } from '../components/fixture-sound.ts';
import StationHeader from './StationHeader.svelte';
import StationScreen from './StationScreen.svelte';
import StationSound from './StationSound.svelte';
import Tile from './Tile.svelte';

const snippet = (html: string) => createRawSnippet(() => ({ render: () => html }));
const long = { patientId: 'p', name: 'Maximiliane-Theodora von Hohenzollern-Sigmaringen', birthDate: '1979-11-02' };
const high = (id: string) => alertOf({ alertId: id, priority: 'high', text: 'SpO₂ 84 < 90' });
const called = { callId: 'call-1', byName: 'K. Marsh', at: NOW - 40_000, paged: true } as const;
const line = { messageId: 'm', text: 'BP 132/80, all well', byName: 'K. Marsh', from: 'chair', at: NOW } as const;
/** Long names, alerts, lines and calls: as full as tiles get. */
const busy = (n: number): TileView =>
  tileOf(n, {
    patient: long,
    limitsChanged: n % 2,
    ...(n % 3 === 0 && { spo2: liveVital(84), alerts: [high(`a${n}`), alertOf({ alertId: `b${n}` })] }),
    ...(n % 4 === 0 && { providerCall: { ...called, callId: `call-${n}` }, unread: [{ ...line, messageId: `m${n}` }] }),
    ...(n % 5 === 0 && { nibp: bp(186, 112) }),
  });
const wall = (tiles: readonly TileView[], changes: Partial<Parameters<typeof StationScreen>[1]> = {}) => ({
  ...{ tiles, now: NOW, lost: false, isPrivate: false, openId: null as string | null },
  onopen: () => {},
  onseen: vi.fn(() => Promise.resolve(null)),
  header: snippet('<header style="grid-area:head">head</header>'),
  pane: snippet('<p>opened</p>'),
  ...changes,
});
const inside = (screen: { container: HTMLElement }, width: number, height: number): void => {
  for (const tile of screen.container.querySelectorAll('.tile')) {
    const { right, bottom } = tile.getBoundingClientRect();
    expect(right).toBeLessThanOrEqual(width + 1);
    expect(bottom).toBeLessThanOrEqual(height + 1);
    expect(tile.scrollWidth).toBeLessThanOrEqual(tile.clientWidth);
    expect(tile.scrollHeight).toBeLessThanOrEqual(tile.clientHeight);
  }
  const { scrollWidth, scrollHeight } = document.documentElement;
  expect([scrollWidth, scrollHeight]).toEqual([width, height]);
};

describe('UI-244 the grid holds what it must', () => {
  test.each([
    [1, 1920, 1080],
    [24, 1920, 1080],
    [64, 1920, 1080],
    [12, 1366, 768],
    [64, 1366, 768],
    [24, 3840, 2160],
  ])('UI-244 %d busy chairs with long names on %d × %d, nothing scrolls', async (count, width, height) => {
    await page.viewport(width, height);
    const screen = await render(StationScreen, { props: wall(Array.from({ length: count }, (_, i) => busy(i + 1))) });
    await document.fonts.ready;
    expect(screen.container.querySelectorAll('.tile')).toHaveLength(count);
    expect(screen.container.querySelectorAll('.tile.dense')).toHaveLength(count > 24 ? count : 0);
    inside(screen, width, height);
  });
  test.each([1280, 1400, 1920])('UI-244 at %d px the head holds its pages, one row high', async (width) => {
    await page.viewport(width, 800);
    const counts = ['infusion', 'recovery', 'before', 'discharge', 'waiting for ride', 'free'].map((of) => ({
      count: 2,
      of,
    }));
    const box = document.createElement('div');
    box.style.cssText = 'height:72px;display:grid';
    document.body.append(box);
    const screen = await render(StationHeader, {
      target: box,
      props: {
        ...{
          siteName: 'Test clinic',
          isDemo: false,
          counts,
          staff: { name: 'E. Lindqvist', role: 'provider' as const },
        },
        ...{ isPrivate: false, now: NOW, onstaff: vi.fn(), onprivacy: vi.fn(), onwall: vi.fn() },
        sound: snippet('<button>No sound: turn it on</button>'),
      },
    });
    const link = screen.getByRole('link', { name: 'History' });
    await expect.element(link).toBeVisible();
    expect(link.element().getBoundingClientRect().right).toBeLessThanOrEqual(width);
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(width);
    box.remove();
  });
});

describe('UI-240 a chair is opened on a narrow window', () => {
  test.each([1280, 1366, 1499])('UI-240 at %d px the rail stays, and nothing scrolls', async (width) => {
    await page.viewport(width, 800);
    const screen = await render(StationScreen, {
      props: wall(
        Array.from({ length: 12 }, (_, i) => busy(i + 1)),
        { openId: 'chair-4' },
      ),
    });
    await expect.element(screen.getByText('opened')).toBeVisible();
    await expect.element(screen.getByRole('complementary', { name: 'Needs attention' })).toBeVisible();
    await expect.element(screen.getByRole('button', { name: 'I am coming' }).first()).toBeInTheDocument();
    inside(screen, width, 800);
  });
});

describe('UI-239 a screen on a wall', () => {
  test('UI-239 has nothing to tap but the way back, and draws a large screen larger', async () => {
    await page.viewport(3840, 2160);
    const tiles = Array.from({ length: 12 }, (_, i) => busy(i + 1));
    const screen = await render(StationScreen, { props: wall(tiles, { isWall: true }) });
    await document.fonts.ready;
    const rail = screen.getByRole('complementary', { name: 'Needs attention' });
    for (const name of ['Seen by me', 'I am coming', 'Read', 'Open'])
      expect(rail.getByRole('button', { name, exact: true }).elements(), name).toHaveLength(0);
    const title = screen.container.querySelector('.what') as Element;
    expect(title.getBoundingClientRect().height).toBeGreaterThan(60);
    inside(screen, 3840, 2160);
  });
  test('UI-239 its head says who is hidden, and has one button', async () => {
    await page.viewport(1920, 1080);
    const onwall = vi.fn();
    const screen = await render(StationHeader, {
      ...{ siteName: 'Test clinic', isDemo: false, counts: [], staff: null, isPrivate: true, isWall: true, now: NOW },
      ...{ onstaff: vi.fn(), onprivacy: vi.fn(), onwall },
    });
    await expect.element(screen.getByText('Names hidden')).toBeVisible();
    for (const name of ['Who are you?', 'Privacy', 'Close the day'])
      expect(screen.getByRole('button', { name }).elements(), name).toHaveLength(0);
    await screen.getByRole('button', { name: 'Leave the wall' }).click();
    expect(onwall).toHaveBeenCalledOnce();
  });
  test('UI-239 a silent one still has the button that turns its sound on', async () => {
    const turnOn = vi.fn();
    const props = { watched: true, leftMs: 0, listens: false, name: undefined, isWall: true };
    const done = () => Promise.resolve(null);
    const screen = await render(StationSound, {
      ...props,
      ...{ sound: fixtureSound('off', { turnOn }), onlisten: done, onleave: done },
    });
    await screen.getByRole('button', { name: /No sound: turn it on/ }).click();
    expect(turnOn).toHaveBeenCalledOnce();
    await screen.rerender({ sound: fixtureSound('on') });
    await expect.element(screen.getByText('nobody listens')).toBeVisible();
    expect(screen.getByRole('button').elements()).toHaveLength(0);
  });
});

describe('UI-241 UI-242 what is tapped in the rail', () => {
  test('UI-241 without a connection there is nothing to tap, and it is grey', async () => {
    await page.viewport(1920, 1080);
    const tiles = [tileOf(1, { alerts: [high('a')] })];
    const screen = await render(StationScreen, { props: wall(tiles, { lost: true }) });
    expect(screen.getByRole('button', { name: 'Seen by me' }).elements()).toHaveLength(0);
    await expect.element(screen.getByText('Not known now: answer it at the chair.')).toBeVisible();
    const item = screen.container.querySelector('article') as Element;
    expect(getComputedStyle(item).backgroundColor).not.toBe('rgb(208, 31, 45)');
  });
  test('UI-242 nobody can hear a chair: the sound of this station is what is turned on first', async () => {
    await page.viewport(1920, 1080);
    const unheard = alertOf({
      alertId: 'n',
      kind: 'nobody-listening',
      priority: 'high',
      text: 'Nobody can hear',
      parameter: 'technical',
    });
    const onsound = vi.fn();
    const screen = await render(StationScreen, { props: wall([tileOf(1, { alerts: [unheard] })], { onsound }) });
    const button = screen.getByRole('button', { name: 'Turn the sound on' });
    await button.click();
    expect(onsound).toHaveBeenCalledOnce();
    expect(button.element().className).toContain('main');
    expect(screen.getByRole('button', { name: 'Seen by me' }).element().className).not.toContain('main');
    await screen.rerender({ onsound: undefined });
    await expect.element(button).not.toBeInTheDocument();
  });
});

describe('a tile', () => {
  async function tile(props: Partial<Parameters<typeof Tile>[1]>, size: readonly [number, number] = [268, 336]) {
    const box = document.createElement('div');
    box.style.cssText = `width:${size[0]}px;height:${size[1]}px;display:grid`;
    document.body.append(box);
    const screen = await render(Tile, {
      target: box,
      props: { tile: tileOf(4), now: NOW, onopen: () => {}, ...props },
    });
    await document.fonts.ready;
    return screen.getByRole('button').element() as HTMLElement;
  }
  test('UI-232 bears a sign and a word for an unanswered call and for unread lines', async () => {
    const shown = await tile({
      tile: tileOf(4, { providerCall: called, unread: [line, { ...line, messageId: 'n' }] }),
    });
    expect(shown.textContent).toMatch(/provider called/);
    expect(shown.textContent.replace(/\s+/g, ' ')).toMatch(/2\s?unread/);
    const answered = { ...called, answered: { byName: 'E', at: NOW, place: 'phone' } } as const;
    expect((await tile({ tile: tileOf(4, { providerCall: answered }) })).textContent).not.toMatch(/provider called/);
  });
  test('UI-243 a poor signal has a sign and a word, thin numerals, and no alarm colour', async () => {
    const shown = await tile({ tile: tileOf(4, { spo2: liveVital(97, { quality: 'poor' }) }) });
    const value = shown.querySelector('.value') as Element;
    expect(value.textContent).toContain('poor signal');
    expect(value.querySelector('svg')).not.toBeNull();
    expect(getComputedStyle(value.querySelector('.numeral') as Element).fontWeight).toBe('300');
    expect(shown.querySelector('.medium, .high, .low')).toBeNull();
    expect((await tile({})).querySelector('.doubt')).toBeNull();
  });
  test('UI-243 a narrow one says what is wrong and since when in full', async () => {
    const shown = await tile({ tile: tileOf(4, { spo2: liveVital(84), alerts: [high('a')] }) }, [145, 240]);
    for (const part of shown.querySelectorAll<HTMLElement>('.foot .text, .foot .side'))
      expect(part.scrollWidth, part.textContent).toBeLessThanOrEqual(part.clientWidth);
  });
});
