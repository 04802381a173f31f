import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cookieName, readCookie, setCookie } from './cookies.ts';
import { networkOf } from './from.ts';
import { newCode, OneTimeCodes, readCode } from './one-time-codes.ts';
import { isToken, newToken, screenIdOf } from './screen-token.ts';
import { TICKET_MS, Tickets } from './tickets.ts';

describe('tokens and cookies', () => {
  test('SEC-135 a screen’s id is made of its token and does not tell it', () => {
    const token = newToken(randomBytes);
    expect(screenIdOf(token)).toMatch(/^screen-[0-9a-f]{32}$/);
    expect(screenIdOf(token)).toBe(screenIdOf(token));
    expect(screenIdOf(newToken(randomBytes))).not.toBe(screenIdOf(token));
    for (const none of [undefined, '', 'x', `${token}=`, `${token.slice(1)}.`, `${token}\n`])
      expect(screenIdOf(none)).toBeUndefined();
  });

  test.each([
    ['a=1; vigil-screen=x; b=2', 'x'],
    ['vigil-screen=x', 'x'],
    ['vigil-screen=x; vigil-screen=x', 'x'],
    ['vigil-screen=x; vigil-screen=y', undefined],
    ['vigil-screen=', undefined],
    ['vigil-screen', undefined],
    ['xvigil-screen=x', undefined],
    ['Vigil-Screen=x', undefined],
    ['__Host-vigil-screen=x', undefined],
    [`vigil-screen=${'x'.repeat(9_000)}`, undefined],
    ['', undefined],
    [undefined, undefined],
  ])('SEC-135 of the header %s it reads %s', (header, value) => {
    expect(readCookie(header, 'vigil-screen')).toBe(value);
  });

  test('SEC-135 no header is a fault', () => {
    fc.assert(fc.property(fc.string({ maxLength: 300, unit: 'binary' }), (header) => readCookie(header, 'a') !== ''));
  });

  test('SEC-135 over TLS cookies are of this host alone and never sent in the clear', () => {
    expect(cookieName('session', true)).toBe('__Host-vigil-session');
    expect(setCookie('session', 'x', true)).toBe('__Host-vigil-session=x; Path=/; HttpOnly; SameSite=Lax; Secure');
    expect(setCookie('screen', 'x', true)).toBe(
      '__Host-vigil-screen=x; Path=/; HttpOnly; SameSite=Lax; Max-Age=34560000; Secure',
    );
    expect(setCookie('session', null, false)).toBe('vigil-session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0');
  });
});

describe('tickets', () => {
  const given = () => {
    let now = 0;
    const tickets = new Tickets(() => now);
    const ticket = newToken(randomBytes);
    tickets.give(ticket, { sessionId: 's', screenId: 'a' });
    return { tickets, ticket, pass: (ms: number) => void (now += ms) };
  };
  test('SEC-152 are good once, at their own screen, for 30 s', () => {
    const one = given();
    one.pass(TICKET_MS - 1);
    expect([one.tickets.redeem(one.ticket, 'a'), one.tickets.redeem(one.ticket, 'a')]).toEqual(['s', undefined]);
    const two = given();
    two.pass(TICKET_MS);
    expect(two.tickets.redeem(two.ticket, 'a')).toBeUndefined();
    const three = given();
    expect([three.tickets.redeem(three.ticket, 'b'), three.tickets.redeem(three.ticket, 'a')]).toEqual([
      undefined,
      undefined,
    ]);
    for (const none of ['', 'x', 'y'.repeat(43)]) expect(given().tickets.redeem(none, 'a')).toBeUndefined();
  });
});

describe('codes', () => {
  test('SEC-137 have eight characters that look like no other, and are read as they were meant', () => {
    for (let n = 0; n < 200; n += 1) {
      const code = newCode(randomBytes);
      expect(code).toMatch(/^[2-9A-HJKMNP-TW-Z]{4} [2-9A-HJKMNP-TW-Z]{4}$/);
      expect(readCode(` ${code.toLowerCase().replace(' ', '-')} `)).toBe(code.replace(' ', ''));
    }
    for (const none of ['', 'ABCD EFG', 'ABCD EFGHJ', 'ABCD EFG0', 'ABCD EFGI', 'A'.repeat(65), 'ÄBCDEFGH'])
      expect(readCode(none)).toBeUndefined();
  });

  test('SEC-137 each character is as likely as any other', () => {
    let next = 0;
    const random = (length: number) => Buffer.from(Array.from({ length }, () => next++ % 256));
    const counts = new Map<string, number>();
    for (let n = 0; n < 2_900; n += 1)
      for (const each of newCode(random).replace(' ', '')) counts.set(each, (counts.get(each) ?? 0) + 1);
    expect(counts.size).toBe(29);
    expect(Math.max(...counts.values()) - Math.min(...counts.values())).toBeLessThan(40);
  });

  test('SEC-137 are kept as hashes, known after a restart, for their purpose alone; a person has one at most', () => {
    let now = 0;
    const kept = new Map<string, string>();
    const open = () =>
      new OneTimeCodes({
        now: () => now,
        kept,
        keep: (id, value) => void (value === null ? kept.delete(id) : kept.set(id, value)),
      });
    const codes = open();
    const person = { kind: 'person', staffId: 'kim' } as const;
    codes.add({ codeId: '1', for: person, until: 100 }, 'hash-1');
    codes.add({ codeId: '2', for: person, until: 100 }, 'hash-2');
    codes.add({ codeId: '3', for: { kind: 'screen', place: { kind: 'station' }, label: 'S' }, until: 50 }, 'hash-3');
    const again = open();
    expect(again.open.map(({ codeId }) => codeId)).toEqual(['2', '3']);
    expect(JSON.stringify(again.open)).not.toContain('hash');
    expect(again.find('hash-1', 'person')).toBeUndefined();
    expect(again.find('hash-3', 'person')).toBeUndefined();
    expect(again.find('hash-2', 'person')?.codeId).toBe('2');
    now = 50;
    expect(again.find('hash-3', 'screen')).toBeUndefined();
    again.use('2');
    expect([again.open, kept.size]).toEqual([[], 0]);
    for (let n = 0; n < 100; n += 1)
      again.add({ codeId: `c${n}`, for: { kind: 'person', staffId: `${n}` }, until: 99 }, `${n}`);
    expect(again.add({ codeId: 'x', for: { kind: 'person', staffId: 'x' }, until: 99 }, 'x').ok).toBe(false);
  });
});

test.each([
  ['127.0.0.1', '127.0.0.1'],
  ['::ffff:127.0.0.1', '127.0.0.1'],
  ['::1', '::1'],
  ['192.168.1.9', '192.168.1.9'],
  ['::ffff:192.168.1.9', '192.168.1.9'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2:ffff::9', '2001:db8:1:2::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  [undefined, 'unknown'],
])('SEC-146 the source %s is %s', (remote, network) => {
  expect(networkOf(remote)).toBe(network);
});

test('SEC-135 a token is 256 bits', () => {
  expect(isToken(newToken(randomBytes))).toBe(true);
  expect(Buffer.from(newToken(randomBytes), 'base64url')).toHaveLength(32);
});
