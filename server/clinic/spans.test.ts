import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SPANS_KEPT_MS, Spans } from './spans.ts';

describe('who was where', () => {
  it.each([
    [99, undefined],
    [100, 'visit-1'],
    [199, 'visit-1'],
    [200, undefined],
    [299, undefined],
    [300, 'visit-2'],
    [10_000, 'visit-2'],
  ])('WS-32 at %i the chair had %s', (instant, expected) => {
    const spans = new Spans();
    spans.begin('chair', 'visit-1', 100);
    spans.end('chair', 200);
    spans.begin('chair', 'visit-2', 300);
    expect(spans.at('chair', instant)).toBe(expected);
    expect(spans.at('another', instant)).toBeUndefined();
  });

  it('WS-32 what begins ends what was there before', () => {
    const spans = new Spans();
    spans.begin('device', 'chair-1', 100);
    spans.begin('device', 'chair-2', 200);
    expect([spans.at('device', 199), spans.at('device', 200), spans.now('device')]).toEqual([
      'chair-1',
      'chair-2',
      'chair-2',
    ]);
  });

  it('WS-32 a span learnt from the past answers for its time alone', () => {
    const spans = new Spans();
    spans.begin('chair', 'visit-2', 300);
    spans.insert('chair', 'visit-1', 100, 200);
    expect([spans.at('chair', 150), spans.at('chair', 250), spans.now('chair')]).toEqual([
      'visit-1',
      undefined,
      'visit-2',
    ]);
  });

  it('WS-32 the history stays short: what ended a day before is forgotten', () => {
    const spans = new Spans();
    spans.begin('chair', 'old', 0);
    spans.end('chair', 10);
    spans.begin('chair', 'new', SPANS_KEPT_MS + 11);
    expect(spans.at('chair', 5)).toBeUndefined();
  });

  it('WS-32 no instant has two values', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), fc.nat(50)), { maxLength: 30 }), (steps) => {
        const spans = new Spans();
        let now = 0;
        let present: string | undefined;
        for (const [begins, ms] of steps) {
          now += ms + 1;
          if (begins) spans.begin('chair', (present = `v${now}`), now);
          else {
            spans.end('chair', now);
            present = undefined;
          }
          if (spans.at('chair', now) !== present || spans.now('chair') !== present) return false;
        }
        return true;
      }),
    );
  });
});
