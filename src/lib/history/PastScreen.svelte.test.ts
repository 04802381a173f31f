import '../../app.css';
import { describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { ALERT_AT, ENDED_AT, loadedVisit, SEEN_AT } from '../../../tests/support/loaded-visit.ts';
import { START } from '../../../tests/support/watched-visit.ts';
import PastVisitPage from './PastVisitPage.svelte';

const loaded = loadedVisit();
const SIZES = [
  [1280, 800],
  [800, 1280],
  [1920, 1080],
] as const;

async function past(size: readonly [number, number] = [1280, 800], wish: object = {}) {
  await page.viewport(...size);
  document.documentElement.dataset['theme'] = 'dim';
  const onstaff = vi.fn();
  const screen = await render(PastVisitPage, {
    loaded,
    refused: null,
    share: 1,
    nobody: false,
    isConnected: true,
    back: '/history',
    onstaff,
    ...wish,
  });
  await document.fonts.ready;
  const slider = screen.getByRole('slider', { name: 'Instant of the visit' });
  const strip = screen.getByRole('region', { name: 'Alerts' });
  return {
    screen,
    onstaff,
    slider,
    strip,
    spo2: screen.getByRole('group', { name: 'SpO₂' }),
    async scrub(second: number) {
      const input = slider.element() as HTMLInputElement;
      input.value = String(START + second * 1_000);
      input.dispatchEvent(new InputEvent('input', { bubbles: true }));
      await expect.element(slider).toHaveValue(String(START + second * 1_000));
    },
  };
}

const INSTANTS = [1, 60, ALERT_AT, SEEN_AT + 1, 205, 225, 305, 340, ENDED_AT];
const OWN = ['Move through the visit', 'What happened'];

test('UI-204 nothing on a past visit acts: whatever its instant, only the scrubber and the log have buttons', async () => {
  const { screen, scrub } = await past();
  for (const second of INSTANTS) {
    await scrub(second);
    const strangers = [...screen.container.querySelectorAll<HTMLElement>('button, a, input, select, textarea, dialog')]
      .filter((each) => each.checkVisibility())
      .filter((each) => !OWN.includes(each.closest('section')?.getAttribute('aria-label') ?? ''))
      .map((each) => each.textContent.trim());
    expect([second, strangers]).toEqual([second, ['Report', 'All visits', 'Back to the history']]);
  }
});

test('UI-205 it makes no sound, moves nothing by itself, and interrupts no screen reader, at a high alert too', async () => {
  const audio = vi.spyOn(window, 'AudioContext');
  const { screen, scrub } = await past();
  for (const second of INSTANTS) {
    await scrub(second);
    expect(screen.container.querySelectorAll('[role=alert], [role=status], [aria-live]')).toHaveLength(0);
    const animated = [...screen.container.querySelectorAll('*')].filter(
      (each) => getComputedStyle(each).animationName !== 'none',
    );
    expect(animated).toEqual([]);
  }
  expect(audio).not.toHaveBeenCalled();
});

describe('UI-203 that it is past and not live is said above all and framed', () => {
  test.each(SIZES)('%d × %d, wherever it is scrolled', async (width, height) => {
    const { screen, scrub } = await past([width, height]);
    const banner = screen.getByText('Past visit – not live', { exact: true });
    for (const second of [1, ALERT_AT, ENDED_AT]) {
      await scrub(second);
      window.scrollTo(0, document.documentElement.scrollHeight);
      const { top, bottom } = banner.element().getBoundingClientRect();
      expect(top).toBeGreaterThanOrEqual(0);
      expect(bottom).toBeLessThanOrEqual(60);
      const frame = getComputedStyle(screen.container.querySelector('.past') as Element, '::after');
      expect([frame.position, frame.borderTopWidth, frame.borderTopColor]).toEqual([
        'fixed',
        '6px',
        'rgb(236, 238, 236)',
      ]);
    }
    expect(document.title).toBe('Past visit – not live · Vigil');
  });
});

test('UI-206 at each instant the strip and the values are as they were, with their age then', async () => {
  const { scrub, strip, spo2, screen } = await past();
  await scrub(60);
  await expect.element(spo2).toMatchTextContent('98');
  await expect.element(strip).not.toMatchTextContent('88');
  await scrub(ALERT_AT);
  await expect.element(strip).toMatchTextContent('SpO₂ 88 < 90');
  await expect.element(strip).not.toMatchTextContent('seen by');
  await scrub(SEEN_AT + 1);
  await expect.element(strip).toMatchTextContent('seen by N. Okafor');
  await scrub(203);
  await expect.element(spo2).toMatchTextContent('probe off');
  await scrub(60);
  await expect.element(strip).not.toMatchTextContent('88');
  await expect.element(screen.getByText('14:01:00').first()).toBeVisible();
  await scrub(ENDED_AT);
  await expect.element(spo2).toMatchTextContent('monitoring ended');
});

test('UI-206 the line of the last two minutes holds nothing of another stretch, from wherever one comes', async () => {
  const { scrub, screen } = await past();
  const line = (): string | null | undefined => screen.container.querySelector('.recent .line')?.getAttribute('d');
  await scrub(60);
  const before = line();
  for (const second of [ALERT_AT, 130, 128]) await scrub(second);
  expect(line()).not.toBe(before);
  await scrub(60);
  expect(line()).toBe(before);
});

test('UI-207 keys move through time wherever the focus is: 5 s, a minute, the next alert, both ends, and on and off', async () => {
  const { slider, screen, strip } = await past();
  const second = (): number => (Number((slider.element() as HTMLInputElement).value) - START) / 1_000;
  await userEvent.keyboard('{ArrowRight}{ArrowRight}');
  expect(second()).toBe(10);
  await userEvent.keyboard('{ArrowLeft}');
  expect(second()).toBe(5);
  await userEvent.keyboard('{Shift>}{ArrowRight}{/Shift}');
  expect(second()).toBe(65);
  await userEvent.keyboard('{PageDown}');
  await expect.element(strip).toMatchTextContent('SpO₂ 88');
  await userEvent.keyboard('{End}');
  expect(second()).toBe(ENDED_AT);
  await userEvent.keyboard('{PageUp}');
  expect(second()).toBeLessThan(ENDED_AT);
  (slider.element() as HTMLElement).focus();
  await userEvent.keyboard('{Home}{ArrowRight}');
  expect(second()).toBe(5);
  await userEvent.keyboard(' ');
  await expect.element(screen.getByRole('button', { name: 'Pause' })).toBeVisible();
  await userEvent.keyboard(' ');
  await expect.element(screen.getByRole('button', { name: 'Play' })).toBeVisible();
});

test('UI-208 an event of the log is gone to by a tap; the one shown is marked, and what had not happened yet is thin', async () => {
  const { screen, slider } = await past();
  const log = screen.getByRole('region', { name: 'What happened' });
  await log.getByRole('button', { name: /acknowledged/ }).click();
  await expect.element(slider).toHaveValue(String(START + SEEN_AT * 1_000));
  const current = log.element().querySelector('[aria-current=true]');
  expect(current?.textContent).toContain('acknowledged');
  const { top, bottom } = (current as HTMLElement).getBoundingClientRect();
  const list = (log.element().querySelector('ol') as HTMLElement).getBoundingClientRect();
  expect(top >= list.top - 1 && bottom <= list.bottom + 1).toBe(true);
  const ahead = [...log.element().querySelectorAll('button.ahead')].map((each) => each.textContent);
  expect(ahead.some((text) => text.includes('Visit ended'))).toBe(true);
  expect(ahead.some((text) => text.includes('Infusion started'))).toBe(false);
});

describe('UI-209 a past visit fits its screen, and everything tapped is large enough', () => {
  test.each(SIZES)('%d × %d', async (width, height) => {
    const { screen, scrub } = await past([width, height]);
    for (const second of INSTANTS) {
      await scrub(second);
      const { scrollWidth, scrollHeight } = document.documentElement;
      expect([second, scrollWidth <= width, scrollHeight <= height]).toEqual([second, true, true]);
    }
    const small = [...screen.container.querySelectorAll<HTMLElement>('button, a, input[type=range], label')]
      .filter((each) => each.checkVisibility() && !each.matches('.seen *'))
      .filter((each) => Math.min(each.offsetHeight, each.offsetWidth) < 44)
      .map((each) => each.textContent);
    expect(small).toEqual([]);
  });
  test('360 px: nothing runs off sideways', async () => {
    const { screen } = await past([360, 740]);
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(360);
    await expect.element(screen.getByText('Past visit – not live', { exact: true })).toBeInViewport();
  });
});

describe('UI-210 before there is something to show, and when there is nothing', () => {
  const none = { loaded: null };
  test('nobody is named: nothing of the visit is shown, and the way out stands there', async () => {
    const { screen, onstaff } = await past([1280, 800], { nobody: true });
    expect(screen.container.textContent).not.toContain('Byron');
    await screen.getByRole('button', { name: 'Choose who you are' }).click();
    expect(onstaff).toHaveBeenCalledOnce();
  });
  test('refused: the server’s sentence', async () => {
    const message = 'There is no such visit: choose one from the history.';
    const { screen } = await past([1280, 800], { ...none, refused: { code: 'not-found', message } });
    await expect.element(screen.getByRole('alert')).toMatchTextContent(message);
  });
  test('being read, and no connection', async () => {
    const { screen } = await past([1280, 800], { ...none, share: 0.4 });
    await expect.element(screen.getByRole('progressbar')).toHaveAttribute('value', '0.4');
    await screen.rerender({ isConnected: false });
    await expect.element(screen.getByRole('heading', { name: 'No connection' })).toBeVisible();
  });
});

test('UI-389 the head of a past visit says that its record is not closed', async () => {
  const { screen } = await past();
  await expect.element(screen.getByText('Record not closed')).toBeVisible();
});
