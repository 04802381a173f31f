import { createRawSnippet } from 'svelte';
import { describe, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { Kept } from '../live/kept.ts';
import Failing from './Failing.svelte';

const session: Kept = { read: () => null, keep: () => undefined, forget: () => undefined };
const live = createRawSnippet(() => ({ render: () => '<p>SpO₂ 97</p>' }));
const broken = createRawSnippet(() => ({
  render: () => {
    throw new Error('a fault of the page');
  },
}));

describe('UI-285 a page whose own code fails', () => {
  test('shows nothing any more, ends what is live, and loads again with a tap', async () => {
    const said = vi.spyOn(console, 'error').mockReturnValue(undefined);
    const [stop, reload] = [vi.fn(), vi.fn()];
    render(Failing, { session, stop, reload, children: live });
    await expect.element(page.getByText('SpO₂ 97')).toBeVisible();
    const event = new ErrorEvent('error', { error: new Error('a fault of the page'), cancelable: true });
    window.dispatchEvent(event);
    await expect.element(page.getByRole('heading', { name: 'This page has failed' })).toBeVisible();
    expect(page.getByText('SpO₂ 97').elements()).toEqual([]);
    expect(stop).toHaveBeenCalledOnce();
    expect(said).toHaveBeenCalled();
    await page.getByRole('button', { name: 'Load it again now' }).click();
    expect(reload).toHaveBeenCalled();
  });

  test('also while it is drawn', async () => {
    const said = vi.spyOn(console, 'error').mockReturnValue(undefined);
    const stop = vi.fn();
    render(Failing, { session, stop, reload: vi.fn(), children: broken });
    await expect.element(page.getByRole('heading', { name: 'This page has failed' })).toBeVisible();
    expect(document.body.textContent).toContain('Nobody is watched on this screen.');
    expect(stop).toHaveBeenCalledOnce();
    expect(said).toHaveBeenCalled();
  });

  test('what the browser refuses is no failure', async () => {
    const stop = vi.fn();
    render(Failing, { session, stop, reload: vi.fn(), children: live });
    window.dispatchEvent(new ErrorEvent('error', { error: new DOMException('no', 'NotAllowedError') }));
    window.dispatchEvent(new ErrorEvent('error', { message: 'ResizeObserver loop' }));
    await expect.element(page.getByText('SpO₂ 97')).toBeVisible();
    expect(stop).not.toHaveBeenCalled();
  });
});
