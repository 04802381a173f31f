import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import HoldButton from './HoldButton.svelte';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

async function held() {
  const onheld = vi.fn();
  const screen = await render(HoldButton, { label: 'Emergency', onheld });
  const button = screen.getByRole('button').element() as HTMLButtonElement;
  const pointer = (type: string) => button.dispatchEvent(new PointerEvent(type, { button: 0, bubbles: true }));
  const key = (type: string, name: string, repeat = false) =>
    button.dispatchEvent(new KeyboardEvent(type, { key: name, repeat, bubbles: true, cancelable: true }));
  const says = async (text: string) => expect.element(screen.getByText(text)).toBeVisible();
  return { onheld, button, pointer, key, says };
}

describe('UI-15 a held button', () => {
  test('acts after one second by finger, once', async () => {
    const { onheld, pointer } = await held();
    pointer('pointerdown');
    vi.advanceTimersByTime(999);
    expect(onheld).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(onheld).toHaveBeenCalledOnce();
    pointer('pointerup');
    vi.advanceTimersByTime(5_000);
    expect(onheld).toHaveBeenCalledOnce();
  });

  test.each(['pointerup', 'pointerleave', 'pointercancel'])('%s before that does nothing and says so', async (end) => {
    const { onheld, pointer, says } = await held();
    pointer('pointerdown');
    vi.advanceTimersByTime(900);
    pointer(end);
    vi.advanceTimersByTime(5_000);
    expect(onheld).not.toHaveBeenCalled();
    await says('hold it for 1 s');
  });

  test.each([' ', 'Enter'])('acts by the key "%s" held down, its repeats counting as one', async (name) => {
    const { onheld, key } = await held();
    key('keydown', name);
    for (let t = 0; t < 1_000; t += 100) {
      vi.advanceTimersByTime(100);
      key('keydown', name, true);
    }
    key('keyup', name);
    vi.advanceTimersByTime(5_000);
    expect(onheld).toHaveBeenCalledOnce();
  });

  test('a key let go early does nothing', async () => {
    const { onheld, key } = await held();
    key('keydown', 'Enter');
    vi.advanceTimersByTime(500);
    key('keyup', 'Enter');
    vi.advanceTimersByTime(5_000);
    expect(onheld).not.toHaveBeenCalled();
  });

  test('who can only click clicks twice', async () => {
    const { onheld, button, says } = await held();
    button.click();
    expect(onheld).not.toHaveBeenCalled();
    await says('hold it for 1 s');
    button.click();
    expect(onheld).toHaveBeenCalledOnce();
  });
});
