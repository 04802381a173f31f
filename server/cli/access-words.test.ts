import { expect, test } from 'vitest';
import { PASSWORD, startStaffedClinic } from '../../tests/support/staffed-clinic.ts';
import { firstRunWords, resetWords } from './access-words.ts';

test('SEC-154 a server with an administrator says no set-up code; one who is shut out is given a code at its console alone', async () => {
  const clinic = await startStaffedClinic();
  const { desk } = clinic.attached;
  expect(firstRunWords(desk)).toEqual([]);
  expect(await resetWords(desk, 'Kim Marsh')).toMatchObject({
    ok: false,
    refusal: { message: 'There is no administrator “Kim Marsh”: there is Ada Admin.' },
  });
  const words = await resetWords(desk, ' ada  ADMIN');
  const code = /: (\w{4} \w{4})$/.exec(words.ok ? (words.value[0] ?? '') : '')?.[1] ?? '';
  const browser = clinic.browser();
  await browser.done('claim', { code, password: 'nine blue umbrellas' });
  expect((await browser.overview()).staff?.name).toBe('Ada Admin');
  expect((await clinic.administrator.overview()).staff).toBeNull();
  expect((await browser.post('sign-in', { name: 'Ada Admin', password: PASSWORD })).status).toBe(401);
  const events = clinic.clinic.site.staff.find(({ name }) => name === 'Ada Admin');
  expect(events?.credentials).toEqual(['password']);
  await clinic.close();
});
