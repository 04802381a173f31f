import '../../app.css';
import { expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { PersonHere } from '#protocol/access.ts';
import { FixtureDesk } from '../gallery/fixture-desk.svelte.ts';
import type { Desk } from './desk.ts';
import SignInDialog from './SignInDialog.svelte';

const NURSE = { staffId: 's1', name: 'K. Marsh', role: 'nurse' } as const;
const WRONG = { code: 'signed-out', message: 'This PIN is not right: try again.' } as const;

async function dialog(is: Partial<Desk> = {}) {
  const desk = new FixtureDesk(is);
  const screen = await render(SignInDialog, { open: true, desk });
  const shut = () => expect.element(screen.getByRole('dialog')).not.toBeInTheDocument();
  const press = async (...names: string[]) => {
    for (const name of names) await screen.getByRole('button', { name, exact: true }).click();
  };
  return { desk, screen, press, shut };
}

test('UI-340 a large name, then the PIN by large keys: dots are drawn, no digit', async () => {
  const { desk, screen, press, shut } = await dialog();
  await screen.getByRole('button', { name: /^N. Okafor/ }).click();
  await press('2', '5', '8');
  const pad = screen.getByRole('group', { name: 'PIN of N. Okafor' });
  await expect.element(pad.getByRole('status')).toHaveTextContent('3 digits');
  expect(pad.element().querySelectorAll('i.on')).toHaveLength(3);
  await expect.element(screen.getByRole('button', { name: 'Sign in' })).toBeDisabled();
  expect(pad.element().querySelectorAll('input')).toHaveLength(0);
  for (const key of pad.element().querySelectorAll('button'))
    expect(Math.min(key.offsetWidth, key.offsetHeight)).toBeGreaterThanOrEqual(48);
  await press('0', 'Sign in');
  await shut();
  expect(desk.asked).toEqual([['sign-in', { staffId: 's2', pin: '2580' }]]);
});

test('UI-340 a keyboard types the PIN, takes a digit back, and gives it', async () => {
  const { desk, screen, shut } = await dialog();
  await screen.getByRole('button', { name: /^K. Marsh/ }).click();
  await expect.element(screen.getByRole('group', { name: 'PIN of K. Marsh' })).toHaveFocus();
  await userEvent.keyboard('2581{Backspace}0{Enter}');
  await shut();
  expect(desk.asked).toEqual([['sign-in', { staffId: 's1', pin: '2580' }]]);
});

test('UI-340 of more than eight people a name is found by typing; in a demo each PIN stands beside its name', async () => {
  const people = Array.from({ length: 9 }, (_, index): PersonHere => ({
    ...{ staffId: `s${index}`, name: `Nurse ${index}`, role: 'nurse', pin: `258${index}` },
  }));
  const { screen } = await dialog({ people });
  await expect.element(screen.getByRole('button', { name: /^Nurse 3.*DEMO PIN 2583/ })).toBeVisible();
  await userEvent.fill(screen.getByLabelText('Find your name'), 'se 7');
  await expect.poll(() => screen.getByRole('listitem').elements().length).toBe(1);
});

test('UI-341 a wrong PIN is said where it was typed; who is shut out reads how long, counted down', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
  const { desk, screen, press } = await dialog();
  desk.answers = [WRONG, { code: 'too-many', message: 'Too many tries: wait 30 s, then try again.', waitMs: 30_000 }];
  await screen.getByRole('button', { name: /^K. Marsh/ }).click();
  await userEvent.keyboard('1111{Enter}');
  await expect.element(screen.getByRole('alert')).toMatchTextContent(WRONG.message);
  expect(screen.container.querySelectorAll('i.on')).toHaveLength(0);
  await userEvent.keyboard('1112{Enter}');
  await expect.element(screen.getByText('Next try in 0:30')).toBeVisible();
  await expect.element(screen.getByRole('button', { name: '5' })).toBeDisabled();
  await vi.advanceTimersByTimeAsync(10_250);
  await expect.element(screen.getByText('Next try in 0:20')).toBeVisible();
  await vi.advanceTimersByTimeAsync(20_000);
  vi.useRealTimers();
  await expect.element(screen.getByRole('button', { name: '5' })).toBeEnabled();
  expect(screen.getByRole('alert').elements()).toHaveLength(0);
  await press('2', '5', '8', '0', 'Sign in');
  expect(desk.asked).toHaveLength(3);
});

test('UI-342 by name and password, which a browser may keep; without a place that is all there is', async () => {
  const { desk, screen, press, shut } = await dialog({ takesPins: false, people: [] });
  await userEvent.fill(screen.getByLabelText('Name'), ' A. Lind ');
  await userEvent.fill(screen.getByLabelText('Password'), 'four words will do');
  for (const [label, kept] of [
    ['Name', 'username'],
    ['Password', 'current-password'],
  ] as const)
    await expect.element(screen.getByLabelText(label)).toHaveAttribute('autocomplete', kept);
  await press('Sign in');
  await shut();
  expect(desk.asked).toEqual([['sign-in', { name: 'A. Lind', password: 'four words will do' }]]);
});

test('UI-343 with a code of the administrator’s one chooses a PIN, said twice', async () => {
  const { desk, screen, press, shut } = await dialog();
  await press('I have a code');
  await userEvent.fill(screen.getByLabelText('Code'), 'AB3K 9QXM');
  await press('Next');
  await screen.getByRole('group', { name: 'Your new PIN' }).click();
  await userEvent.keyboard('2580{Enter}');
  await expect.element(screen.getByText('The same PIN once more.')).toBeVisible();
  await userEvent.keyboard('2589{Enter}');
  await expect.element(screen.getByRole('alert')).toMatchTextContent('The two are not the same');
  await userEvent.keyboard('2580{Enter}');
  await expect.element(screen.getByText('The same PIN once more.')).toBeVisible();
  await userEvent.keyboard('2580{Enter}');
  await shut();
  expect(desk.asked).toEqual([['claim', { code: 'AB3K 9QXM', pin: '2580' }]]);
});

test('UI-343 another PIN for oneself by the one of now; what is wrong with that is said where it is asked for', async () => {
  const { desk, screen, press, shut } = await dialog({ staff: NURSE });
  desk.answers = [WRONG];
  const choose = async (now: string) => {
    await expect.element(screen.getByRole('group', { name: 'Your PIN now' })).toHaveFocus();
    await userEvent.keyboard(`${now}{Enter}`);
    for (const label of ['Your new PIN', 'Your new PIN once more']) {
      await expect.element(screen.getByRole('group', { name: label, exact: true })).toHaveFocus();
      await userEvent.keyboard('8642{Enter}');
    }
  };
  await press('New PIN');
  await choose('1111');
  await expect.element(screen.getByRole('alert')).toMatchTextContent(WRONG.message);
  await choose('2580');
  await shut();
  expect(desk.asked[1]).toEqual(['change', { current: { pin: '2580' }, next: { pin: '8642' } }]);
});

test.each([
  ['has the patient', { code: 'conflict', message: 'You have the patient on Chair 1.' } as const, 1],
  ['has no connection', { code: 'unavailable', message: 'Not connected.' } as const, 0],
])('UI-319 who %s reads why not; to leave and stay in charge is another tap', async (_, refusal, offered) => {
  const { desk, screen, press, shut } = await dialog({ staff: NURSE });
  desk.answers = [refusal];
  await press('Leave this screen');
  await expect.element(screen.getByRole('alert')).toMatchTextContent(refusal.message);
  const stay = screen.getByRole('button', { name: 'Leave and stay in charge' });
  expect(stay.elements()).toHaveLength(offered);
  if (offered === 0) return;
  await stay.click();
  await shut();
  expect(desk.asked).toEqual([
    ['leave', false],
    ['leave', true],
  ]);
});

test('UI-346 a locked screen asks for its own PIN; somebody else signs in there with theirs', async () => {
  const { desk, screen, press, shut } = await dialog({ staff: NURSE, locked: true, isAsked: true });
  await expect.element(screen.getByRole('dialog', { name: 'K. Marsh: your PIN' })).toBeVisible();
  await expect.element(screen.getByText(/With your PIN, what you tapped is done/)).toBeVisible();
  desk.answers = [{ code: 'locked', message: WRONG.message }];
  await userEvent.keyboard('1111{Enter}');
  await expect.element(screen.getByRole('alert')).toMatchTextContent(WRONG.message);
  await press('I am somebody else');
  await screen.getByRole('button', { name: /^N. Okafor/ }).click();
  await userEvent.keyboard('2580{Enter}');
  expect(desk.asked.slice(0, 2)).toEqual([
    ['unlock', { pin: '1111' }],
    ['sign-in', { staffId: 's2', pin: '2580' }],
  ]);
  await shut();
});

test('SEC-161 whoever goes locks the screen from here; where it is locked there is nothing to lock', async () => {
  const { desk, screen, press, shut } = await dialog({ staff: NURSE });
  await press('Lock');
  await shut();
  expect(desk.asked).toEqual([['lock', null]]);
  const locked = await dialog({ staff: NURSE, locked: true });
  await locked.press('I am somebody else');
  await expect.element(screen.getByRole('button', { name: 'Lock', exact: true })).not.toBeInTheDocument();
});
