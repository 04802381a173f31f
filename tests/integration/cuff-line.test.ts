/** The whole line of a cuff that Vigil starts: page, server, real adapter, TCP, emulated module; twenty times as fast as life. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Actor } from '#core/actor.ts';
import type { SiteCommand } from '#core/site-state.ts';
import { deviceModel } from '#devices/device-table.ts';
import { startAdapter } from '../../server/adapter/adapter.ts';
import type { RunningAdapter } from '../../server/adapter/adapter.ts';
import { startEmulator } from '../../server/emulator/tcp-emulator.ts';
import { serve } from '../../server/main.ts';
import { noPages } from '../../server/pages.ts';
import { admit, testKeyOf } from '../support/admitted.ts';
import { administrator } from '../support/visit-builder.ts';
import { TestPeople } from '../support/test-people.ts';
import { TestScreen } from '../support/test-screen.ts';

const SPEED = 20;
const quiet = pino({ level: 'silent' });

async function startLine() {
  const folder = mkdtempSync(join(tmpdir(), 'vigil-cuff-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const emulated = await startEmulator({
    lines: [{ device: 'suntech', scenario: 'uneventful', fromMs: 60_000, port: 0, commanded: true }],
    speed: SPEED,
  });
  if (!emulated.ok) throw new Error(emulated.refusal.message);
  onTestFinished(() => emulated.value.close());
  const served = await serve({
    ...{ port: 0, host: '127.0.0.1', database: join(folder, 'demo.db'), log: quiet, pages: noPages, rate: SPEED },
    founding: { name: 'Test demo', demo: true, timeZone: 'UTC' },
  });
  if (!served.ok) throw new Error(served.refusal.message);
  const { clinic, desk, journal, port, url, close } = served.value;
  onTestFinished(close);
  new TestPeople(clinic, desk).listens(port);
  admit({ site: clinic, journal }, 'box-1');
  vi.stubEnv('VIGIL_ADAPTER_KEY', testKeyOf('box-1'));
  onTestFinished(() => void vi.unstubAllEnvs());

  const give = async (command: SiteCommand, actor: Actor = administrator): Promise<void> => {
    const answer = await clinic.siteCommand(command, { actor });
    if (!answer.ok) throw new Error(answer.refusal.message);
  };
  await give({ type: 'chair:add', name: 'Chair 1' });
  const chairId = clinic.site.chairs[0]?.chairId ?? '';
  await give({ type: 'device:register', deviceId: 'cuff-1', model: 'suntech', label: 'Cuff 1', emulated: true });
  await give({ type: 'device:bind', deviceId: 'cuff-1', chairId });
  await give({ type: 'device:control', deviceId: 'cuff-1', allowed: true });

  const model = deviceModel('suntech');
  if (!model) throw new Error('no suntech');
  const address = { kind: 'tcp', host: '127.0.0.1', port: emulated.value.ports[0] ?? 0 } as const;
  /** When an adapter put a command to inflate on the line, real ms. */
  const starts: { readonly sentAt: number[] } = { sentAt: [] };
  const log = pino(
    { level: 'info' },
    {
      write(line) {
        const { msg, act, refusal } = JSON.parse(line) as { readonly [key: string]: unknown };
        if (msg === 'cuff control' && act === 'start' && refusal === undefined) starts.sentAt.push(performance.now());
      },
    },
  );
  const adapter = (): RunningAdapter => {
    const started = startAdapter(
      {
        ...{ serverUrl: url, adapterId: 'box-1', emulated: true, speed: SPEED, software: 'test' },
        devices: [{ deviceId: 'cuff-1', model, address }],
      },
      log,
    );
    if (!started.ok) throw new Error(started.refusal.message);
    onTestFinished(() => started.value.stop());
    return started.value;
  };
  const nurse = await (await TestScreen.connect(port)).choose('nurse');
  onTestFinished(() => nurse.close());
  await nurse.watch(chairId);
  const visitId = await nurse.open(chairId);
  const nibp = () => nurse.view(chairId).nibp;
  /** Taps until the cuff runs: an adapter that has just opened the line waits for the maker's pause first. */
  const measure = async (): Promise<readonly string[]> => {
    const refusals: string[] = [];
    for (;;) {
      // Nobody taps a hundred times a second: each time the page hears the clock.
      const heard = nurse.beat?.now;
      if (refusals.length > 0) await nurse.until(({ beat }) => beat?.now !== heard);
      await nurse.until(() => nibp().control?.canMeasure === true);
      const before = nibp().control?.refused?.at;
      const sent = starts.sentAt.length;
      const answer = await nurse.command(visitId, { type: 'cuff:measure' });
      if (!answer.ok) {
        refusals.push(answer.refusal.message);
        continue;
      }
      // Looked at message by message: on a busy machine a cycle can begin and end within one batch of them.
      let refusal: string | undefined;
      await nurse.until(() => {
        const refused = nibp().control?.refused;
        if (refused && refused.at !== before) refusal = refused.reason;
        return refusal !== undefined || starts.sentAt.length > sent;
      });
      if (refusal === undefined) return refusals;
      refusals.push(refusal);
    }
  };
  return { nurse, visitId, nibp, measure, adapter, starts };
}

const resting =
  /^The cuff (rests between two measurements: it can be started in \d+ s|does not tell its pressure: .+)\.$/;

test('DV-229 from the tap to the reading on the chair, and a stop lets the air out', async () => {
  const { nurse, visitId, nibp, measure, adapter, starts } = await startLine();
  adapter();
  // The line was just opened: what the cuff did before is not known, and the maker's pause comes first.
  for (const refusal of await measure()) expect(refusal).toMatch(resting);
  await nurse.until(() => nibp().last !== undefined);
  expect(nibp().last?.systolicMmHg).toBeGreaterThan(90);
  expect(starts.sentAt).toHaveLength(1);

  await measure();
  await nurse.give(visitId, { type: 'cuff:stop' });
  await nurse.until(() => nibp().failure?.failure === 'stopped');
  expect(starts.sentAt).toHaveLength(2);
});

test('DV-229 an adapter that dies in the middle of a cycle: the next one starts nothing until the cuff is empty and has rested', async () => {
  const { measure, adapter, starts } = await startLine();
  const first = adapter();
  await measure();
  await first.stop();
  adapter();
  expect(starts.sentAt).toHaveLength(1);
  for (const refusal of await measure()) expect(refusal).toMatch(/is measuring|rests|does not tell/);
  const [one = 0, two = 0] = starts.sentAt;
  expect(starts.sentAt).toHaveLength(2);
  // A cycle of the emulated cuff lasts 30 s at least; 30 s of pause follow.
  expect((two - one) * SPEED).toBeGreaterThanOrEqual(60_000 - SPEED * 100);
}, 60_000);
