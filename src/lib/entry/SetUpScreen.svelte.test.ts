import '../../app.css';
import { expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { Refusal } from '#core/refusal.ts';
import type { AccessRequests } from '#protocol/access.ts';
import NextSteps from './NextSteps.svelte';
import SetUpScreen from './SetUpScreen.svelte';

type Given = AccessRequests['first-run']['given'];
const PASSWORD = 'four quiet words here';

async function firstRun(answer: Refusal | null = null, more: { of?: 'administrator'; needsCode?: boolean } = {}) {
  const ask = vi.fn<(given: Given) => Promise<Refusal | null>>(() => Promise.resolve(answer));
  const ondone = vi.fn();
  const screen = await render(SetUpScreen, {
    ...{ siteName: '', timeZone: 'Europe/Zurich', zones: ['Europe/Zurich', 'UTC'], ask, ondone },
    ...{ now: Date.UTC(2026, 6, 1, 12), ...more },
  });
  return { screen, ask, ondone };
}

test('UI-254 one screen asks for name, zone, chairs and administrator; the zone is this browser’s, with its time', async () => {
  const { screen, ask, ondone } = await firstRun();
  await expect.element(screen.getByLabelText('Time zone')).toHaveValue('Europe/Zurich');
  await expect.element(screen.getByText(/^It is 14:00 there/)).toBeVisible();
  await userEvent.fill(screen.getByLabelText('Name of the clinic'), ' Elm Street ');
  await userEvent.fill(screen.getByLabelText('How many'), '2');
  await userEvent.keyboard('{Tab}');
  await userEvent.fill(screen.getByLabelText('Name of chair 2'), 'Window');
  await userEvent.fill(screen.getByLabelText('First administrator'), 'A. Lind');
  await userEvent.fill(screen.getByLabelText('Password'), PASSWORD);
  await userEvent.fill(screen.getByLabelText('The same once more'), PASSWORD);
  await screen.getByRole('button', { name: 'Set up the clinic' }).click();
  expect(ask).toHaveBeenCalledExactlyOnceWith({
    ...{ name: 'Elm Street', timeZone: 'Europe/Zurich', chairs: ['Chair 1', 'Window'], administratorName: 'A. Lind' },
    password: PASSWORD,
  });
  expect(ondone).toHaveBeenCalledOnce();
});

test('UI-255 each value that is missing or cannot be is named, by the page or by the server', async () => {
  const { screen, ask, ondone } = await firstRun({ code: 'conflict', message: 'Two chairs are called Window.' });
  const submit = screen.getByRole('button', { name: 'Set up the clinic' });
  const says = async (sentence: string) => {
    await submit.click();
    await expect.element(screen.getByRole('alert')).toMatchTextContent(sentence);
  };
  await says('Enter the clinic’s name');
  await userEvent.fill(screen.getByLabelText('Name of the clinic'), 'Elm Street');
  await userEvent.fill(screen.getByLabelText('Name of chair 3'), ' ');
  await says('Chair 3 has no name');
  await userEvent.fill(screen.getByLabelText('Name of chair 3'), 'Window');
  await says('Enter the administrator’s name');
  await userEvent.fill(screen.getByLabelText('How many'), '65');
  await userEvent.keyboard('{Tab}');
  await expect.element(screen.getByRole('alert')).toMatchTextContent('A clinic has 1 to 64 chairs');
  await userEvent.fill(screen.getByLabelText('First administrator'), 'A. Lind');
  await says('A password has 12 characters at least');
  await userEvent.fill(screen.getByLabelText('Password'), PASSWORD);
  await says('The two passwords are not the same');
  await userEvent.fill(screen.getByLabelText('The same once more'), PASSWORD);
  expect(ask).not.toHaveBeenCalled();
  await says('Two chairs are called Window');
  expect(ondone).not.toHaveBeenCalled();
});

test('UI-355 of a clinic that is set up the administrator alone is asked for, and elsewhere than at the server its code', async () => {
  const { screen, ask, ondone } = await firstRun(null, { of: 'administrator', needsCode: true });
  expect(screen.getByLabelText('Name of the clinic').elements()).toHaveLength(0);
  await userEvent.fill(screen.getByLabelText('First administrator'), 'A. Lind');
  await userEvent.fill(screen.getByLabelText('Password'), PASSWORD);
  await userEvent.fill(screen.getByLabelText('The same once more'), PASSWORD);
  const submit = screen.getByRole('button', { name: 'Set the password' });
  await submit.click();
  await expect.element(screen.getByRole('alert')).toMatchTextContent('Enter the set-up code');
  await userEvent.fill(screen.getByLabelText('Set-up code'), 'AB3K 9QXM');
  await submit.click();
  expect(ask).toHaveBeenCalledExactlyOnceWith({
    ...{ administratorName: 'A. Lind', password: PASSWORD, setUpCode: 'AB3K 9QXM' },
  });
  expect(ondone).toHaveBeenCalledOnce();
});

test('UI-256 after it Places says what comes next, until a device is on a chair', async () => {
  const screen = await render(NextSteps, { devices: 0, placed: 0, address: 'http://vigil:4400' });
  await expect.element(screen.getByRole('heading', { name: 'What to do next' })).toBeVisible();
  for (const words of ['Register the devices.', 'http://vigil:4400', 'Open the station'])
    expect(screen.container.textContent).toContain(words);
  await screen.rerender({ devices: 2, placed: 1 });
  expect(screen.container.textContent.trim()).toBe('');
});
