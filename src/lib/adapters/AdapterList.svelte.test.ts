import '../../app.css';
import { describe, expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { PeopleAnswer } from '#protocol/access.ts';
import type { AskServer } from '../access/ask-server.ts';
import { adapterServer, FIXTURE_KEY } from '../gallery/fixture-adapters.ts';
import { site } from '../gallery/fixture-site.ts';
import type { Ask } from '../settings/ask.ts';
import AdapterList from './AdapterList.svelte';

/** Everything asked of the server stands in `asked`. */
async function show(state: string | null = null, refusal: Awaited<ReturnType<Ask>> = null) {
  const asked: [path: string, body?: object][] = [];
  const answer = adapterServer(state);
  const server: AskServer = (path, body) => {
    asked.push(body ? [path, body] : [path]);
    return answer(path, body);
  };
  const ask = vi.fn<Ask>(() => Promise.resolve(refusal));
  const screen = await render(AdapterList, { site, ask, server });
  return { asked, ask, screen };
}
const made = (asked: readonly (readonly [path: string, body?: object])[]) =>
  asked.filter(([path]) => path === '/api/adapter-keys').map(([, body]) => body);

describe('DV-278 the adapters in Settings', () => {
  test('DV-278 each with its label, what it may send, and whether it is here', async () => {
    const { screen } = await show();
    await expect.element(screen.getByText('box-1 · sends Oximeter 1, Cuff 1')).toBeVisible();
    await expect.element(screen.getByText('box-2 · sends all devices')).toBeVisible();
    expect(screen.getByText('Connected', { exact: true }).elements()).toHaveLength(1);
    expect(screen.getByText('Not connected').elements()).toHaveLength(2);
    await expect.element(screen.getByText(/^last seen \d\d:\d\d$/)).toBeVisible();
    await expect.element(screen.getByText('not seen since Vigil started')).toBeVisible();
  });

  test('DV-278 who tried without a valid key is admitted by a tap, under its own id', async () => {
    const { asked, screen } = await show();
    await expect.element(screen.getByText(/^tried at \d\d:\d\d from 192\.168\.1\.31$/)).toBeVisible();
    await expect.element(screen.getByText(/Box in room 2 has a key, and this is another/)).toBeVisible();
    await screen.getByRole('button', { name: 'Admit box-9' }).click();
    await screen.getByRole('button', { name: 'Make the key' }).click();
    await expect.poll(() => made(asked)).toEqual([{ adapterId: 'box-9', label: 'box-9', devices: 'all' }]);
  });

  test('DV-278 removed by holding; a refusal is said beside it', async () => {
    const { ask, screen } = await show(null, { code: 'not-found', message: 'This adapter has no key any more.' });
    const remove = screen.getByRole('button', { name: /^Remove/ }).first();
    await expect.element(remove).toBeVisible();
    // As assistive technology does, which can only click.
    for (let n = 0; n < 2; n += 1) (remove.element() as HTMLElement).click();
    await expect.poll(() => ask.mock.calls).toEqual([[{ type: 'adapter:remove', adapterId: 'box-1' }]]);
    await expect.element(screen.getByRole('alert')).toMatchTextContent('This adapter has no key any more.');
  });

  test.each([
    ['empty', 'None yet. Start an adapter'],
    ['loading', 'Loading …'],
    ['refused', 'Enter your PIN, then do it again.'],
    ['away', 'Vigil'],
  ])('DV-278 %s: %s', async (state, words) => {
    const { asked, screen } = await show(state);
    const section = screen.getByRole('region', { name: 'Adapters' });
    await expect.element(section).toMatchTextContent(words);
    if (state === 'loading' || state === 'empty') return;
    const before = asked.length;
    await screen.getByRole('button', { name: 'Ask again' }).click();
    expect(asked.length).toBeGreaterThan(before);
  });

  test('DV-278 what was known stands while no answer comes, and the newest answer is what counts', async () => {
    const answers: ((told: unknown) => void)[] = [];
    const server = (() => new Promise<unknown>((resolve) => answers.push(resolve))) as AskServer;
    const screen = await render(AdapterList, { site, ask: async () => null, server });
    const told = (label: string): { ok: true; data: Partial<PeopleAnswer> } => ({
      ok: true,
      data: {
        adapters: [{ adapterId: 'a', label, devices: 'all', connected: true, lastSeenAt: 0 }],
        triedAdapters: [],
      },
    });
    await expect.poll(() => answers.length).toBe(1);
    await screen.rerender({ site: { ...site } });
    await expect.poll(() => answers.length).toBe(2);
    answers[1]?.(told('New'));
    await expect.element(screen.getByText('New', { exact: true })).toBeVisible();
    answers[0]?.(told('Old'));
    await screen.rerender({ site: { ...site } });
    await expect.poll(() => answers.length).toBe(3);
    answers[2]?.(null);
    await expect.element(screen.getByRole('button', { name: 'Ask again' })).toBeVisible();
    await expect.element(screen.getByText('New', { exact: true })).toBeVisible();
    expect(screen.getByText('Old', { exact: true }).elements()).toHaveLength(0);
  });
});

describe('DV-279 a key', () => {
  test('DV-279 is made for an id and for some devices, and shown once with what to do', async () => {
    const { asked, screen } = await show();
    await screen.getByRole('button', { name: 'Make a key' }).click();
    await screen.getByRole('button', { name: 'Make the key' }).click();
    expect(made(asked)).toEqual([]);
    await userEvent.fill(screen.getByLabelText('Id of the adapter'), 'screen:1');
    await screen.getByRole('button', { name: 'Make the key' }).click();
    await expect.element(screen.getByRole('alert')).toMatchTextContent('Give the adapter’s id');
    await userEvent.fill(screen.getByLabelText('Id of the adapter'), ' box 3');
    await screen.getByRole('button', { name: 'Make the key' }).click();
    await expect.element(screen.getByRole('alert')).toMatchTextContent('Give the adapter’s id');
    await userEvent.fill(screen.getByLabelText('Id of the adapter'), 'box-3');
    await userEvent.fill(screen.getByLabelText('Label'), 'Box in room 3');
    await screen.getByText('Only these').click();
    await screen.getByRole('button', { name: 'Make the key' }).click();
    await expect.element(screen.getByRole('alert')).toMatchTextContent('Choose a device at least');
    await screen.getByRole('checkbox', { name: /^Oximeter 3/ }).click();
    await screen.getByRole('button', { name: 'Make the key' }).click();
    await expect.element(screen.getByLabelText('The key')).toHaveTextContent(FIXTURE_KEY);
    expect(made(asked)).toEqual([{ adapterId: 'box-3', label: 'Box in room 3', devices: ['ox-3'] }]);
    const dialog = screen.getByRole('dialog');
    await expect.element(dialog).toMatchTextContent('umask 077; cat > box-3.key');
    await expect.element(dialog).toMatchTextContent('--id box-3 --key-file box-3.key');
    const lines = [...dialog.element().querySelectorAll('ol code')].map((each) => each.textContent);
    expect(lines.join()).not.toContain('vk_');
    await screen.getByRole('button', { name: 'Done: the adapter has it' }).click();
    expect(document.body.textContent).not.toContain(FIXTURE_KEY);
    await screen.getByRole('button', { name: 'New key of Box in room 1' }).click();
    await expect.element(screen.getByRole('dialog')).toMatchTextContent('box-1');
    expect(screen.getByLabelText('The key').elements()).toHaveLength(0);
    await expect.element(screen.getByRole('checkbox', { name: /^Cuff 1/ })).toBeChecked();
  });

  test('DV-279 is copied; where a browser does not, it is marked to be copied by hand', async () => {
    const { screen } = await show();
    const written = vi
      .spyOn(navigator.clipboard, 'writeText')
      .mockResolvedValueOnce()
      .mockRejectedValueOnce(new Error());
    await screen.getByRole('button', { name: 'Admit box-9' }).click();
    await screen.getByRole('button', { name: 'Make the key' }).click();
    await screen.getByRole('button', { name: 'Copy' }).click();
    await expect.element(screen.getByText('Copied.')).toBeVisible();
    expect(written).toHaveBeenCalledWith(FIXTURE_KEY);
    await screen.getByRole('button', { name: 'Copy' }).click();
    await expect.element(screen.getByText(/copy it by hand/)).toBeVisible();
    expect(getSelection()?.toString()).toBe(FIXTURE_KEY);
    written.mockRestore();
  });
});
