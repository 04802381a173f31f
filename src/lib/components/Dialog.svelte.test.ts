import '../../app.css';
import { createRawSnippet } from 'svelte';
import { describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import Dialog from './Dialog.svelte';

const form = createRawSnippet(() => ({ render: () => '<label>Reason <input /></label>' }));

async function opened() {
  await page.viewport(1280, 800);
  document.body.style.setProperty('--dialog-top', '88px');
  const opener = document.body.appendChild(document.createElement('button'));
  opener.textContent = 'Open';
  opener.focus();
  const screen = await render(Dialog, { open: true, title: 'Note', lead: 'It says what it is for.', children: form });
  const dialog = screen.container.querySelector('dialog') as HTMLDialogElement;
  return { screen, dialog, opener };
}

describe('UI-21 a form never covers the strip', () => {
  test('dialog and scrim begin under it, and what is in it can be tapped', async () => {
    const { dialog, screen } = await opened();
    const scrim = screen.container.querySelector('.scrim') as HTMLElement;
    expect(dialog.getBoundingClientRect().top).toBeGreaterThanOrEqual(88);
    expect(scrim.getBoundingClientRect().top).toBe(88);
    expect(document.elementFromPoint(640, 40)?.closest('dialog, .scrim')).toBeNull();
    expect(document.elementFromPoint(20, 400)).toBe(scrim);
  });
  test('it is named by its title and told by its first sentence', async () => {
    const { screen } = await opened();
    const dialog = screen.getByRole('dialog', { name: 'Note' });
    await expect.element(dialog).toHaveAccessibleDescription('It says what it is for.');
  });
  test('Tab stays in it, both ways round', async () => {
    const { dialog } = await opened();
    for (const keys of ['{Tab}', '{Tab}', '{Tab}', '{Shift>}{Tab}{/Shift}', '{Shift>}{Tab}{/Shift}']) {
      await userEvent.keyboard(keys);
      expect(dialog.contains(document.activeElement)).toBe(true);
    }
  });
  test('UI-21 in a low window a block of keys is scrolled and never loses its last key', async () => {
    const key = '<button style="height: 48px">Key</button>';
    const keys = createRawSnippet(() => ({
      render: () => `<div class="block" style="display: grid; overflow: hidden">${key.repeat(12)}</div>`,
    }));
    await page.viewport(1280, 480);
    const screen = await render(Dialog, { open: true, title: 'Menu', children: keys });
    const block = screen.container.querySelector('.block') as HTMLElement;
    expect(block.getBoundingClientRect().height).toBe(12 * 48);
    expect(block.parentElement?.scrollHeight).toBeGreaterThan(12 * 48);
  });
  test('Escape closes it too when the focus went with the button that was tapped', async () => {
    const { dialog } = await opened();
    (document.activeElement as HTMLElement).blur();
    await userEvent.keyboard('{Escape}');
    await expect.poll(() => dialog.open).toBe(false);
  });
  test('Escape closes it and the focus goes back', async () => {
    const { dialog, opener } = await opened();
    await userEvent.keyboard('{Escape}');
    await expect.poll(() => dialog.open).toBe(false);
    expect(document.activeElement).toBe(opener);
    opener.remove();
  });
});
