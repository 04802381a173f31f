import { describe, expect, test } from 'vitest';
import type { Signal } from '#core/alarm-signal/sounding.ts';
import type { AudioOut } from './audio-out.ts';
import { FEED_WITHIN_S, LEAST_GAIN, Speaker } from './speaker.svelte.ts';

/** A loudspeaker that writes down what it was given, with both clocks in the test's hand. */
class Bench {
  state: AudioOut['state'] = 'suspended';
  audioS = 0;
  ms = 0;
  /** Running on: resume gives the sound. */
  gives = true;
  played: { at: number; gain: number; pulses: number; stopped: boolean }[] = [];
  readonly speaker = new Speaker({
    now: () => this.ms,
    makeAudio: () => {
      // eslint-disable-next-line @typescript-eslint/no-this-alias
      const bench = this;
      return {
        get state() {
          return bench.state;
        },
        get currentTime() {
          return bench.audioS;
        },
        async resume() {
          if (bench.gives) bench.state = 'running';
        },
        play(burst, { at, gain }) {
          const played = { at, gain, pulses: burst.pulses.length, stopped: false };
          bench.played.push(played);
          return () => (played.stopped = true);
        },
        close() {
          bench.state = 'closed';
        },
      };
    },
  });

  /** Both clocks go on, a step each quarter second. */
  run(seconds: number, audioRuns = true): this {
    for (let n = 0; n < seconds * 4; n += 1) {
      this.ms += 250;
      if (audioRuns) this.audioS += 0.25;
      this.speaker.step();
    }
    return this;
  }

  heard(): readonly { at: number; pulses: number }[] {
    return this.played
      .filter(({ stopped, at }) => !stopped && at <= this.audioS)
      .map(({ at, pulses }) => ({ at, pulses }));
  }
}

const high: Signal = { alertId: 'a', priority: 'high', melody: 'oxygenation' };
const medium: Signal = { alertId: 'b', priority: 'medium', melody: 'cardiovascular' };

describe('the speaker', () => {
  test('AL-43 without a tap it says that it cannot sound, and plays nothing', () => {
    const bench = new Bench();
    bench.speaker.follow(high);
    bench.run(20);
    expect([bench.speaker.state, bench.played]).toEqual(['locked', []]);
  });
  test('AL-43 after the tap an alert that is there already is heard at once, then every 7.5 s', async () => {
    const bench = new Bench();
    bench.speaker.follow(high);
    bench.run(3, false);
    expect(await bench.speaker.unlock()).toBe(true);
    bench.run(20);
    expect(bench.heard()).toEqual([
      { at: 0.02, pulses: 10 },
      { at: 7.52, pulses: 10 },
      { at: 15.02, pulses: 10 },
    ]);
  });
  test('AL-43 another alert is heard at once; none stops what was to come', async () => {
    const bench = new Bench();
    await bench.speaker.unlock();
    bench.speaker.follow(medium);
    bench.run(4);
    bench.speaker.follow(high);
    bench.run(1);
    expect(bench.played.map(({ at, pulses, stopped }) => [at, pulses, stopped])).toEqual([
      [0.02, 3, true],
      [4.02, 10, false],
    ]);
    bench.speaker.follow(undefined);
    bench.run(20);
    expect(bench.played.every(({ stopped }) => stopped)).toBe(true);
    expect(bench.played).toHaveLength(2);
  });
  test('AL-43 the same alert again does not begin anew', async () => {
    const bench = new Bench();
    await bench.speaker.unlock();
    for (let n = 0; n < 8; n += 1) {
      bench.speaker.follow({ ...high });
      bench.run(0.5);
    }
    expect(bench.played).toHaveLength(1);
  });
  test.each([
    ['is taken away by the system', (bench: Bench) => ((bench.gives = false), (bench.state = 'suspended'))],
    ['runs, but its clock stands still', () => undefined],
  ])('AL-44 sound that %s is known within 1.5 s, and comes back by itself', async (_, take) => {
    const bench = new Bench();
    await bench.speaker.unlock();
    bench.speaker.follow(high);
    bench.run(2);
    take(bench);
    bench.run(1.5, false);
    expect(bench.speaker.state).toBe('blocked');
    bench.gives = true;
    bench.run(10);
    expect(bench.speaker.state).toBe('running');
    expect(bench.heard().length).toBeGreaterThan(1);
  });
  test.each([
    ['was closed', (bench: Bench) => (bench.state = 'closed')],
    ['stands still', () => undefined],
  ])(
    'AL-44 sound that %s in the middle of an alert: a tap makes a new one, and the alert is heard at once',
    async (_, take) => {
      const bench = new Bench();
      await bench.speaker.unlock();
      bench.speaker.follow(high);
      bench.speaker.feed();
      bench.run(1);
      take(bench);
      bench.run(3, false);
      expect(bench.speaker.state).toBe('blocked');
      expect(await bench.speaker.unlock()).toBe(true);
      const left = bench.played.filter(({ stopped }) => !stopped).map(({ at }) => at - bench.audioS);
      expect(left.toSorted((a, b) => a - b).slice(0, 2)).toEqual([expect.closeTo(0.02), 10]);
    },
  );
  test('AL-43 a browser that wants a tap is not pressed: it stays silent and says so', () => {
    const bench = new Bench();
    bench.gives = false;
    bench.speaker.tryUnlock();
    bench.run(3, false);
    expect([bench.speaker.state, bench.speaker.canSound]).toEqual(['locked', false]);
  });
  test('AL-45 a page that is fed each second never says "monitoring lost"', async () => {
    const bench = new Bench();
    await bench.speaker.unlock();
    for (let n = 0; n < 40; n += 1) {
      bench.speaker.feed();
      bench.run(1);
    }
    expect(bench.heard()).toEqual([]);
  });
  test('AL-45 unfed, it is heard 10 s after the last feed though the page does nothing any more, for a minute', async () => {
    const bench = new Bench();
    await bench.speaker.unlock();
    bench.run(5);
    bench.speaker.feed();
    const at = bench.audioS + FEED_WITHIN_S;
    bench.audioS += 70;
    expect(bench.heard().map((each) => each.at - at)).toEqual([0, 7.5, 15, 22.5, 30, 37.5, 45, 52.5]);
    expect(bench.heard()[0]?.pulses).toBe(10);
  });
  test('AL-45 where nothing is watched any more, silence means nothing', async () => {
    const bench = new Bench();
    await bench.speaker.unlock();
    bench.speaker.feed();
    bench.speaker.unfeed();
    bench.run(80);
    expect(bench.heard()).toEqual([]);
  });
  test('AL-46 the volume has a floor', async () => {
    const bench = new Bench();
    bench.speaker.gain = 0;
    await bench.speaker.unlock();
    bench.speaker.test();
    expect([bench.speaker.gain, bench.played[0]?.gain]).toEqual([LEAST_GAIN, LEAST_GAIN]);
    bench.speaker.gain = 7;
    expect(bench.speaker.gain).toBe(1);
  });
});
