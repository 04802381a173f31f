/** What may be chosen as a PIN or a password. The refusal says what to change. */
import { accept, refuse } from '#core/refusal.ts';
import type { Result } from '#core/refusal.ts';

const LEAST_PASSWORD = 12;
const MOST_PASSWORD = 128;

export function checkPin(pin: string): Result<null> {
  if (!/^\d{4,8}$/.test(pin)) return refuse('out-of-range', 'A PIN has 4 to 8 digits: choose another.');
  if (isRun(pin) || isRepeated(pin) || isYear(pin))
    return refuse('out-of-range', 'This PIN is among the first that anybody would try: choose another.');
  return accept(null);
}

/** @param name the person's own */
export function checkPassword(password: string, name: string): Result<null> {
  const characters = [...password.normalize('NFC')].length;
  if (characters < LEAST_PASSWORD)
    return refuse('out-of-range', `A password has ${LEAST_PASSWORD} characters at least: a few words will do.`);
  if (characters > MOST_PASSWORD)
    return refuse('out-of-range', `A password has ${MOST_PASSWORD} characters at most: choose a shorter one.`);
  const plain = letters(password);
  const besideName = letters(name).length < 3 ? plain : plain.replaceAll(letters(name), '');
  if (besideName.length < LEAST_PASSWORD / 2 || isRepeated(plain) || isRun(plain))
    return refuse(
      'out-of-range',
      'This password is among the first that anybody would try: choose one without your name and without repetition.',
    );
  return accept(null);
}

const letters = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/\s+/g, '');

/** `1234`, `8765`, and `7890`. */
const isRun = (text: string): boolean =>
  [1, -1].some((step) =>
    [...text].every((character, index) => {
      const before = text[index - 1];
      if (before === undefined) return true;
      if (/^\d{2}$/.test(before + character)) return (Number(before) + step + 10) % 10 === Number(character);
      return character.charCodeAt(0) - before.charCodeAt(0) === step;
    }),
  );

/** One character, or a part of at most a third, again and again: `0000`, `1212`, `passpasspass`. */
function isRepeated(text: string): boolean {
  for (let length = 1; length <= Math.max(Math.floor(text.length / 3), text.length === 4 ? 2 : 1); length += 1) {
    const part = text.slice(0, length);
    if (part.repeat(Math.ceil(text.length / length)).startsWith(text)) return true;
  }
  return false;
}

const isYear = (pin: string): boolean => /^(19|20)\d\d$/.test(pin);
