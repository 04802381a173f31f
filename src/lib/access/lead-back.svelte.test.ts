import { afterEach, expect, test, vi } from 'vitest';
import { BACK_MS, leadBack } from './lead-back.ts';

afterEach(() => vi.useRealTimers());

test('UI-364 a page that waits for a PIN leads back to its own chair once nobody touched it for half a minute', () => {
  vi.useFakeTimers();
  const go = vi.fn();
  const stop = leadBack(go);
  vi.advanceTimersByTime(BACK_MS - 1);
  window.dispatchEvent(new Event('pointerdown'));
  vi.advanceTimersByTime(BACK_MS - 1);
  expect(go).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(go).toHaveBeenCalledOnce();
  stop();
  const left = vi.fn();
  leadBack(left)();
  window.dispatchEvent(new Event('keydown'));
  vi.advanceTimersByTime(2 * BACK_MS);
  expect(left).not.toHaveBeenCalled();
});
