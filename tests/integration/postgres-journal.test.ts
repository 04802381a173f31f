import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { DatabaseSync } from 'node:sqlite';
import { writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Journal } from '../../server/journal/journal.ts';
import { writeOffline } from '../../server/exchange/offline-journal.ts';
import { openJournal } from '../../server/journal/open-journal.ts';
import { prepare } from '../../server/journal/schema.ts';
import { sealFiles } from '../../server/keeping/besides.ts';
import { done } from '../../server/keeping/outcome.ts';
import { restore } from '../../server/keeping/restore.ts';
import { retain } from '../../server/keeping/retain.ts';
import { bringSite } from '../../server/postgres/bring-site.ts';
import { connectGroup } from '../../server/postgres/connect-group.ts';
import { forwardCopy } from '../../server/postgres/copy.ts';
import { followSite } from '../../server/postgres/follow-site.ts';
import { openPostgresJournal } from '../../server/postgres/open-postgres-journal.ts';
import { verifySite } from '../../server/postgres/verify-site.ts';
import { SITE, startGroup } from '../support/group-site.ts';
import type { GroupSite } from '../support/group-site.ts';
import { noted, read, T, visit } from '../support/journal-events.ts';
import { newDatabasePath, openForTest } from '../support/journal-folder.ts';
import { startPostgres } from '../support/postgres.ts';
import type { TestPostgres } from '../support/postgres.ts';
import { byHand } from '../support/sealed-journal.ts';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startPostgres();
}, 60_000);
afterAll(() => postgres.stop(), 60_000);

const notes = async (journal: Journal): Promise<(string | undefined)[]> =>
  (await journal.read(visit('a'))).map((event) => (event as { entryId?: string }).entryId);

/** Holds what PostgreSQL has against its chain, and every copy against it. */
async function expectWhole({ group }: GroupSite, copyPath?: string): Promise<void> {
  const verified = await verifySite(group, SITE, copyPath);
  expect(verified).toMatchObject({ ok: true, value: { faults: [] } });
}

function lostWhy(): {
  readonly onLost: (why: string) => void;
  readonly told: string[];
  readonly lost: Promise<string>;
} {
  const told: string[] = [];
  const { promise, resolve } = Promise.withResolvers<string>();
  return { told, lost: promise, onLost: (why) => (told.push(why), resolve(why)) };
}

describe('JR-100 the lease is in every transaction', () => {
  test('JR-100 who had the site before appends nothing, is told once, and answers nobody', async () => {
    const site = await startGroup(postgres);
    const { onLost, lost, told } = lostWhy();
    const old = await site.open({ onLost });
    await old.append(visit('a'), [noted('1')]).durable;
    const next = await site.open({ node: 'node-2' });
    await next.append(visit('a'), [noted('2')]).durable;
    let answered = 0;
    void old.append(visit('a'), [noted('never')]).durable.then(() => answered++);
    expect(await lost).toContain('another node');
    void old.append(visit('a'), [noted('nor this')]).durable.then(() => answered++);
    await expect(old.remove({} as never)).rejects.toThrow();
    await next.append(visit('a'), [noted('3')]).durable;
    expect(await old.close()).toEqual({ lost: 2 });
    expect([answered, told.length]).toEqual([0, 1]);
    expect(await notes(next)).toEqual(['1', '2', '3']);
    const refused = await openPostgresJournal(site.group, { site: SITE, copyPath: site.copyPath(), epoch: 1, onLost });
    expect(refused).toMatchObject({ ok: false, refusal: { code: 'conflict' } });
  });

  test('JR-100 a lease that moves while a transaction is under way: the transaction is first, or it is not', async () => {
    const site = await startGroup(postgres);
    const { onLost, lost } = lostWhy();
    const old = await site.open({ onLost, answerMs: 10_000 });
    await old.append(visit('a'), [noted('1')]).durable;
    // The lease is being taken when the append comes: it waits, and finds that it came too late.
    const taker = await site.group.pool.connect();
    await taker.query('BEGIN');
    await taker.query('UPDATE vigil.leases SET epoch = epoch + 1');
    void old.append(visit('a'), [noted('too late')]);
    const waits = `SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%vigil.append%' AND datname = current_database()`;
    await vi.waitUntil(async () => (await site.group.pool.query(waits)).rowCount !== 0, { timeout: 30_000 });
    await taker.query('COMMIT');
    expect(await lost).toContain('another node');
    // An append of the new owner is under way when the lease is taken again: the taker waits for it, and reads it.
    const { rows } = await taker.query<{ epoch: number }>('SELECT epoch FROM vigil.leases');
    await taker.query('BEGIN');
    const empty = Array.from({ length: 13 }, () => 'NULL').join(', ');
    await taker.query(`SELECT vigil.append('${SITE.siteId}', ${rows[0]!.epoch}, NULL, 'run', 2, ${empty})`);
    const taken = site.takeLease();
    const takes = `SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'UPDATE vigil.leases%' AND datname = current_database()`;
    await vi.waitUntil(async () => (await site.group.pool.query(takes)).rowCount !== 0, { timeout: 30_000 });
    await taker.query('COMMIT');
    taker.release();
    await taken;
    expect(await followSite(site.group, SITE, site.copyPath('node-3'))).toBe(2);
    expect(await notes(await site.open({ node: 'node-2' }))).toEqual(['1']);
  });
});

describe('JR-112 an epoch that comes again', () => {
  test('JR-112 another node’s lease of the same epoch is not this node’s', async () => {
    const site = await startGroup(postgres);
    const { onLost, lost } = lostWhy();
    const epoch = await site.takeLease();
    const own = (nodeId: string) => site.group.pool.query('UPDATE vigil.leases SET node_id = $1', [nodeId]);
    await own('a');
    const a = await site.open({ epoch, nodeId: 'a', node: 'a', onLost });
    await a.append(visit('a'), [noted('1')]).durable;
    // The lease was lost, and began anew.
    await own('b');
    const b = await site.open({ epoch, nodeId: 'b', node: 'b' });
    void a.append(visit('a'), [noted('never')]);
    expect(await lost).toContain('another node');
    await b.append(visit('a'), [noted('2')]).durable;
    expect(await notes(b)).toEqual(['1', '2']);
  });

  test('JR-112 rows of another who wrote under the same lease are never taken for this journal’s', async () => {
    const site = await startGroup(postgres);
    const epoch = await site.takeLease();
    const a = await site.open({ epoch, node: 'a' });
    const { onLost, lost } = lostWhy();
    const b = await site.open({ epoch, node: 'b', onLost });
    await a.append(visit('a'), [noted('A1')]).durable;
    let answered = 0;
    for (const id of ['B1', 'B2']) void b.append(visit('a'), [noted(id)]).durable.then(() => answered++);
    expect(await lost).toContain('another wrote');
    await b.close();
    await a.append(visit('a'), [noted('A2')]).durable;
    expect([answered, await notes(a)]).toEqual([0, ['A1', 'A2']]);
    await a.close();
    await expectWhole(site, site.copyPath('a'));
  });
});

test('ND-22 a connection that hangs is given up, and the next one is used', async () => {
  const site = await startGroup(postgres);
  await (await site.open()).append(visit('a'), [noted('1')]).durable;
  const relay = await deafRelay(Number(new URL(site.group.url).port));
  const url = new URL(site.group.url);
  url.port = String(relay.port);
  const through = await connectGroup(url.href, { answerMs: 1_000 });
  if (!through.ok) throw new Error(through.refusal.message);
  onTestFinished(() => through.value.close());
  const copyPath = site.copyPath('node-2');
  const tx = await followSite(through.value, SITE, copyPath);
  relay.freeze();
  await expect(followSite(through.value, SITE, copyPath)).rejects.toThrow();
  expect(await followSite(through.value, SITE, copyPath)).toBe(tx);
});

describe('JR-101 what becomes of a transaction whose end nobody heard', () => {
  test('JR-101 a writer that dies between the two commits: stored once, acknowledged after', async () => {
    const site = await startGroup(postgres);
    const journal = await site.open();
    await journal.append(visit('a'), [noted('1')]).durable;
    journal.seams?.crashBetween();
    const before = journal.append(visit('a'), [noted('2'), read(1)]);
    void journal.putPatient({ patientId: 'p', name: 'Maya', birthDate: '1990-02-03' });
    await before.durable;
    await journal.append(visit('a'), [noted('3')]).durable;
    expect(await notes(journal)).toEqual(['1', '2', undefined, '3']);
    await journal.close();
    await expectWhole(site, site.copyPath());
  });

  test('JR-101 an answer that is lost on the way: stored once, and the copy has it too', async () => {
    const site = await startGroup(postgres);
    const relay = await deafRelay(Number(new URL(site.group.url).port));
    const url = new URL(site.group.url);
    url.port = String(relay.port);
    const through = await connectGroup(url.href);
    if (!through.ok) throw new Error(through.refusal.message);
    onTestFinished(() => through.value.close());
    const epoch = await site.takeLease();
    const opened = await openPostgresJournal(through.value, {
      ...{ site: SITE, copyPath: site.copyPath(), epoch, onLost: () => undefined },
    });
    if (!opened.ok) throw new Error(opened.refusal.message);
    const journal = opened.value;
    onTestFinished(async () => void (await journal.close(0)));
    await journal.append(visit('a'), [noted('1')]).durable;
    const { rows: before } = await site.group.pool.query<{ tx: number }>('SELECT tx FROM vigil.sites');
    relay.cutAtNextAnswer();
    await journal.append(visit('a'), [noted('2'), read(1)]).durable;
    expect(relay.cuts()).toBe(1);
    const { rows: after } = await site.group.pool.query<{ tx: number }>('SELECT tx FROM vigil.sites');
    // The one nobody heard of, and the one that found it there.
    expect(after[0]!.tx - before[0]!.tx).toBe(2);
    expect(await notes(journal)).toEqual(['1', '2', undefined]);
    await journal.close();
    await expectWhole(site, site.copyPath());
  });
});

/** Passes everything to `target`; told to, it cuts the connection that the next answer comes on, before anybody hears it. */
async function deafRelay(target: number) {
  let isCutting = false;
  let cuts = 0;
  const open = new Set<Socket>();
  const server = createServer((client) => {
    open.add(client);
    const up: Socket = connect(target, '127.0.0.1');
    for (const socket of [client, up]) socket.on('error', () => socket.destroy());
    client.pipe(up);
    client.on('close', () => up.destroy());
    up.on('data', (piece) => {
      if (!isCutting) return void client.write(piece);
      isCutting = false;
      cuts++;
      client.destroy();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  /** Nothing passes any more on what is open now, and nobody is told. */
  const freeze = (): void => {
    for (const client of open) client.unpipe().resume();
  };
  return { port, freeze, cuts: () => cuts, cutAtNextAnswer: () => void (isCutting = true) };
}

test('JR-102 PostgreSQL killed in the middle of appends: trouble is told, all waits, nothing is lost or doubled', async () => {
  const site = await startGroup(postgres);
  const journal = await site.open();
  const told: (string | undefined)[] = [];
  const trouble = new Promise<void>((resolve) => {
    journal.onTrouble((each) => {
      told.push(each?.reason);
      if (each !== undefined) resolve();
    });
  });
  let acknowledged = 0;
  const given = [];
  for (let number = 1; number <= 40; number++) {
    const { durable } = journal.append(visit('a'), [noted(String(number))]);
    given.push(durable.then(() => acknowledged++));
    if (number === 10) await durable;
    if (number === 20) await postgres.kill();
    if (number > 10) await new Promise(setImmediate);
  }
  await trouble;
  expect(acknowledged).toBeLessThan(40);
  expect(journal.pending).toBeGreaterThan(0);
  await postgres.restart();
  await Promise.all(given);
  expect(told[0]).toMatch(/wait in memory/);
  expect(await notes(journal)).toEqual(Array.from({ length: 40 }, (_, index) => String(index + 1)));
  await journal.close();
  await expectWhole(site, site.copyPath());
});

describe('JR-103 copies', () => {
  test('JR-103 one that stands by follows; what was removed, forgotten or grew together there is so here', async () => {
    const site = await startGroup(postgres);
    const journal = await site.open();
    const other = site.copyPath('node-2');
    journal.append(visit('a'), [read(1), read(3)]);
    void journal.putSecret('session', 's', 'x');
    await journal.append(visit('b'), [read(9), { ...noted('end'), type: 'visit-ended', ending: 'home' } as never])
      .durable;
    const first = await followSite(site.group, SITE, other);
    expect(await followSite(site.group, SITE, other)).toBe(first);
    void journal.putSecret('session', 's', null);
    journal.append(visit('a'), [read(2), noted('n')]);
    await journal.remove({
      ...({ kind: 'visit', id: 'b', before: T + 100_000, at: T + 100_000, how: 'daily' } as const),
      rule: { years: 1, setAt: T, byName: 'Rosa' },
      key: { bytes: Buffer.alloc(32), fingerprint: 'k' },
    });
    await journal.append(visit('c'), [noted('new')]).durable;
    expect(await followSite(site.group, SITE, other)).toBeGreaterThan(first);
    await journal.close();
    for (const path of [site.copyPath(), other]) await expectWhole(site, path);
    byHand(other, `UPDATE patients SET name = 'x'; UPDATE received SET last_seq = 99`);
    const verified = await verifySite(site.group, SITE, other);
    expect(verified.ok && verified.value.faults.join()).toContain('rows of received otherwise');
  });

  test('JR-104 one that is damaged, was written to, or is of a later time is set aside and made anew; another site’s is refused', async () => {
    const site = await startGroup(postgres);
    const journal = await site.open();
    await journal.append(visit('a'), [noted('1')]).durable;
    await journal.close();
    const path = site.copyPath();
    const spoilt: (readonly [() => void, RegExp])[] = [
      [() => writeFileSync(path, 'x'.repeat(9_000)), /damaged/],
      [() => byHand(path, 'UPDATE streams SET head_seq = 9'), /not those/],
      [() => byHand(path, "UPDATE meta SET value = '999' WHERE key = 'groupTx'"), /it is at 999/],
    ];
    for (const [spoil, why] of spoilt) {
      spoil();
      const notices: string[] = [];
      const again = await site.open({ onNotice: (sentence) => notices.push(sentence) });
      expect(notices).toEqual([expect.stringMatching(why)]);
      expect(await notes(again)).toEqual(['1']);
      await again.close();
    }
    const other = await forwardCopy(site.group, { siteId: 'site-2', demo: false }, path);
    expect(other).toMatchObject({ ok: false, refusal: { code: 'conflict' } });
    expect(await openJournal(path)).toMatchObject({ ok: false, refusal: { code: 'conflict' } });
  });
});

/** A clinic on its own that was used and stopped. */
async function ownClinic(siteId: string): Promise<{ path: string; journal: Journal }> {
  const path = newDatabasePath();
  const journal = await openForTest(path, { newId: () => siteId });
  journal.append({ kind: 'site', id: siteId }, [
    { type: 'site-founded', name: 'Elm Street', demo: false, timeZone: 'UTC', at: T, actor: { kind: 'system' } },
  ]);
  void journal.putPatient({ patientId: 'p', name: 'Maya', birthDate: '1990-02-03' });
  await journal.append(visit('a'), [noted('1'), read(1), read(2)]).durable;
  return { path, journal };
}

test('JR-105 a clinic moves into the group whole, once, and never while a server has it', async () => {
  const site = await startGroup(postgres);
  const { path, journal } = await ownClinic('clinic-9');
  expect(await bringSite(site.group, path, { hosts: [] })).toMatchObject({ ok: false, refusal: { code: 'conflict' } });
  await journal.close();
  const brought = await bringSite(site.group, path, { hosts: ['Elm.example'] });
  const moved = { siteId: 'clinic-9', name: 'Elm Street', hosts: ['elm.example'], timeZone: 'UTC', demo: false };
  expect(brought).toEqual({ ok: true, value: moved });
  expect(await verifySite(site.group, moved, path)).toMatchObject({ ok: true, value: { faults: [], streams: 2 } });
  expect(await bringSite(site.group, path, { hosts: [] })).toMatchObject({ ok: false });
  expect(await openJournal(path)).toMatchObject({ ok: false, refusal: { code: 'conflict' } });
});

describe('JR-110 a move that was cut short', () => {
  test.each(['marked', 'committed'] as const)(
    'JR-110 after it was %s: served by nobody, and ended by a repeat',
    async (cut) => {
      const site = await startGroup(postgres);
      const { path, journal } = await ownClinic('clinic-9');
      await journal.close();
      const onStep = (step: string): void => {
        if (step === cut) throw new Error('killed here');
      };
      const once = await bringSite(site.group, path, { hosts: ['elm.example'], onStep });
      expect(once).toMatchObject({ ok: false, refusal: { message: expect.stringMatching(/once more/) as string } });
      const served = await openJournal(path);
      expect(served).toMatchObject({ ok: false, refusal: { message: expect.stringMatching(/on its way/) as string } });
      expectNotChanged(path, /on its way/);
      const elsewhere = await startGroup(postgres);
      expect(await bringSite(elsewhere.group, path, { hosts: [] })).toMatchObject({
        ...{ ok: false, refusal: { message: expect.stringMatching(/another group/) as string } },
      });
      const moved = { siteId: 'clinic-9', name: 'Elm Street', hosts: ['elm.example'], timeZone: 'UTC', demo: false };
      if (cut === 'committed')
        // A node has gone on with it.
        await site.group.pool.query(`UPDATE vigil.sites SET tx = 2 WHERE site_id = 'clinic-9'`);
      expect(await bringSite(site.group, path, { hosts: ['elm.example'] })).toEqual({ ok: true, value: moved });
      expect(await followSite(site.group, moved, path)).toBe(cut === 'committed' ? 2 : 1);
      expect(await verifySite(site.group, moved, path)).toMatchObject({ ok: true, value: { faults: [], streams: 2 } });
    },
  );

  test('JR-110 a repeat that is refused gives the file back', async () => {
    const site = await startGroup(postgres);
    const { path, journal } = await ownClinic('clinic-9');
    await journal.close();
    const onStep = (): never => {
      throw new Error('killed here');
    };
    await bringSite(site.group, path, { hosts: ['elm.example'], onStep });
    await site.group.setHosts(SITE.siteId, ['elm.example']);
    expect(await bringSite(site.group, path, { hosts: ['elm.example'] })).toMatchObject({ ok: false });
    const back = await openForTest(path);
    expect(await notes(back)).toEqual(['1', undefined, undefined]);
    await back.close();
  });
});

/** Every command that writes to a database says why not, and does not. */
function expectNotChanged(path: string, why: RegExp): void {
  const files = sealFiles(path);
  const refused = [
    retain({ files, apply: true, at: T }),
    writeOffline(path, T, () => done('written')),
    restore({ files, from: backedUp(), at: T, otherSite: true }),
  ];
  for (const each of refused) expect(each).toMatchObject({ ok: false, message: expect.stringMatching(why) as string });
}

/** A database that could be put in the place of another. */
function backedUp(): string {
  const path = newDatabasePath();
  const db = new DatabaseSync(path);
  expect(prepare(db, path, { siteId: 'site-8', demo: false })).toMatchObject({ ok: true });
  db.close();
  return path;
}

test('JR-113 what changes a database by a command is refused for a copy of a group’s site', async () => {
  const site = await startGroup(postgres);
  const journal = await site.open();
  await journal.append(visit('a'), [noted('1')]).durable;
  await journal.close();
  expectNotChanged(site.copyPath(), /is a node's copy/);
  await expectWhole(site, site.copyPath());
});

test('JR-106 two nodes make the tables at once; those of a newer Vigil are refused', async () => {
  const { group } = await startGroup(postgres);
  await group.pool.query('DROP SCHEMA vigil CASCADE');
  const both = await Promise.all([connectGroup(group.url), connectGroup(group.url)]);
  expect(both.map(({ ok }) => ok)).toEqual([true, true]);
  for (const each of both) if (each.ok) await each.value.close();
  await group.pool.query('UPDATE vigil.schema_version SET version = 99');
  expect(await connectGroup(group.url)).toMatchObject({ ok: false, refusal: { code: 'other-build' } });
});

test('JR-107 seals made beside the writer come to PostgreSQL, at the latest with the close', async () => {
  const site = await startGroup(postgres);
  const journal = await site.open();
  await journal.append(visit('a'), [noted('1')]).durable;
  const seal = (number: number): void =>
    byHand(site.copyPath(), `INSERT INTO seals VALUES (${number}, ${T}, 'start', 1, 'd', '[]', 'k', 'b', 'm')`);
  seal(1);
  await journal.append(visit('a'), [noted('2')]).durable;
  seal(2);
  await journal.close();
  await followSite(site.group, SITE, site.copyPath('node-2'));
  const db = new DatabaseSync(site.copyPath('node-2'), { readOnly: true });
  onTestFinished(() => db.close());
  expect(db.prepare('SELECT seal FROM seals').all()).toEqual([{ seal: 1 }, { seal: 2 }]);
});

test('JR-108 whatever is appended and whatever fails, the next owner reads what was acknowledged, once and in order', async () => {
  const site = await startGroup(postgres);
  let run = 0;
  const step = fc.oneof(
    { weight: 6, arbitrary: fc.record({ append: fc.integer({ min: 1, max: 4 }) }) },
    fc.constantFrom('crash' as const, 'between' as const, 'cut' as const, 'move' as const),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 12 }), async (steps) => {
      const stream = visit(`run-${++run}`);
      let number = 0;
      let journal = await site.open({ node: `n${run}` });
      let acknowledged = 0;
      let waiting: Promise<unknown>[] = [];
      for (const [index, each] of steps.entries()) {
        if (each === 'crash') journal.seams?.crash();
        else if (each === 'between') journal.seams?.crashBetween();
        else if (each === 'cut')
          await site.group.pool.query(
            `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%vigil.append%' AND pid <> pg_backend_pid()`,
          );
        else if (each === 'move') {
          await Promise.all(waiting);
          waiting = [];
          await journal.close();
          journal = await site.open({ node: `n${run}-${index % 2}` });
        } else {
          const events = Array.from({ length: each.append }, () =>
            ++number % 2 === 0 ? noted(String(number)) : read(run * 1_000 + number),
          );
          const { last, durable } = journal.append(stream, events);
          waiting.push(durable.then(() => (acknowledged = Math.max(acknowledged, last))));
        }
      }
      await Promise.all(waiting);
      expect(acknowledged).toBe(number);
      await journal.close();
      const next = await site.open({ node: `n${run}-next` });
      const events = number === 0 ? [] : await next.read(stream);
      expect(events).toEqual(
        Array.from({ length: number }, (_, n) =>
          (n + 1) % 2 === 0 ? noted(String(n + 1)) : read(run * 1_000 + n + 1),
        ),
      );
      await next.close();
    }),
    { numRuns: 6 },
  );
  await expectWhole(site);
});
