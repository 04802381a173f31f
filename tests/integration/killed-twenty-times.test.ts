/** Issue: an adapter killed 20 times in a visit and a server killed 20 times, every reading exactly once in the journal. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { encodePacket } from '#devices/nonin-df2/encoder.ts';
import { spoolPath } from '../../server/adapter/spool/open-spool.ts';
import { startChildAdapter, startTcpDevice } from '../support/child-adapter.ts';
import type { ChildAdapter } from '../support/child-adapter.ts';
import { startChildServer } from '../support/child-server.ts';
import type { ChildServer } from '../support/child-server.ts';
import { newDatabasePath, openForTest } from '../support/journal-folder.ts';
import { identitiesIn, openVisitOn } from '../support/spooled-visit.ts';
import { startRelay } from '../support/tcp-relay.ts';
import { seeded } from '../fuzz/random.ts';

const KILLS = 20;

/** Waits until so much has happened; nobody looks at a clock. */
class Progress {
  readonly #count: () => number;
  readonly #waiting = new Set<{ readonly goal: number; readonly reached: () => void }>();

  constructor(count: () => number) {
    this.#count = count;
  }

  moved(): void {
    for (const each of this.#waiting) {
      if (this.#count() < each.goal) continue;
      this.#waiting.delete(each);
      each.reached();
    }
  }

  after(more: number): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.add({ goal: this.#count() + more, reached: () => resolve(undefined) });
    });
  }
}

test('DV-54 an adapter killed 20 times and a server killed 20 times: every reading that was kept, exactly once', async () => {
  const random = seeded(20);
  const folder = mkdtempSync(join(tmpdir(), 'vigil-spool-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  // Forty starts: what one process has compiled the others read.
  vi.stubEnv('NODE_COMPILE_CACHE', join(folder, 'compiled'));
  onTestFinished(() => void vi.unstubAllEnvs());
  const database = newDatabasePath();
  const spool = spoolPath(folder, 'box-1');
  const relay = await startRelay();
  // A signal that comes and goes makes a reading of every packet, at the speed of a real clock.
  const device = await startTcpDevice(
    10,
    (given) => encodePacket(given % 2 === 0 ? { spo2Pct: 90 + (given % 9), pulseBpm: 72 } : {}),
    () => given.moved(),
  );
  const given = new Progress(() => device.given);
  const sent = new Progress(() => relay.bytesUp);
  relay.onBytes(() => sent.moved());

  let server: ChildServer = await startChildServer(database);
  const visitId = await openVisitOn(server.port);
  relay.leadTo(server.port);
  const startAdapter = (): ChildAdapter =>
    startChildAdapter([
      ...['--server', `http://127.0.0.1:${relay.port}`, '--id', 'box-1', '--spool', folder],
      ...['--device', `ox-1=nonin-df2@tcp:127.0.0.1:${device.port}`],
    ]);
  let adapter = startAdapter();
  const spooled = new Set<string>();
  const killAdapter = async (): Promise<void> => {
    await adapter.kill();
    for (const identity of identitiesIn(spool)) spooled.add(identity);
    adapter = startAdapter();
  };
  const killServer = async (): Promise<void> => {
    const dying = server.kill();
    relay.leadTo(undefined);
    await dying;
    server = await startChildServer(database);
    relay.leadTo(server.port);
  };

  for (let kill = 1; kill <= KILLS; kill += 1) {
    // By bytes: in the handshake, the announcement, a batch or between. By packets: also while the other is away.
    const soon = (): Promise<void> =>
      random.nat(2) === 0 ? sent.after(1 + random.nat(4_000)) : given.after(1 + random.nat(30));
    await sent.after(1);
    await soon();
    const order = random.nat(3);
    if (order === 0) await Promise.all([killAdapter(), killServer()]);
    if (order === 1) await Promise.all([killServer(), given.after(1 + random.nat(30)).then(killAdapter)]);
    if (order === 2) await Promise.all([killAdapter(), soon().then(killServer)]);
  }
  await sent.after(20_000);
  device.stop();
  await vi.waitFor(() => expect(identitiesIn(spool)).toEqual([]), { timeout: 20_000, interval: 50 });
  expect(await adapter.stop()).toBe(0);
  await server.stop();

  const journal = await openForTest(database);
  const events = await journal.read({ kind: 'visit', id: visitId });
  const seqs = new Map<string, number[]>();
  for (const event of events) {
    if (event.type !== 'reading-recorded') continue;
    const { epoch, seq } = event.source;
    seqs.set(epoch, [...(seqs.get(epoch) ?? []), seq]);
  }
  for (const [epoch, stored] of seqs) {
    const inOrder = stored.toSorted((a, b) => a - b);
    expect(inOrder, `epoch ${epoch}: no hole, none twice`).toEqual(inOrder.map((_, n) => n + 1));
  }
  const stored = new Set([...seqs].flatMap(([epoch, each]) => each.map((seq) => `${epoch} ${seq}`)));
  expect([...spooled].filter((identity) => !stored.has(identity))).toEqual([]);
  expect(spooled.size).toBeGreaterThan(100);
  expect(seqs.size).toBeGreaterThan(KILLS / 2);
  expect(await journal.verify({ kind: 'visit', id: visitId })).toMatchObject({ ok: true });
  // Forty starts of about a second of processor each: 143 s were measured on two cores that twenty others wanted.
}, 240_000);
