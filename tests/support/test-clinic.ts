/**
 * A real server on a free port, with a clock that moves only when told. `await startTestClinic()`, then screens and adapters connect to
 * it over real sockets: `await clinic.screen()`, `await clinic.adapter(1)`. Close it at the end of the test.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { Logger } from 'pino';
import type { Chair, SiteCommand } from '#core/site-state.ts';
import { attach } from '../../server/attach.ts';
import type { AttachDeps, Attached } from '../../server/attach.ts';
import type { Clinic } from '../../server/clinic.ts';
import type { Calls } from '../../server/clinic/calls.ts';
import { ManualClock } from '../../server/clock.ts';
import { openVisitExports } from '../../server/export/visit-exports.ts';
import { openHistory } from '../../server/history/history.ts';
import { createHandler } from '../../server/http.ts';
import type { Journal } from '../../server/journal/journal.ts';
import { openJournal } from '../../server/journal/open-journal.ts';
import { sealFiles } from '../../server/keeping/besides.ts';
import { makeSeal } from '../../server/keeping/make-seal.ts';
import { openRetention } from '../../server/keeping/retention.ts';
import type { Sealing } from '../../server/keeping/sealing.ts';
import { createNewId } from '../../server/new-id.ts';
import { noPages } from '../../server/pages.ts';
import type { Pages } from '../../server/pages.ts';
import { openWaveforms, waveformPath } from '../../server/waveforms/open-waveforms.ts';
import { openWhatIf } from '../../server/what-if/what-if.ts';
import type { LiveWaveforms } from '../../server/waveforms/open-waveforms.ts';
import { admitAt } from './admitted.ts';
import { TestAdapter } from './test-adapter.ts';
import { TestPeople, founder } from './test-people.ts';
import { TestScreen } from './test-screen.ts';
import type { ConnectOptions } from './test-screen.ts';

/** 2026-03-02 14:00 UTC. */
export const TEST_START = Date.UTC(2026, 2, 2, 14);

export interface TestClinicOptions {
  /** Chair 1 … n, each with oximeter `ox-n` and cuff `cuff-n`; default 2. */
  readonly chairs?: number;
  readonly demo?: boolean;
  /** What answers other addresses: the built pages, in end-to-end tests. */
  readonly pages?: Pages;
  /** Of a clinic that was closed, to start it again; default a new one, gone at `close`. */
  readonly folder?: string;
  readonly clock?: ManualClock;
  /** Default: a free one. */
  readonly port?: number;
  /** True: ticks and beats come by themselves, in real time. */
  readonly timers?: boolean;
  /** Default false: no alert that no screen can sound. */
  readonly watchesSound?: boolean;
  readonly calls?: Calls;
  /** Default: no browser needs an enrolment. */
  readonly access?: AttachDeps['access'];
  /** Default: a clinic on its own. */
  readonly group?: AttachDeps['group'];
  /** Default: silent. */
  readonly log?: Logger;
}

export interface TestClinic {
  readonly port: number;
  readonly url: string;
  readonly folder: string;
  readonly clock: ManualClock;
  readonly clinic: Clinic;
  readonly journal: Journal;
  readonly waveforms: LiveWaveforms;
  readonly attached: Attached;
  /** 1, 2, 3 …, as on the wall. */
  chair(number: number): Chair;
  screen(options?: ConnectOptions): Promise<TestScreen>;
  readonly people: TestPeople;
  /** Feeds the devices of this chair; already announced, its clock measured. */
  adapter(
    chairNumber: number,
    options?: {
      readonly skewMs?: number;
      readonly adapterId?: string;
      /** A chair page with devices of its own: it comes in by its cookies. */
      readonly page?: TestScreen;
    },
  ): Promise<TestAdapter>;
  /** Moves clinic time on in steps of at most `stepMs`, with a tick and what `each` does at each; screens then hear the time. */
  pass(ms: number, each?: () => Promise<unknown>, stepMs?: number): Promise<void>;
  /** The computer's wall clock is set; clinic time is not. Found out at the next tick. */
  stepWall(byMs: number): void;
  /** @param keep leaves the folder, for a restart. */
  close(options?: { readonly keep?: boolean }): Promise<void>;
}

export async function startTestClinic(options: TestClinicOptions = {}): Promise<TestClinic> {
  const {
    demo = false,
    pages = noPages,
    timers = false,
    watchesSound = false,
    calls,
    clock = new ManualClock(TEST_START),
  } = options;
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'vigil-clinic-'));
  const newId = createNewId();
  const opened = await openJournal(join(folder, 'vigil.db'), { demo, newId, testSeams: true });
  if (!opened.ok) throw new Error(opened.refusal.message);
  const journal = opened.value;
  const { log = pino({ level: process.env['VIGIL_TEST_LOG'] ?? 'silent' }) } = options;
  const waveforms = openWaveforms(waveformPath(join(folder, 'vigil.db')), {
    ...{ log, testSeams: true },
    now: () => clock.now(),
  });
  const files = sealFiles(join(folder, 'vigil.db'));
  const sealing: Pick<Sealing, 'seal'> = {
    seal: (cause) => {
      const made = makeSeal(files, { at: clock.now(), cause });
      return Promise.resolve(made.ok ? made.value.seal : undefined);
    },
  };
  const history = openHistory(join(folder, 'vigil.db'), journal.siteId);
  const whatIf = openWhatIf(join(folder, 'vigil.db'), { log, newId, now: () => clock.now(), threads: 2 });
  const exports = openVisitExports(join(folder, 'vigil.db'), journal.siteId);
  const http = createServer(
    createHandler(
      { clinic: () => attached.clinic, journal, waveforms, history, exports, log, access: () => attached },
      pages.handler,
    ),
  );
  const founding = { name: 'Test clinic', demo, timeZone: 'UTC' };
  let steppedByMs: number | undefined;
  const watched = {
    rate: clock.rate,
    now: () => clock.now(),
    checkWall() {
      const stepped = steppedByMs === undefined ? undefined : { steppedByMs };
      steppedByMs = undefined;
      return stepped;
    },
  };
  const attached = attach(http, {
    journal,
    waveforms,
    history,
    whatIf,
    clock: watched,
    newId,
    log,
    founding,
    openRetention: (of) =>
      openRetention(files, { log, journal, waveforms, clinic: of, sealing, now: () => clock.now(), daily: false }),
    timers,
    watchesSound,
    // Ten minutes of beats in a second are no flood.
    realNow: () => Date.now() + clock.now() - TEST_START,
    ...(calls && { calls }),
    ...(options.group && { group: options.group }),
    access: { openScreens: true, ...options.access },
  });
  const { clinic } = attached;
  if (clinic.site.chairs.length === 0) await furnish(clinic, options.chairs ?? 2, demo);
  await new Promise<void>((resolve) => http.listen(options.port ?? 0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;
  const stopAdmitting = admitAt(port, { site: clinic, journal });
  const people = new TestPeople(clinic, attached.desk).listens(port);
  const clients: { close(): void }[] = [];
  const opening = <T extends { close(): void }>(client: T): T => {
    clients.push(client);
    return client;
  };

  return {
    port,
    url: `http://localhost:${port}`,
    folder,
    clock,
    clinic,
    journal,
    waveforms,
    attached,
    people,
    chair(number) {
      const chair = clinic.site.chairs[number - 1];
      if (!chair) throw new Error(`There is no chair ${number}.`);
      return chair;
    },
    screen: async (screenOptions) => opening(await TestScreen.connect(port, screenOptions)),
    async adapter(chairNumber, { skewMs = 0, page, adapterId = `adapter-${chairNumber}` } = {}) {
      const proof = page
        ? { adapterId: `screen:${page.screenId}`, key: null, headers: { cookie: page.cookie } }
        : { adapterId };
      const adapter = opening(
        await TestAdapter.connect(port, { ...proof, clock, skewMs, chairNumber, emulated: demo }),
      );
      await adapter.announce();
      return adapter;
    },
    async pass(ms, each = async () => undefined, stepMs = 1_000) {
      for (let left = ms; left > 0; left -= stepMs) {
        clock.advance(Math.min(left, stepMs));
        clinic.tick();
        await each();
      }
      await clinic.drained();
      attached.beat();
    },
    stepWall: (byMs) => void (steppedByMs = byMs),
    async close({ keep = false } = {}) {
      stopAdmitting();
      for (const client of clients) client.close();
      await attached.close();
      await history.close();
      await whatIf.close();
      await exports.close();
      await waveforms.close();
      await journal.close(0);
      if (!keep) rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function furnish(clinic: Clinic, chairs: number, emulated: boolean): Promise<void> {
  const give = async (command: SiteCommand) => {
    const answer = await clinic.siteCommand(command, { actor: founder });
    if (!answer.ok) throw new Error(answer.refusal.message);
  };
  for (let n = 1; n <= chairs; n += 1) {
    await give({ type: 'chair:add', name: `Chair ${n}` });
    const chairId = clinic.site.chairs[n - 1]?.chairId ?? '';
    for (const [deviceId, model] of [
      [`ox-${n}`, 'nonin-df2'],
      [`cuff-${n}`, 'suntech'],
    ] as const) {
      await give({ type: 'device:register', deviceId, model, label: `${model} of chair ${n}`, emulated });
      await give({ type: 'device:bind', deviceId, chairId });
    }
  }
}
