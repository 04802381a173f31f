/** Who comes in as an adapter, and what it may bring: hostile programs and pages on the real socket. */
import { randomBytes, randomUUID } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import type { WireReading } from '#protocol/adapter-events.ts';
import { cookieName } from '../../server/access/cookies.ts';
import { newToken, screenIdOf } from '../../server/access/screen-token.ts';
import { admitAdapter, isKeyOf, newAdapterKey } from '../../server/sockets/adapter-key.ts';
import { TestAdapter } from '../support/test-adapter.ts';
import type { TestAdapterOptions } from '../support/test-adapter.ts';
import { startTestClinic } from '../support/test-clinic.ts';
import type { TestClinic, TestClinicOptions } from '../support/test-clinic.ts';
import { administrator } from '../support/visit-builder.ts';
import { infusingByWire } from '../support/visit-by-wire.ts';

const clinics: TestClinic[] = [];
afterEach(async () => {
  for (const clinic of clinics.splice(0)) await clinic.close();
});
async function start(options: TestClinicOptions = {}): Promise<TestClinic> {
  const clinic = await startTestClinic(options);
  clinics.push(clinic);
  return clinic;
}

/** Admits it anew, with a new key. */
function giveKey(clinic: TestClinic, adapterId: string, devices: 'all' | readonly string[] = 'all'): string {
  const key = newAdapterKey();
  const deps = { site: clinic.clinic, journal: clinic.journal };
  const admitted = admitAdapter(deps, { adapterId, label: adapterId, devices }, key, administrator);
  if (!admitted.ok) throw new Error(admitted.refusal.message);
  return key;
}

const connect = (clinic: TestClinic, options: Partial<TestAdapterOptions> = {}): Promise<TestAdapter> =>
  TestAdapter.connect(clinic.port, { adapterId: 'box-1', clock: clinic.clock, chairNumber: 1, ...options });

/** `code: sentence` of why it was not let in. */
async function refused(connecting: Promise<TestAdapter>): Promise<string> {
  try {
    (await connecting).close();
    return 'let in';
  } catch (error) {
    const { data } = error as { readonly data?: { readonly code: string; readonly message: string } };
    return data ? `${data.code}: ${data.message}` : String(error);
  }
}
const gone = (adapter: TestAdapter): Promise<void> =>
  adapter.raw.connected ? new Promise((resolve) => adapter.raw.once('disconnect', () => resolve())) : Promise.resolve();

const WAY = 'make a key in Settings > Adapters and give it with --key-file.';
const oximetry = (adapter: TestAdapter, deviceId: string, seq: number): WireReading => ({
  ...{ kind: 'oximetry', deviceId, epoch: adapter.epoch, seq, measuredAt: adapter.now, spo2Pct: 96, pulseBpm: 72 },
  ...{ quality: 'good', causes: [] },
});

describe('the key', () => {
  test('SEC-165 none, a wrong one, another’s and a removed adapter’s are refused, with the way to get one', async () => {
    const clinic = await start();
    const key = giveKey(clinic, 'box-1');
    const other = giveKey(clinic, 'box-2');
    expect(await refused(connect(clinic, { key: null }))).toBe(`signed-out: Adapter "box-1" gave no key: ${WAY}`);
    for (const wrong of [newAdapterKey(), other, '', 'x', key.slice(0, -1), `${key}A`])
      expect(await refused(connect(clinic, { key: wrong }))).toMatch(
        /^(signed-out: The key of adapter "box-1" is not valid here: make a key|too-many: )/,
      );
    expect(await refused(connect(clinic, { adapterId: 'box-9', key }))).toBe(
      `signed-out: The key of adapter "box-9" is not valid here: ${WAY}`,
    );
    const removed = await clinic.clinic.siteCommand(
      { type: 'adapter:remove', adapterId: 'box-2' },
      { actor: administrator },
    );
    expect(removed.ok).toBe(true);
    expect(await refused(connect(clinic, { adapterId: 'box-2', key: other }))).toContain('is not valid here');
    expect(await refused(connect(clinic, { key }))).toBe('let in');
  });

  test('SEC-166 is 256 random bits, kept as a hash, and judged by the whole of it', async () => {
    const clinic = await start();
    const key = giveKey(clinic, 'box-1');
    const hash = clinic.journal.secrets('adapter-key').get('box-1');
    expect(key).toMatch(/^vk_[A-Za-z0-9_-]{43}$/);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(isKeyOf(hash, key)).toBe(true);
    expect(isKeyOf(hash, key.toUpperCase())).toBe(false);
    expect(isKeyOf(undefined, '')).toBe(false);
    expect(isKeyOf('', '')).toBe(false);
    expect(JSON.stringify(clinic.clinic.site)).not.toContain(key);
  });

  test('SEC-167 after five wrong keys the next are not even counted; the right one is let in at once', async () => {
    const clinic = await start();
    const key = giveKey(clinic, 'box-1');
    const neighbour = giveKey(clinic, 'box-2');
    for (let n = 0; n < 5; n += 1)
      expect(await refused(connect(clinic, { key: newAdapterKey() }))).toContain('signed-out');
    expect(await refused(connect(clinic, { key: newAdapterKey() }))).toMatch(
      /^too-many: Too many wrong keys from this address: wait \d+ s, or make a key .* A right key is let in at once\.$/,
    );
    expect(await refused(connect(clinic, { adapterId: 'box-2', key: neighbour }))).toBe('let in');
    expect(await refused(connect(clinic, { key }))).toBe('let in');
  });

  test('SEC-168 WS-197 replaced or taken away, its connection ends at once, and nothing of it is taken or answered', async () => {
    const clinic = await start();
    const { visitId } = await infusingByWire(clinic);
    for (const end of [
      () => void giveKey(clinic, 'box-1'),
      () => clinic.clinic.siteCommand({ type: 'adapter:remove', adapterId: 'box-1' }, { actor: administrator }),
    ]) {
      const adapter = await connect(clinic, { key: giveKey(clinic, 'box-1') });
      await adapter.announce();
      let answered = false;
      void end();
      adapter.raw.emit('readings:send', { readings: [oximetry(adapter, 'ox-1', 7)] }, () => (answered = true));
      await gone(adapter);
      await clinic.clinic.drained();
      const events = await clinic.journal.read({ kind: 'visit', id: visitId });
      expect(events.filter((each) => each.type === 'reading-recorded' && each.source.epoch === adapter.epoch)).toEqual(
        [],
      );
      expect(answered).toBe(false);
    }
  });

  test('SEC-171 who tried without a valid key is remembered until it is let in, and only a few', async () => {
    const clinic = await start();
    await refused(connect(clinic, { key: null }));
    await refused(connect(clinic, { adapterId: 'box-2', key: newAdapterKey() }));
    expect(clinic.attached.adapterAttempts()).toMatchObject([
      { adapterId: 'box-2', address: expect.stringContaining('127.0.0.1') },
      { adapterId: 'box-1' },
    ]);
    (await connect(clinic, { key: giveKey(clinic, 'box-1') })).close();
    expect(clinic.attached.adapterAttempts()).toMatchObject([{ adapterId: 'box-2' }]);
    for (let n = 0; n < 25; n += 1) await refused(connect(clinic, { adapterId: `flood-${n}`, key: null }));
    expect(clinic.attached.adapterAttempts()).toHaveLength(20);
    expect(clinic.attached.adapterAttempts()[0]).toMatchObject({ adapterId: 'flood-24' });
  });
});

describe('what it may bring', () => {
  const NOT_FOR = 'The key of adapter "box-1" is not for "ox-2"';

  test('WS-196 another’s device is refused by its name wherever it is named, registered or not, and the clinic hears nothing', async () => {
    const clinic = await start();
    const key = giveKey(clinic, 'box-1', ['ox-1', 'cuff-1']);
    const owner = await clinic.adapter(2);
    const adapter = await connect(clinic, { key });
    const foreign = (deviceId: string) => ({ deviceId, model: 'nonin-df2', emulated: false });
    expect(await adapter.announce([...adapter.devices, foreign('ox-2'), foreign('nobody')])).toMatchObject({
      ok: true,
      data: {
        devices: [
          { deviceId: 'ox-1', known: true, chairName: 'Chair 1' },
          { deviceId: 'cuff-1', known: true },
          {
            deviceId: 'ox-2',
            known: false,
            refusal: { code: 'not-allowed', message: expect.stringContaining(NOT_FOR) },
          },
          { deviceId: 'nobody', known: false, refusal: { code: 'not-allowed' } },
        ],
      },
    });
    // It still feeds its chair, by its own adapter, and the stranger is on no list.
    expect(clinic.clinic.siteView.devices.find(({ deviceId }) => deviceId === 'ox-2')).toMatchObject({
      connected: true,
    });
    expect(clinic.clinic.siteView.unknownDevices).toEqual([]);
    const refusal = { ok: false, refusal: { code: 'not-allowed', message: expect.stringContaining(NOT_FOR) } };
    expect(await adapter.request('device:link', { deviceId: 'ox-2', connected: false })).toMatchObject(refusal);
    expect(await adapter.request('device:status', { deviceId: 'ox-2', batteryPct: 1 })).toMatchObject(refusal);
    const wave = { measuredAt: adapter.now - 200, sampleHz: 75, fullScale: 100, samples: new Uint8Array(20) };
    expect(
      await adapter.request('pleth:send', {
        packets: [
          { deviceId: 'ox-2', ...wave },
          { deviceId: 'ox-1', ...wave },
        ],
      }),
    ).toMatchObject({
      ok: true,
      data: { answers: [{ status: 'refused', refusal: { code: 'not-allowed' } }, { status: 'taken' }] },
    });
    owner.close();
  });

  test('WS-196 of a batch of 500 with one foreign device the others are taken, each answered in its place', async () => {
    const clinic = await start();
    const { visitId, adapter: first } = await infusingByWire(clinic);
    first.close();
    const adapter = await connect(clinic, { key: giveKey(clinic, 'box-1', ['ox-1']) });
    await adapter.announce();
    const readings = Array.from({ length: 500 }, (_, n) => ({
      ...oximetry(adapter, n === 217 ? 'ox-2' : 'ox-1', n + 1),
      measuredAt: adapter.now - n,
    }));
    const answers = await adapter.send(readings);
    expect(answers.map(({ seq }) => seq)).toEqual(readings.map(({ seq }) => seq));
    expect(answers[217]).toMatchObject({
      status: 'refused',
      refusal: { code: 'not-allowed', message: expect.stringContaining(NOT_FOR) },
    });
    expect(answers.filter(({ status }) => status === 'stored')).toHaveLength(499);
    await clinic.clinic.drained();
    const events = await clinic.journal.read({ kind: 'visit', id: visitId });
    const sources = events.flatMap((each) => (each.type === 'reading-recorded' ? [each.source] : []));
    expect(sources.filter(({ epoch }) => epoch === adapter.epoch)).toHaveLength(499);
    expect(sources.filter(({ deviceId }) => deviceId === 'ox-2')).toEqual([]);
  });
});

describe('a page’s own devices', () => {
  /** A browser that is enrolled to this chair, or to nothing. */
  function browser(clinic: TestClinic, place?: number | 'station') {
    const token = newToken(randomBytes);
    const screenId = screenIdOf(token) ?? '';
    if (place !== undefined)
      void clinic.clinic.recordSite(
        [
          {
            ...{ type: 'screen-enrolled', screenId, label: 'Tablet' },
            place: place === 'station' ? { kind: 'station' } : { kind: 'chair', chairId: clinic.chair(place).chairId },
          },
        ],
        administrator,
      );
    const headers = { Cookie: `${cookieName('screen', false)}=${token}` };
    const open = (adapterId = `screen:${screenId}`): Promise<TestAdapter> =>
      connect(clinic, { adapterId, key: null, headers });
    return { screenId, open };
  }
  /** Its own, with what `open` gives. */
  const device = (deviceId: string) => ({ deviceId, model: 'ble-plx', emulated: false });
  async function register(clinic: TestClinic, deviceId: string, chairNumber?: number): Promise<void> {
    const by = { actor: administrator };
    await clinic.clinic.siteCommand(
      { type: 'device:register', deviceId, model: 'ble-plx', label: deviceId, emulated: false },
      by,
    );
    if (chairNumber === undefined) return;
    const { chairId } = clinic.chair(chairNumber);
    await clinic.clinic.siteCommand({ type: 'device:move', deviceId, chairId, insteadOf: `ox-${chairNumber}` }, by);
  }
  const ONLY = 'signed-out: A page brings devices only where its screen is enrolled to a chair';

  test('SEC-169 comes in by its screen’s cookie where it is enrolled to a chair, whoever is signed in', async () => {
    const clinic = await start({ access: { openScreens: false } });
    const page = browser(clinic, 1);
    const adapter = await page.open();
    expect(await adapter.announce([device('ble:own')])).toMatchObject({
      data: { devices: [{ deviceId: 'ble:own', known: false }] },
    });
    expect(clinic.clinic.siteView.unknownDevices).toMatchObject([{ deviceId: 'ble:own' }]);
    expect(await refused(browser(clinic).open())).toContain(ONLY);
    expect(await refused(browser(clinic, 'station').open())).toContain(ONLY);
    expect(await refused(connect(clinic, { adapterId: `screen:${page.screenId}`, key: null }))).toContain(ONLY);
    adapter.close();
    expect(await refused(page.open())).toBe('let in');
  });

  test('SEC-169 a forged id is refused: another screen’s, or a program’s', async () => {
    const clinic = await start({ access: { openScreens: false } });
    giveKey(clinic, 'box-1');
    const [one, two] = [browser(clinic, 1), browser(clinic, 2)];
    expect(await refused(one.open(`screen:${two.screenId}`))).toBe(
      'not-allowed: A page brings the devices of its own screen only: load the page again.',
    );
    expect(await refused(one.open('screen:'))).toContain('not-allowed');
    expect(await refused(one.open('box-1'))).toContain('Adapter "box-1" gave no key');
    expect(await refused(one.open('adapter-1'))).toContain('gave no key');
  });

  test('SEC-169 with the enrolment its connection ends', async () => {
    const clinic = await start({ access: { openScreens: false } });
    const page = browser(clinic, 1);
    const adapter = await page.open();
    void clinic.clinic.recordSite([{ type: 'screen-removed', screenId: page.screenId }], administrator);
    await gone(adapter);
    expect(await refused(page.open())).toContain(ONLY);
  });

  test('SEC-170 brings what stands on its own chair or on none; another chair’s device is refused by its name', async () => {
    const clinic = await start({ access: { openScreens: false } });
    await register(clinic, 'ble:two', 2);
    await register(clinic, 'ble:none');
    const adapter = await browser(clinic, 1).open();
    const message = expect.stringContaining(
      'Device "ble:two" is on Chair 2: the page of Chair 1 brings its own chair’s devices only. Move the device or the visit to Chair 1, or enrol this tablet to Chair 2.',
    );
    expect(await adapter.announce([device('ble:two'), device('ble:none')])).toMatchObject({
      data: {
        devices: [{ deviceId: 'ble:two', known: false, refusal: { code: 'not-allowed', message } }, { known: true }],
      },
    });
    expect(await adapter.send([oximetry(adapter, 'ble:two', 1)])).toMatchObject([
      { status: 'refused', refusal: { code: 'not-allowed', message } },
    ]);
    expect(await adapter.send([oximetry(adapter, 'ble:none', 1)])).toMatchObject([
      { status: 'refused', refusal: { code: 'no-visit' } },
    ]);
  });

  test('SEC-170 a device moved to its chair feeds it without a word more; moved away, no more', async () => {
    const clinic = await start({ access: { openScreens: false } });
    await register(clinic, 'ble:own', 2);
    const nurse = { kind: 'staff', staffId: 'n', name: 'N. Okafor', role: 'nurse', screenId: 's' } as const;
    const patient = { name: 'Ada Byron', birthDate: '1980-12-10' };
    const { chairId } = clinic.chair(1);
    await clinic.clinic.openVisit({ chairId, protocolId: 'iv-ketamine-40', patient }, nurse);
    const adapter = await browser(clinic, 1).open();
    await adapter.announce([device('ble:own')]);
    const move = (chairNumber: number) =>
      clinic.clinic.siteCommand(
        {
          ...{ type: 'device:move', deviceId: 'ble:own', chairId: clinic.chair(chairNumber).chairId },
          ...(chairNumber === 1 && { insteadOf: 'ox-1' }),
        },
        { actor: administrator },
      );
    const isConnected = () => clinic.clinic.siteView.devices.find((each) => each.deviceId === 'ble:own')?.connected;
    expect((await move(1)).ok).toBe(true);
    expect(isConnected()).toBe(true);
    clinic.clock.advance(1_000);
    expect(await adapter.send([oximetry(adapter, 'ble:own', 1)])).toMatchObject([{ status: 'stored' }]);
    const measuredHere = adapter.now;
    clinic.clock.advance(1_000);
    expect((await move(2)).ok).toBe(true);
    expect(isConnected()).toBe(false);
    clinic.clock.advance(1_000);
    expect(await adapter.send([oximetry(adapter, 'ble:own', 2)])).toMatchObject([
      { status: 'refused', refusal: { code: 'not-allowed' } },
    ]);
    // What it measured while it stood here belongs here.
    expect(await adapter.send([{ ...oximetry(adapter, 'ble:own', 3), measuredAt: measuredHere }])).toMatchObject([
      { status: 'stored' },
    ]);
  });
});

test('SEC-165 a key that is right lets one in whatever cookie comes with it', async () => {
  const clinic = await start({ access: { openScreens: false } });
  const headers = { Cookie: `${cookieName('screen', false)}=${randomUUID()}` };
  expect(await refused(connect(clinic, { key: giveKey(clinic, 'box-1'), headers }))).toBe('let in');
});
