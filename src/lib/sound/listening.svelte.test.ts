import { describe, expect, test } from 'vitest';
import type { Refusal } from '#core/refusal.ts';
import type { Timers } from '#gateway/timers.ts';
import { FakeLine } from '../../../tests/support/fake-line.ts';
import { Listening } from './listening.svelte.ts';

const MINUTE = 60_000;
const DONE = { ok: true, data: null };

class Bench {
  ms = 1_000;
  isCounted = true;
  readonly line = new FakeLine();
  #each: () => void = () => undefined;
  readonly #timers: Timers = {
    after: () => () => undefined,
    every: (_ms, run) => {
      this.#each = run;
      return () => (this.#each = () => undefined);
    },
  };
  readonly listening = new Listening(this.line, {
    isCounted: () => this.isCounted,
    timers: this.#timers,
    now: () => this.ms,
  });

  static async tapped(): Promise<Bench> {
    const bench = new Bench();
    expect(await bench.tap()).toBeNull();
    return bench;
  }
  async tap(answer: object = DONE): Promise<Refusal | null> {
    const asked = this.listening.listen();
    await this.line.answer(answer);
    return asked;
  }
  pass(ms: number): this {
    for (let left = ms; left > 0; left -= 1_000) {
      this.ms += 1_000;
      this.#each();
    }
    return this;
  }
}

describe('UI-158 somebody listens at this station', () => {
  test('UI-158 ten minutes from the tap, counted down', async () => {
    const bench = await Bench.tapped();
    expect(bench.listening.leftMs).toBe(10 * MINUTE);
    expect(bench.pass(9 * MINUTE).listening.leftMs).toBe(MINUTE);
    expect(bench.pass(MINUTE).listening.leftMs).toBe(0);
  });
  test('UI-158 use renews it, not more than three times a minute, and not once it is over', async () => {
    const bench = await Bench.tapped();
    bench.pass(20_000).listening.used();
    expect(bench.line.events).toEqual([]);
    bench.pass(1_000).listening.used();
    expect(bench.line.events).toEqual(['station:listen']);
    await bench.line.answer(DONE);
    await expect.poll(() => bench.listening.leftMs).toBe(10 * MINUTE);
    bench.pass(10 * MINUTE).listening.used();
    expect(bench.line.events).toEqual([]);
  });
  test('UI-158 somebody leaves', async () => {
    const bench = await Bench.tapped();
    const left = bench.listening.leave();
    await bench.line.answer(DONE);
    expect([await left, bench.listening.leftMs]).toEqual([null, 0]);
  });
  test('AL-132 a clinic that counts on nobody for 5 s has started anew: use alone does not bring it back', async () => {
    const bench = await Bench.tapped();
    bench.isCounted = false;
    expect(bench.pass(4_000).listening.leftMs).toBeGreaterThan(0);
    expect(bench.pass(1_000).listening.leftMs).toBe(0);
    bench.pass(MINUTE).listening.used();
    expect(bench.line.events).toEqual([]);
  });
  test('UI-158 a lost connection proves nothing: it is not forgotten for that', async () => {
    const bench = await Bench.tapped();
    bench.isCounted = false;
    bench.line.state = 'lost';
    expect(bench.pass(MINUTE).listening.leftMs).toBe(9 * MINUTE);
    expect(await bench.listening.listen()).toMatchObject({ code: 'unavailable' });
  });
  test('UI-158 what the clinic refuses is told and changes nothing', async () => {
    const bench = await Bench.tapped();
    const refusal = { code: 'not-allowed', message: 'Only a station listens.' } as const;
    expect(await bench.pass(MINUTE).tap({ ok: false, refusal })).toEqual(refusal);
    expect(bench.listening.leftMs).toBe(9 * MINUTE);
  });
});
