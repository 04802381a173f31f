/** `vigil adapter-check` on adapters that are wrong in one thing each: it says that thing, and nothing else. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PROTOCOL_VERSION } from '#protocol/version.ts';
import { reportJson, reportText } from '../../server/adapter-check/report.ts';
import { runCheck } from '../../server/adapter-check/run-check.ts';
import type { Verdict } from '../../server/adapter-check/run-check.ts';
import type { ScenarioName } from '../../server/adapter-check/scenarios.ts';
import { testKeyOf } from '../support/admitted.ts';
import { LittleAdapter } from '../support/little-adapter.ts';
import type { Wish } from '../support/little-adapter.ts';

interface Wrong {
  readonly is: string;
  readonly wish: Wish;
  /** Default: none but watching. */
  readonly only?: readonly ScenarioName[];
  readonly says: readonly (readonly [rule: string, what: RegExp])[];
}

const hello = { protocol: PROTOCOL_VERSION, adapterId: 'little', software: 'x', key: testKeyOf('little') };
let started = 0;

const WRONG: readonly Wrong[] = [
  {
    is: 'has a key too many in its handshake',
    wish: { hello: () => ({ ...hello, version: 1 }) },
    says: [['handshake', /unknown key "version"/]],
  },
  {
    is: 'speaks another protocol',
    wish: { hello: () => ({ ...hello, protocol: '7.0' }) },
    says: [['handshake', /It speaks protocol 7\.0/]],
  },
  {
    is: 'has an id with a blank',
    wish: { hello: () => ({ ...hello, adapterId: 'box 1' }) },
    says: [['handshake', /"adapterId" .*it is "box 1"/]],
  },
  {
    is: 'has a new id at each connect',
    wish: { hello: () => ({ ...hello, adapterId: `box-${(started += 1)}` }) },
    only: ['disconnect'],
    says: [['handshake', /"adapterId" was "box-\d+" and is now "box-\d+"/]],
  },
  {
    is: 'gives no key',
    wish: { hello: () => ({ ...hello, key: undefined }) },
    says: [['key', /no "key" in the handshake/]],
  },
  {
    is: 'gives its key with the line end of the file',
    wish: { hello: () => ({ ...hello, key: `${hello.key}\n` }) },
    says: [['key', /has not the form of a key/]],
  },
  {
    is: 'joins the main namespace',
    wish: { namespace: '/' },
    says: [['transport', /joined the namespace "\/": it is \/adapters/]],
  },
  {
    is: 'joins a namespace of its own',
    wish: { namespace: '/screens' },
    says: [['transport', /joined the namespace "\/screens"/]],
  },
  {
    is: "uses socket.io's own path",
    wish: { path: '/socket.io' },
    says: [['transport', /opened a WebSocket at "\/socket\.io\/": connect by WebSocket to \/live/]],
  },
  { is: 'polls', wish: { transports: ['polling'] }, says: [['transport', /asked for long polling/]] },
  {
    is: 'sends 300 KiB at once',
    wish: { also: (socket) => socket.emit('readings:send', { readings: ['x'.repeat(300_000)] }) },
    says: [['transport', /a message over 256 KiB/]],
  },
  {
    is: 'sends readings before it announces',
    wish: { announces: 'late' },
    says: [['announce', /"readings:send" came before "adapter:announce"/]],
  },
  {
    is: 'announces a model that nobody knows',
    wish: { devices: [{ deviceId: 'ox-1', model: 'pulsy', emulated: true }] },
    says: [['announce', /"devices\.0\.model" of ox-1 is "pulsy".*known are nonin-df2/]],
  },
  {
    is: 'announces another device than it reads',
    wish: { devices: [{ deviceId: 'ox-2', model: 'nonin-df2', emulated: true }] },
    says: [
      ['announce', /readings of "ox-1", which is not announced/],
      ['link', /"device:link" of "ox-1"/],
    ],
  },
  {
    is: 'sends an event that does not exist',
    wish: { also: (socket) => socket.emit('reading', { spo2: 97 }) },
    says: [['messages', /There is no message "reading"/]],
  },
  {
    is: 'says a link by words',
    wish: { also: (socket) => socket.emit('device:link', { deviceId: 'ox-1', connected: 'yes' }) },
    says: [['messages', /"connected" must be a boolean/]],
  },
  {
    is: 'sends bytes for words',
    wish: { also: (socket) => socket.emit('device:link', Buffer.from([1, 2, 3])) },
    says: [['messages', /device:link: /]],
  },
  { is: 'answers no probe', wish: { clock: () => undefined }, says: [['clock-answer', /was not answered within 2 s/]] },
  {
    is: 'answers a probe by a text',
    wish: { clock: () => new Date().toISOString() },
    says: [['clock-answer', /"clock:probe" was answered by "20.*takes one number/]],
  },
  {
    is: 'has a clock that jumps',
    wish: { clock: () => Date.now() + (performance.now() - born > 4_000 ? 1_200 : 0) },
    says: [['clock-even', /the clock jumped by 1\.\d s/]],
  },
  {
    is: 'answers a probe in seconds',
    wish: { clock: () => Math.floor(Date.now() / 1_000) },
    says: [
      ['clock-even', /count seconds/],
      ['stamp', /"measuredAt" of ox-1 seq 1 is .* after it was sent/],
    ],
  },
  {
    is: 'sends 0 for no value',
    wish: { measure: (reading, n) => (n === 2 ? { ...reading, spo2Pct: 0 } : reading) },
    says: [['no-value', /"spo2Pct" must be at least 1; it is 0: a value that is missing is absent/]],
  },
  {
    is: 'sends NaN for no value',
    wish: { measure: (reading, n) => (n > 1 ? { ...reading, pulseBpm: NaN } : reading) },
    says: [['no-value', /"pulseBpm" must be a number; it is null.*\(\d+ times\)/]],
  },
  {
    is: 'sends a pulse of 255',
    wish: { measure: (reading, n) => (n > 1 ? { ...reading, pulseBpm: 255 } : reading) },
    says: [['no-value', /"pulseBpm" is 255/]],
  },
  {
    is: 'misspells a key',
    wish: {
      measure: ({ spo2Pct, ...reading }, n) => (n === 2 ? { ...reading, spo2: spo2Pct } : { ...reading, spo2Pct }),
    },
    says: [['reading', /unknown key "spo2"/]],
  },
  {
    is: 'sends SpO2 as a text',
    wish: { measure: (reading, n) => (n === 2 ? { ...reading, spo2Pct: '97' } : reading) },
    says: [['reading', /"spo2Pct" must be a number; it is "97"/]],
  },
  {
    is: 'says "none" with a value',
    wish: { measure: (reading, n) => (n === 2 ? { ...reading, quality: 'none' } : reading) },
    says: [['quality', /"quality" is "none", but there is a value/]],
  },
  {
    is: 'says "good" without a value',
    wish: {
      measure: ({ spo2Pct, pulseBpm, ...reading }, n) => (n === 2 ? reading : { ...reading, spo2Pct, pulseBpm }),
    },
    says: [['quality', /"quality" is "good", but there is no value/]],
  },
  {
    is: 'sends the last numbers while the probe is off',
    wish: { measure: (reading, n) => (n > 2 ? { ...reading, quality: 'poor', causes: ['probe-off'] } : reading) },
    says: [['probe-off', /"spo2Pct" is 97 while "causes" has "probe-off"/]],
  },
  { is: 'sends three readings a second', wish: { everyMs: 333 }, says: [['rate', /a reading every 0\.[345] s/]] },
  {
    is: 'counts in steps of two',
    wish: { seqStep: 2 },
    says: [['seq', /ox-1 has no 3, 5/]],
  },
  {
    is: 'stamps in seconds',
    wish: { measure: (reading) => ({ ...reading, measuredAt: Math.floor(Date.now() / 1_000) }) },
    says: [['stamp', /"measuredAt" of ox-1 seq 1 is \d{10}, \d+ days old/]],
  },
  {
    is: 'stamps by the local time zone',
    wish: { measure: (reading) => ({ ...reading, measuredAt: Date.now() + 3_600_000 }) },
    says: [['stamp', /(3600|3599\.\d) s after it was sent/]],
  },
  {
    is: 'uses one identity for all',
    wish: { seqStep: 0 },
    says: [
      ['reading', /"seq" must be at least 1; it is 0/],
      ['identity', /seq 0 .*"measuredAt" was/],
    ],
  },
  {
    is: 'sends 501 at once',
    wish: {
      also: (socket) => socket.emit('readings:send', { readings: Array.from({ length: 501 }, () => 0) }),
    },
    says: [['batch', /"readings" must have at most 500 items/]],
  },
  {
    is: 'drops what was not answered',
    wish: { onSilence: 'drop' },
    only: ['silence'],
    says: [['silence', /\d+ of \d+ readings never came again: ox-1 seq/]],
  },
  {
    is: 'sends it again under another seq',
    wish: { onSilence: 'rename' },
    only: ['silence'],
    says: [
      ['identity', /came again as seq \d+: send it again under the same identity/],
      ['silence', /never came again/],
    ],
  },
  {
    is: 'cannot wait for an answer',
    wish: { answerMs: 400 },
    only: ['silence'],
    says: [['silence', /came again after [0-4](\.\d)? s: wait 5 s/]],
  },
  {
    is: 'stops and waits for each answer',
    wish: { waits: true, answerMs: 4_500 },
    only: ['silence'],
    says: [['live', /readings came late, ox-1 seq \d+ \d/]],
  },
  ...(['stored', 'duplicate', 'refused'] as const).map((keeps): Wrong => ({
    is: `sends again what is ${keeps}`,
    wish: { keeps },
    only: keeps === 'stored' ? [] : ['answers'],
    says: [[keeps, /ox-1 seq \d+ came again \d+(\.\d)? s after its answer/]],
  })),
  {
    is: 'sends again what was malformed',
    wish: { keeps: 'malformed' },
    only: ['answers'],
    says: [['refused-batch', /came again/]],
  },
  {
    is: 'drops what could not be taken now',
    wish: { onUnavailable: 'drop' },
    only: ['unavailable'],
    says: [['unavailable', /never came again/]],
  },
  {
    is: 'says yes to any cuff',
    wish: { cuff: { ok: true, data: null } },
    only: ['cuff'],
    says: [['cuff', /a cuff that does not exist was answered by "ok"/]],
  },
  {
    is: 'answers a cuff by a word',
    wish: { cuff: 'no' },
    only: ['cuff'],
    says: [['cuff', /"cuff:start" was answered by "no"/]],
  },
  {
    is: 'stays away',
    wish: { onLost: 'stay' },
    only: ['disconnect'],
    says: [
      ['reconnect', /did not come back and announce/],
      ['resend', /never came again/],
    ],
  },
  {
    is: 'forgets what was under way',
    wish: { onLost: 'drop' },
    only: ['disconnect'],
    says: [['resend', /\d+ of \d+ readings never came again/]],
  },
  {
    is: 'begins a new epoch at each connect',
    wish: { newEpochOnReturn: true },
    only: ['disconnect'],
    says: [['epoch', /ox-1 had 2 epochs without a restart/]],
  },
  {
    is: 'sends the oldest first',
    wish: { oldestFirst: true },
    only: ['disconnect'],
    says: [['newest-first', /ox-1 seq \d+ came first, but ox-1 seq \d+ was newer/]],
  },
  {
    is: 'hammers',
    wish: { retryMs: 150 },
    only: ['other-build'],
    says: [['gentle', /tried again within a second: wait 5 s/]],
  },
  {
    is: 'loses what the server left open when it stopped',
    wish: { onLost: 'drop', onUnavailable: 'drop' },
    only: ['stopping'],
    says: [['stopping', /never came again/]],
  },
  {
    is: 'counts from 1 in the same epoch after a restart',
    wish: { epoch: () => 'always' },
    only: ['restart'],
    says: [['restart', /ox-1 seq 1 of epoch "always" was sent twice with different content: "measuredAt" was/]],
  },
];

const born = performance.now();
const TIMINGS = { comeMs: 6_000, watchMs: 6_000, againMs: 6_000, awayMs: 3_500, refusedMs: 4_000, finalMs: 3_500 };
const open: { close(): void }[] = [];
afterAll(() => open.forEach((each) => each.close()));

/** Starts the adapter once the referee says where, and again when it is asked to. */
async function check(
  wish: Wish,
  only?: readonly ScenarioName[],
  timings: Partial<typeof TIMINGS> = {},
): Promise<readonly Verdict[]> {
  let adapter: LittleAdapter | undefined;
  let url: string | undefined;
  const checked = await runCheck({
    port: 0,
    ...(only && { only }),
    timings: { ...TIMINGS, ...timings },
    probeEveryMs: 500,
    say(text) {
      url ??= /http:\S+/.exec(text)?.[0];
      if (adapter && !text.startsWith('Kill')) return;
      adapter?.close();
      open.push((adapter = new LittleAdapter(url ?? '', wish)));
    },
  });
  adapter?.close();
  if (!checked.ok) throw new Error(checked.refusal.message);
  return checked.value;
}

const wrongOf = (verdicts: readonly Verdict[]): [string, string][] =>
  verdicts.flatMap(({ rule, verdict, wrong }) => (verdict === 'wrong' ? [[rule.name, wrong.join('; ')]] : []));

describe('vigil adapter-check', () => {
  // Each takes some seconds of real time, and they do not disturb each other.
  let found: readonly (readonly Verdict[])[];
  let right: readonly Verdict[];
  beforeAll(async () => {
    [right, found] = await Promise.all([
      check({
        measure: ({ spo2Pct, pulseBpm, ...rest }, n) =>
          n === 2 ? { ...rest, quality: 'none', causes: ['probe-off'] } : { ...rest, spo2Pct, pulseBpm },
      }),
      Promise.all(WRONG.map(({ wish, only = ['watch'] }) => check(wish, only))),
    ]);
  }, 90_000);

  test('WS-122 an adapter that is right is found right in everything', () => {
    expect(wrongOf(right)).toEqual([]);
    expect(right.filter(({ verdict }) => verdict === 'not seen').map(({ rule }) => rule.name)).toEqual([]);
    expect(reportText(right)).toMatch(/Nothing wrong: \d+ rules kept\.$/);
    expect(JSON.parse(reportJson(right))).toMatchObject({ ok: true });
  });

  test.each(WRONG.map(({ is, says }, n) => [is, says, n] as const))('WS-123 an adapter that %s', (_, says, n) => {
    const wrong = wrongOf(found[n] ?? []);
    expect(wrong.map(([rule]) => rule)).toEqual(says.map(([rule]) => rule));
    for (const [index, [, what]] of says.entries()) expect(wrong[index]?.[1]).toMatch(what);
  });

  test('WS-123 a finding says where its rule stands', () => {
    const refused = WRONG.findIndex(({ is }) => is.includes('refused'));
    expect(reportText(found[refused] ?? [])).toMatch(
      /^wrong +refused .*\n +ox-1 seq \d+ came again.*\n(?: +ox-1 seq .*\n)* +see docs\/adapter-protocol\.md, "What to do when"; docs\/SPEC\.md, DV-52$/m,
    );
  });
});

describe('vigil adapter-check, with nothing to judge', () => {
  test('WS-124 what was not seen is no failure, and says what would show it', async () => {
    const verdicts = await check({}, ['watch'], { watchMs: 500 });
    expect(wrongOf(verdicts)).toEqual([]);
    expect(reportText(verdicts)).toMatch(/^not seen +rate .*\(let an oximeter run for five seconds\)$/m);
  });

  test('WS-124 no adapter at all is said', async () => {
    const checked = await runCheck({ port: 0, timings: { comeMs: 50 }, say: () => undefined });
    expect(checked).toMatchObject({ ok: false, refusal: { message: 'No adapter came within 0.05 s.' } });
  });

  test('WS-125 garbage at its port is named and stops nothing', async () => {
    const garbage = async (url: string): Promise<void> => {
      const port = Number(new URL(url).port);
      for (const bytes of [
        '\x16\x03\x01\x02\x00',
        'GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
        Buffer.alloc(4_096, 0xff),
      ]) {
        const socket = connect(port, '127.0.0.1');
        socket.on('error', () => undefined);
        socket.write(bytes);
        await once(socket.resume(), 'close');
      }
      for (const frame of [
        'nonsense',
        '4',
        '42/adapters,["x"',
        new Uint8Array([4, 0, 255]),
        '40/adapters,{"protocol":',
      ]) {
        const socket = new WebSocket(`${url.replace('http', 'ws')}/live/?EIO=4&transport=websocket`);
        await once(socket, 'open');
        socket.send(frame);
        open.push(socket);
      }
      const odd = io(`${url}/adapters`, { path: '/live', transports: ['websocket'], auth: hello, reconnection: false });
      open.push(odd);
      await once(odd as never, 'connect');
      for (const payload of [
        null,
        7,
        'x',
        [],
        { readings: [null, 7, [], { kind: {} }, { deviceId: 1 }] },
        new Uint8Array(9),
      ])
        odd.emit('readings:send', payload);
      odd.emit('adapter:announce');
      odd.emit('device:link', () => undefined);
      odd.emit('__proto__', {});
    };
    let isThrown = false;
    const checked = await runCheck({
      port: 0,
      only: ['watch'],
      timings: { ...TIMINGS, watchMs: 1_000, againMs: 100 },
      say(text) {
        const url = /http:\S+/.exec(text)?.[0];
        if (url !== undefined) garbage(url).catch(() => (isThrown = true));
      },
    });
    expect(isThrown).toBe(false);
    if (!checked.ok) throw new Error(checked.refusal.message);
    const wrong = Object.fromEntries(wrongOf(checked.value));
    expect(wrong['transport']).toContain('sent something that is no HTTP');
    expect(wrong['messages']).toMatch(/adapter:announce: the message is missing/);
    expect(wrong['reading']).toBeDefined();
  });
});
