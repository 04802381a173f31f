import '../../app.css';
import { expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { NOW, SECOND } from '../components/fixture-calm.ts';
import { watchesAlone } from '../components/fixture-alone.ts';
import AloneBanner from './AloneBanner.svelte';
import { aloneLines, heldOf, heldText } from './alone-lines.ts';

const { waiting } = watchesAlone;
const marsh = { name: 'K. Marsh' };
const noted = { ...waiting[0]!, commandId: 'n', staff: null };

test.each([
  ['their person, locked', marsh, true, waiting, 'pin', '3 entries of -120–-30 wait for your PIN'],
  ['their person, open', marsh, false, waiting.slice(0, 1), 'word', '1 entry of -120 waits for your word'],
  ['somebody else', { name: 'B. Ode' }, false, waiting, null, '3 entries of -120–-30 wait for K. Marsh'],
  [
    'somebody else, and one is nobody’s',
    { name: 'B. Ode' },
    false,
    [noted, ...waiting],
    'word',
    '1 entry of -120 waits for your word',
  ],
  ['nobody', null, false, waiting, null, '3 entries of -120–-30 wait for K. Marsh'],
] as const)('UI-366 what is held says for whom it waits: %s', (_, staff, locked, items, ask, text) => {
  const held = heldOf(items, { staff, locked }, () => undefined);
  expect(held?.ask).toBe(ask);
  expect(held && heldText(held, (at) => String((at - NOW) / SECOND))).toBe(text);
});
test('UI-366 nothing is held, nothing is said', () => {
  expect(heldOf([], { staff: marsh, locked: true }, () => undefined)).toBeNull();
});

test('UI-366 what waits for the PIN is listed before it goes: recorded by the PIN, discarded by a second tap', async () => {
  const onconfirm = vi.fn();
  const ondismiss = vi.fn();
  const held = heldOf(waiting, { staff: marsh, locked: true }, onconfirm);
  const alone = { since: null, waiting, refused: [], ondismiss, held };
  expect(aloneLines(alone, NOW)).toEqual({ text: '3 entries wait for your PIN', note: 'look and decide' });
  const screen = await render(AloneBanner, { alone, listed: true });
  const list = screen.getByRole('dialog', { name: 'Entered while this tablet was alone' });
  await expect.element(list).toMatchTextContent(/3 entries of .* wait for your PIN/);
  await list.getByRole('button', { name: 'Discard' }).nth(1).click();
  expect(ondismiss).not.toHaveBeenCalled();
  await list.getByRole('button', { name: 'Discard: not recorded' }).click();
  expect(ondismiss).toHaveBeenCalledExactlyOnceWith('w2');
  await list.getByRole('button', { name: 'Enter the PIN and record them' }).click();
  expect(onconfirm).toHaveBeenCalledOnce();
});
