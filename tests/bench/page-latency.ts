/** Adapter → durable commit → DOM → paint, one chair: the next reading leaves when the last one was painted. */
import type { Page } from 'playwright-core';

/** One clock for both ends: the wall's origin plus monotonic time, as the browser has it too. */
const nowMs = (): number => performance.timeOrigin + performance.now();

export interface PageLatencies {
  readonly dom: number[];
  readonly paint: number[];
}

interface Stamp {
  readonly text: string;
  readonly at: number;
  readonly paintedAt: number;
}

/**
 * @param selector the element that carries the SpO2 numeral
 * @param send sends one reading and returns when it left
 * @returns one latency a sample, ms: until it stood in the DOM, and until the frame with it was painted
 */
export async function pageLatencies(
  page: Page,
  selector: string,
  samples: number,
  send: (spo2Pct: number) => void,
): Promise<PageLatencies> {
  let seen: (stamp: Stamp) => void = () => {};
  await page.exposeFunction('vigilSeen', (text: string, at: number, paintedAt: number) =>
    seen({ text, at, paintedAt }),
  );
  await page.waitForSelector(selector);
  await page.evaluate((watched) => {
    let last = '';
    new MutationObserver(() => {
      const text = document.querySelector(watched)?.textContent?.trim() ?? '';
      if (text === last) return;
      last = text;
      const report = (window as unknown as { vigilSeen: (text: string, at: number, paintedAt: number) => void })
        .vigilSeen;
      const now = (): number => performance.timeOrigin + performance.now();
      const at = now();
      // What a frame's callback posts is run once that frame was painted.
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => report(text, at, now());
        port2.postMessage(null);
      });
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  }, selector);

  const latencies: PageLatencies = { dom: [], paint: [] };
  const warmUp = 1_000;
  for (let sample = 0; sample < samples + warmUp; sample++) {
    const value = 97 + (sample % 2);
    const shown = new Promise<Stamp>((resolve, reject) => {
      const lost = setTimeout(() => reject(new Error(`reading ${sample} never reached the page`)), 5_000);
      seen = (stamp) => {
        if (stamp.text !== String(value)) return;
        clearTimeout(lost);
        resolve(stamp);
      };
    });
    const left = nowMs();
    send(value);
    const { at, paintedAt } = await shown;
    if (sample < warmUp) continue;
    latencies.dom.push(at - left);
    latencies.paint.push(paintedAt - left);
  }
  return latencies;
}
