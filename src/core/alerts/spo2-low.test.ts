import { describe, expect, test } from 'vitest';
import { watched } from '../../../tests/support/watched-visit.ts';
import type { WatchedVisit } from '../../../tests/support/watched-visit.ts';
import { alertText } from './text.ts';

/** 98 until 9 s, then low from 10 s on. */
const fromTen = (): WatchedVisit => watched().steady(0, 9);
const low = (visit: WatchedVisit) => visit.log('spo2-low');
const textOf = (visit: WatchedVisit): string | undefined => {
  const alert = visit.state.alerts['spo2-low'];
  return alert && alertText(alert);
};

describe('the value', () => {
  test.each([
    [90, undefined],
    [89.9, 'medium'],
    [89, 'medium'],
    [86, 'medium'],
    [85.1, 'medium'],
    [85, 'high'],
    [84, 'high'],
    [0, 'high'],
  ] as const)('AL-25 SpO2 %s for 20 s: %s', (value, priority) => {
    expect(fromTen().steady(10, 30, value).state.alerts['spo2-low']?.priority).toBe(priority);
  });
  test.each([
    [98, 93, 'low'],
    [98, 94, undefined],
    [98, 93.1, undefined],
    [96, 93, 'low'],
    [95, 93, undefined],
    [95, 92, 'low'],
  ] as const)('AL-25 advisory: baseline %s, SpO2 %s for 31 s: %s', (spo2Pct, value, priority) => {
    const visit = watched({ baseline: { spo2Pct } }).steady(0, 31, value);
    expect(visit.state.alerts['spo2-low']?.priority).toBe(priority);
  });
  test('AL-11 without a baseline the advisory cannot be true, the absolute limits can', () => {
    const visit = watched({ baseline: null, phase: 'baseline' });
    expect(low(visit.steady(0, 60, 92))).toEqual([]);
    expect(low(visit.steady(61, 80, 89))).toEqual(['76 issued spo2-low medium']);
  });
  test('AL-11 without a baseline an alert ends outright: no advisory is left behind', () => {
    const visit = watched({ baseline: null, phase: 'baseline' }).steady(0, 20, 89).steady(21, 31, 92);
    expect(low(visit)).toEqual(['15 issued spo2-low medium', '31 ended spo2-low in-range']);
  });
});

describe('the delay', () => {
  test.each([
    [24.999, []],
    [25, ['25 issued spo2-low medium']],
    [25.001, ['25 issued spo2-low medium']],
  ])('AL-3 back in range %s s, low since 10 s', (backAt, expected) => {
    expect(low(fromTen().steady(10, 24, 89).spo2(backAt, 95).tick(40))).toEqual(expected);
  });
  test('AL-25 85 is high at once, dated when it came', () => {
    expect(low(fromTen().spo2(10, 85))).toEqual(['10 issued spo2-low high']);
  });
  test('AL-25 the advisory waits 30 s', () => {
    expect(low(fromTen().steady(10, 39, 93).spo2(39.999, 98))).toEqual([]);
    expect(low(fromTen().steady(10, 41, 93))).toEqual(['40 issued spo2-low low']);
  });
  test('AL-3 dips of motion shorter than the delay add nothing up', () => {
    const visit = fromTen();
    for (let second = 10; second < 200; second += 20)
      visit.steady(second, second + 13, 87).steady(second + 14, second + 19);
    expect(low(visit)).toEqual([]);
  });
  test('AL-3 a gap adds at most 5 s, what came before it is kept', () => {
    // 4 s of low values, and 5 s of the 29 s without readings; 6 s more are needed.
    const visit = fromTen().steady(10, 14, 89).steady(43, 60, 89);
    expect(low(visit)).toEqual(['49 issued spo2-low medium']);
  });
  test('AL-3 a gap of 5 s or less counts whole', () => {
    const visit = fromTen().spo2(10, 89).spo2(15, 89).spo2(20, 89).tick(30);
    expect(low(visit)).toEqual(['25 issued spo2-low medium']);
  });
  test.each([
    [19.999, []],
    [20, ['25 issued spo2-low medium']],
  ])('AL-3 silence from %s s on: the last value goes on for 5 s, no more', (lastAt, expected) => {
    expect(low(fromTen().steady(10, 19, 89).spo2(lastAt, 89).tick(60))).toEqual(expected);
  });
  test('AL-3 while the device says it has no value, time stands still', () => {
    const visit = fromTen().steady(10, 19, 89).noValue(20);
    for (let second = 21; second < 30; second += 1) visit.noValue(second);
    expect(low(visit.steady(30, 36, 89))).toEqual(['35 issued spo2-low medium']);
  });
});

describe('poor signal', () => {
  const poor = { quality: 'poor', causes: ['poor-signal'] } as const;
  test.each([
    [19.999, []],
    [20, ['20 issued spo2-low high']],
  ])('AL-9 84 in poor signal from 10 s to %s s', (backAt, expected) => {
    expect(low(fromTen().steady(10, 19, 84, poor).spo2(backAt, 95))).toEqual(expected);
  });
  test('AL-9 84 in poor signal is high as soon as the signal is good', () => {
    expect(low(fromTen().steady(10, 13, 84, poor).spo2(14, 84))).toEqual(['14 issued spo2-low high']);
  });
  test('AL-9 a level without a delay of its own for poor signal keeps its delay', () => {
    expect(low(fromTen().steady(10, 26, 88, poor))).toEqual(['25 issued spo2-low medium']);
  });
  test.each([
    ['motion', 84, 29.999, []],
    ['motion', 84, 30, ['30 issued spo2-low high']],
    ['artefact', 88, 29.999, []],
    ['artefact', 88, 30, ['30 issued spo2-low medium']],
  ] as const)(
    'AL-9 while the finger moves (%s) both levels wait 20 s: %s from 10 s to %s s',
    (cause, value, backAt, expected) => {
      const moved = { quality: 'poor', causes: ['low-perfusion', cause] } as const;
      expect(low(fromTen().steady(10, 29, value, moved).spo2(backAt, 95))).toEqual(expected);
    },
  );
  test('AL-9 the finger lies still again and the value is low: the ordinary delay counts from its beginning', () => {
    const moved = { quality: 'poor', causes: ['motion'] } as const;
    expect(low(fromTen().steady(10, 13, 84, moved).spo2(14, 84))).toEqual(['14 issued spo2-low high']);
    expect(low(fromTen().steady(10, 26, 88, moved).spo2(27, 88))).toEqual(['27 issued spo2-low medium']);
  });
  test.each([
    [
      '84 while the finger moves, 95 every 15 s',
      84,
      15,
      { quality: 'poor', causes: ['motion'] },
      ['31 issued spo2-low high'],
    ],
    ['88 in good signal, a doubtful 95 every 14 s', 88, 14, {}, ['26 issued spo2-low medium']],
  ] as const)('AL-9 a doubtful value does not begin the delay anew: %s', (_, value, everyS, signal, expected) => {
    const visit = fromTen();
    for (let second = 10; second <= 60; second += 1) {
      const isSpike = (second - 9) % everyS === 0;
      visit.spo2(second, isSpike ? 95 : value, isSpike ? { quality: 'poor', causes: ['motion'] } : signal);
    }
    expect(low(visit).slice(0, 1)).toEqual(expected);
  });
  test('AL-9 a good value in range does, and so do doubtful ones for 30 s', () => {
    const moved = { quality: 'poor', causes: ['motion'] } as const;
    expect(low(fromTen().steady(10, 23, 88).spo2(24, 95).steady(25, 38, 88).spo2(39, 95))).toEqual([]);
    expect(low(fromTen().steady(10, 23, 88).steady(24, 54, 95, moved).steady(55, 68, 88).spo2(69, 95))).toEqual([]);
    expect(low(fromTen().steady(10, 23, 88).steady(24, 52, 95, moved).steady(53, 68, 88))).not.toEqual([]);
  });
  test('AL-9 doubtful values clear an alert only after 30 s', () => {
    const visit = fromTen().steady(10, 26, 88).steady(27, 56, 97, poor);
    expect(low(visit)).toEqual(['25 issued spo2-low medium']);
    expect(low(visit.spo2(57, 97, poor)).at(-1)).toBe('57 ended spo2-low in-range');
  });
  test('AL-9 one good value after doubtful ones does not clear it: 10 s of good ones, or 30 s in all', () => {
    const visit = fromTen().steady(10, 13, 82).steady(14, 23, 96, poor).steady(24, 33, 96);
    expect(low(visit)).toEqual(['10 issued spo2-low high']);
    expect(low(visit.spo2(34, 96)).at(-1)).toBe('34 ended spo2-low in-range');
  });
  test.each([
    [43.999, false],
    [44, true],
  ])('AL-9 every doubtful value begins the 10 s anew; 30 s in all end it: at %s s %s', (lastAt, ended) => {
    const visit = fromTen().steady(10, 13, 82);
    for (let second = 14; second <= 43; second += 1) visit.spo2(second, 96, second % 5 === 0 ? poor : {});
    expect(low(visit.spo2(lastAt, 96)).includes('44 ended spo2-low in-range')).toBe(ended);
  });
  test('AL-9 a value missing between good ones adds nothing to their time', () => {
    const visit = fromTen().steady(10, 13, 82).steady(14, 19, 96).noValue(20).noValue(21).steady(22, 26, 96);
    expect(low(visit)).toEqual(['10 issued spo2-low high']);
    expect(low(visit.spo2(27, 96)).at(-1)).toBe('27 ended spo2-low in-range');
  });
});

describe('levels', () => {
  test('AL-7 one alert: issued, raised, lowered, ended, each once', () => {
    const visit = fromTen().steady(10, 29, 89).steady(30, 34, 84).steady(35, 50, 89).steady(51, 62, 97);
    expect(low(visit)).toEqual([
      '25 issued spo2-low medium',
      '30 raised spo2-low high',
      '45 lowered spo2-low medium',
      '61 ended spo2-low in-range',
    ]);
  });
  test.each([
    [87.9, 'high'],
    [88, 'medium'],
  ] as const)('AL-8 high, then %s for 10 s: %s', (value, priority) => {
    const visit = fromTen().spo2(10, 84).steady(11, 30, value);
    expect(visit.state.alerts['spo2-low']?.priority).toBe(priority);
  });
  test.each([
    [91.9, 'medium'],
    [92, 'low'],
    [93, 'low'],
    [94, undefined],
  ] as const)('AL-8 medium, then %s for 10 s: %s', (value, priority) => {
    const visit = fromTen().steady(10, 26, 89).steady(27, 37, value);
    expect(visit.state.alerts['spo2-low']?.priority).toBe(priority);
  });
  test('AL-8 with a baseline of 94, 92 ends it outright', () => {
    const visit = watched({ baseline: { spo2Pct: 94 } })
      .steady(0, 16, 89)
      .steady(17, 27, 92);
    expect(low(visit)).toEqual(['15 issued spo2-low medium', '27 ended spo2-low in-range']);
  });
  test.each([
    [26.999, false],
    [27, true],
  ])('AL-8 high falls to medium after 10 s: at %s s %s', (lastAt, lowered) => {
    const visit = fromTen().steady(10, 16, 84).steady(17, 26, 89).spo2(lastAt, 89).tick(60);
    expect(low(visit).includes('27 lowered spo2-low medium')).toBe(lowered);
  });
  test('AL-8 values inside the limit for less than the clearing time change nothing', () => {
    const visit = fromTen().steady(10, 26, 89).steady(27, 36, 97).steady(37, 45, 89).steady(46, 55, 97).spo2(56, 91);
    expect(low(visit)).toEqual(['25 issued spo2-low medium']);
  });
  test('AL-7 84 for three seconds, then well: high, then the end, nothing between', () => {
    expect(low(fromTen().steady(10, 12, 84).steady(13, 24, 98))).toEqual([
      '10 issued spo2-low high',
      '23 ended spo2-low in-range',
    ]);
  });
});

describe('losing data', () => {
  test('AL-1 silence never ends an alert nor lowers it; it says no data', () => {
    const visit = fromTen().steady(10, 12, 84).tick(600);
    expect(low(visit)).toEqual(['10 issued spo2-low high']);
    expect(visit.state.alerts['spo2-low']).toMatchObject({ condition: 'no-data', reason: 'No readings' });
  });
  test('AL-1 a probe that comes off says why, and a new low value is true again', () => {
    const visit = fromTen().steady(10, 12, 84).noValue(13, ['probe-off']);
    expect(visit.state.alerts['spo2-low']).toMatchObject({ condition: 'no-data', reason: 'Probe off' });
    visit.spo2(14, 84);
    expect(visit.state.alerts['spo2-low']).toMatchObject({ condition: 'true' });
    expect(visit.state.alerts['spo2-low']?.reason).toBeUndefined();
  });
  test('AL-2 a gap begins the clearing time anew', () => {
    const visit = fromTen().steady(10, 12, 84).steady(13, 20, 98).steady(30, 39, 98);
    expect(low(visit)).toEqual(['10 issued spo2-low high']);
    expect(low(visit.spo2(40, 98)).at(-1)).toBe('40 ended spo2-low in-range');
  });
  test('AL-2 the clearing time runs up to the newest reading only', () => {
    const visit = fromTen().steady(10, 12, 84).steady(13, 22, 98).tick(30);
    expect(low(visit)).toEqual(['10 issued spo2-low high']);
  });
  test('AL-2 readings without a value in between do not count towards the clearing time', () => {
    const visit = fromTen().steady(10, 12, 84).steady(13, 17, 98).noValue(18).noValue(19).steady(20, 25, 98);
    expect(low(visit)).toEqual(['10 issued spo2-low high']);
    expect(low(visit.spo2(26, 98)).at(-1)).toBe('26 ended spo2-low in-range');
  });
});

describe('the text', () => {
  test('AL-10 the worst value so far against the limit of the present priority', () => {
    const visit = fromTen().steady(10, 24, 89).steady(25, 26, 88);
    expect(textOf(visit)).toBe('SpO₂ 88 < 90');
    expect(textOf(visit.spo2(27, 83).spo2(28, 87))).toBe('SpO₂ 83 < 90');
    expect(textOf(visit.steady(29, 40, 93))).toBe('SpO₂ 83 ≤ 93');
  });
  test('AL-10 a rise keeps what was worst before it', () => {
    const visit = fromTen().steady(10, 25, 89).steady(26, 28, 80, { quality: 'poor' }).spo2(29, 88).spo2(30, 85);
    expect(low(visit).at(-1)).toBe('30 raised spo2-low high');
    expect(textOf(visit)).toBe('SpO₂ 80 < 90');
  });
  test('AL-10 the condition is true until the value is out of medium, then clearing', () => {
    const visit = fromTen().spo2(10, 84).spo2(11, 88);
    expect(visit.state.alerts['spo2-low']?.condition).toBe('true');
    expect(visit.spo2(12, 91).state.alerts['spo2-low']?.condition).toBe('clearing');
  });
  test('AL-10 the onset is when the run of low values began', () => {
    expect(fromTen().steady(10, 26, 89).state.alerts['spo2-low']?.onsetAt).toBe(
      watched().spo2(10, 89).state.lastSpo2?.at,
    );
  });
});
