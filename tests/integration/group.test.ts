/** Two clinics of one group, each with its own server, over a real PostgreSQL. */
import pg from 'pg';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { openGroupWire } from '../../server/group/group-wire.ts';
import type { GroupWire } from '../../server/group/group-wire.ts';
import { groupOnPostgres } from '../../server/group/postgres-group.ts';
import { connectGroup } from '../../server/postgres/connect-group.ts';
import type { Group } from '../../server/postgres/group.ts';
import { GroupPage } from '../support/group-page.ts';
import { freshDatabase, startPostgres } from '../support/postgres.ts';
import type { TestPostgres } from '../support/postgres.ts';
import { startTestClinic } from '../support/test-clinic.ts';
import type { TestClinic } from '../support/test-clinic.ts';
import type { TestScreen } from '../support/test-screen.ts';

const log = pino({ level: 'silent' });
const NAME = 'Wilhelmina Quast';
const RECORD = 'MRN-77441';

let postgres: TestPostgres;
let url = '';
let group: Group;
/** Closed last of all, newest first. */
let open: (() => Promise<unknown> | undefined)[] = [];

beforeAll(async () => {
  postgres = await startPostgres();
}, 60_000);
afterAll(() => postgres.stop(), 60_000);
beforeEach(async () => {
  url = await freshDatabase(postgres);
  const connected = await connectGroup(url);
  if (!connected.ok) throw new Error(connected.refusal.message);
  group = connected.value;
  open = [() => group.close()];
  for (const siteId of ['north', 'south', 'far'])
    await group.addSite({ siteId, name: `Clinic ${siteId}`, hosts: [`${siteId}.test`], timeZone: 'UTC', demo: false });
  await admit('north', 'south');
});
afterEach(async () => {
  vi.restoreAllMocks();
  for (const close of open.toReversed()) await close();
});

/** Stations of `by` may see `siteId`. */
const admit = (siteId: string, by: string): Promise<unknown> =>
  group.pool.query('INSERT INTO vigil.watchers (site_id, by_site_id) VALUES ($1, $2)', [siteId, by]);

interface Member extends TestClinic {
  readonly wire: GroupWire;
  /** Ends as a process does that is gone: nothing more of it. */
  gone(): Promise<void>;
}

/** Each with a wire of its own, as on another node. */
async function clinicOf(siteId: string, epoch = 1, mayPublish?: () => boolean): Promise<Member> {
  const wire = openGroupWire({ url, log });
  const clinic = await startTestClinic({
    group: groupOnPostgres({ siteId, epoch, pool: group.pool, wire, ...(mayPublish && { mayPublish }) }),
  });
  let ending: Promise<void> | undefined;
  const gone = (): Promise<void> => (ending ??= clinic.close().then(() => wire.close()));
  open.push(gone);
  return { ...clinic, wire, gone };
}

async function stationOf(clinic: TestClinic, role: 'provider' | 'nurse' = 'provider'): Promise<TestScreen> {
  const screen = await (await clinic.screen()).choose(role);
  await screen.watchStation();
  return screen;
}
async function pageOf(clinic: TestClinic): Promise<GroupPage> {
  const page = await GroupPage.at(await stationOf(clinic));
  open.push(() => Promise.resolve(page.close()));
  await page.watch();
  return page;
}

/** Time goes on, at most a quarter of a second at a time, until it holds: beats of these clinics, and the page's own look. */
async function until(page: GroupPage, clinics: readonly TestClinic[], holds: () => boolean): Promise<void> {
  while (!holds()) {
    for (const { attached } of clinics) attached.beat();
    page.check();
    await Promise.race([page.until(holds), new Promise((resolve) => setTimeout(resolve, 250))]);
  }
}
const tileOf = (page: GroupPage, siteId: string, chair: number) => page.of(siteId).tiles?.[chair - 1];
const isLive = (page: GroupPage, siteId: string): boolean => page.of(siteId).status(performance.now()) === 'live';

/** An infusion with a good signal, on chair 1. */
async function running(clinic: TestClinic) {
  const nurse = await (await clinic.screen()).choose('nurse');
  const { chairId } = clinic.chair(1);
  const visitId = await nurse.open(chairId, { name: NAME, birthDate: '1947-05-23', recordNumber: RECORD });
  const adapter = await clinic.adapter(1);
  await adapter.spo2(98, 70);
  return { nurse, chairId, visitId, adapter };
}

describe('chairs of another clinic', () => {
  test('ND-30 ND-31 ND-33 its tiles come to a provider’s station of a clinic that it admits, an alert at once, and nobody’s name', async () => {
    const spoken: string[] = [];
    const spy = new pg.Client({ connectionString: url });
    await spy.connect();
    open.push(() => spy.end());
    spy.on('notification', ({ payload = '' }) => spoken.push(payload));
    await spy.query('LISTEN "vigil#/group"');

    const [north, south] = [await clinicOf('north'), await clinicOf('south')];
    const station = await stationOf(south);
    const onOthers: string[] = [];
    station.raw.onAny((...message: unknown[]) => onOthers.push(JSON.stringify(message)));
    const page = await pageOf(south);
    expect(page.clinics).toEqual([{ siteId: 'north', name: 'Clinic north', host: 'north.test' }]);
    await until(page, [north, south], () => isLive(page, 'north'));
    expect(page.of('north').tiles?.map(({ chair, phase }) => [chair.name, phase])).toEqual([
      ['Chair 1', null],
      ['Chair 2', null],
    ]);

    const { chairId, visitId, adapter, nurse } = await running(north);
    const value = () => {
      const spo2 = tileOf(page, 'north', 1)?.spo2;
      return spo2?.status === 'live' ? spo2.value : undefined;
    };
    await until(page, [north, south], () => value() === 98);
    expect(tileOf(page, 'north', 1)).toMatchObject({ chair: { chairId }, patient: null, phase: { name: 'baseline' } });

    // What is urgent waits for no beat.
    await nurse.give(visitId, { type: 'emergency:declare' });
    await page.until(() => tileOf(page, 'north', 1)?.emergencySince === north.clinic.now);
    north.clock.advance(1_000);
    await adapter.spo2(97, 71);
    await page.until(() => value() === 97);

    const wire = JSON.stringify([spoken, page.heard]);
    expect(wire).toContain('group:tiles');
    const patientId = north.clinic.board.view(chairId)?.patient?.patientId ?? 'none';
    for (const private_ of [NAME, 'Quast', 'Wilhelmina', RECORD, '1947', patientId, visitId])
      expect(wire).not.toContain(private_);
    // None was too long for a NOTIFY.
    expect(spoken.filter((payload) => payload.includes('attachmentId'))).toEqual([]);
    for (const payload of spoken) expect(Buffer.byteLength(payload)).toBeLessThan(8_000);
    // On every other namespace a clinic is alone.
    expect(onOthers.join()).not.toContain(chairId);
    expect(station.tiles.has(chairId)).toBe(false);
    expect(north.clinic.siteView.inGroup).toBe(true);
  });

  test('ND-34 what a cut connection lost is found by the count, and all of it is asked for again', async () => {
    const [north, south] = [await clinicOf('north'), await clinicOf('south')];
    const page = await pageOf(south);
    await until(page, [north, south], () => isLive(page, 'north'));
    const { adapter } = await running(north);
    await until(page, [north, south], () => tileOf(page, 'north', 1)?.spo2.status === 'live');

    const cut = await group.pool.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'vigil group' AND datname = current_database()",
    );
    expect(cut.rowCount).toBeGreaterThan(0);
    // Said while nobody hears it.
    north.clock.advance(1_000);
    await adapter.spo2(93, 88);
    await until(page, [north, south], () => {
      const spo2 = tileOf(page, 'north', 1)?.spo2;
      return isLive(page, 'north') && spo2?.status === 'live' && spo2.value === 93;
    });

    // On the page's own wire too: a hole, and not live until it is filled.
    const wholes = (): number => page.heard.filter(({ event }) => event === 'group:chairs').length;
    page.losing = true;
    north.clock.advance(1_000);
    await adapter.spo2(91, 90);
    await page.until(() => page.lost > 0);
    const before = wholes();
    page.losing = false;
    await until(page, [north, south], () => wholes() > before && isLive(page, 'north'));
    expect(tileOf(page, 'north', 1)?.spo2).toMatchObject({ value: 91 });
  });

  test('ND-34 ND-35 a clinic that is gone is not live within 5 s; on another node it is published anew, and the old one is not heard', async () => {
    let mayPublish = true;
    const [north, south] = [await clinicOf('north', 7, () => mayPublish), await clinicOf('south')];
    const page = await pageOf(south);
    await until(page, [north, south], () => isLive(page, 'north'));
    const heardAt = performance.now();
    mayPublish = false;
    await until(page, [north, south], () => !isLive(page, 'north'));
    await until(page, [north, south], () => page.of('north').status(performance.now()) === 'lost');
    expect(performance.now() - heardAt).toBeLessThan(8_000);

    const moved = await clinicOf('north', 8);
    await until(page, [moved, south], () => isLive(page, 'north'));
    expect(tileOf(page, 'north', 1)?.chair.chairId).toBe(moved.chair(1).chairId);
    // It wakes and does not know yet that another has its clinic.
    mayPublish = true;
    const of8 = (): number => page.heard.filter(({ payload }) => (payload as { run: number }).run === 8).length;
    const of7 = (): number => page.heard.filter(({ payload }) => (payload as { run: number }).run === 7).length;
    const [old, now] = [of7(), of8()];
    await until(page, [north, moved, south], () => of7() > old && of8() > now + 2);
    expect(isLive(page, 'north')).toBe(true);
    expect(page.of('north').tiles?.map(({ chair }) => chair.chairId)).toEqual(
      moved.clinic.site.chairs.map(({ chairId }) => chairId),
    );
  });

  test('ND-32 only a provider sees them, only of clinics that admit this one’s stations, and only as long as both hold', async () => {
    const [north, far, south] = [await clinicOf('north'), await clinicOf('far'), await clinicOf('south')];
    const nobody = await south.screen();
    await expect(GroupPage.at(nobody)).rejects.toThrow('Nobody is signed in');
    await expect(GroupPage.at(await stationOf(south, 'nurse'))).rejects.toThrow('shown to providers');

    const page = await pageOf(south);
    const other = await GroupPage.at(await stationOf(north));
    open.push(() => Promise.resolve(other.close()));
    expect(await other.watch()).toEqual([]);
    expect(await other.ask('group:ask', { siteId: 'south' })).toMatchObject({ ok: false });
    expect(await page.ask('group:ask', { siteId: 'far' })).toMatchObject({ ok: false });
    await running(far);
    await until(page, [north, far, south], () => isLive(page, 'north'));
    const sites = new Set(page.heard.map(({ payload }) => (payload as { siteId: string }).siteId));
    expect([...sites]).toEqual(['north']);
    expect(other.heard).toEqual([]);

    // Each minute it is looked at again.
    await group.pool.query('DELETE FROM vigil.watchers');
    await admit('far', 'south');
    const now = performance.now.bind(performance);
    vi.spyOn(performance, 'now').mockImplementation(() => now() + 61_000);
    await until(page, [north, far, south], () => page.clinics.some(({ siteId }) => siteId === 'far'));
    expect(page.clinics.map(({ siteId }) => siteId)).toEqual(['far']);
    await until(page, [north, far, south], () => isLive(page, 'far'));
    expect(page.of('far').tiles?.[0]?.phase?.name).toBe('baseline');

    // With the sign-in it ends, at once.
    for (const { sessionId, staff } of south.attached.access.sessions)
      if (staff.role === 'provider') south.attached.access.end(sessionId);
    await page.until(() => page.closed !== undefined && !page.socket.connected);
    const heard = page.heard.length;
    await running(north);
    for (const { attached } of [north, far, south]) attached.beat();
    await group.pool.query('SELECT 1');
    expect(page.heard).toHaveLength(heard);
    expect(page.clinics).toEqual([]);
  });

  test('ND-37 a clinic on its own has no such namespace', async () => {
    const clinic = await startTestClinic();
    open.push(() => clinic.close());
    await expect(GroupPage.at(await stationOf(clinic))).rejects.toThrow('Invalid namespace');
    expect(clinic.clinic.siteView.inGroup).toBeUndefined();
  });
});
