/** Adapter → durable commit → DOM, one chair: the next reading leaves when the last one stands on the page. */
import type { Page } from 'playwright-core';

/** One clock for both ends: the wall's origin plus monotonic time, as the browser has it too. */
const nowMs = (): number => performance.timeOrigin + performance.now();

/**
 * @param selector the element that carries the SpO2 numeral
 * @param send sends one reading and returns when it left
 * @returns one latency a sample, ms
 */
export async function pageLatencies(
  page: Page,
  selector: string,
  samples: number,
  send: (spo2Pct: number) => void,
): Promise<number[]> {
  let seen: (stamp: { text: string; at: number }) => void = () => {};
  await page.exposeFunction('vigilSeen', (text: string, at: number) => seen({ text, at }));
  await page.waitForSelector(selector);
  await page.evaluate((watched) => {
    let last = '';
    new MutationObserver(() => {
      const text = document.querySelector(watched)?.textContent?.trim() ?? '';
      if (text === last) return;
      last = text;
      const report = (window as unknown as { vigilSeen: (text: string, at: number) => void }).vigilSeen;
      report(text, performance.timeOrigin + performance.now());
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  }, selector);

  const latencies: number[] = [];
  const warmUp = 100;
  for (let sample = 0; sample < samples + warmUp; sample++) {
    const value = 97 + (sample % 2);
    const shown = new Promise<number>((resolve, reject) => {
      const lost = setTimeout(() => reject(new Error(`reading ${sample} never reached the page`)), 5_000);
      seen = ({ text, at }) => {
        if (text !== String(value)) return;
        clearTimeout(lost);
        resolve(at);
      };
    });
    const left = nowMs();
    send(value);
    const at = await shown;
    if (sample >= warmUp) latencies.push(at - left);
  }
  return latencies;
}
