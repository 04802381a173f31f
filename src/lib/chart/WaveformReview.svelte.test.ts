import '../../app.css';
import { afterEach, describe, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { PlethReview, PlethSpans } from '#protocol/pleth-review.ts';
import type { Refusal } from '#core/refusal.ts';
import { NOW } from '../../../tests/support/tiles.ts';
import type { KeptPleth } from '../live/kept-pleth.ts';
import WaveformReview from './WaveformReview.svelte';

const MINUTE = 60_000;
const openedAt = NOW - 30 * MINUTE;
const onsetAt = NOW - 12 * MINUTE;
const alert = {
  alertId: 'a',
  kind: 'spo2-low' as const,
  priority: 'high' as const,
  text: 'SpO₂ 84 < 90',
  endedAt: null,
  onsetAt,
} as const;

/** Waves from `keptFrom` on; asks are noted. */
function kept(keptFrom: number, refusal?: Refusal) {
  const asked: number[] = [];
  const state = { refusal };
  const source: KeptPleth = {
    spans: async (): Promise<PlethSpans> => ({
      spans: keptFrom < NOW ? [{ deviceId: 'ox', from: keptFrom, to: NOW }] : [],
      keptDays: 14,
    }),
    review: async (_, from, to): Promise<PlethReview | Refusal> => {
      asked.push(from);
      if (state.refusal) return state.refusal;
      const begin = Math.max(from, keptFrom);
      const count = Math.max(0, Math.floor(((to - begin) * 75) / 1_000));
      const samples = Array.from({ length: count }, (_unused, n) => 100 + Math.round(80 * Math.sin(n / 10)));
      return {
        from,
        to,
        waves: count > 0 ? [{ deviceId: 'ox', at: begin, sampleHz: 75, fullScale: 255, samples }] : [],
      };
    },
  };
  return { asked, source, state };
}
const show = (source: KeptPleth, alerts: readonly (typeof alert)[] = [alert]) =>
  render(WaveformReview, { props: { visitId: 'v', openedAt, now: NOW, alerts, kept: source } });
const rows = () => page.getByRole('img', { name: /^Pulse wave from/ });
const inkOf = (canvas: HTMLCanvasElement): number => {
  const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
  return pixels.filter((value, n) => n % 4 === 3 && value > 0).length;
};
afterEach(() => document.body.replaceChildren());

describe('UI-125 looking back at the wave', () => {
  test('UI-125 it begins with the newest minute, two rows with ink, and steps by 30 s', async () => {
    const { asked, source } = kept(openedAt);
    show(source);
    await expect.element(rows().nth(1)).toBeInTheDocument();
    expect(rows().elements()).toHaveLength(2);
    for (const row of rows().elements())
      expect(inkOf(row.querySelector('canvas') as HTMLCanvasElement)).toBeGreaterThan(500);
    await page.getByRole('button', { name: '−30 s' }).click();
    await expect.poll(() => asked.length).toBe(2);
    expect((asked[0] ?? 0) - (asked[1] ?? 0)).toBe(30_000);
    await page.getByRole('button', { name: 'Newest' }).click();
    await expect.poll(() => asked.at(-1)).toBe(asked[0]);
    await expect.element(page.getByRole('button', { name: '+30 s' })).toBeDisabled();
  });

  test('UI-125 to the onset of an alert, and to any moment of the visit', async () => {
    const { asked, source } = kept(openedAt);
    show(source);
    await page.getByRole('button', { name: /SpO₂ 84 < 90/ }).click();
    await expect.poll(() => asked.at(-1)).toBe(onsetAt - 20_000);
    const slider = page.getByRole('slider', { name: 'Moment of the visit' });
    await slider.fill(String(openedAt + 5 * MINUTE));
    await expect.poll(() => asked.at(-1)).toBe(openedAt + 5 * MINUTE);
    await expect.element(slider).toHaveAttribute('aria-valuetext', expect.stringMatching(/^\d\d:\d\d:\d\d$/));
  });

  test('UI-125 it lists alerts a wave tells of, not those of a disk', async () => {
    const { source } = kept(openedAt);
    const onDisk = { ...alert, alertId: 'b', kind: 'not-recorded' as const, text: 'Not recorded' };
    render(WaveformReview, { props: { visitId: 'v', openedAt, now: NOW, alerts: [alert, onDisk], kept: source } });
    await expect.element(page.getByRole('button', { name: /SpO₂ 84 < 90/ })).toBeVisible();
    expect(page.getByRole('button', { name: /Not recorded/ }).elements()).toHaveLength(0);
  });

  test('UI-150 where there was no SpO₂ it says why', async () => {
    const { source } = kept(openedAt);
    const oximetry = [{ at: NOW - 20_000, spo2Pct: null, pulseBpm: null, absence: 'probe off' }];
    render(WaveformReview, { props: { visitId: 'v', openedAt, now: NOW, alerts: [], oximetry, kept: source } });
    await expect.element(page.getByRole('img', { name: /with gaps: probe off/ })).toBeInTheDocument();
  });

  test('UI-125 a minute of which a part was kept says that there are gaps', async () => {
    const { source } = kept(NOW - 40_000);
    show(source);
    await expect.element(page.getByRole('img', { name: /with gaps/ })).toBeInTheDocument();
    await expect.element(page.getByRole('img', { name: /without a gap/ })).toBeInTheDocument();
  });

  test('UI-125 of nothing kept it says so, and for how long waves are kept', async () => {
    const { source } = kept(NOW);
    show(source, []);
    await expect.element(page.getByText(/No waveform kept from/)).toBeInTheDocument();
    await expect.element(page.getByText(/kept for 14 days/)).toBeInTheDocument();
    expect(rows().elements()).toHaveLength(0);
  });

  test('UI-125 while it is asked for it loads; what cannot be read is a sentence and a way to try again', async () => {
    const { source, state } = kept(openedAt, { code: 'unavailable', message: 'The disk is away.' });
    show(source);
    await expect.element(page.getByText('Loading …')).toBeInTheDocument();
    await expect.element(page.getByRole('alert')).toHaveTextContent('The disk is away.');
    state.refusal = undefined;
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect.element(rows().nth(1)).toBeInTheDocument();
  });
});
