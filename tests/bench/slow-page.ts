/** A page on a processor four times as slow as this one: how busy its main thread is, and how long its frames take. */
import type { Page } from 'playwright-core';
import { percentile } from './stats.ts';

/** The slowdown of Chromium's own device emulation: a desk machine as a cheap tablet. */
const SLOWER = 4;
const LOOKED_MS = 15_000;

export interface Looked {
  /** Of the main thread's time, %. */
  readonly busy: number;
  /** From one frame to the next, ms. */
  readonly p99: number;
  readonly perSecond: number;
}

/** Slows the page's processor down from now on. @returns measures the page for some seconds */
export async function slowed(page: Page): Promise<() => Promise<Looked>> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  await devtools.send('Performance.enable');
  const worked = async (): Promise<{ readonly at: number; readonly for: number }> => {
    const { metrics } = await devtools.send('Performance.getMetrics');
    const of = (name: string): number => metrics.find((each) => each.name === name)?.value ?? 0;
    return { at: of('Timestamp'), for: of('TaskDuration') };
  };
  return async () => {
    const before = await worked();
    // The instant a frame stands for, not when its callbacks ran: what a person sees is the frame that is missing.
    const frames = await page.evaluate(
      (ms) =>
        new Promise<number[]>((resolve) => {
          const each: number[] = [];
          const from = performance.now();
          let last: number | undefined;
          const next = (at: number): void => {
            if (last !== undefined) each.push(at - last);
            last = at;
            if (at - from < ms) requestAnimationFrame(next);
            else resolve(each);
          };
          requestAnimationFrame(next);
        }),
      LOOKED_MS,
    );
    const after = await worked();
    return {
      busy: (100 * (after.for - before.for)) / (after.at - before.at),
      p99: percentile(frames, 0.99),
      perSecond: (1_000 * frames.length) / frames.reduce((sum, frame) => sum + frame, 0),
    };
  };
}
