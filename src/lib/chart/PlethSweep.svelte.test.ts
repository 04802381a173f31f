import '../../app.css';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { packSamples } from '#protocol/pleth-samples.ts';
import { theme } from '../components/theme.svelte.ts';
import { PlethStore } from '../live/pleth.ts';
import PlethSweep from './PlethSweep.svelte';

const HZ = 75;
const START = 1_800_000_000_000;

/** A wave that comes as from a device, three packets a second, till it is stopped. */
function feed(store: PlethStore): () => void {
  let packet = 0;
  const push = (): void => {
    const values = Array.from({ length: 25 }, (_, n) => Math.round(120 + 100 * Math.sin((packet * 25 + n) / 9)));
    store.push({
      at: START + Math.round((packet * 1_000) / 3),
      sampleHz: HZ,
      fullScale: 255,
      samples: packSamples(values),
    });
    packet += 1;
  };
  push();
  push();
  push();
  const timer = setInterval(push, 1_000 / 3);
  return () => clearInterval(timer);
}
function box(): HTMLElement {
  const made = document.createElement('div');
  made.style.cssText = 'width:600px;height:60px';
  document.body.append(made);
  return made;
}
/** Pixels of the canvas that are not transparent, and what they are. */
function inked(canvas: HTMLCanvasElement): { count: number; print: string; columns: Set<number> } {
  const { width, height } = canvas;
  const pixels = canvas.getContext('2d')?.getImageData(0, 0, width, height).data ?? new Uint8ClampedArray();
  let count = 0;
  const columns = new Set<number>();
  for (let n = 3; n < pixels.length; n += 4)
    if ((pixels[n] ?? 0) > 0) {
      count += 1;
      columns.add(((n - 3) / 4) % width);
    }
  return { count, print: pixels.join(''), columns };
}
const colourOf = (canvas: HTMLCanvasElement): readonly number[] => {
  const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
  for (let n = 0; n < pixels.length; n += 4) if (pixels[n + 3] === 255) return [...pixels.slice(n, n + 3)];
  return [];
};
const soon = (check: () => void) => vi.waitFor(check, { timeout: 10_000, interval: 50 });

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
  document.body.replaceChildren();
});

function show(props: Partial<{ withheld: string | null; quality: string; onreview: () => void }> = {}) {
  const store = new PlethStore();
  const container = box();
  render(PlethSweep, { target: container, props: { store, ...props } });
  const canvas = container.querySelector('canvas') as HTMLCanvasElement;
  return { store, container, canvas };
}

describe('UI-120 UI-124 the sweep in a browser', () => {
  test('UI-120 it draws, it moves, and it is as fine as the screen', async () => {
    const { store, canvas } = show({ quality: 'good' });
    stops.push(feed(store));
    await soon(() => expect(inked(canvas).count).toBeGreaterThan(200));
    const first = inked(canvas);
    await soon(() => expect(inked(canvas).print).not.toBe(first.print));
    await soon(() => expect(inked(canvas).columns.size).toBeGreaterThan(first.columns.size + 40));
    expect(canvas.width).toBe(Math.round(canvas.clientWidth * window.devicePixelRatio));
    await expect.element(page.getByText('Pleth live, good')).toBeInTheDocument();
  });

  test('UI-120 in the hue of SpO₂ of the theme', async () => {
    theme.choose('day');
    const blue = show();
    stops.push(feed(blue.store));
    await soon(() => expect(colourOf(blue.canvas)).toEqual([0x2b, 0x4b, 0xc6]));
    theme.choose('dim');
    await soon(() => expect(colourOf(blue.canvas)).toEqual([0x93, 0xae, 0xff]));
  });

  test('UI-150 while packets come of a probe that is off: no wave, a hatched band, the reason, and no word of live', async () => {
    const { store, canvas, container } = show({ withheld: 'probe off', quality: 'good' });
    stops.push(feed(store));
    await soon(() => expect(store.status()).toBe('live'));
    expect(getComputedStyle(canvas).visibility).toBe('hidden');
    const band = container.querySelector('.pleth') as HTMLElement;
    expect(getComputedStyle(band, '::after').backgroundImage).toContain('repeating-linear-gradient');
    await expect.element(page.getByText('No pleth: probe off')).toBeInTheDocument();
    expect(container.textContent).not.toContain('live');
  });

  test('UI-122 without packets for a second: no wave, a hatched band, the reason; the next wave is drawn again', async () => {
    const { store, canvas, container } = show();
    const stop = feed(store);
    await soon(() => expect(inked(canvas).count).toBeGreaterThan(0));
    stop();
    await soon(() => expect(getComputedStyle(canvas).visibility).toBe('hidden'));
    expect(inked(canvas).count).toBe(0);
    const band = container.querySelector('.pleth') as HTMLElement;
    expect(getComputedStyle(band, '::after').backgroundImage).toContain('repeating-linear-gradient');
    expect(container.textContent).toContain('no wave comes');
    await expect.element(page.getByText('No pleth: no wave comes')).toBeInTheDocument();
    stops.push(feed(store));
    await soon(() => expect(getComputedStyle(canvas).visibility).toBe('visible'));
  });

  test('UI-124 as a button it opens the look back, and its name says what the picture shows', async () => {
    let opened = 0;
    const { store } = show({ quality: 'poor signal', onreview: () => (opened += 1) });
    stops.push(feed(store));
    await page.getByRole('button', { name: 'Pleth live, poor signal. Look back at it' }).click();
    expect(opened).toBe(1);
  });

  test('UI-124 sixty frames a second are asked for while it runs, and none while nothing comes', async () => {
    const { store, canvas } = show();
    const stop = feed(store);
    await soon(() => expect(inked(canvas).count).toBeGreaterThan(0));
    const asked = vi.spyOn(window, 'requestAnimationFrame');
    stops.push(() => asked.mockRestore());
    await soon(() => expect(asked.mock.calls.length).toBeGreaterThan(30));
    stop();
    await soon(() => expect(getComputedStyle(canvas).visibility).toBe('hidden'));
    asked.mockClear();
    await new Promise((resolve) =>
      requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(resolve))),
    );
    expect(asked.mock.calls.length).toBe(3);
  });

  test('UI-124 a page in the background draws nothing, and goes on when it is seen again', async () => {
    const { store, canvas } = show();
    stops.push(feed(store));
    await soon(() => expect(inked(canvas).count).toBeGreaterThan(0));
    const hidden = vi.spyOn(document, 'hidden', 'get').mockReturnValue(true);
    stops.push(() => hidden.mockRestore());
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    const still = inked(canvas).print;
    const heard = store.count;
    await soon(() => expect(store.count).toBeGreaterThan(heard + 50));
    expect(inked(canvas).print).toBe(still);
    hidden.mockReturnValue(false);
    document.dispatchEvent(new Event('visibilitychange'));
    await soon(() => expect(inked(canvas).print).not.toBe(still));
  });

  test('UI-124 who wants no motion gets about two pictures a second, and no frame in between', async () => {
    const wanted = vi.spyOn(window, 'matchMedia').mockReturnValue({ matches: true } as MediaQueryList);
    stops.push(() => wanted.mockRestore());
    const { store, canvas } = show();
    stops.push(feed(store));
    await soon(() => expect(inked(canvas).count).toBeGreaterThan(0));
    const drawn = vi.spyOn(CanvasRenderingContext2D.prototype, 'stroke');
    stops.push(() => drawn.mockRestore());
    const from = performance.now();
    await soon(() => expect(drawn.mock.calls.length).toBe(4));
    expect(performance.now() - from).toBeGreaterThan(1_400);
  });
});
