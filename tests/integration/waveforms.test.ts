import { fork } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { PlethReview } from '#protocol/pleth-review.ts';
import { packSamples } from '#protocol/pleth-samples.ts';
import { openWaveforms, waveformPath } from '../../server/waveforms/open-waveforms.ts';
import type { LiveWaveforms } from '../../server/waveforms/open-waveforms.ts';
import type { WaveformOptions, WaveformTrouble } from '../../server/waveforms/waveforms.ts';
import { startTestClinic, TEST_START } from '../support/test-clinic.ts';
import { openByWire } from '../support/visit-by-wire.ts';

const DAY = 86_400_000;
const silent = pino({ level: 'silent' });

function newPath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'vigil-waves-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'vigil-waveforms.db');
}
function open(path: string, options: WaveformOptions = {}, now = TEST_START): LiveWaveforms {
  const waveforms = openWaveforms(path, { log: silent, now: () => now, testSeams: true, batchMs: 60_000, ...options });
  onTestFinished(() => waveforms.close());
  return waveforms;
}
/** One second of 75 Hz in five packets, as they come. */
function second(at: number, visitId = 'v', deviceId = 'ox') {
  return Array.from({ length: 5 }, (_, n) => ({
    ...{ visitId, deviceId, at: at + n * 200, sampleHz: 75, fullScale: 255 },
    samples: packSamples(Array.from({ length: 15 }, (__, k) => n * 15 + k)),
  }));
}
const keepAll = async (waveforms: LiveWaveforms, packets: ReturnType<typeof second>): Promise<void> => {
  for (const packet of packets) waveforms.keep(packet);
  await waveforms.flush();
};
const read = async (waveforms: LiveWaveforms, from: number, to: number, visitId = 'v'): Promise<PlethReview> =>
  JSON.parse(await waveforms.read(visitId, from, to)) as PlethReview;
const trouble = (waveforms: LiveWaveforms, code: WaveformTrouble['code'] | undefined): Promise<void> =>
  new Promise((resolve) => {
    waveforms.onTrouble = (now) => now?.code === code && resolve();
    if (waveforms.health.trouble?.code === code) resolve();
  });
const rowsOf = (path: string): { at: number; bytes: number }[] => {
  const db = new DatabaseSync(path, { readOnly: true });
  const rows = db.prepare('SELECT at, length(samples) AS bytes FROM waves ORDER BY at').all();
  db.close();
  return rows as unknown as { at: number; bytes: number }[];
};

test('JR-40 a wave is kept in a file of its own beside the journal, a byte a sample, a row a second', async () => {
  expect(waveformPath('/data/vigil.db')).toBe('/data/vigil-waveforms.db');
  const path = newPath();
  const waveforms = open(path);
  await keepAll(waveforms, second(TEST_START));
  expect(rowsOf(path)).toEqual([{ at: TEST_START, bytes: 75 }]);
  expect(waveforms.health).toEqual({ trouble: null, packetsKept: 5, packetsDropped: 0 });
  const { waves } = await read(waveforms, TEST_START, TEST_START + 1_000);
  expect(waves).toEqual([
    { deviceId: 'ox', at: TEST_START, sampleHz: 75, fullScale: 255, samples: Array.from({ length: 75 }, (_, n) => n) },
  ]);
});

test('JR-40 a device of a larger scale keeps its samples whole', async () => {
  const waveforms = open(newPath());
  const samples = [0, 4_000, 32_767, -5];
  waveforms.keep({
    ...{ visitId: 'v', deviceId: 'ox', at: TEST_START, sampleHz: 100, fullScale: 32_767 },
    samples: packSamples(samples),
  });
  await waveforms.flush();
  expect((await read(waveforms, TEST_START, TEST_START + 1_000)).waves[0]?.samples).toEqual(samples);
});

test('JR-41 what comes again, in other pieces or a little off by the clock, is not doubled', async () => {
  const path = newPath();
  const waveforms = open(path);
  const packets = second(TEST_START);
  await keepAll(waveforms, packets.slice(0, 3));
  await keepAll(waveforms, packets);
  await keepAll(
    waveforms,
    packets.slice(1).map((packet) => ({ ...packet, at: packet.at + 40 })),
  );
  await keepAll(waveforms, [...packets.slice(4), ...packets.slice(4)]);
  expect(rowsOf(path).reduce((sum, { bytes }) => sum + bytes, 0)).toBe(75);
});

test('JR-41 a piece that comes after the clocks moved back is read from where the last one ended', async () => {
  const waveforms = open(newPath());
  await keepAll(waveforms, second(TEST_START));
  const samples = packSamples(Array.from({ length: 60 }, () => 7));
  const late = { visitId: 'v', deviceId: 'ox', at: TEST_START + 700, sampleHz: 75, fullScale: 255, samples };
  await keepAll(waveforms, [late]);
  const { waves } = await read(waveforms, TEST_START, TEST_START + 10_000);
  expect(waves.map(({ at, samples: read75 }) => [at - TEST_START, read75.length])).toEqual([
    [0, 75],
    [1_007, 37],
  ]);
});

describe('JR-42 waves are kept for a time and within a size; the oldest go first', () => {
  test('JR-42 older than 14 days by clinic time', async () => {
    const path = newPath();
    const waveforms = open(path, {}, TEST_START);
    await keepAll(waveforms, [...second(TEST_START - 14 * DAY - 1_000, 'old'), ...second(TEST_START - 14 * DAY)]);
    waveforms.tidy();
    await keepAll(waveforms, second(TEST_START));
    expect(rowsOf(path).map(({ at }) => at)).toEqual([TEST_START - 14 * DAY, TEST_START]);
    expect((await waveforms.spans('old')).spans).toEqual([]);
    expect((await waveforms.spans('v')).keptDays).toBe(14);
  });

  test('JR-42 above the size, whatever their age', async () => {
    const path = newPath();
    const waveforms = open(path, { maxBytes: 400_000 });
    const minutes = Array.from({ length: 120 }, (_, n) =>
      Array.from({ length: 60 }, (__, s) => second(TEST_START + n * 60_000 + s * 1_000)).flat(),
    );
    for (const minute of minutes) await keepAll(waveforms, minute);
    const before = rowsOf(path).length;
    waveforms.tidy();
    await keepAll(waveforms, second(TEST_START + 120 * 60_000));
    const rows = rowsOf(path);
    expect(rows.length).toBeLessThan(before);
    expect(rows[0]?.at).toBeGreaterThan(TEST_START);
    expect(rows.at(-1)?.at).toBe(TEST_START + 120 * 60_000);
    expect(rows.reduce((sum, { bytes }) => sum + bytes, 0)).toBeGreaterThan(200_000);
  });
});

describe('JR-43 a disk that does not take waves is told, and they are dropped', () => {
  test('JR-43 full, and then not', async () => {
    const path = newPath();
    const waveforms = open(path);
    await keepAll(waveforms, second(TEST_START));
    waveforms.seams.fillDisk(true);
    const much = Array.from({ length: 60 }, (_, n) => second(TEST_START + 1_000 + n * 1_000)).flat();
    await keepAll(waveforms, much);
    expect(waveforms.health).toMatchObject({ trouble: { code: 'full' }, packetsKept: 5, packetsDropped: 300 });
    waveforms.seams.fillDisk(false);
    await keepAll(waveforms, second(TEST_START + 100_000));
    expect(waveforms.health).toEqual({ trouble: null, packetsKept: 10, packetsDropped: 300 });
    expect(rowsOf(path)).toHaveLength(2);
  });

  test('JR-43 a writer that died is started again', async () => {
    const waveforms = open(newPath(), { restartMs: 10 });
    await keepAll(waveforms, second(TEST_START));
    const stopped = trouble(waveforms, 'writer-stopped');
    waveforms.seams.crash();
    await stopped;
    const well = trouble(waveforms, undefined);
    const again = setInterval(() => void keepAll(waveforms, second(TEST_START + 5_000)), 20);
    onTestFinished(() => clearInterval(again));
    await well;
    clearInterval(again);
    expect((await read(waveforms, TEST_START, TEST_START + 10_000)).waves).toHaveLength(2);
  });
});

describe('JR-44 a file that cannot be used stops nothing', () => {
  const ruin: Readonly<Record<string, (path: string) => void>> = {
    'no database': (path) => writeFileSync(path, 'not a database, but long enough to be read as one'.repeat(40)),
    "another program's": (path) => {
      const db = new DatabaseSync(path);
      db.exec('CREATE TABLE songs (name TEXT)');
      db.close();
    },
    "a newer Vigil's": (path) => {
      const db = new DatabaseSync(path);
      db.exec('CREATE TABLE waves (source INTEGER); PRAGMA application_id = 0x56494757; PRAGMA user_version = 99');
      db.close();
    },
  };
  test.each(Object.keys(ruin))('JR-44 %s: told with the way out, left as it is, and the clinic runs', async (kind) => {
    const folder = mkdtempSync(join(tmpdir(), 'vigil-clinic-'));
    const path = waveformPath(join(folder, 'vigil.db'));
    ruin[kind]?.(path);
    const size = statSync(path).size;
    const clinic = await startTestClinic({ folder });
    onTestFinished(() => clinic.close());
    await trouble(clinic.waveforms, 'unusable');
    expect(clinic.waveforms.health.trouble?.reason).toContain(path);
    expect(statSync(path).size).toBe(size);
    const { adapter, visitId, nurse } = await openByWire(clinic);
    clinic.clock.advance(10_000);
    expect((await adapter.spo2(97)).status).toBe('stored');
    const wave = {
      deviceId: 'ox-1',
      measuredAt: adapter.now - 500,
      sampleHz: 75,
      fullScale: 255,
      samples: packSamples([1, 2]),
    };
    expect(await adapter.request('pleth:send', { packets: [wave] })).toMatchObject({
      ok: true,
      data: { answers: [{ status: 'taken' }] },
    });
    const health = (await (await fetch(`${clinic.url}/healthz`)).json()) as { ok: boolean; waveforms: object };
    expect(health).toMatchObject({ ok: true, waveforms: { trouble: { code: 'unusable' }, packetsDropped: 1 } });
    const review = await fetch(`${clinic.url}/api/visits/${visitId}/pleth/spans`, {
      headers: { cookie: nurse.cookie },
    });
    expect([review.status, await review.json()]).toMatchObject([503, { refusal: { code: 'unavailable' } }]);
  });
});

test('JR-45 killed in the middle: what was flushed is there, whole, and it goes on', async () => {
  const path = newPath();
  let kept = 0;
  for (const rounds of [1, 20]) {
    const child = fork(fileURLToPath(new URL('../support/waveform-writer-process.ts', import.meta.url)), [path], {
      execArgv: [],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    const gone = new Promise((resolve) => child.once('exit', resolve));
    let heard = 0;
    child.on('message', (told: { kept: number }) => {
      kept = Math.max(kept, told.kept);
      if (++heard === rounds) child.kill('SIGKILL');
    });
    await gone;
  }
  const waveforms = open(path);
  const { waves } = await read(waveforms, 1_800_000_000_000, 1_800_000_000_000 + 600_000, 'killed');
  expect(waves).toHaveLength(1);
  expect(waves[0]?.samples.length).toBeGreaterThanOrEqual(kept * 15);
  expect((waves[0]?.samples.length ?? 0) % 15).toBe(0);
  const db = new DatabaseSync(path, { readOnly: true });
  expect(Object.values(db.prepare('PRAGMA integrity_check').get() ?? {})).toEqual(['ok']);
  db.close();
});

test('JR-46 only what belongs to one visit all the while is kept', async () => {
  const clinic = await startTestClinic();
  onTestFinished(() => clinic.close());
  const { adapter, nurse, visitId, chairId } = await openByWire(clinic);
  const send = (agoMs: number, count = 15) =>
    adapter.request('pleth:send', {
      packets: [
        {
          ...{ deviceId: 'ox-1', measuredAt: adapter.now - agoMs, sampleHz: 75, fullScale: 255 },
          samples: packSamples(Array.from({ length: count }, () => 9)),
        },
      ],
    });
  clinic.clock.advance(10_000);
  // It begins before the visit was opened.
  await send(10_100);
  await send(400);
  await nurse.give(visitId, { type: 'visit:end', ending: 'cancelled', reason: 'moved to another day' });
  clinic.clock.advance(10_000);
  await send(400);
  // A piece of the visit that comes late is still the visit's.
  await send(11_000);
  await clinic.waveforms.flush();
  expect((await clinic.waveforms.spans(visitId)).spans).toEqual([
    { deviceId: 'ox-1', from: TEST_START + 9_000, to: TEST_START + 9_800 },
  ]);
  expect(clinic.waveforms.health.packetsKept).toBe(2);
  expect(chairId).toBe(clinic.chair(1).chairId);
});

describe('WS-108 kept waves are read by HTTP', () => {
  test('WS-108 at most ten minutes at a time, samples of that time only, a gap between two waves', async () => {
    const clinic = await startTestClinic();
    onTestFinished(() => clinic.close());
    const { visitId, nurse } = await openByWire(clinic);
    const headers = { cookie: nurse.cookie };
    await keepAll(clinic.waveforms, [
      ...second(TEST_START, visitId, 'ox-1'),
      ...second(TEST_START + 5_000, visitId, 'ox-1'),
    ]);
    const get = async (query: string) => {
      const response = await fetch(`${clinic.url}/api/visits/${visitId}/pleth${query}`, { headers });
      return {
        status: response.status,
        body: (await response.json()) as PlethReview & { refusal?: { message: string } },
      };
    };
    const { status, body } = await get(`?from=${TEST_START + 500}&to=${TEST_START + 5_100}`);
    expect(status).toBe(200);
    expect(body.waves.map(({ at, samples }) => [at - TEST_START, samples.length])).toEqual([
      [507, 37],
      [5_000, 8],
    ]);
    expect(await get('/spans')).toMatchObject({
      body: {
        spans: [
          { deviceId: 'ox-1', from: TEST_START, to: TEST_START + 1_000 },
          { from: TEST_START + 5_000, to: TEST_START + 6_000 },
        ],
        keptDays: 14,
      },
    });
    for (const query of ['', '?from=1', '?from=5&to=5', '?from=x&to=9', `?from=1&to=${600_002}`]) {
      const refused = await get(query);
      expect([query, refused.status]).toEqual([query, 400]);
      expect(refused.body.refusal?.message).toMatch(/[.]$/);
    }
    expect((await get(`?from=1&to=${600_001}`)).status).toBe(200);
    expect((await fetch(`${clinic.url}/api/visits/nobody/pleth?from=1&to=2`, { headers })).status).toBe(404);
  });
});
