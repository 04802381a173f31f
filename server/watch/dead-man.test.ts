import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Act, DeadMan, Look } from './dead-man.ts';
import { look, REPEAT_MS, SILENT_MS, STALLED_MS } from './dead-man.ts';

type Answered = Extract<Look, { answered: true }>;

const well = (armed = true): Answered => ({ answered: true, armed, tickAgeMs: 250, notJudged: 0, failing: [] });
const stalled: Answered = { ...well(), tickAgeMs: STALLED_MS + 1 };
const unjudged = (notJudged: number, armed = true): Look => ({ ...well(armed), notJudged });
const failing = (armed = true): Look => ({ ...well(armed), failing: ['bell', 'pages'] });
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
    ['a slow tick', [[0, { ...well(), tickAgeMs: STALLED_MS }]], []],
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
  test.each<[string, Look, readonly string[]]>([
    ['a visit that is not judged', unjudged(1), ['0 alarm']],
    ['one in the set-up, where nobody is watched yet', unjudged(1, false), ['0 alarm']],
    ['none', unjudged(0), []],
    ['a part of the server that fails', failing(), ['0 alarm']],
    ['one that fails while nobody is watched', failing(false), []],
  ])('AL-211 %s', (_, seen, expected) => {
    expect(run([[0, seen]])).toEqual(expected);
  });
  test('AL-211 the alarm says what is wrong, and is over when it is', () => {
    const reasonOf = (seen: Look) => {
      const { act } = look({ armed: true }, seen, 0);
      return act.kind === 'alarm' ? act.reason : act.kind;
    };
    expect(reasonOf(unjudged(2))).toBe(
      'The server cannot judge 2 visits, and somebody was being watched: look after every patient',
    );
    expect(reasonOf(unjudged(1))).toContain('cannot judge 1 visit,');
    expect(reasonOf(failing())).toContain('The server answers but a part of it fails (bell, pages)');
    expect(
      run([
        [0, unjudged(1)],
        [1_000, well()],
      ]),
    ).toEqual(['0 alarm', '1000 all-clear']);
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
