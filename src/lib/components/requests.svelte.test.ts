import { expect, test } from 'vitest';
import { Requests } from './requests.svelte.ts';

const refused = { code: 'not-allowed', message: 'The visit is over.' } as const;

test('UI-430 while one is on its way another is sent, and only the same one again is ignored', async () => {
  const requests = new Requests();
  const asked: string[] = [];
  const answers = [Promise.withResolvers<null>(), Promise.withResolvers<null>()];
  const ask = (what: string, answer: Promise<null>) => requests.send(what, () => (asked.push(what), answer));
  const gait = ask('gait', answers[0]!.promise);
  const iv = ask('iv', answers[1]!.promise);
  expect(await ask('gait', Promise.resolve(null))).toBe(false);
  expect(asked).toEqual(['gait', 'iv']);
  answers[1]!.resolve(null);
  expect(await iv).toBe(true);
  expect([requests.isBusy('gait'), requests.isBusy('iv')]).toEqual([true, false]);
  answers[0]!.resolve(null);
  expect(await gait).toBe(true);
  expect(requests.isBusy('gait')).toBe(false);
});

test('UI-430 what is done takes away no sentence of another that was refused meanwhile; the next press does', async () => {
  const requests = new Requests();
  const slow = Promise.withResolvers<null>();
  const first = requests.send('gait', () => slow.promise);
  expect(await requests.send('iv', () => Promise.resolve(refused))).toBe(false);
  slow.resolve(null);
  await first;
  expect(requests.refusal).toEqual(refused);
  void requests.send('gait', () => Promise.resolve(null));
  expect(requests.refusal).toBeNull();
});
