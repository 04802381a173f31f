import { afterEach, describe, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import FullScreen from './FullScreen.svelte';

afterEach(() => vi.restoreAllMocks());

const asIf = (isEnabled: boolean, ownWindow: boolean): void => {
  vi.spyOn(document, 'fullscreenEnabled', 'get').mockReturnValue(isEnabled);
  vi.spyOn(window, 'matchMedia').mockReturnValue({ matches: ownWindow } as MediaQueryList);
};
const fill = (element: Element | null): void => {
  vi.spyOn(document, 'fullscreenElement', 'get').mockReturnValue(element);
  document.dispatchEvent(new Event('fullscreenchange'));
};

describe('UI-283 full screen', () => {
  test('one button to go there and to come back', async () => {
    asIf(true, false);
    const [go, back] = [vi.fn(async () => undefined), vi.fn(async () => undefined)];
    vi.spyOn(document.documentElement, 'requestFullscreen').mockImplementation(go);
    vi.spyOn(document, 'exitFullscreen').mockImplementation(back);
    await render(FullScreen);
    await page.getByRole('button', { name: 'Full screen' }).click();
    expect(go).toHaveBeenCalledOnce();
    fill(document.documentElement);
    await page.getByRole('button', { name: 'Leave full screen' }).click();
    expect(back).toHaveBeenCalledOnce();
    fill(null);
    await expect.element(page.getByRole('button', { name: 'Full screen' })).toBeVisible();
  });

  test.each([
    ['where the browser cannot', false, false],
    ['where the app has its own window', true, true],
  ])('none %s', async (_, isEnabled, ownWindow) => {
    asIf(isEnabled, ownWindow);
    await render(FullScreen);
    expect(page.getByRole('button').elements()).toEqual([]);
  });
});
