import { expect, onTestFinished, test } from 'vitest';
import { startTestClinic } from '../support/test-clinic.ts';

test('PH-148 two patients who share a surname are named to each other before the identity is confirmed', async () => {
  const clinic = await startTestClinic({ chairs: 3 });
  onTestFinished(() => clinic.close());
  const nurse = await (await clinic.screen()).choose('nurse');
  const chairs = [1, 2, 3].map((number) => clinic.chair(number).chairId);
  const [first = '', second = '', third = ''] = chairs;
  const namesakes = (chairId: string) => clinic.clinic.board.view(chairId)?.readiness?.namesakes;
  await nurse.open(first, { name: 'Dana Marlow', birthDate: '1986-03-14' });
  await nurse.open(third, { name: 'Grace Hopper', birthDate: '1946-12-09' });
  expect(namesakes(first)).toBeUndefined();
  await nurse.open(second, { name: 'MÁRLOW, Rosa', birthDate: '1990-02-01' });
  expect(namesakes(second)).toMatchObject([{ name: 'Dana Marlow', birthDate: '1986-03-14' }]);
  clinic.clinic.board.refresh(first);
  expect(namesakes(first)).toMatchObject([{ name: 'MÁRLOW, Rosa', birthDate: '1990-02-01' }]);
  clinic.clinic.board.refresh(third);
  expect(namesakes(third)).toBeUndefined();
});
