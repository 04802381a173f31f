import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { HistoryPage } from '#protocol/history.ts';
import { loadedVisit } from '../../../tests/support/loaded-visit.ts';
import type { Line } from '../live/line.ts';
import { HistoryList } from './history-list.svelte.ts';
import { PastVisitReader } from './past-visit.svelte.ts';
import { Player } from './player.svelte.ts';
import { eventually } from '../../../tests/support/eventually.ts';

const { head, replay } = loadedVisit();
const page = (visitId: string, more: Partial<HistoryPage> = {}): HistoryPage => ({
  visits: [{ ...head.visit, visitId }],
  next: null,
  total: 1,
  chairs: [],
  unlisted: 0,
  ...more,
});

/** Answers are given by the test, in any order. */
function lineOf() {
  const asked: { event: string; payload: unknown; answer: (answer: unknown) => void }[] = [];
  let connected: (() => void)[] = [];
  const line = {
    state: 'live',
    connected: true,
    request: (event: string, payload: unknown) =>
      new Promise((answer) => asked.push({ event, payload, answer: answer as (answer: unknown) => void })),
    on: () => () => undefined,
    onConnect(listener: () => void) {
      connected = [...connected, listener];
      listener();
      return () => (connected = connected.filter((each) => each !== listener));
    },
    renew: () => undefined,
  } as unknown as Line;
  return { line, asked, connect: () => connected.forEach((listener) => listener()) };
}
const settled = () => new Promise((resolve) => queueMicrotask(() => queueMicrotask(() => resolve(undefined))));

describe('UI-211 the list of the page', () => {
  test('one question at a time, the newest next; the answer to an older one is not shown; the next page stands below', async () => {
    const { line, asked } = lineOf();
    const list = new HistoryList(line);
    void list.ask({ name: 'a' });
    void list.ask({ name: 'ab' });
    void list.ask({ name: 'abc' });
    expect(asked).toHaveLength(1);
    asked[0]?.answer({ ok: true, data: page('old') });
    await settled();
    expect(list.visits).toBeNull();
    expect(asked.slice(1).map(({ payload }) => payload)).toEqual([{ filter: { name: 'abc' } }]);
    asked[1]?.answer({ ok: true, data: page('new', { next: '1.1', total: 2 }) });
    await settled();
    expect(list.visits?.map(({ visitId }) => visitId)).toEqual(['new']);
    const more = list.more();
    expect(asked[2]?.payload).toEqual({ filter: { name: 'abc' }, after: '1.1' });
    asked[2]?.answer({ ok: true, data: page('older', { total: 2 }) });
    await more;
    expect(list.visits?.map(({ visitId }) => visitId)).toEqual(['new', 'older']);
    expect(list.hasMore).toBe(false);
    list.dispose();
  });
  test('unanswered: what is shown stays; asked again at the next connect, and not when it is there', async () => {
    const { line, asked, connect } = lineOf();
    const list = new HistoryList(line);
    void list.ask({});
    asked[0]?.answer(null);
    await settled();
    expect([list.visits, list.isUnanswered]).toEqual([null, true]);
    connect();
    asked[1]?.answer({ ok: true, data: page('v') });
    await settled();
    connect();
    expect(asked).toHaveLength(2);
    list.dispose();
  });
  test('nobody is named any more: nothing of it stays, whatever is still answered', async () => {
    const { line, asked } = lineOf();
    const list = new HistoryList(line);
    void list.ask({});
    list.clear();
    asked[0]?.answer({ ok: true, data: page('v') });
    await settled();
    expect(list.visits).toBeNull();
    list.dispose();
  });
});

describe('UI-211 one visit', () => {
  const pages = [
    { ok: true, data: { events: replay.events.slice(0, 10), next: 10 } },
    { ok: true, data: { events: replay.events.slice(10), next: null } },
  ];
  test('is read page by page once somebody is named, and once only', async () => {
    const { line, asked, connect } = lineOf();
    const reader = new PastVisitReader(line, 'v');
    expect(asked).toEqual([]);
    reader.open();
    asked[0]?.answer({ ok: true, data: head });
    await eventually(() => expect(asked).toHaveLength(2));
    asked[1]?.answer(pages[0]);
    await eventually(() => expect(asked[2]?.payload).toEqual({ visitId: 'v', after: 10 }));
    expect(reader.loaded).toBeNull();
    asked[2]?.answer(pages[1]);
    await eventually(() => expect(reader.loaded?.replay.events).toEqual(replay.events));
    connect();
    reader.open();
    expect(asked).toHaveLength(3);
    reader.close();
    expect(reader.loaded).toBeNull();
    reader.dispose();
  });
  test('a connection lost in the middle begins anew at the next; a refusal is kept', async () => {
    const { line, asked, connect } = lineOf();
    const reader = new PastVisitReader(line, 'v');
    reader.open();
    asked[0]?.answer({ ok: true, data: head });
    await eventually(() => expect(asked).toHaveLength(2));
    asked[1]?.answer(null);
    await settled();
    await settled();
    connect();
    expect(asked[2]?.event).toBe('history:visit');
    asked[2]?.answer({ ok: false, refusal: { code: 'not-found', message: 'No.' } });
    await eventually(() => expect(reader.refused?.code).toBe('not-found'));
    reader.dispose();
  });
});

describe('UI-212 playing', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());
  test.each([1, 10, 60] as const)('%d× goes on so much faster than it was, and stops at the end', (speed) => {
    const player = new Player(1_000, 1_000 + 90_000);
    player.speed = speed;
    player.play();
    vi.advanceTimersByTime(1_000);
    expect(player.at).toBe(1_000 + speed * 1_000);
    vi.advanceTimersByTime(120_000);
    expect([player.at, player.isPlaying]).toEqual([91_000, false]);
    player.play();
    expect([player.at, player.isPlaying]).toEqual([1_000, true]);
    player.dispose();
    vi.advanceTimersByTime(5_000);
    expect(player.at).toBe(1_000);
  });
  test('a jump is told apart from going on, and none leaves the visit', () => {
    const player = new Player(1_000, 11_000);
    player.play();
    vi.advanceTimersByTime(500);
    expect(player.jumps).toBe(0);
    player.by(-60_000);
    expect([player.at, player.jumps]).toEqual([1_000, 1]);
    player.seek(99_000);
    expect([player.at, player.isPlaying]).toEqual([11_000, false]);
  });
  test('a visit that was over as it was opened has nothing to play', () => {
    const player = new Player(5, 5);
    player.play();
    expect(player.isPlaying).toBe(false);
  });
});
