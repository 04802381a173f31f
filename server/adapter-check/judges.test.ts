/** The judges on records made by hand: what must not be called wrong, and what takes too long to be played. */
import { describe, expect, test } from 'vitest';
import { evidenceOf } from './evidence.ts';
import { RULES } from './rules.ts';
import type { Seen, SeenBody, SeenReading } from './seen.ts';

const START = Date.UTC(2026, 2, 2, 14);
const at = (second: number, body: SeenBody): Seen => ({ ...body, at: START + second * 1_000 });

const reading = (seq: number, second: number, more: object = {}): SeenReading => {
  const raw = {
    kind: 'oximetry',
    deviceId: 'ox-1',
    epoch: 'e',
    seq,
    measuredAt: START + second * 1_000,
    spo2Pct: 97,
    quality: 'good',
    causes: [],
    ...more,
  };
  return { raw, wire: raw as never };
};
const came = (second: number, ...readings: SeenReading[]): Seen =>
  at(second, { kind: 'batch', connection: 'a', readings });
const stored = (second: number, ...readings: SeenReading[]): Seen =>
  at(second, { kind: 'answered', connection: 'a', as: 'stored', readings });
const mark = (second: number, name: Extract<SeenBody, { kind: 'mark' }>['mark']): Seen =>
  at(second, { kind: 'mark', mark: name });
const turnedAway = (second: number, by: 'away' | 'other-build'): Seen => at(second, { kind: 'turned-away', by });

/** Connected and announced at 0, with a clock that is right. */
const connected = (second = 0, connection = 'a'): Seen[] => [
  at(second, { kind: 'connected', connection, adapterId: 'box' }),
  at(second, { kind: 'message', connection, event: 'adapter:announce', payload: {} }),
  at(second, { kind: 'announced', connection, devices: [{ deviceId: 'ox-1', model: 'nonin-df2', emulated: true }] }),
  ...[0, 1, 2, 3].map((n) =>
    at(second + n, {
      kind: 'probe',
      connection,
      askedAt: START + (second + n) * 1_000,
      stamp: START + (second + n) * 1_000,
    }),
  ),
];
/** A reading a second, each as it is measured. */
const steady = (from: number, to: number, seqFrom = from): Seen[] =>
  Array.from({ length: to - from + 1 }, (_, n) => came(from + n, reading(seqFrom + n, from + n)));

function judged(...seen: Seen[]): { [rule: string]: string } {
  const sorted = seen.toSorted((a, b) => a.at - b.at);
  const evidence = evidenceOf(sorted, (sorted.at(-1)?.at ?? START) + 10_000);
  return Object.fromEntries(
    RULES.map(({ name, judge }) => {
      const { isSeen, wrong } = judge(evidence);
      return [name, wrong.length > 0 ? wrong.join('; ') : isSeen ? 'ok' : 'not seen'];
    }),
  );
}
const wrongIn = (verdicts: { [rule: string]: string }): string[] =>
  Object.keys(verdicts).filter((rule) => !['ok', 'not seen'].includes(verdicts[rule] ?? ''));

describe('the judges of adapter-check', () => {
  test('WS-122 a steady adapter is right', () => {
    expect(wrongIn(judged(...connected(), ...steady(1, 20)))).toEqual([]);
  });

  test('WS-122 an adapter that kept its readings through a kill, and whose clock began a little differently, is right', () => {
    const kept = [5, 6, 7].map((seq) => reading(seq, seq, { measuredAt: START + seq * 1_000 + 3 }));
    const seen = [
      ...connected(),
      ...steady(1, 7),
      stored(7.1, reading(5, 5), reading(6, 6)),
      at(8, { kind: 'gone', connection: 'a', reason: 'transport close' }),
      mark(8, 'restarted'),
      ...connected(10, 'b'),
      at(10.1, { kind: 'batch', connection: 'b', readings: kept }),
      ...[11, 12, 13, 14, 15].map((n) => at(n, { kind: 'batch', connection: 'b', readings: [reading(n - 3, n)] })),
    ];
    expect(judged(...seen)).toMatchObject({
      restart: 'ok',
      identity: 'ok',
      stored: 'ok',
      rate: 'ok',
      seq: 'ok',
      epoch: 'ok',
    });
  });

  test('WS-123 the same seq for another measurement after a restart is said', () => {
    const seen = [...connected(), ...steady(1, 3), mark(8, 'restarted'), ...connected(10, 'b')];
    const anew = [1, 2, 3].map((seq) =>
      at(10 + seq, { kind: 'batch', connection: 'b', readings: [reading(seq, 10 + seq)] }),
    );
    const verdicts = judged(...seen, ...anew);
    expect(verdicts['restart']).toContain('ox-1 seq 1 of epoch "e" was sent twice with different content');
    expect(verdicts['identity']).toBe('ok');
    expect(judged(...seen.slice(0, -6))['restart']).toContain('did not come back');
  });

  test('WS-123 a gap is wrong, and right when the device was said to be gone', () => {
    const gap = [...connected(), ...steady(1, 6), ...steady(17, 22, 7)];
    expect(judged(...gap)['rate']).toContain('ox-1 has no reading for 11 s');
    const said = { deviceId: 'ox-1', connected: false };
    const link = at(9, { kind: 'message', connection: 'a', event: 'device:link', payload: said });
    expect(judged(...gap, link)['rate']).toBe('ok');
  });

  test('WS-123 a reading every three seconds is too seldom', () => {
    const seen = [1, 2, 3, 4, 5, 6].map((seq) => came(seq * 3, reading(seq, seq * 3)));
    expect(judged(...connected(), ...seen)['rate']).toContain('ox-1 has a reading every 3 s');
  });

  test('WS-123 a stamp that goes back within an epoch is said; a pressure dated by its device is none', () => {
    expect(judged(...connected(), ...steady(1, 3), came(4, reading(4, 2.5)))['stamp']).toContain(
      '"measuredAt" goes back by 500 ms from ox-1 seq 3 to seq 4',
    );
    const pressure = reading(4, 1.5, { kind: 'nibp', spo2Pct: undefined, systolicMmHg: 120, diastolicMmHg: 70 });
    expect(judged(...connected(), ...steady(1, 3), came(4, pressure))['stamp']).toBe('ok');
  });

  test('WS-124 of a cuff alone no rate is asked', () => {
    const pressure = reading(1, 2, { kind: 'nibp', spo2Pct: undefined, systolicMmHg: 120, diastolicMmHg: 70 });
    expect(judged(...connected(), came(2, pressure))).toMatchObject({ rate: 'not seen', live: 'not seen', seq: 'ok' });
  });

  test.each([
    ['just behind its answer', 0.6, 'ok'],
    ['a second after it', 1, 'ox-1 seq 1 came again 0.9 s after its answer'],
  ])('WS-123 what was stored comes again %s', (_, second, says) => {
    const seen = [...connected(), came(1, reading(1, 1)), stored(1.1, reading(1, 1)), came(1 + second, reading(1, 1))];
    expect(judged(...seen, came(9, reading(2, 9)))['stored']).toBe(says);
  });

  test('WS-122 an answer that the connection took along may have been lost', () => {
    const gone = at(1.2, { kind: 'gone', connection: 'a', reason: 'transport close' });
    const again = at(4, { kind: 'batch', connection: 'b', readings: [reading(1, 1)] });
    const seen = [
      ...connected(),
      came(1, reading(1, 1)),
      stored(1.1, reading(1, 1)),
      gone,
      ...connected(3, 'b'),
      again,
    ];
    expect(judged(...seen)['stored']).toBe('not seen');
  });

  test.each([
    [
      'three attempts in 0.4 s',
      [turnedAway(1, 'away'), turnedAway(1.2, 'away'), turnedAway(1.4, 'away')],
      /three attempts/,
    ],
    [
      'attempts as socket.io makes them',
      [turnedAway(1, 'away'), turnedAway(1.25, 'away'), turnedAway(1.75, 'away')],
      /^ok$/,
    ],
    ['half a second after a no', [turnedAway(1, 'other-build'), turnedAway(1.5, 'other-build')], /said no/],
    ['five seconds after a no', [turnedAway(1, 'other-build'), turnedAway(6, 'other-build')], /^ok$/],
  ])('WS-123 %s', (_, attempts, says) => {
    expect(judged(...connected(), ...attempts)['gentle']).toMatch(says);
  });

  test('WS-123 an adapter that does not end is told so', () => {
    expect(judged(mark(1, 'stop-asked'), mark(6, 'not-stopped'))['stop']).toContain('SIGTERM');
    expect(judged(mark(1, 'stop-asked'), mark(2, 'stopped'))['stop']).toBe('ok');
  });
});

test.each([
  ['right-form', false, 'ok'],
  ['none', false, 'no "key" in the handshake: a server lets nobody in without one'],
  ['odd', false, '"key" has not the form of a key: vk_ and 43 characters, without a blank or a line end'],
  ['right-form', true, 'its output holds a key: whoever reads the log could come in as this adapter'],
] as const)('DV-277 a key given as %s, printed %s: %s', (key, isPrinted, verdict) => {
  const verdicts = judged(
    at(0, { kind: 'connected', connection: 'a', adapterId: 'box', key }),
    ...(isPrinted ? [at(1, { kind: 'printed-key' })] : []),
  );
  expect(verdicts['key']).toBe(verdict);
});
