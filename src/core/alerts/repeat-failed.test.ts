/** While BP is high, a failed cycle asks a person at once, though the alert was acknowledged (AL-200). */
import { describe, expect, test } from 'vitest';
import { at, viewAt, watched } from '../../../tests/support/watched-visit.ts';
import type { WatchedVisit } from '../../../tests/support/watched-visit.ts';

const resounded = (visit: WatchedVisit): readonly string[] =>
  visit.log('bp-high').filter((line) => line.includes('resounded'));
const said = (visit: WatchedVisit, second: number): string | undefined =>
  viewAt(visit, second).alerts.find(({ kind }) => kind === 'bp-high')?.detail;

const high = () => watched().bp(100, 186).acknowledge(110, 'bp-high');
const medium = () => watched().bp(100, 165).bp(160, 166).acknowledge(170, 'bp-high');
const AT_220 = ['220 resounded bp-high'];

describe('a failed cycle while BP is high and acknowledged', () => {
  test.each([
    ['high', () => high().bpFailed(220), AT_220],
    ['medium, confirmed', () => medium().bpFailed(220), AT_220],
    ['medium, waiting for its repeat', () => watched().bp(100, 165).acknowledge(110, 'bp-high').bpFailed(220), AT_220],
    ['high, now 176', () => high().bp(200, 176).bpFailed(220), AT_220],
    ['fallen, between the limits', () => high().bp(200, 157).bpFailed(220), AT_220],
    ['stopped on the cuff', () => high().bpFailed(220, 'stopped'), AT_220],
    ['another failed one', () => high().bpFailed(150).acknowledge(155, 'bp-high').bpFailed(220), AT_220],
    ['seen with the failure known', () => watched().bp(100, 186).bpFailed(105).acknowledge(110, 'bp-high'), []],
    ['a repeat that came', () => high().bp(220, 181), AT_220],
    ['below', () => high().bp(200, 140).bpFailed(220), []],
    ['the advisory', () => watched().bp(100, 155).acknowledge(110, 'bp-high').bpFailed(220), []],
    ['one from before the newest BP', () => high().bp(200, 176).bpFailed(190), []],
    ['none', high, []],
  ] as const)('AL-200 %s', (_, live, expected) => {
    expect(resounded(live().tick(225)).slice(-1)).toEqual(expected);
  });
  test('AL-200 one that came late counts from when it was known', () => {
    const visit = watched().bp(100, 186).acknowledge(110, 'bp-high');
    visit.reading(105, { kind: 'nibp-failed', quality: 'none', failure: 'artefact' } as never, 60_000);
    expect(resounded(visit.tick(170))).toEqual(['165 resounded bp-high']);
  });
  test('AL-200 it asks as a new one does, and says why on the record and on the screen', () => {
    const visit = high().bpFailed(220, 'cuff-leak').tick(236);
    const reason = 'Repeat failed: cuff leak or loose hose';
    expect(visit.events).toContainEqual(expect.objectContaining({ type: 'alert-resounded', reason, at: at(220) }));
    expect(visit.state.alerts['bp-high']).toMatchObject({ unansweredSince: at(220) });
    expect(visit.escalations('bp-high')).toEqual(['235 escalated bp-high station']);
    expect(said(visit, 236)).toBe(reason);
    expect(said(visit.acknowledge(240, 'bp-high'), 240)).toBe(reason);
    expect(said(visit.bp(260, 182), 260)).not.toContain(reason);
  });
  test('AL-200 what was unconfirmed by it says it once', () => {
    const visit = watched().bp(100, 165).bpFailed(150);
    expect(said(visit, 150)).toBe('Unconfirmed · Repeat failed: weak signal');
  });
  test('AL-200 a low BP is not asked about by it', () => {
    const visit = watched().bp(100, 75).acknowledge(110, 'bp-low').bpFailed(200).tick(210);
    expect(visit.log('bp-low')).toEqual(['100 issued bp-low high', '110 acknowledged bp-low']);
  });
  test('AL-200 ticks change nothing', () => {
    const lived = (tickMs: number) => {
      const visit = watched({ tickMs }).bp(100, 186).tick(110);
      return visit.acknowledge(110, 'bp-high').bpFailed(220).tick(225).log('bp-high');
    };
    expect(lived(0)).toEqual(lived(250));
  });
});
