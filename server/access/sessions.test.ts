import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SessionEnding } from '#core/audit/audit-event.ts';
import { GRACE_MS, LOCK_ELSEWHERE_MS, LOCK_MS, SESSION_MS, Sessions } from './sessions.ts';
import type { KeptSession } from './sessions.ts';

const START = 1_000_000;

function table(kept: readonly KeptSession[] = []) {
  let now = START;
  const store = new Map(kept.map((session) => [session.sessionId, session]));
  const told: string[] = [];
  const ended: [string, SessionEnding][] = [];
  const open = () =>
    new Sessions({
      now: () => now,
      kept: [...store.values()],
      keep: (sessionId, session) => void (session ? store.set(sessionId, session) : store.delete(sessionId)),
      lockMs: (screenId) => (screenId === 'office' ? LOCK_ELSEWHERE_MS : LOCK_MS),
      onChange: (sessionId) => void told.push(sessionId),
      onEnded: ({ sessionId }, why) => void ended.push([sessionId, why]),
    });
  return {
    open,
    store,
    told,
    ended,
    pass: (ms: number) => void (now += ms),
    get now() {
      return now;
    },
  };
}
const of = (n: number | string, screenId = 'chair-1', staffId = 'kim') => ({
  ...{ sessionId: `s${n}`, tokenHash: `t${n}`, screenId, staffId },
});

describe('SEC-141 a lock', () => {
  test.each([
    ['chair-1', LOCK_MS - 1, false],
    ['chair-1', LOCK_MS, true],
    ['office', LOCK_MS, false],
    ['office', LOCK_ELSEWHERE_MS - 1, false],
    ['office', LOCK_ELSEWHERE_MS, true],
    ['chair-1', -4_000, false],
    ['chair-1', -6_000, true],
  ])('SEC-141 at %s, untouched for %i ms: %s', (screenId, ms, locked) => {
    const { open, pass } = table();
    const sessions = open();
    sessions.open(of(1, screenId));
    pass(ms);
    expect(sessions.get('s1')?.locked).toBe(locked);
  });

  test('SEC-141 a touch puts it off and never opens it; a lock is told once', () => {
    const { open, pass, told } = table();
    const sessions = open();
    sessions.open(of(1));
    pass(LOCK_MS - 1);
    sessions.touch('s1');
    pass(LOCK_MS - 1);
    expect(sessions.get('s1')?.locked).toBe(false);
    pass(1);
    sessions.tick();
    sessions.touch('s1');
    sessions.tick();
    expect(sessions.get('s1')?.locked).toBe(true);
    expect(told).toEqual(['s1', 's1']);
    sessions.unlock('s1', 't2');
    expect(sessions.get('s1')?.locked).toBe(false);
    expect([sessions.find('t1', 'chair-1'), sessions.find('t2', 'chair-1')]).toEqual(['s1', 's1']);
    pass(GRACE_MS);
    expect([sessions.find('t1', 'chair-1'), sessions.find('t2', 'chair-1')]).toEqual([undefined, 's1']);
    sessions.anew('s1', 't3');
    expect([sessions.find('t2', 'chair-1'), sessions.find('t3', 'chair-1')]).toEqual([undefined, 's1']);
  });

  test('SEC-151 a start opens none that was locked, and locks one that was left long before', () => {
    const { open, pass } = table();
    const before = open();
    before.open(of(1));
    before.open(of(2, 'chair-2'));
    before.open(of(3, 'chair-3'));
    before.lock('s1');
    pass(60_000);
    before.touch('s3');
    pass(60_000);
    const after = open();
    expect(['s1', 's2', 's3'].map((id) => after.get(id)?.locked)).toEqual([true, true, false]);
    expect(after.find('t3', 'chair-3')).toBe('s3');
  });
});

test('SEC-142 a renewed token leaves the one before a minute, once', () => {
  const { open, pass } = table();
  const sessions = open();
  sessions.open(of(1));
  sessions.renew('s1', 't2');
  sessions.renew('s1', 't3');
  expect(['t1', 't2', 't3'].map((token) => sessions.find(token, 'chair-1'))).toEqual([undefined, 's1', 's1']);
  pass(GRACE_MS);
  expect(['t2', 't3'].map((token) => sessions.find(token, 'chair-1'))).toEqual([undefined, 's1']);
});

test('SEC-142 a shift later it is over, touched or not', () => {
  const { open, pass, ended, store } = table();
  const sessions = open();
  sessions.open(of(1));
  for (let ms = 0; ms < SESSION_MS - 60_000; ms += 60_000) {
    pass(60_000);
    sessions.touch('s1');
  }
  expect(sessions.get('s1')?.locked).toBe(false);
  pass(60_000);
  sessions.tick();
  expect([sessions.get('s1'), store.size, ended]).toEqual([undefined, 0, [['s1', 'too-old']]]);
});

type Step =
  | { readonly do: 'open'; readonly screen: number; readonly person: number }
  | { readonly do: 'end' | 'renew' | 'unlock' | 'touch' | 'lock'; readonly nth: number }
  | { readonly do: 'remove-person' | 'remove-screen'; readonly nth: number }
  | { readonly do: 'pass'; readonly ms: number }
  | { readonly do: 'restart' };

const small = fc.integer({ min: 0, max: 3 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('open' as const), screen: small, person: small }),
  fc.record({
    do: fc.constantFrom('end' as const, 'renew' as const, 'unlock' as const, 'touch' as const, 'lock' as const),
    nth: fc.nat(9),
  }),
  fc.record({ do: fc.constantFrom('remove-person' as const, 'remove-screen' as const), nth: small }),
  fc.record({ do: fc.constant('pass' as const), ms: fc.constantFrom(1, GRACE_MS, LOCK_MS, SESSION_MS / 2) }),
  fc.constant({ do: 'restart' as const }),
);

test('SEC-140 whatever happens, a token finds a sign-in only at its own screen, and none that has ended; a screen has one at most', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40, size: 'max' }), (steps) => {
      const at = table();
      let sessions = at.open();
      const opened: { sessionId: string; screenId: string; staffId: string; startedAt: number; tokens: string[] }[] =
        [];
      const over = new Set<string>();
      let tokens = 0;
      for (const each of steps) {
        const chosen = 'nth' in each ? opened[each.nth % Math.max(1, opened.length)] : undefined;
        const end = (is: (one: (typeof opened)[number]) => boolean) => {
          for (const one of opened) if (is(one)) over.add(one.sessionId);
        };
        if (each.do === 'open') {
          const [screenId, staffId] = [`screen-${each.screen}`, `person-${each.person}`];
          end((one) => one.screenId === screenId);
          const [sessionId, tokenHash] = [`s${opened.length}`, `t${(tokens += 1)}`];
          opened.push({ sessionId, screenId, staffId, startedAt: at.now, tokens: [tokenHash] });
          sessions.open({ sessionId, screenId, staffId, tokenHash });
        } else if (each.do === 'pass') at.pass(each.ms);
        else if (each.do === 'restart') sessions = at.open();
        else if (each.do === 'remove-person') {
          end((one) => one.staffId === `person-${each.nth}`);
          sessions.endWhere('person-removed', ({ staffId }) => staffId === `person-${each.nth}`);
        } else if (each.do === 'remove-screen') {
          end((one) => one.screenId === `screen-${each.nth}`);
          sessions.endWhere('screen-removed', ({ screenId }) => screenId === `screen-${each.nth}`);
        } else if (chosen) {
          const isLive = sessions.get(chosen.sessionId) !== undefined;
          if (each.do === 'end') over.add(chosen.sessionId);
          if (each.do === 'renew' || each.do === 'unlock') {
            const token = `t${(tokens += 1)}`;
            sessions[each.do](chosen.sessionId, token);
            if (isLive) chosen.tokens.push(token);
          } else sessions[each.do](chosen.sessionId);
        }
        for (const one of opened) {
          const isOver = over.has(one.sessionId) || at.now - one.startedAt >= SESSION_MS;
          if (isOver) over.add(one.sessionId);
          for (const [index, token] of one.tokens.entries()) {
            const found = sessions.find(token, one.screenId);
            expect(found).toBeOneOf(isOver ? [undefined] : [undefined, one.sessionId]);
            if (!isOver && index === one.tokens.length - 1) expect(found).toBe(one.sessionId);
            expect(sessions.find(token, `${one.screenId}x`)).toBeUndefined();
            expect(sessions.find(token, 'screen-9')).toBeUndefined();
          }
        }
        const screens = sessions.all.map(({ screenId }) => screenId);
        expect(new Set(screens).size).toBe(screens.length);
      }
    }),
    { numRuns: 150 },
  );
});
