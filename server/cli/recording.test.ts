import { describe, expect, test } from 'vitest';
import { COLUMNS, parseRecording } from './recording.ts';

const HEADER = COLUMNS.join(',');
const parse = (...lines: readonly string[]) => parseRecording([HEADER, ...lines].join('\n'));

describe('AL-21 a recording', () => {
  test('AL-21 an empty cell is no value', () => {
    expect(parse('0,97,60,,,,', '1,,,16,120,80,95')).toEqual({
      ok: true,
      value: {
        rows: [
          { t_s: 0, spo2: 97, pulse: 60 },
          { t_s: 1, rr: 16, sbp: 120, dbp: 80, map: 95 },
        ],
      },
    });
  });
  test('AL-21 columns in any order, others beside them, Windows line ends, a byte order mark, empty lines', () => {
    const csv = '\uFEFFspo2, t_s ,note,pulse,rr,sbp,dbp,map\r\n97,0.5,x,60,,,,\r\n\r\n';
    expect(parseRecording(csv)).toEqual({ ok: true, value: { rows: [{ t_s: 0.5, spo2: 97, pulse: 60 }] } });
  });
  test('AL-21 rows of one instant are one row; a later cell counts, an empty one does not', () => {
    expect(parse('5,97,60,,,,', '5,,,,120,80,95', '5,96,,16,,,', '5.0004,,61,,,,', '5.001,98,,,,,')).toEqual({
      ok: true,
      value: {
        rows: [
          { t_s: 5, spo2: 96, pulse: 61, rr: 16, sbp: 120, dbp: 80, map: 95 },
          { t_s: 5.001, spo2: 98 },
        ],
      },
    });
  });
  test.each([
    ['', 'The first line must name the columns t_s,spo2,pulse,rr,sbp,dbp,map; missing: t_s, spo2'],
    ['t_s,pleth\n0,39.6', 'missing: spo2, pulse, rr, sbp, dbp, map.'],
    [HEADER, 'The recording has a header and no rows.'],
    [`${HEADER}\n0,97`, 'Line 2 has 2 cells, the header has 7 columns.'],
    [`${HEADER}\n0,97,60,,,,\n1,abc,60,,,,`, 'Line 3: spo2 "abc" is not a number.'],
    [`${HEADER}\n0,NaN,60,,,,`, 'Line 2: spo2 "NaN" is not a number.'],
    [`${HEADER}\n0,1e999,60,,,,`, 'Line 2: spo2 "1e999" is not a number.'],
    [`${HEADER}\n0,101,60,,,,`, 'Line 2: spo2 101 is not between 0 and 100.'],
    [`${HEADER}\n0,97,-1,,,,`, 'Line 2: pulse -1 is not between 0 and 400.'],
    [`${HEADER}\n,97,60,,,,`, 'Line 2 has no t_s.'],
    [`${HEADER}\n5,97,60,,,,\n4,97,60,,,,`, 'Line 3: t_s 4 is earlier than 5 before it.'],
    [`${HEADER}\n0,97,60,,,,\n86401,97,60,,,,`, 'The recording lasts 86401 s; at most a day (86400 s) is replayed.'],
  ])('AL-21 refused with a sentence: %j', (csv, sentence) => {
    const answer = parseRecording(csv);
    expect(answer.ok ? 'accepted' : answer.refusal.message).toContain(sentence);
  });
});
