import { describe, expect, test, vi } from 'vitest';
import { groupTileOf } from '#core/group/group-tile.ts';
import type { ChairView } from '#core/view.ts';
import { alertOf, tileOf } from '../../tests/support/tiles.ts';
import { GroupPublisher } from './publisher.ts';

const view = (chair: number, changes: Partial<ChairView> = {}): ChairView =>
  ({ ...tileOf(chair), ...changes }) as ChairView;

function published(chairs = 2) {
  let at = 0;
  let may = true;
  const views = Array.from({ length: chairs }, (_, index) => view(index + 1));
  const said: { readonly kind: string; readonly seq: number; readonly chairs: readonly string[] }[] = [];
  const say =
    (kind: string) => (message: { seq: number; chairIds?: readonly string[]; tiles?: readonly unknown[] }) => {
      const tiles = (message.tiles ?? []) as readonly ReturnType<typeof groupTileOf>[];
      const chairs_ = message.chairIds ?? tiles.map(({ chair }) => chair.chairId);
      said.push({ kind, seq: message.seq, chairs: chairs_ });
    };
  const publisher = new GroupPublisher({
    ...{ siteId: 'north', run: 1, clock: { now: 0, rate: 1 }, views: () => views, mayPublish: () => may },
    send: { chairs: say('chairs'), tiles: say('tiles'), beat: say('beat') },
    monotonic: () => at,
  });
  return {
    ...{ publisher, said, views },
    pass(ms: number) {
      at += ms;
      vi.advanceTimersByTime(ms);
    },
    stop: () => (may = false),
    goOn: () => (may = true),
  };
}
const kinds = ({ said }: ReturnType<typeof published>): readonly string[] => said.map(({ kind }) => kind);

describe('ND-30 what a clinic publishes', () => {
  test('ND-30 nothing while nobody asks, and nothing any more 15 s after the last asked', () => {
    vi.useFakeTimers();
    const north = published();
    north.publisher.changed(view(1), { alerts: [] });
    north.publisher.beat();
    north.pass(1_000);
    expect(north.said).toEqual([]);
    north.publisher.wanted(false);
    north.pass(1);
    expect(kinds(north)).toEqual(['chairs', 'tiles']);
    north.pass(15_000);
    north.publisher.beat();
    expect(north.said).toHaveLength(2);
    vi.useRealTimers();
  });
  test('ND-30 alerts of one turn go at once and together; values together, at most four times a second', () => {
    vi.useFakeTimers();
    const north = published();
    north.publisher.wanted(true);
    north.pass(1);
    north.said.length = 0;
    for (let n = 0; n < 20; n += 1) {
      north.publisher.changed(view(1), { spo2: { status: 'none', reason: 'x' } });
      north.pass(50);
    }
    expect(north.said.length).toBeGreaterThanOrEqual(3);
    expect(north.said.length).toBeLessThanOrEqual(4);
    north.said.length = 0;
    const alerts = [alertOf({ alertId: 'a' })];
    north.publisher.changed(view(1), { alerts });
    north.publisher.changed(view(2), { alerts });
    vi.advanceTimersByTime(0);
    expect(north.said.map(({ chairs }) => chairs)).toEqual([['chair-1', 'chair-2']]);
    vi.useRealTimers();
  });
  test('ND-30 numbers have no holes; however many ask, all of it goes out twice a second at most', () => {
    vi.useFakeTimers();
    const north = published();
    for (let n = 0; n < 50; n += 1) {
      north.publisher.wanted(true);
      north.pass(20);
    }
    north.publisher.beat();
    expect(kinds(north).filter((kind) => kind === 'chairs').length).toBeLessThanOrEqual(3);
    expect(north.said.map(({ seq }) => seq)).toEqual(north.said.map((_, index) => index + 1));
    vi.useRealTimers();
  });
  test('ND-33 64 chairs go in messages that a NOTIFY holds', () => {
    vi.useFakeTimers();
    const north = published(64);
    north.publisher.wanted(true);
    north.pass(1);
    const tiles = north.said.filter(({ kind }) => kind === 'tiles');
    expect(tiles.length).toBeGreaterThan(1);
    expect(tiles.flatMap(({ chairs }) => chairs)).toHaveLength(64);
    for (const { chairs } of tiles)
      expect(
        Buffer.byteLength(JSON.stringify(chairs.map((id) => groupTileOf(view(Number(id.slice(6))), 1)))),
      ).toBeLessThan(7_100);
    vi.useRealTimers();
  });
  test('ND-30 when its chairs are others by now all of it goes out with the next beat', () => {
    vi.useFakeTimers();
    const north = published();
    north.publisher.wanted(true);
    north.pass(1);
    north.views.push(view(3));
    north.pass(1_000);
    north.publisher.beat();
    expect(kinds(north)).toEqual(['chairs', 'tiles', 'chairs', 'tiles', 'beat']);
    vi.useRealTimers();
  });
  test('ND-39 an alert that was raised in a short doubt goes out with the next beat, whole and without a hole', () => {
    vi.useFakeTimers();
    const north = published();
    north.publisher.wanted(true);
    north.pass(1);
    north.said.length = 0;
    north.stop();
    north.publisher.changed(view(1), { alerts: [alertOf({ alertId: 'a' })] });
    north.pass(1_000);
    north.publisher.beat();
    expect(north.said).toEqual([]);
    north.goOn();
    north.pass(1_000);
    north.publisher.beat();
    expect(north.said).toMatchObject([
      { kind: 'chairs', seq: 3 },
      { kind: 'tiles', seq: 4, chairs: ['chair-1', 'chair-2'] },
      { kind: 'beat', seq: 5 },
    ]);
    vi.useRealTimers();
  });
  test('ND-35 a process that may not publish says nothing', () => {
    vi.useFakeTimers();
    const north = published();
    north.stop();
    north.publisher.wanted(true);
    north.pass(1_000);
    north.publisher.beat();
    expect(north.said).toEqual([]);
    vi.useRealTimers();
  });
});
