import '../../app.css';
import { createRawSnippet } from 'svelte';
import { describe, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { Role } from '#core/actor.ts';
import { NOBODY_NAMED } from '#core/nobody-named.ts';
import type { Refusal } from '#core/refusal.ts';
import type { Give, GiveTo } from '../chair-page/give.ts';
import { deskContext } from '../access/desk.ts';
import ChairScreen from '../chair-page/ChairScreen.svelte';
import { at } from '../components/fixture-calm.ts';
import { fixtures } from '../components/fixtures.ts';
import { FixtureDesk } from '../gallery/fixture-desk.svelte.ts';
import PhoneScreen from '../phone/PhoneScreen.svelte';
import Lines from './Lines.svelte';
import { eventually } from '../../../tests/support/eventually.ts';

const done = () => Promise.resolve(null);
const trend = createRawSnippet(() => ({ render: () => '<p>trend</p>' }));
const LANDSCAPE = [1280, 800] as const;
const PORTRAIT = [800, 1280] as const;

interface Options {
  readonly size?: readonly [number, number];
  readonly role?: Role;
  readonly refusal?: Refusal;
}
async function chair(name: string, { size = LANDSCAPE, role = 'nurse', refusal }: Options = {}) {
  await page.viewport(...size);
  const fixture = fixtures[name];
  if (!fixture) throw new Error(`no fixture ${name}`);
  const give = vi.fn<Give>(() => Promise.resolve(refusal ?? null));
  const { view, connection, now } = fixture;
  const props = {
    ...{
      view,
      connection,
      now,
      lostSince: null,
      site: null,
      staff: { name: 'K. Marsh', role },
      give: ((_, command) => give(command)) satisfies GiveTo,
    },
    ...{ openVisit: done, trend },
  };
  const screen = await render(ChairScreen, { props, context: deskContext(new FixtureDesk()) });
  await document.fonts.ready;
  return { screen, give };
}
const line = fixtures['message']?.view?.unread[0];
const boxOf = (element: Element) => element.getBoundingClientRect();
const isOver = (a: DOMRect, b: DOMRect): boolean =>
  a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;

describe('a line at the chair', () => {
  test.each([
    ['landscape', LANDSCAPE],
    ['portrait', PORTRAIT],
  ])('UI-230 in %s it stands under the numbers and covers neither them, an alert nor Emergency', async (_, size) => {
    const { screen } = await chair('called-and-high', { size });
    const bar = screen.getByRole('region', { name: 'Line to this chair' });
    await expect.element(bar).toMatchTextContent(/Dr Lindqvist asks for a BP.*M\. Osei, at the station 14:22/);
    const mine = boxOf(bar.element());
    const others = ['.strip', '.cell', 'aside'].flatMap((each) => [...screen.container.querySelectorAll(each)]);
    expect(others.length).toBeGreaterThan(3);
    for (const other of others) expect(isOver(mine, boxOf(other)), other.className).toBe(false);
    const emergency = boxOf(screen.getByRole('button', { name: /Emergency/ }).element());
    expect(emergency.bottom).toBeLessThanOrEqual(size[1]);
    for (const button of bar.element().querySelectorAll('button'))
      expect(boxOf(button).height).toBeGreaterThanOrEqual(48);
  });
  test('UI-230 a tap has read it; a refusal stands with it, and offers the choice of a name', async () => {
    const { screen, give } = await chair('message');
    await screen.getByRole('button', { name: 'Read', exact: true }).click();
    expect(give).toHaveBeenCalledExactlyOnceWith({ type: 'message:read', messageId: line?.messageId });
    await screen.unmount();
    const refused = await chair('message', { refusal: { code: 'not-allowed', message: NOBODY_NAMED } });
    await refused.screen.getByRole('button', { name: 'Read', exact: true }).click();
    await refused.screen.getByRole('button', { name: 'Choose who you are' }).click();
    await expect.element(refused.screen.getByRole('dialog')).toBeVisible();
  });
  test('UI-230 an answer goes back and marks it read; an empty one does not go', async () => {
    const { screen, give } = await chair('message');
    await screen.getByRole('button', { name: 'Answer' }).click();
    const send = screen.getByRole('button', { name: /Send it/ });
    await send.click();
    await expect.element(screen.getByText(/The line is empty/)).toBeVisible();
    expect(give).not.toHaveBeenCalled();
    await screen.getByLabelText('Line to the station').fill(' Will do ');
    await send.click();
    await eventually(() => expect(give).toHaveBeenCalledTimes(2));
    expect(give.mock.calls.map(([command]) => command)).toEqual([
      { type: 'message:send', text: 'Will do' },
      { type: 'message:read', messageId: line?.messageId },
    ]);
    await expect.element(screen.getByRole('dialog')).not.toBeInTheDocument();
  });
  test('UI-230 what was read, or written here, stands there no more', async () => {
    const { screen } = await chair('message-answered');
    await expect.element(screen.getByRole('region', { name: 'Line to this chair' })).not.toBeInTheDocument();
  });
});

describe('UI-231 lines at the station and on a phone', () => {
  const messages = fixtures['message-answered']?.view?.messages ?? [];
  test('UI-231 each says whether it was read, by whom and when, the newest first', async () => {
    const give = vi.fn<Give>(done);
    const screen = await render(Lines, {
      messages: [...messages, ...(line ? [{ ...line, messageId: 'new' }] : [])],
      give,
    });
    const [newest, answer, read] = screen.getByRole('listitem').elements();
    expect(newest?.textContent).toContain('not read');
    expect(answer?.textContent).toMatch(/K\. Marsh, at the chair 14:23/);
    expect(read?.textContent).toContain('read by K. Marsh 14:22');
    await screen.getByRole('button', { name: 'Read' }).click();
    expect(give).toHaveBeenCalledExactlyOnceWith({ type: 'message:read', messageId: 'm2' });
    await screen.rerender({ lost: true });
    await expect.element(screen.getByText('not read when last heard').first()).toBeVisible();
  });
  test('UI-231 a line is sent with Enter, and the field is empty for the next; a refused one stays', async () => {
    const give = vi.fn<Give>(done);
    const screen = await render(Lines, { messages: [], give });
    const field = screen.getByLabelText('Line to the chair');
    await field.fill('BP now, please');
    (field.element() as HTMLInputElement).form?.requestSubmit();
    await eventually(() =>
      expect(give).toHaveBeenCalledExactlyOnceWith({ type: 'message:send', text: 'BP now, please' }),
    );
    await expect.element(field).toHaveValue('');
    give.mockResolvedValueOnce({ code: 'conflict', message: 'Ten lines wait.' });
    await field.fill('again');
    await screen.getByRole('button', { name: 'Send' }).click();
    await expect.element(screen.getByText('Ten lines wait.')).toBeVisible();
    await expect.element(field).toHaveValue('again');
  });
});

describe('UI-233 the call for a provider at the chair', () => {
  test.each(['setup', 'calm', 'recovery', 'discharge', 'emergency-timeline'])(
    'UI-233 in %s there is a button for it, apart from what was done',
    async (name) => {
      const { screen, give } = await chair(name);
      await screen.getByRole('button', { name: /^Call (provider|again)$/ }).click();
      expect(give).toHaveBeenCalledExactlyOnceWith({ type: 'provider:call' });
    },
  );
  test('UI-233 how long ago, where it is to be seen, and that nobody has answered', async () => {
    const { screen, give } = await chair('provider-called');
    const bar = screen.getByRole('region', { name: 'Call for a provider' });
    await expect
      .element(bar)
      .toMatchTextContent(/Provider called 0:36 ago, not answered yet.*On the station and the pager/);
    expect(screen.getByRole('button', { name: 'I am here' }).elements()).toHaveLength(0);
    await bar.getByRole('button', { name: 'Call off' }).click();
    expect(give).toHaveBeenCalledExactlyOnceWith({ type: 'provider:call-off' });
  });
  test('UI-233 no pager has it: that is said; a provider at the chair answers there', async () => {
    const { screen, give } = await chair('called-and-high', { role: 'provider' });
    await expect.element(screen.getByText(/no pager has taken it/)).toBeVisible();
    await screen.getByRole('button', { name: 'I am here' }).click();
    expect(give).toHaveBeenCalledExactlyOnceWith({ type: 'provider:answer' });
  });
  test('UI-233 who comes, and since when', async () => {
    const { screen } = await chair('provider-coming');
    await expect.element(screen.getByText('Dr E. Lindqvist is coming, 14:23')).toBeVisible();
  });
});

test('UI-234 on a phone one tap answers the call; without a connection there is none', async () => {
  await page.viewport(390, 844);
  const { view, now } = fixtures['provider-called'] ?? {};
  const give = vi.fn<Give>(done);
  const props = {
    ...{ view: view ?? null, now: now ?? at(0), connection: 'live' as const, lostSince: null, visitId: null },
    ...{
      staff: { name: 'Dr E. Lindqvist', role: 'provider' as const },
      give: ((_, command) => give(command)) satisfies GiveTo,
    },
    onshow: () => undefined,
  };
  const screen = await render(PhoneScreen, props);
  await screen.getByRole('button', { name: 'I am coming' }).click();
  expect(give).toHaveBeenCalledExactlyOnceWith({ type: 'provider:answer' });
  await screen.rerender({ connection: 'lost', lostSince: props.now - 7_000 });
  await expect.element(screen.getByRole('button', { name: 'I am coming' })).toBeDisabled();
});
