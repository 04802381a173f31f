/** What a page let its loudspeaker play: each pulse as it was laid out on the audio clock, and whether it was taken back. */
import { expect, type Page } from '@playwright/test';
import type { TestClinic } from '../support/test-clinic.ts';

/** C4, three or ten times: the test burst and "monitoring lost". */
export const GENERAL_HZ = 261.63;

export interface Pulse {
  /** On the audio clock, s. */
  readonly at: number;
  readonly hz: number;
  /** `performance.now()` of the instant at which it begins, ms. */
  readonly beginsAt: number;
  /** It was taken back before its end. */
  takenBack: boolean;
}
interface Heard {
  readonly pulses: (Pulse & { node: AudioScheduledSourceNode; until: number })[];
  context?: BaseAudioContext;
  /** `performance.now()` at which an alert's text stood on the page. */
  shownAt?: number;
}
declare global {
  interface Window {
    heard: Heard;
  }
}

/** Before the page is opened. */
export const listenIn = (page: Page): Promise<unknown> =>
  page.addInitScript(() => {
    const heard: Heard = { pulses: [] };
    window.heard = heard;
    const { start, stop } = AudioScheduledSourceNode.prototype;
    AudioScheduledSourceNode.prototype.start = function (when = 0) {
      if (this instanceof OscillatorNode) {
        heard.context = this.context;
        const beginsAt = performance.now() + (when - this.context.currentTime) * 1_000;
        heard.pulses.push({
          node: this,
          at: when,
          until: Infinity,
          hz: this.frequency.value,
          beginsAt,
          takenBack: false,
        });
      }
      start.call(this, when);
    };
    AudioScheduledSourceNode.prototype.stop = function (when) {
      const pulse = heard.pulses.find(({ node }) => node === this);
      if (pulse && when !== undefined) pulse.until = when;
      // Stopping what is over takes nothing back.
      else if (pulse && this.context.currentTime < pulse.until) pulse.takenBack = true;
      stop.call(this, when);
    };
    new MutationObserver(() => {
      if (/≤|</.test(document.querySelector('h1')?.textContent ?? '')) heard.shownAt ??= performance.now();
    }).observe(document, { subtree: true, childList: true, characterData: true });
  });

/** Pulses not taken back: those that were heard, and those that will be within a second. */
export const pulsesOf = (page: Page): Promise<readonly Pulse[]> =>
  page.evaluate(() => {
    const now = window.heard.context?.currentTime ?? 0;
    return window.heard.pulses
      .filter(({ at, takenBack }) => !takenBack && at < now + 1)
      .map(({ at, hz, beginsAt, takenBack }) => ({ at, hz, beginsAt, takenBack }));
  });

/** Of an alert's melody: not the test burst's, nor "monitoring lost". */
export const alertPulsesOf = async (page: Page): Promise<readonly Pulse[]> =>
  (await pulsesOf(page)).filter(({ hz }) => Math.abs(hz - GENERAL_HZ) > 1);

/** So many pulses of an alert were heard, or will be within a second. */
export const alertSounds = (page: Page, atLeast = 10): Promise<void> =>
  expect.poll(() => alertPulsesOf(page).then((pulses) => pulses.length)).toBeGreaterThanOrEqual(atLeast);

/** At a chair's page. */
export async function turnSoundOn(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Turn the sound on' }).click();
  await page.getByRole('button', { name: 'Yes', exact: true }).click();
}

/** From here on clinic time is real time. @returns ends it */
export function runInRealTime({ clock }: Pick<TestClinic, 'clock'>): () => void {
  let last = performance.now();
  const hands = setInterval(() => {
    const now = performance.now();
    clock.advance(Math.round(now - last));
    last = now;
  }, 50);
  return () => clearInterval(hands);
}
