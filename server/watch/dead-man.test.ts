import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Act, DeadMan, Look } from './dead-man.ts';
import { look, REPEAT_MS, SILENT_MS, STALLED_MS } from './dead-man.ts';

const well = (armed = true): Look => ({ answered: true, armed, tickAgeMs: 250 });
const stalled: Look = { answered: true, armed: true, tickAgeMs: STALLED_MS + 1 };
const silent: Look = { answered: false, why: 'connection refused' };

function run(
  looks: readonly (readonly [at: number, seen: Look])[],
  from: DeadMan = { armed: false },
): readonly string[] {
  let state = from;
  return looks.flatMap(([at, seen]) => {
    const { next, act } = look(state, seen, at);
    state = next;
    return act.kind === 'none' ? [] : [`${at} ${act.kind}${act.kind === 'alarm' && act.repeat ? ' again' : ''}`];
  });
}

describe('the dead-man’s switch', () => {
  test.each<[string, readonly (readonly [number, Look])[], readonly string[]]>([
    [
      'all is well',
      [
        [0, well()],
        [60_000, well()],
      ],
      [],
    ],
    [
      'silent for a moment',
      [
        [0, well()],
        [1_000, silent],
        [SILENT_MS + 999, silent],
        [20_000, well()],
      ],
      [],
    ],
    [
      'silent for 10 s',
      [
        [0, well()],
        [1_000, silent],
        [SILENT_MS + 1_000, silent],
      ],
      [`${SILENT_MS + 1_000} alarm`],
    ],
    [
      'silent, nobody was watched',
      [
        [0, well(false)],
        [1_000, silent],
        [60_000, silent],
      ],
      [],
    ],
    [
      'never seen',
      [
        [0, silent],
        [60_000, silent],
      ],
      [],
    ],
    [
      'a stalled clock, at once',
      [
        [0, well()],
        [1_000, stalled],
      ],
      ['1000 alarm'],
    ],
    ['a stalled clock, nobody is watched', [[0, { ...stalled, armed: false }]], []],
    ['a slow tick', [[0, { answered: true, armed: true, tickAgeMs: STALLED_MS }]], []],
    [
      'it goes on, and comes back',
      [
        [0, stalled],
        [REPEAT_MS - 1, stalled],
        [REPEAT_MS, silent],
        [REPEAT_MS + 1, well()],
        [REPEAT_MS + 2, well()],
      ],
      ['0 alarm', `${REPEAT_MS} alarm again`, `${REPEAT_MS + 1} all-clear`],
    ],
    [
      'the day is closed while it sounds',
      [
        [0, stalled],
        [1, { ...stalled, armed: false }],
      ],
      ['0 alarm', '1 all-clear'],
    ],
  ])('AL-70 %s', (_, looks, expected) => {
    expect(run(looks)).toEqual(expected);
  });
  test('AL-70 what it knew before its own restart counts', () => {
    expect(
      run(
        [
          [0, silent],
          [SILENT_MS, silent],
        ],
        { armed: true },
      ),
    ).toEqual([`${SILENT_MS} alarm`]);
  });
  test('AL-70 however the looks fall, an armed server that stays silent is called within 10 s of looks, and no all-clear comes without an alarm', () => {
    const anyLook = fc.oneof(fc.constant(well()), fc.constant(well(false)), fc.constant(stalled), fc.constant(silent));
    fc.assert(
      fc.property(fc.array(anyLook, { maxLength: 40 }), (looks) => {
        let state: DeadMan = { armed: false };
        const acts: Act['kind'][] = [];
        for (const [n, seen] of [...looks, well(), ...Array<Look>(13).fill(silent)].entries()) {
          const { next, act } = look(state, seen, n * 1_000);
          state = next;
          if (act.kind === 'all-clear') expect(acts.findLast((kind) => kind !== 'none')).toBe('alarm');
          acts.push(act.kind);
        }
        expect(acts.slice(-13)).toContain('alarm');
      }),
    );
  });
});
