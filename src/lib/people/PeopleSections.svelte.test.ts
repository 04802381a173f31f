import '../../app.css';
import { expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { Refusal } from '#core/refusal.ts';
import type { SiteCommand } from '#core/site-state.ts';
import type { AskServer } from '../access/ask-server.ts';
import { FIXTURE_CODE, peopleServer, peopleTold } from '../gallery/fixture-people.ts';
import { site } from '../gallery/fixture-site.ts';
import PeopleSections from './PeopleSections.svelte';

async function sections(answers: (Refusal | null)[] = []) {
  const posted: [path: string, given: unknown][] = [];
  const ask = vi.fn<(command: SiteCommand) => Promise<Refusal | null>>(() => Promise.resolve(answers.shift() ?? null));
  const server = ((path: string, given?: object) => {
    if (given) posted.push([path, given]);
    return peopleServer(path, given);
  }) as AskServer;
  const screen = await render(PeopleSections, { site, ask, server, self: { staffId: 's0', screenId: 'screen-1' } });
  const hold = async (name: string) => {
    const button = screen.getByRole('button', { name: new RegExp(`^${name}`) }).element() as HTMLElement;
    // As assistive technology does, which can only click.
    for (let n = 0; n < 2; n += 1) button.click();
    await expect.poll(() => ask.mock.calls.length).toBeGreaterThan(0);
  };
  return { screen, ask, posted, hold };
}
const rowOf = (screen: Awaited<ReturnType<typeof sections>>['screen'], name: string) =>
  screen.getByRole('listitem').filter({ hasText: name }).first();

test('UI-360 of each person it says role, what they sign in with, where they are signed in, and that a code waits', async () => {
  const { screen } = await sections();
  await expect
    .element(rowOf(screen, 'K. Marsh'))
    .toMatchTextContent(/nurse · PIN.*signed in: Tablet at Chair 1, locked/);
  await expect
    .element(rowOf(screen, 'N. Okafor'))
    .toMatchTextContent(/no PIN and no password yet.*a code waits.*made by A\. Lind/);
  // Nobody removes themselves.
  expect(
    rowOf(screen, 'A. Lind')
      .getByRole('button', { name: /^Remove/ })
      .elements(),
  ).toHaveLength(0);
});

test('UI-361 a person is added with a role, and the code for them stands there large, once', async () => {
  const { screen, ask, posted } = await sections();
  await screen.getByRole('button', { name: 'Add, with a code' }).click();
  await expect.element(screen.getByRole('alert')).toMatchTextContent('Enter a name');
  await userEvent.fill(screen.getByLabelText('Another person’s name'), ' N. Okafor ');
  await screen.getByText('Provider', { exact: true }).click();
  await screen.getByRole('button', { name: 'Add, with a code' }).click();
  const dialog = screen.getByRole('dialog', { name: 'A code for N. Okafor' });
  await expect.element(dialog).toMatchTextContent(FIXTURE_CODE);
  expect(ask).toHaveBeenCalledExactlyOnceWith({ type: 'staff:add', name: 'N. Okafor', role: 'provider' });
  expect(posted).toEqual([['/api/codes', { kind: 'person', staffId: 's2' }]]);
});

test('UI-362 who has a patient is removed with a second tap that names the chairs; sign-ins and codes are taken back', async () => {
  const refusal = { code: 'needs-confirmation', message: 'K. Marsh has the patient on Chair 1: confirm.' } as const;
  const { screen, ask, posted, hold } = await sections([refusal]);
  await expect.element(rowOf(screen, 'K. Marsh')).toBeVisible();
  await hold('Remove K\\. Marsh');
  await expect.element(screen.getByRole('alert')).toMatchTextContent(refusal.message);
  await screen.getByRole('button', { name: 'Remove all the same' }).click();
  await expect
    .poll(() => ask.mock.calls.map(([command]) => command))
    .toEqual([
      { type: 'staff:remove', staffId: 's1' },
      { type: 'staff:remove', staffId: 's1', confirmed: true },
    ]);
  await screen.getByRole('button', { name: 'Sign out everywhere' }).click();
  await rowOf(screen, 'N. Okafor').getByRole('button', { name: 'Take the code back' }).click();
  await expect
    .poll(() => posted)
    .toEqual([
      ['/api/sessions/end', { sessionId: 'x1' }],
      ['/api/codes/take-back', { codeId: 'k1' }],
    ]);
});

test('UI-363 of each screen it says its place, when it was seen and who is there; one is enrolled by a code for a place, and removed', async () => {
  const { screen, ask, posted, hold } = await sections();
  await expect.element(rowOf(screen, 'Wall by the door')).toMatchTextContent(/Station.*this screen.*here now.*nobody/);
  await expect.element(rowOf(screen, 'Spare tablet')).toMatchTextContent(/Chair 2.*not seen since the server started/);
  await screen.getByRole('button', { name: 'Enrol a screen' }).click();
  await screen.getByRole('button', { name: 'Make its code' }).click();
  await expect.element(screen.getByRole('alert')).toMatchTextContent('Choose where the screen stands');
  await screen.getByRole('button', { name: 'Chair 4', exact: true }).click();
  await expect.element(screen.getByLabelText('What it is called in the list')).toHaveValue('Tablet at Chair 4');
  await screen.getByRole('button', { name: 'Make its code' }).click();
  await expect
    .element(screen.getByRole('dialog', { name: 'A code for a screen: Chair 4' }))
    .toMatchTextContent(FIXTURE_CODE);
  expect(posted).toEqual([
    ['/api/codes', { kind: 'screen', place: { kind: 'chair', chairId: 'c4' }, label: 'Tablet at Chair 4' }],
  ]);
  await userEvent.keyboard('{Escape}');
  await hold('Remove Spare tablet');
  expect(ask).toHaveBeenCalledExactlyOnceWith({ type: 'screen:remove', screenId: 'screen-3' });
});

test('SEC-91 a screen whose chair has a visit is removed with a second tap', async () => {
  const refusal = { code: 'needs-confirmation', message: 'A visit is on Chair 4: or confirm.' } as const;
  const { screen, ask, hold } = await sections([refusal]);
  await expect.element(screen.getByRole('button', { name: /^Remove Spare tablet/ })).toBeVisible();
  await hold('Remove Spare tablet');
  await screen.getByRole('button', { name: 'Remove all the same' }).click();
  await expect
    .poll(() => ask.mock.calls.map(([command]) => command))
    .toEqual([
      { type: 'screen:remove', screenId: 'screen-3' },
      { type: 'screen:remove', screenId: 'screen-3', confirmed: true },
    ]);
});

test('UI-360 what the server would not say is said, with the way to ask again', async () => {
  const answers = [{ ok: false, refusal: { code: 'locked', message: 'Enter your PIN, then do it again.' } }];
  const server = (() =>
    Promise.resolve(answers.shift() ?? { ok: true, data: peopleTold(Date.now()) })) as unknown as AskServer;
  const screen = await render(PeopleSections, { site, ask: () => Promise.resolve(null), server });
  await expect.element(screen.getByRole('alert')).toMatchTextContent('Enter your PIN');
  await screen.getByRole('button', { name: 'Ask again' }).click();
  await expect.element(screen.getByText('K. Marsh').first()).toBeVisible();
});
