import { describe, expect, test } from 'vitest';
import { ARGON2, Hasher } from './argon2.ts';
import type { Derive } from './argon2.ts';

const value = <T>(result: { ok: true; value: T } | { ok: false }): T => {
  if (!result.ok) throw new Error('refused');
  return result.value;
};

describe('SEC-145 argon2id', () => {
  test('SEC-145 is kept with salt and parameters, never the same twice, and proves the secret alone', async () => {
    const hasher = new Hasher();
    const [one, two] = [value(await hasher.hash('2580', 'near')), value(await hasher.hash('2580', 'near'))];
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(one).not.toBe(two);
    expect(value(await hasher.verify('2580', one, 'near'))).toEqual({ isRight: true, isOld: false });
    expect(value(await hasher.verify('2581', one, 'near'))).toEqual({ isRight: false, isOld: false });
    expect(value(await new Hasher({ parameters: { ...ARGON2, passes: 3 } }).verify('2580', one, 'near'))).toEqual({
      isRight: true,
      isOld: true,
    });
  });

  test.each([
    undefined,
    '',
    'x',
    '$argon2id$v=19$m=1,t=1,p=1$$',
    '$argon2i$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAA',
    '$2b$10$abcdefghijklmnopqrstuv',
  ])('SEC-139 of nobody, or of what is no hash, it takes the same work and is never right: %s', async (kept) => {
    const worked: unknown[] = [];
    const derive: Derive = async (secret, salt, parameters) => {
      worked.push(parameters);
      return Buffer.alloc(32, `${secret}${salt.length}`);
    };
    const hasher = new Hasher({ derive });
    expect(value(await hasher.verify('', kept, 'near'))).toEqual({ isRight: false, isOld: false });
    expect(worked).toEqual([ARGON2]);
  });
});

describe('SEC-145 few at once', () => {
  function held() {
    const open: (() => void)[] = [];
    const asked: string[] = [];
    const derive: Derive = (secret) =>
      new Promise((resolve) => {
        asked.push(secret);
        open.push(() => resolve(Buffer.alloc(32)));
      });
    const settle = () => new Promise((resolve) => setImmediate(resolve));
    return { hasher: new Hasher({ derive }), open, asked, settle };
  }

  test('SEC-145 two work, twenty wait, the next is told to come again; a flood from elsewhere leaves ten places', async () => {
    const { hasher, open, asked, settle } = held();
    const far = Array.from({ length: 30 }, (_, n) => hasher.hash(`far ${n}`, 'elsewhere'));
    await settle();
    expect(asked).toEqual(['far 0', 'far 1']);
    const near = Array.from({ length: 12 }, (_, n) => hasher.hash(`near ${n}`, 'near'));
    const refused = (await Promise.all([...far.slice(12), ...near.slice(10)])).map((each) => each.ok);
    expect(refused).toEqual(Array.from({ length: 20 }, () => false));
    for (let n = 0; n < 22; n += 1) {
      open[n]?.();
      await settle();
    }
    expect(asked.slice(2, 12)).toEqual(Array.from({ length: 10 }, (_, n) => `near ${n}`));
    expect((await Promise.all([...far.slice(0, 12), ...near.slice(0, 10)])).every((each) => each.ok)).toBe(true);
    expect((await Promise.all([hasher.hash('after', 'elsewhere'), settle().then(() => open.at(-1)?.())]))[0].ok).toBe(
      true,
    );
  });

  test('SEC-145 one that fails leaves its place to the next', async () => {
    let calls = 0;
    const derive: Derive = async () => {
      calls += 1;
      if (calls <= 3) throw new Error('no memory');
      return Buffer.alloc(32);
    };
    const hasher = new Hasher({ derive });
    const all = await Promise.allSettled(Array.from({ length: 6 }, () => hasher.hash('x', 'near')));
    expect(all.map(({ status }) => status)).toEqual([
      'rejected',
      'rejected',
      'rejected',
      'fulfilled',
      'fulfilled',
      'fulfilled',
    ]);
  });
});
