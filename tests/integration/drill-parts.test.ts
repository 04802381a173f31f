/** What drills are made of, each by itself: a drill that cannot see a fault would call everything well. */
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { VisitEvent } from '#core/event.ts';
import type { Reading } from '#core/reading.ts';
import { expectedAlerts } from '../drills/expected-alerts.ts';
import type { ExpectedAlert } from '../drills/expected-alerts.ts';
import { FaultyLine } from '../drills/faulty-line.ts';
import { judgeAlerts } from '../drills/judge-alerts.ts';
import type { Span } from '../drills/ledger.ts';
import type { FaultReport } from '../drills/run-fault.ts';
import { tableOf } from '../drills/table.ts';
import { Truth } from '../drills/truth.ts';
import { seeded } from '../fuzz/random.ts';
import { eventually } from '../support/eventually.ts';

/** A server that says everything back, behind a line. */
async function startLine() {
  const ends = new Set<Socket>();
  const server = createServer((socket) => {
    ends.add(socket);
    socket.on('data', (piece) => socket.write(piece));
    socket.on('error', () => socket.destroy());
    socket.on('close', () => ends.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const line = await FaultyLine.open(() => port, seeded(1));
  onTestFinished(() => {
    line.close();
    for (const socket of ends) socket.destroy();
    server.close();
  });
  return { line, ends, client: () => startClient(line.port) };
}

async function startClient(port: number) {
  const socket = connect(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  const heard = { text: '', closed: false };
  socket.on('data', (piece) => (heard.text += String(piece)));
  socket.on('close', () => (heard.closed = true));
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return { heard, socket, say: (text: string) => void socket.write(text) };
}

describe('the line of a drill', () => {
  test('OP-7 without a fault everything gets through, and an end that closes closes the other', async () => {
    const { ends, client } = await startLine();
    const { heard, say, socket } = await client();
    say('abc');
    await eventually(() => expect(heard.text).toBe('abc'));
    socket.destroy();
    await eventually(() => expect(ends.size).toBe(0));
  });

  test('OP-7 what is late or lost arrives in order and whole', async () => {
    const { line, client } = await startLine();
    line.set({ lossPct: 30, delayMs: 5 });
    const { heard, say } = await client();
    const pieces = Array.from({ length: 30 }, (_, n) => `${n} `);
    for (const piece of pieces) {
      say(piece);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await eventually(() => expect(heard.text).toBe(pieces.join('')));
  });

  test('OP-7 a line takes as long as it is told, there and back', async () => {
    const { line, client } = await startLine();
    line.set({ delayMs: 150 });
    const { heard, say } = await client();
    const from = performance.now();
    say('abc');
    await eventually(() => expect(heard.text).toBe('abc'));
    expect(performance.now() - from).toBeGreaterThan(295);
  });

  test('OP-7 a half-open connection hears nothing any more, not even that it is closed; a new one is well', async () => {
    const { line, ends, client } = await startLine();
    const { heard, say } = await client();
    say('abc');
    await eventually(() => expect(heard.text).toBe('abc'));
    line.halfOpen();
    say('lost');
    for (const end of ends) end.end('lost too');
    const other = await client();
    other.say('new');
    await eventually(() => expect(other.heard.text).toBe('new'));
    expect(heard).toEqual({ text: 'abc', closed: false });
  });

  test('OP-7 what was sent into a partition comes once it is healed, and a connection that was begun in it', async () => {
    const { line, ends, client } = await startLine();
    const { heard, say } = await client();
    say('before ');
    await eventually(() => expect(heard.text).toBe('before '));
    line.set({ parted: true });
    say('meanwhile');
    const late = await client();
    late.say('begun');
    const other = await client();
    other.socket.destroy();
    await eventually(() => expect(other.heard.closed).toBe(true));
    expect([heard.text, late.heard.text, ends.size]).toEqual(['before ', '', 1]);
    line.set({});
    await eventually(() => expect(heard.text).toBe('before meanwhile'));
    await eventually(() => expect(late.heard.text).toBe('begun'));
  });

  test('OP-7 a line without bandwidth holds everything, and gives it once there is some', async () => {
    const { line, client } = await startLine();
    const { heard, say } = await client();
    line.set({ bytesPerSecond: 0 });
    say('held');
    line.set({ bytesPerSecond: 10_000 });
    await eventually(() => expect(heard.text).toBe('held'));
  });
});

const START = 1_800_000_000_000;
const SECOND = 1_000;
const oximetry = (second: number, spo2Pct: number): Reading => ({
  ...{ kind: 'oximetry', measuredAt: START + second * SECOND, quality: 'good', causes: [] },
  ...{ spo2Pct, pulseBpm: 72 },
});
const seconds = (from: number, until: number, spo2Pct: number): readonly Reading[] =>
  Array.from({ length: until - from }, (_, n) => oximetry(from + n, spo2Pct));

describe('what is due', () => {
  test('OP-9 comes from the readings alone: a critical one at once, a milder one after its delay, a BP with its end', () => {
    const bp = (second: number, systolicMmHg: number): Reading => ({
      ...{ kind: 'nibp', measuredAt: START + second * SECOND, quality: 'good', causes: [] },
      ...{ systolicMmHg, diastolicMmHg: 80 },
    });
    const measured = [
      ...seconds(0, 20, 97),
      ...seconds(20, 26, 82),
      ...seconds(26, 60, 97),
      bp(60, 190),
      ...seconds(61, 90, 88),
      bp(90, 124),
      ...seconds(91, 120, 98),
    ];
    const due = expectedAlerts(measured).map(({ kind, priority, dueAt, cause }) => [
      ...[kind, priority, (dueAt - START) / SECOND, (cause.from - START) / SECOND, (cause.until - START) / SECOND],
    ]);
    expect(due).toEqual([
      ['spo2-low', 'high', 20, 20, 25],
      ['bp-high', 'high', 60, 60, 60],
      ['spo2-low', 'medium', 76, 61, 89],
    ]);
  });

  test('OP-9 a seed gives the same course again, with values that ask for a person and recoveries between', () => {
    const course = (seed: number) => {
      const truth = new Truth(seeded(seed));
      return Array.from({ length: 600 }, (_, second) => truth.at(second));
    };
    expect(course(7)).toEqual(course(7));
    expect(course(8)).not.toEqual(course(7));
    const values = course(7).map(({ spo2Pct }) => spo2Pct);
    expect(Math.min(...values)).toBeLessThanOrEqual(85);
    expect(Math.max(...values)).toBeGreaterThanOrEqual(97);
    expect(course(7).some(({ bp }) => (bp?.systolicMmHg ?? 0) >= 180)).toBe(true);
  });
});

const due: ExpectedAlert = {
  ...{ kind: 'spo2-low', priority: 'high', dueAt: START },
  cause: { from: START, until: START + 10 * SECOND },
};
const actor = { kind: 'system' } as const;
const issued = (second: number, alertId = 'a', priority: 'medium' | 'high' = 'high'): VisitEvent => ({
  ...{ type: 'alert-issued', alertId, kind: 'spo2-low', priority, actor },
  ...{ onsetAt: START, at: START + second * SECOND },
});
const ended = (second: number, alertId = 'a'): VisitEvent => ({
  ...{ type: 'alert-ended', alertId, cause: 'in-range', latched: false, actor },
  at: START + second * SECOND,
});
const mark: VisitEvent = {
  ...{ type: 'excursion-found', markId: 'm', kind: 'spo2-low', from: START, until: START + 10 * SECOND, actor },
  ...{ excess: { of: 'spo2Pct', extreme: 82, is: '<=', limit: 85 }, why: 'disconnected', at: START + 30 * SECOND },
};
const span = (from: number, until: number): Span => ({ from: START + from * SECOND, until: START + until * SECOND });

describe('the judge', () => {
  const judge = (events: readonly VisitEvent[], troubles: readonly Span[] = [], expected = [due]) =>
    judgeAlerts(expected, events, troubles, START + 60 * SECOND);
  test.each<[string, readonly VisitEvent[], readonly Span[]]>([
    ['in time', [issued(0), ended(20)], []],
    ['still open', [issued(0)], []],
    ['late by a fault and less than 5 s', [issued(11), ended(20)], [span(-1, 6)]],
    ['open since before, over a fault', [issued(-30), ended(20)], [span(-20, 6)]],
    ['only a mark, all of it within a fault', [mark], [span(-1, 9)]],
    ['only a mark, within a fault, and another fault long after', [mark], [span(-1, 9), span(40, 42)]],
  ])('OP-8 %s: well', (_, events, troubles) => {
    expect(judge(events, troubles)).toMatchObject({ expected: 1, raised: 1, wrong: [] });
  });

  test.each<[string, readonly VisitEvent[], readonly Span[], string]>([
    ['missing', [], [], 'missing'],
    ['missing within a fault, without a mark', [], [span(-1, 9)], 'missing'],
    ['only a mark, though it went on', [mark], [span(-4, -1)], 'told only as a mark'],
    ['late', [issued(8), ended(20)], [], '8000 ms late'],
    ['later than the fault and 5 s', [issued(15), ended(20)], [span(-1, 6)], '15000 ms late'],
    ['over while its cause goes on', [issued(0), ended(6)], [], 'ended while its cause went on'],
    ['issued twice', [issued(0), ended(4), issued(5, 'b'), ended(20, 'b')], [], 'issued 2 times'],
    ['too mild', [issued(0, 'a', 'medium'), ended(20)], [], 'raised only as medium'],
  ])('OP-8 %s: said', (_, events, troubles, said) => {
    expect(judge(events, troubles).wrong.join()).toContain(said);
  });

  test('OP-8 an alert without a cause: said', () => {
    expect(judge([issued(0), ended(3)], [], []).wrong.join()).toContain('nothing asked for it');
  });
});

test('OP-10 the table says what failed', () => {
  const report: FaultReport = {
    ...{
      fault: 'half-open sockets',
      seed: 1,
      injections: 3,
      sent: 10,
      recorded: 9,
      expected: 2,
      raised: 1,
      asMarks: 0,
    },
    ...{
      worstScreensMs: 1234.5,
      worstReadingsMs: Infinity,
      peakBytes: 200 * 1_048_576,
      busyMs: 3_000,
      wrong: ['one is missing'],
    },
  };
  const [, , row, total] = tableOf([report]).split('\n');
  const cells = (line = ''): readonly string[] => line.split('|').map((cell) => cell.trim());
  expect(cells(row).slice(1, -1)).toEqual([
    ...['half-open sockets', '3', '10', '9', '2', '1', '0', '1235', 'never', '200', '3', 'FAILED'],
  ]);
  expect(cells(total).slice(1, 3)).toEqual(['all', '3']);
});
