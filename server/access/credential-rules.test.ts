import { expect, test } from 'vitest';
import { checkPassword, checkPin } from './credential-rules.ts';

test.each([
  ['2580', true],
  ['47', false],
  ['471', false],
  ['4711', true],
  ['47118253', true],
  ['471182530', false],
  ['471a', false],
  ['４７１１', false],
  [' 4711', false],
  ['0000', false],
  ['1111', false],
  ['1212', false],
  ['121212', false],
  ['123123', true],
  ['1234', false],
  ['4321', false],
  ['7890', false],
  ['0987', false],
  ['12345678', false],
  ['1987', false],
  ['2024', false],
  ['2187', true],
  ['', false],
])('SEC-144 a PIN: %s %s', (pin, good) => {
  expect(checkPin(pin).ok).toBe(good);
});

test.each([
  ['seven green bottles', true],
  ['elevenchars', false],
  ['twelve chars', true],
  ['x'.repeat(128), false],
  [`${'seven green bottles '.repeat(6)}123456`, true],
  [`${'ab1'.repeat(42)}abc`, false],
  ['passpasspass', false],
  ['Kim Marsh Kim Marsh', false],
  ['Kim Marsh 12', false],
  ['KIM marsh and the sea', true],
  ['abcdefghijklmno', false],
  ['1234567890123456', false],
  ['éééééééééééé', false],
  ['grüße von überall', true],
  ['', false],
])('SEC-144 a password of Kim Marsh: %s %s', (password, good) => {
  expect(checkPassword(password, 'Kim Marsh').ok).toBe(good);
});
test('SEC-144 a password is long enough at 12 and too long at 129 characters', () => {
  const letters = 'q7wertzuiopas9dfghjk4lyxcvbnm';
  const text = (length: number): string => letters.repeat(5).slice(0, length - 1) + '#';
  expect([11, 12, 128, 129].map((length) => checkPassword(text(length), 'K').ok)).toEqual([false, true, true, false]);
});
