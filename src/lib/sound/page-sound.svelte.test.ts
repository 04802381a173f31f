import { flushSync } from 'svelte';
import { describe, expect, test } from 'vitest';
import type { Signal } from '#core/alarm-signal/sounding.ts';
import type { Timers } from '#gateway/timers.ts';
import { FakeAudio } from '../../../tests/support/fake-audio.ts';
import { FakeLine } from '../../../tests/support/fake-line.ts';
import { keptIn, type Kept } from '../live/kept.ts';
import { PageSound } from './page-sound.svelte.ts';
import { LEAST_GAIN, Speaker } from './speaker.svelte.ts';

const high: Signal = { alertId: 'a', priority: 'high', melody: 'oxygenation' };

const keptOn = (storage: Map<string, string>): Kept =>
  keptIn({
    getItem: (key) => storage.get(key) ?? null,
    setItem: (key, value) => void storage.set(key, value),
    removeItem: (key) => void storage.delete(key),
  });

class Bench {
  ms = 0;
  readonly audio = new FakeAudio();
  readonly line = new FakeLine();
  readonly storage = new Map<string, string>();
  readonly tab = new Map<string, string>();
  #each: (() => void)[] = [];
  readonly timers: Timers = {
    after: () => () => undefined,
    every: (_ms, run) => {
      this.#each.push(run);
      return () => (this.#each = this.#each.filter((each) => each !== run));
    },
  };
  readonly speaker = new Speaker({ now: () => this.ms, makeAudio: () => this.audio });
  readonly sound = this.load();
  signal = $state<Signal | undefined>(undefined);
  watched = $state(false);
  alone = $state(false);
  hasView = $state(true);

  load(): PageSound {
    const kept = keptOn(this.storage);
    const session = keptOn(this.tab);
    const { line, speaker, timers } = this;
    return new PageSound({ line, kept, session, speaker, timers, now: () => this.ms });
  }

  at(kind: 'chair' | 'station' = 'chair'): () => void {
    this.sound.start();
    const stop = this.sound.at({
      place: kind === 'chair' ? { kind, chairId: 'c1' } : { kind },
      signal: (isVisible) => (isVisible ? this.signal : undefined),
      hasView: () => this.hasView,
      isWatched: () => this.watched,
      isAlone: () => this.alone,
    });
    flushSync();
    return stop;
  }

  /** Both clocks go on a second at a time; `beats`: so does the clinic's. */
  run(seconds: number, beats = false): this {
    for (let n = 0; n < seconds; n += 1) {
      for (let quarter = 0; quarter < 4; quarter += 1) {
        this.ms += 250;
        if (this.audio.state === 'running') this.audio.currentTime += 0.25;
        this.speaker.step();
      }
      for (const each of this.#each) each();
      if (beats) this.line.send('clock:beat', { now: this.ms, rate: 1 });
      flushSync();
    }
    return this;
  }

  get beats(): readonly unknown[] {
    return this.line.asked.filter(({ event }) => event === 'screen:sound').map(({ payload }) => payload);
  }
}

describe('AL-140 whether this screen can be heard', () => {
  test('AL-140 silent until a tap; the tap plays the test burst and asks', async () => {
    const bench = new Bench();
    bench.at();
    expect([bench.sound.state, bench.sound.canSound]).toEqual(['off', false]);
    await bench.sound.turnOn();
    expect([bench.sound.state, bench.sound.askedLeftS]).toEqual(['asking', 30]);
    expect(bench.audio.played.map(({ pulses }) => pulses)).toEqual([3]);
    bench.sound.answer(true);
    expect([bench.sound.state, bench.sound.canSound]).toEqual(['on', true]);
  });
  test.each([
    ['no', 0],
    ['no answer for 30 s', 30],
  ])('AL-140 %s: it cannot sound, and may be tried again', async (_, wait) => {
    const bench = new Bench();
    bench.at();
    await bench.sound.turnOn();
    if (wait === 0) bench.sound.answer(false);
    else {
      bench.run(29);
      expect(bench.sound.state).toBe('asking');
      bench.run(1);
    }
    expect([bench.sound.state, bench.sound.canSound]).toEqual(['unheard', false]);
    await bench.sound.turnOn();
    expect(bench.sound.state).toBe('asking');
  });
  test('AL-140 a browser that gives no sound asks nothing', async () => {
    const bench = new Bench();
    bench.audio.gives = false;
    bench.at();
    await bench.sound.turnOn();
    expect([bench.sound.state, bench.audio.played]).toEqual(['off', []]);
  });
  test('AL-140 asked again when the outputs change, and not of a screen that is off', async () => {
    const bench = new Bench();
    bench.at();
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
    expect(bench.sound.state).toBe('off');
    await bench.sound.turnOn();
    bench.sound.answer(true);
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
    expect(bench.sound.state).toBe('asking');
    bench.sound.dispose();
  });
  test('AL-140 taken away by the system: known, and back by itself without a question', async () => {
    const bench = new Bench();
    bench.at();
    await bench.sound.turnOn();
    bench.sound.answer(true);
    bench.audio.state = 'suspended';
    bench.audio.gives = false;
    bench.run(2);
    expect(bench.sound.state).toBe('blocked');
    bench.audio.gives = true;
    bench.run(2);
    expect(bench.sound.state).toBe('on');
  });
});

describe('AL-141 what is heard', () => {
  test('AL-141 an alert that is there at the tap is heard in place of the test; answered, it stops at once', async () => {
    const bench = new Bench();
    bench.signal = high;
    bench.at();
    await bench.sound.turnOn();
    expect(bench.audio.left.map(({ pulses }) => pulses)).toEqual([10]);
    bench.signal = undefined;
    flushSync();
    expect(bench.audio.left).toEqual([]);
  });
  test('AL-141 a page that is left lets nothing more be heard; the one that came after goes on', async () => {
    const bench = new Bench();
    bench.signal = high;
    bench.watched = true;
    const leave = bench.at();
    await bench.sound.turnOn();
    leave();
    expect(bench.audio.left).toEqual([]);
    const first = bench.at();
    bench.at('station');
    first();
    expect(bench.audio.left).toHaveLength(9);
  });
  test('AL-141 the volume is kept for each place of this screen, and has its floor', () => {
    const bench = new Bench();
    bench.at('station');
    bench.sound.volume = 1;
    bench.at('chair');
    bench.sound.volume = 0;
    expect(bench.sound.volume).toBe(LEAST_GAIN);
    expect(JSON.parse(bench.storage.get('vigil.volume') ?? '')).toEqual({ station: 1, chair: LEAST_GAIN });
    bench.at('station');
    expect(bench.sound.volume).toBe(1);
  });
});

describe('AL-143 monitoring lost', () => {
  async function watching(): Promise<Bench> {
    const bench = new Bench();
    bench.watched = true;
    bench.at();
    await bench.sound.turnOn();
    bench.sound.answer(true);
    return bench;
  }
  test('AL-143 while the clinic is heard it stands ahead and never sounds', async () => {
    const bench = (await watching()).run(30, true);
    expect(bench.sound.isLost).toBe(false);
    expect(
      bench.audio.left.filter(({ pulses }) => pulses === 10).map(({ at }) => at - bench.audio.currentTime),
    ).toEqual([10, 17.5, 25, 32.5, 40, 47.5, 55, 62.5]);
  });
  test('AL-143 silent for 10 s: it sounds in place of what was known, and goes on for as long as the page runs', async () => {
    const bench = (await watching()).run(5, true);
    bench.signal = high;
    flushSync();
    const heardAt = bench.audio.currentTime;
    bench.run(200);
    expect(bench.sound.isLost).toBe(true);
    const heard = bench.audio.left.filter(({ at }) => at >= heardAt + 10 && at <= bench.audio.currentTime);
    expect(heard.map(({ at }) => at - heardAt - 10)).toEqual(Array.from({ length: 26 }, (_, n) => n * 7.5));
  });
  test('AL-143 its pause is 2 min on this page; news ends it and the known alert is heard again', async () => {
    const bench = (await watching()).run(5, true).run(12);
    expect(bench.sound.isLost).toBe(true);
    bench.sound.pauseLost();
    bench.run(60);
    expect([bench.sound.isLost, bench.sound.lostPausedMs]).toEqual([false, 60_000]);
    bench.run(61);
    expect([bench.sound.isLost, bench.sound.lostPausedMs]).toEqual([true, 0]);
    bench.signal = high;
    bench.run(1, true).run(1);
    expect(bench.sound.isLost).toBe(false);
    expect(bench.audio.left.at(-1)?.at).toBeLessThan(bench.audio.currentTime + 1);
  });
  test('AL-143 a tablet that watches by itself feeds itself', async () => {
    const bench = (await watching()).run(2, true);
    bench.alone = true;
    expect(bench.run(60).sound.isLost).toBe(false);
    bench.alone = false;
    expect(bench.run(12).sound.isLost).toBe(true);
  });
  test('AL-143 where nobody is watched any more, nothing is missed', async () => {
    const bench = (await watching()).run(5, true);
    bench.watched = false;
    expect(bench.run(30).sound.isLost).toBe(false);
    expect(bench.audio.left.filter(({ pulses }) => pulses === 10)).toEqual([]);
  });
});

describe('AL-144 the beat', () => {
  test('AL-144 each second, and at once when it can sound or not any more', async () => {
    const bench = new Bench();
    bench.at();
    const place = { kind: 'chair', chairId: 'c1' };
    bench.run(3);
    expect(bench.beats.length).toBeGreaterThanOrEqual(3);
    expect(bench.beats.at(-1)).toEqual({ canSound: false, visible: true, place });
    const before = bench.beats.length;
    await bench.sound.turnOn();
    flushSync();
    expect(bench.beats.length).toBeGreaterThan(before);
    expect(bench.beats.at(-1)).toEqual({ canSound: true, visible: true, place });
    bench.sound.answer(false);
    expect(bench.beats.at(-1)).toEqual({ canSound: false, visible: true, place });
  });
  test('AL-144 a page that has nothing to show holds no sound: it says so at once, also when somebody can hear it', async () => {
    const bench = await heardPage();
    bench.hasView = false;
    flushSync();
    expect(bench.beats.at(-1)).toMatchObject({ canSound: false });
    expect(bench.run(2).beats.at(-1)).toMatchObject({ canSound: false });
    bench.hasView = true;
    flushSync();
    expect(bench.beats.at(-1)).toMatchObject({ canSound: true });
    bench.sound.dispose();
  });
  test('AL-144 a page that shows no place says nothing', () => {
    const bench = new Bench();
    bench.at()();
    const before = bench.beats.length;
    expect(bench.run(3).beats).toHaveLength(before);
  });
});

/** The page is loaded anew in the same tab: everything but what the tab keeps is gone. */
function loadedAnew(before: Bench, gives: boolean): Bench {
  dispatchEvent(new Event('pagehide'));
  before.sound.dispose();
  const bench = new Bench();
  for (const [key, value] of before.tab) bench.tab.set(key, value);
  bench.audio.gives = gives;
  return bench;
}
async function heardPage(): Promise<Bench> {
  const bench = new Bench();
  bench.at();
  await bench.sound.turnOn();
  bench.sound.answer(true);
  return bench;
}

describe('AL-147 a page that is loaded anew', () => {
  test('AL-147 has its sound again at once where the browser gives it, and asks nobody', async () => {
    const bench = loadedAnew(await heardPage(), true);
    bench.signal = high;
    bench.at();
    await Promise.resolve();
    bench.run(1);
    expect([bench.sound.state, bench.audio.left.map(({ pulses }) => pulses)]).toEqual(['on', [10]]);
    bench.sound.dispose();
  });
  test('AL-147 else with the first tap anywhere; until then it says that it is silent', async () => {
    const bench = loadedAnew(await heardPage(), false);
    bench.at();
    expect([bench.run(3).sound.state, bench.sound.canSound]).toEqual(['off', false]);
    bench.audio.gives = true;
    document.dispatchEvent(new Event('pointerup'));
    await Promise.resolve();
    expect(bench.run(1).sound.state).toBe('on');
    bench.sound.dispose();
  });
  test.each([
    ['that nobody had heard', (bench: Bench) => bench.sound.answer(false)],
    ['that was just asking', (bench: Bench) => bench.sound.askAgain()],
  ])('AL-147 not a page %s', async (_, spoil) => {
    const before = await heardPage();
    spoil(before);
    const bench = loadedAnew(before, true);
    bench.at();
    expect(bench.run(1).sound.state).toBe('off');
    bench.sound.dispose();
  });
  test('AL-147 not after a minute, and not a second time', async () => {
    const before = await heardPage();
    dispatchEvent(new Event('pagehide'));
    const kept = Number(before.tab.get('vigil.heard'));
    before.tab.set('vigil.heard', String(kept - 60_000));
    const late = new Bench();
    late.tab.set('vigil.heard', String(kept - 60_000));
    late.at();
    expect([late.run(1).sound.state, late.tab.size]).toEqual(['off', 0]);
    late.sound.dispose();
    before.sound.dispose();
  });
  test('AL-147 a tap on a page that was never heard turns nothing on', async () => {
    const bench = new Bench();
    bench.at();
    document.dispatchEvent(new Event('pointerup'));
    await Promise.resolve();
    expect([bench.run(1).sound.state, bench.audio.played]).toEqual(['off', []]);
    bench.sound.dispose();
  });
});

test('AL-146 hidden, a page is as silent as its post says; seen again it sounds at once', async () => {
  const bench = await heardPage();
  bench.signal = high;
  flushSync();
  expect(bench.audio.left.map(({ pulses }) => pulses)).toContain(10);
  const look = (state: DocumentVisibilityState): void => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => state });
    document.dispatchEvent(new Event('visibilitychange'));
    flushSync();
  };
  look('hidden');
  expect(bench.audio.left.filter(({ pulses }) => pulses === 10)).toEqual([]);
  expect(bench.beats.at(-1)).toMatchObject({ visible: false });
  look('visible');
  expect(bench.audio.left.filter(({ pulses }) => pulses === 10)).toHaveLength(1);
  Reflect.deleteProperty(document, 'visibilityState');
  bench.sound.dispose();
});
