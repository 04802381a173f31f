/**
 * Waveforms beside vitals. Ten chairs at 1 Hz, each with its page, once with three packets a second of pulse wave that every page
 * draws and the disk keeps, once without, in turns: what a reading's way costs more, what a packet costs the server, what the
 * sweep costs a page's frames, and what a minute takes on the disk.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { io } from 'socket.io-client';
import { chromium, type Browser } from 'playwright-core';
import { packSamples } from '#protocol/pleth-samples.ts';
import { PROTOCOL_VERSION, SCREENS_NAMESPACE, SOCKET_PATH } from '#protocol/version.ts';
import { openToWrite, usedBytes } from '../../server/waveforms/schema.ts';
import { WaveStore } from '../../server/waveforms/wave-store.ts';
import { chromiumPath } from '../support/chromium.ts';
import { startChild } from './child-server.ts';
import { productAdapter, type ProductAdapter } from './product-clients.ts';
import { atLeast, atMost, compare, median, percentile, type Figure } from './stats.ts';

const CHAIRS = 10;
const SECONDS = 30;
const WAVES_A_SECOND = 3;
const FRAMES_MS = 5_000;

interface Run {
  readonly p50: number;
  readonly p99: number;
  /** Server CPU, ms a second. */
  readonly cpu: number;
  readonly waves: number;
}

async function run(withWaves: boolean): Promise<Run> {
  const server = await startChild('./product-server.ts', () => [String(CHAIRS)]);
  const latencies: number[] = [];
  let waves = 0;
  const chairs = await Promise.all(
    server.chairIds.map(async (chairId, index) => {
      const adapter = await productAdapter(server.port, index + 1);
      const page = io(`http://127.0.0.1:${server.port}${SCREENS_NAMESPACE}`, {
        ...{ path: SOCKET_PATH, transports: ['websocket'], forceNew: true },
        auth: { protocol: PROTOCOL_VERSION, build: 'bench', screenId: `bench-${index}` },
      });
      await new Promise<void>((resolve) => page.once('connect', resolve));
      let sentAt: number | undefined;
      page.on('chair:patch', ({ patch }: { patch: object }) => {
        if (!('spo2' in patch) || sentAt === undefined) return;
        latencies.push(performance.now() - sentAt);
        sentAt = undefined;
      });
      page.on('pleth:packet', () => (waves += 1));
      await page.emitWithAck('chair:watch', { chairId });
      if (withWaves) await page.emitWithAck('pleth:watch', { chairId });
      let value = 97;
      const send = (): void => {
        sentAt = performance.now();
        adapter.send((value = value === 97 ? 98 : 97));
      };
      return { adapter, page, send };
    }),
  );
  const timers: NodeJS.Timeout[] = [];
  await Promise.all(
    chairs.map(({ adapter, send }, index) =>
      after((index * 1_000) / CHAIRS, () => {
        timers.push(setInterval(send, 1_000));
        if (withWaves) timers.push(setInterval(() => adapter.sendWave(), 1_000 / WAVES_A_SECOND));
      }),
    ),
  );
  await after(2_000);
  latencies.length = 0;
  waves = 0;
  const before = await server.cpuMs();
  await after(SECONDS * 1_000);
  const cpu = ((await server.cpuMs()) - before) / SECONDS;
  for (const timer of timers) clearInterval(timer);
  for (const { adapter, page } of chairs) {
    adapter.close();
    page.disconnect();
  }
  await server.stop();
  return { p50: median(latencies), p99: percentile(latencies, 0.99), cpu, waves };
}

interface Frames {
  readonly perSecond: number;
  readonly p99: number;
  /** Main thread, ms a second. */
  readonly busy: number;
}

/** Frames of a chair's page for five seconds, and how much of a second its main thread works. */
async function frames(browser: Browser, withWaves: boolean): Promise<Frames> {
  const server = await startChild('./product-server.ts', () => ['1']);
  const adapter = await productAdapter(server.port, 1);
  const timers = feed(adapter, withWaves);
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(`http://127.0.0.1:${server.port}/chair/${server.chairIds[0]}`);
  if (withWaves) await page.getByRole('button', { name: /^Pleth live/ }).waitFor();
  else await page.getByText('98', { exact: true }).first().waitFor();
  await after(3_000);
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Performance.enable');
  const worked = async (): Promise<number> => {
    const { metrics } = await devtools.send('Performance.getMetrics');
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1_000;
  };
  const before = await worked();
  const deltas = await page.evaluate(
    (ms) =>
      new Promise<number[]>((resolve) => {
        const each: number[] = [];
        const from = performance.now();
        let last = from;
        const next = (): void => {
          const now = performance.now();
          each.push(now - last);
          last = now;
          if (now - from < ms) requestAnimationFrame(next);
          else resolve(each);
        };
        requestAnimationFrame(next);
      }),
    FRAMES_MS,
  );
  const busy = ((await worked()) - before) / (FRAMES_MS / 1_000);
  for (const timer of timers) clearInterval(timer);
  adapter.close();
  await page.close();
  await server.stop();
  return { perSecond: deltas.length / (FRAMES_MS / 1_000), p99: percentile(deltas, 0.99), busy };
}

function feed(adapter: ProductAdapter, withWaves: boolean): NodeJS.Timeout[] {
  let value = 97;
  const timers = [setInterval(() => adapter.send((value = value === 97 ? 98 : 97)), 1_000)];
  if (withWaves) timers.push(setInterval(() => adapter.sendWave(), 1_000 / WAVES_A_SECOND));
  return timers;
}

/** What an hour of one Nonin takes, bytes a minute, pages of the database and all. */
function bytesAMinute(): number {
  const folder = mkdtempSync(join(tmpdir(), 'vigil-bench-'));
  const db = openToWrite(join(folder, 'waves.db'));
  if (!db.ok) throw new Error(db.refusal.message);
  const store = new WaveStore(db.value, { keptDays: 14, maxBytes: 1e12 });
  const [minutes, from] = [60, 1_800_000_000_000];
  for (let second = 0; second < minutes * 60; second += 1)
    store.keep(
      [0, 1, 2].map((third) => ({
        ...{ visitId: '0198a1b2-0000-7000-8000-000000000001', deviceId: 'oximeter-1', sampleHz: 75, fullScale: 255 },
        at: Math.round(from + (second + third / 3) * 1_000),
        samples: packSamples(
          Array.from({ length: 25 }, (_, n) => 128 + Math.round(100 * Math.sin((third * 25 + n) / 9))),
        ),
      })),
    );
  const bytes = usedBytes(db.value) / minutes;
  db.value.close();
  rmSync(folder, { recursive: true, force: true });
  return bytes;
}

const after = (ms: number, run: () => void = () => undefined): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(() => {
      run();
      resolve();
    }, ms);
  });

export async function pleth(pairs: number, say: (line: string) => void): Promise<readonly Figure[]> {
  const runs: { readonly without: Run; readonly with: Run }[] = [];
  for (let pair = 1; pair <= pairs; pair += 1) {
    say(`waveforms, ${CHAIRS} chairs: pair ${pair} of ${pairs}`);
    runs.push({ without: await run(false), with: await run(true) });
  }
  const browser = await chromium.launch({ ...chromiumPath(), args: ['--no-sandbox'] });
  const drawn: { readonly without: Frames; readonly with: Frames }[] = [];
  for (let pair = 1; pair <= pairs; pair += 1) {
    say(`the sweep in a browser: pair ${pair} of ${pairs}`);
    drawn.push({ without: await frames(browser, false), with: await frames(browser, true) });
  }
  await browser.close();
  const packetCost = median(
    runs.map(({ with: waves, without }) => ((waves.cpu - without.cpu) / (CHAIRS * WAVES_A_SECOND)) * 1_000),
  );
  const sum = (all: readonly Run[]): number => all.reduce((total, each) => total + each.waves, 0);
  say(`${sum(runs.map((each) => each.with))} packets reached the pages`);
  return [
    ...(['p50', 'p99'] as const).map((share) =>
      compare(
        `reading to the page's socket, ${CHAIRS} chairs, with waveforms against without, ${share}`,
        'ms',
        1.5,
        runs.map(({ with: waves, without }) => [waves[share], without[share]]),
      ),
    ),
    atMost('server CPU of a waveform packet, received, drawn and kept', 'µs', 1_000, packetCost),
    atLeast(
      'frames a second of the chair page while the wave sweeps',
      '1/s',
      58,
      median(drawn.map((each) => each.with.perSecond)),
    ),
    compare(
      'frame of the chair page, with the sweep against without, p99',
      'ms',
      1.25,
      drawn.map(({ with: sweeping, without }) => [sweeping.p99, without.p99]),
    ),
    atMost(
      "chair page's main thread, what the sweep adds",
      'ms/s',
      150,
      median(drawn.map(({ with: sweeping, without }) => sweeping.busy - without.busy)),
    ),
    atMost('waveform of a Nonin on the disk', 'B/min', 10_000, bytesAMinute()),
  ];
}
