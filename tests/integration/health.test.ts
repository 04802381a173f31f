import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, onTestFinished, test, vi } from 'vitest';
import { answerHealth } from '../../server/health.ts';
import type { HealthOptions } from '../../server/health.ts';
import { byToken, fromThisMachine, readLookToken } from '../../server/metrics/may-look.ts';
import { createMetrics } from '../../server/metrics/metrics.ts';
import { startTestClinic } from '../support/test-clinic.ts';
import type { TestClinic } from '../support/test-clinic.ts';
import { infusingByWire } from '../support/visit-by-wire.ts';
import { eventually } from '../support/eventually.ts';

const log = pino({ level: 'silent' });

/** The three addresses alone, with metrics. */
async function healthOf(clinic: TestClinic, more: Partial<HealthOptions> = {}) {
  const metrics = createMetrics({ version: '1.2.3', build: 'b1', dataFolder: clinic.folder });
  const { attached, journal, waveforms } = clinic;
  const { screenCount, readiness } = attached;
  metrics.add({ clinic: clinic.clinic, journal, waveforms, screenCount, readiness });
  const options: HealthOptions = {
    ...{ clinic: () => clinic.clinic, journal, waveforms, fhir: () => undefined, readiness, metrics, log, ...more },
  };
  const server = createServer((request, response) => {
    if (!answerHealth(options, request, response, request.url ?? '')) response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return async (path: string, headers: Readonly<Record<string, string>> = {}) => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers });
    const text = await answer.text();
    return { status: answer.status, type: answer.headers.get('content-type'), text };
  };
}

async function running(): Promise<TestClinic> {
  const clinic = await startTestClinic();
  onTestFinished(() => clinic.close());
  return clinic;
}

/** Of a sample without its site: `name{labels}` to value. */
function samplesOf(text: string): ReadonlyMap<string, number> {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const at = line.lastIndexOf(' ');
      const name = line
        .slice(0, at)
        .replace(/site="[^"]+",?/, '')
        .replace(/,?\}$/, '}')
        .replace('{}', '');
      return [name, Number(line.slice(at + 1))] as const;
    }),
  );
}

test('OP-31 ready is who has judged by time, whose disk takes what it is given, and who is not stopping', async () => {
  const clinic = await running();
  const ask = await healthOf(clinic);
  const codes = async () => {
    const { status, text } = await ask('/readyz');
    const { why } = JSON.parse(text) as { why: readonly { code: string; message: string }[] };
    return [status, ...why.map(({ code }) => code)];
  };
  expect(await codes()).toEqual([503, 'starting']);
  clinic.clinic.tick();
  expect(await codes()).toEqual([200]);
  clinic.journal.seams?.fillDisk(true);
  clinic.journal.putDevicesSeen(`"${'x'.repeat(500_000)}"`);
  await eventually(async () => expect(await codes()).toEqual([503, 'journal']));
  clinic.journal.seams?.fillDisk(false);
  await vi.waitFor(async () => expect(await codes()).toEqual([200]), { timeout: 10_000 });
  const closed = clinic.attached.close();
  expect(await codes()).toEqual([503, 'stopping']);
  await closed;
});

test('OP-32 metrics are for this machine, and not for whom something on it passes on', async () => {
  const ask = await healthOf(await running());
  expect(await ask('/metrics')).toMatchObject({ status: 200, type: 'text/plain; version=0.0.4; charset=utf-8' });
  for (const header of ['x-forwarded-for', 'forwarded', 'via', 'x-real-ip'])
    expect((await ask('/metrics', { [header]: '127.0.0.1' })).status).toBe(403);
});

test('OP-30 OP-32 another machine is told what a watch needs and nothing else', async () => {
  const clinic = await running();
  const from = (remoteAddress: string) =>
    fromThisMachine({ headers: {}, socket: { remoteAddress } } as IncomingMessage);
  expect(['127.0.0.1', '::1', '::ffff:127.0.0.1', '127.9.9.9'].map(from)).toEqual([true, true, true, true]);
  expect(['192.168.1.7', '::ffff:10.0.0.1', '128.0.0.1', 'fe80::1'].map(from)).toEqual([false, false, false, false]);
  const ask = await healthOf(clinic, { mayLook: () => false });
  expect((await ask('/metrics')).status).toBe(403);
  const told = JSON.parse((await ask('/healthz')).text) as object;
  expect(Object.keys(told).toSorted()).toEqual(
    ['ok', 'clinicTime', 'demo', 'armed', 'tickAgeMs', 'notJudged', 'failing'].toSorted(),
  );
  expect((await ask('/readyz')).status).toBe(503);
});

test('OP-32 with a token file everybody brings the token, this machine too; a new one counts at once', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'vigil-token-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'token');
  const [first, second] = ['a'.repeat(32), 'b'.repeat(40)];
  expect(readLookToken(file)).toMatchObject({ ok: false, refusal: { code: 'not-found' } });
  writeFileSync(file, 'too short\n');
  expect(JSON.stringify(readLookToken(file))).not.toContain('too short');
  writeFileSync(file, `${first}\n`);
  const ask = await healthOf(await running(), { mayLook: byToken(file) });
  const status = async (token?: string) =>
    (await ask('/metrics', token === undefined ? {} : { authorization: `Bearer ${token}` })).status;
  expect([await status(), await status(second), await status(first), await status(`${first}x`)]).toEqual([
    403, 403, 200, 403,
  ]);
  writeFileSync(file, second);
  expect([await status(first), await status(second)]).toEqual([403, 200]);
});

test('OP-33 OP-34 metrics tell what happens in the clinic, and nobody in it', async () => {
  const clinic = await running();
  const { visitId, chairId, nurse, adapter } = await infusingByWire(clinic);
  const ask = await healthOf(clinic);
  await clinic.pass(20_000, () => adapter.spo2(97));
  await clinic.pass(20_000, () => adapter.spo2(84));
  await nurse.until((screen) => screen.view(chairId).alerts.length > 0);
  const before = samplesOf((await ask('/metrics')).text);
  const twice = await adapter.spo2(84);
  void twice;
  const { text } = await ask('/metrics');
  const now = samplesOf(text);
  expect(now.get('vigil_readings_total{answer="stored"}')).toBe(
    (before.get('vigil_readings_total{answer="stored"}') ?? 0) + 1,
  );
  const stored = clinic.clinic.counters.readingsStored;
  expect(Object.fromEntries(now)).toMatchObject({
    [`vigil_build_info{version="1.2.3",build="b1",node="${process.version}"}`]: 1,
    vigil_ready: 1,
    vigil_armed: 1,
    'vigil_visits{phase="infusion"}': 1,
    'vigil_visits{phase="baseline"}': 0,
    'vigil_alerts_open{priority="high"}': 1,
    'vigil_alerts_unanswered{priority="high"}': 1,
    'vigil_alerts_technical{kind="not-recorded"}': 0,
    'vigil_readings_total{answer="stored"}': stored,
    vigil_readings_missing: clinic.clinic.counters.missing.count,
    vigil_gaps_open: 0,
    vigil_screens_connected: 1,
    vigil_adapters_connected: 1,
    vigil_devices_bound: 4,
    vigil_devices_connected: 2,
    'vigil_journal_trouble{code="full"}': 0,
    vigil_journal_pending_rows: 0,
    vigil_journal_failures_total: 0,
    vigil_wall_clock_steps_total: 0,
    vigil_waveforms_dropped_total: 0,
  });
  expect(now.get('vigil_disk_free_bytes')).toBeGreaterThan(0);
  // Each batch was one reading here: taken, judged, and on the disk.
  expect(now.get('vigil_ingest_seconds_count')).toBeGreaterThanOrEqual(40);
  expect(now.get('vigil_judging_seconds_count')).toBe(now.get('vigil_ingest_seconds_count'));
  expect(now.get('vigil_tick_seconds_count')).toBeGreaterThanOrEqual(40);
  expect(now.get('vigil_sent_total{what="chair"}')).toBeGreaterThan(0);
  expect(now.get('vigil_fan_out_seconds_count')).toBeGreaterThan(0);
  expect(now.get('vigil_commit_rows_sum')).toBeGreaterThanOrEqual(stored);
  expect(now.get('nodejs_eventloop_lag_p99_seconds')).toBeGreaterThanOrEqual(0);
  clinic.stepWall(5_000);
  await clinic.pass(1_000);
  const refused = await adapter.send([
    {
      ...adapter.wire({ kind: 'oximetry', measuredAt: 1, quality: 'good', causes: [], spo2Pct: 90, pulseBpm: 60 }),
      deviceId: 'stranger',
    },
  ]);
  expect(refused).toMatchObject([{ status: 'refused' }]);
  const later = samplesOf((await ask('/metrics')).text);
  expect(later.get('vigil_wall_clock_steps_total')).toBe(1);
  expect(later.get('vigil_readings_total{answer="refused"}')).toBe(1);
  expect(later.get('vigil_refused_total{what="readings",reason="unknown-device"}')).toBe(1);

  const patient = clinic.clinic.board.view(chairId)?.patient;
  for (const secret of [
    visitId,
    chairId,
    patient?.patientId ?? '?',
    patient?.name ?? '?',
    'stranger',
    'ox-1',
    nurse.screenId,
  ])
    expect(text).not.toContain(secret);
});

test('OP-36 durations stand in buckets that add up, in seconds', async () => {
  const clinic = await running();
  const ask = await healthOf(clinic);
  for (const ms of [0.4, 1, 3, 11_000]) clinic.clinic.counters.ingestMs.observe(ms);
  const now = samplesOf((await ask('/metrics')).text);
  const bucket = (le: string) => now.get(`vigil_ingest_seconds_bucket{le="${le}"}`);
  expect(['0.0005', '0.001', '0.0025', '0.005', '10', '+Inf'].map(bucket)).toEqual([1, 2, undefined, 3, 3, 4]);
  expect(now.get('vigil_ingest_seconds_sum')).toBeCloseTo(11.0044);
  expect(now.get('vigil_ingest_seconds_count')).toBe(4);
});
