import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AuditEvent, AuditFrom, RefusedBody } from '#core/audit/audit-event.ts';
import { REFUSAL_CODES } from '#core/refusal.ts';
import { Audit } from './audit.ts';
import type { AuditSource } from './audit.ts';
import { strangerAt } from './audited.ts';
import { MOST_SORTS, MOST_SOURCES } from './refusal-minute.ts';

const NOON = Date.UTC(2026, 10, 21, 12);

function auditing() {
  const written: { readonly stream: string; readonly event: AuditEvent }[] = [];
  const at = { clinic: NOON, real: 0 };
  const append = (stream: { readonly id: string }, events: readonly AuditEvent[]) => {
    for (const event of events) written.push({ stream: stream.id, event });
  };
  const audit = new Audit({ journal: { append: append as never }, now: () => at.clinic, realNow: () => at.real });
  return { audit, written, at, counts: () => written.map(({ event }) => ('count' in event ? event.count : 1) ?? 1) };
}

const nurse: AuditSource = {
  actor: { kind: 'staff', staffId: 's1', name: 'N. Okafor', role: 'nurse', screenId: 'screen-1' },
  from: { kind: 'screen', screenId: 'screen-1', label: 'Chair 1' },
};
const refusal = (act: string): RefusedBody => ({ type: 'act-refused', act, code: 'not-allowed' });

test('SEC-110 it is written in the stream of its day, with who, when and from where', () => {
  const { audit, written, at } = auditing();
  audit.record(nurse, { type: 'signed-in', by: 'pin' });
  at.clinic += 12 * 3_600_000;
  audit.record(nurse, { type: 'locked', why: 'idle' });
  expect(written).toEqual([
    { stream: '2026-11-21', event: { type: 'signed-in', by: 'pin', ...nurse, at: NOON } },
    { stream: '2026-11-22', event: { type: 'locked', why: 'idle', ...nurse, at: NOON + 12 * 3_600_000 } },
  ]);
});

test('SEC-110 once it is closed nothing is taken, and nothing is thrown', () => {
  const { audit, written } = auditing();
  audit.refused(nurse, refusal('a'));
  audit.refused(nurse, refusal('a'));
  audit.close();
  audit.record(nurse, { type: 'signed-in', by: 'pin' });
  audit.refused(nurse, refusal('b'));
  expect(written.map(({ event }) => event)).toMatchObject([{ act: 'a' }, { act: 'a', count: 1 }]);
});

describe('SEC-112 the first refusal of a sort is written at once, the others are counted', () => {
  test('SEC-112 when their minute is over, with their number and since when', () => {
    const { audit, written, at } = auditing();
    for (let n = 0; n < 5; n++) {
      audit.refused(nurse, refusal('hold:approve'));
      at.clinic += 1_000;
    }
    expect(written).toHaveLength(1);
    at.real = 59_999;
    audit.tick();
    expect(written).toHaveLength(1);
    at.real = 60_000;
    audit.tick();
    const first = { ...nurse, type: 'act-refused', act: 'hold:approve', code: 'not-allowed', at: NOON };
    expect(written.map(({ event }) => event)).toEqual([
      first,
      { ...first, at: NOON + 5_000, count: 4, since: NOON + 1_000 },
    ]);
  });

  test('SEC-112 the next minute begins anew', () => {
    const { audit, at, counts } = auditing();
    audit.refused(nurse, refusal('a'));
    at.real = 60_000;
    audit.refused(nurse, refusal('a'));
    audit.refused(nurse, refusal('a'));
    audit.close();
    expect(counts()).toEqual([1, 1, 1]);
  });
});

const from = fc.oneof(
  fc.nat({ max: 90 }).map((n): AuditFrom => ({ kind: 'address', address: `192.0.2.${n}` })),
  fc.nat({ max: 90 }).map((n): AuditFrom => ({ kind: 'screen', screenId: `screen-${n}` })),
  fc.nat({ max: 90 }).map((n): AuditFrom => ({ kind: 'screen', screenId: `known-${n}`, label: 'Chair' })),
);
const body = fc.oneof(
  fc.record({ type: fc.constant('act-refused' as const), act: fc.string(), code: fc.constantFrom(...REFUSAL_CODES) }),
  fc.record({ type: fc.constant('sign-in-refused' as const), code: fc.constantFrom(...REFUSAL_CODES) }),
);

test('SEC-113 SEC-114 a flood of many sources and sorts is a bounded number of rows, and their counts are all of it', () => {
  // Twice each sort, and what is told roughly by its type: five types of refusals.
  const sources = MOST_SOURCES.known + MOST_SOURCES.stranger;
  const most = sources * (2 * MOST_SORTS + 5) + 2 * 5;
  fc.assert(
    fc.property(fc.array(fc.tuple(from, body), { minLength: 1, maxLength: 3_000 }), (flood) => {
      const { audit, written, counts } = auditing();
      for (const [where, what] of flood) audit.refused({ actor: { kind: 'system' }, from: where }, what);
      audit.close();
      expect(written.length).toBeLessThanOrEqual(most);
      expect(counts().reduce((sum, n) => sum + n, 0)).toBe(flood.length);
    }),
    { numRuns: 60 },
  );
});

test('SEC-113 ten thousand a second for a minute from as many addresses: the rest of the strangers are "others"', () => {
  const { audit, written, at, counts } = auditing();
  for (let n = 0; n < 600_000; n++) {
    at.real = n / 10;
    audit.refused(strangerAt(`2001:db8::${(n % 60_000).toString(16)}`), refusal(`act ${n % 7}`));
  }
  at.real = 60_000;
  audit.tick();
  expect(written.length).toBeLessThan(400);
  expect(counts().reduce((sum, n) => sum + n, 0)).toBe(600_000);
  const others = written.filter(({ event }) => event.from.kind === 'others').map(({ event }) => event);
  expect(others).toMatchObject([{ act: 'various', code: 'too-many' }]);
});

test('SEC-113 strangers take no place of those who proved who they are', () => {
  const { audit, written } = auditing();
  for (let n = 0; n < 1_000; n++) audit.refused(strangerAt(`192.0.2.${n}`), refusal('a'));
  audit.refused(nurse, refusal('infusion:start'));
  expect(written.at(-1)?.event).toMatchObject({ actor: nurse.actor, act: 'infusion:start' });
});

describe('SEC-115 the same record read again within a minute is one reading', () => {
  test.each([
    ['again after 59,999 ms', 59_999, 1],
    ['again after 60,000 ms', 60_000, 2],
  ])('SEC-115 %s', (_, later, rows) => {
    const { audit, written, at } = auditing();
    audit.read(nurse, 'past-visit', 'v1');
    at.real = later;
    audit.tick();
    audit.read(nurse, 'past-visit', 'v1');
    expect(written).toHaveLength(rows);
  });

  test('SEC-115 another visit, another person or another screen is another', () => {
    const { audit, written } = auditing();
    audit.read(nurse, 'past-visit', 'v1');
    audit.read(nurse, 'past-visit', 'v2');
    audit.read(nurse, 'trend', 'v1');
    audit.read({ ...nurse, from: { kind: 'screen', screenId: 'screen-2' } }, 'past-visit', 'v1');
    audit.read({ ...nurse, actor: { kind: 'screen', screenId: 'screen-1' } }, 'past-visit', 'v1');
    expect(written).toHaveLength(5);
    expect(written[0]?.event).toMatchObject({ type: 'record-read', what: 'past-visit', visitId: 'v1' });
  });
});
