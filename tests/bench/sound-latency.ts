/** Adapter → alert on the chair's page → the start of its first pulse at the loudspeaker, one chair after another. */
import type { Browser } from 'playwright-core';
import { listenIn, turnSoundOn } from '../e2e/heard-sound.ts';
import { startChild } from './child-server.ts';
import { productAdapter } from './product-clients.ts';
import { percentile, type Figure } from './stats.ts';

/** What sound may add to sight, ms. */
const GOAL_MS = 100;
/** Each is a chair of its own: an alert that was heard is not heard for the first time again. */
const CHAIRS = 40;
/** The first note of a low SpO2. */
const OXYGENATION_HZ = 523.25;
const nowMs = (): number => performance.timeOrigin + performance.now();

interface Sample {
  /** From the adapter's send to the alert's text on the page. */
  readonly seenMs: number;
  /** From there to the start of its first pulse: its place on the audio clock and the output's own latency. */
  readonly heardAfterMs: number;
}

/** In a browser that wants a tap before it gives sound. */
async function sampled(browser: Browser): Promise<readonly Sample[]> {
  const server = await startChild('./product-server.ts', () => [String(CHAIRS)]);
  const adapters = await Promise.all(server.chairIds.map((_, n) => productAdapter(server.port, n + 1, { cuff: true })));
  const calm = new Set(adapters);
  const everyS = setInterval(() => calm.forEach((adapter) => adapter.send(98)), 1_000);
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await listenIn(page);
  const samples: Sample[] = [];
  for (const [n, adapter] of adapters.entries()) {
    await page.goto(`http://127.0.0.1:${server.port}/chair/${server.chairIds[n] ?? ''}`);
    await page.getByRole('heading', { level: 1, name: 'Watching, no alerts' }).click();
    // The tab remembers that it was heard.
    if (n === 0) await turnSoundOn(page);
    await page.getByText('Sound here').first().waitFor();
    calm.delete(adapter);
    const left = nowMs();
    adapter.send(82);
    const heard = await page.waitForFunction((hz) => {
      const { pulses, shownAt, context } = window.heard;
      const first = pulses.find((pulse) => Math.abs(pulse.hz - hz) < 1);
      if (!first || shownAt === undefined) return null;
      const outputMs = context instanceof AudioContext ? (context.outputLatency || context.baseLatency) * 1_000 : NaN;
      return { shownAt: performance.timeOrigin + shownAt, heardAfterMs: first.beginsAt + outputMs - shownAt };
    }, OXYGENATION_HZ);
    const { shownAt, heardAfterMs } = (await heard.jsonValue()) ?? { shownAt: NaN, heardAfterMs: NaN };
    samples.push({ seenMs: shownAt - left, heardAfterMs });
  }
  clearInterval(everyS);
  for (const adapter of adapters) adapter.close();
  await page.close();
  await server.stop();
  return samples;
}

export async function soundFigures(browser: Browser): Promise<readonly Figure[]> {
  const samples = await sampled(browser);
  const of = (share: number, part: (sample: Sample) => number): number =>
    Number(percentile(samples.map(part), share).toPrecision(4));
  const [p50, p99] = [of(0.5, ({ heardAfterMs }) => heardAfterMs), of(0.99, ({ heardAfterMs }) => heardAfterMs)];
  const seen = `adapter to alert DOM p50 ${of(0.5, ({ seenMs }) => seenMs)}, p99 ${of(0.99, ({ seenMs }) => seenMs)} ms`;
  return [
    {
      name: `alert in the chair's DOM to its first pulse, ${CHAIRS} alerts, p99 (p50 ${p50} ms; ${seen})`,
      unit: 'ms',
      product: p99,
      floor: null,
      ratio: null,
      goal: GOAL_MS,
      met: p99 <= GOAL_MS,
      pairs: [],
    },
  ];
}
