import { describe, expect, test, vi } from 'vitest';
import { ScreenAwake } from './wake-lock.svelte.ts';

class FakePage extends EventTarget {
  visibilityState: DocumentVisibilityState = 'visible';
  show(state: DocumentVisibilityState): void {
    this.visibilityState = state;
    this.dispatchEvent(new Event('visibilitychange'));
  }
}
class FakeLock extends EventTarget {
  released = false;
  readonly type = 'screen';
  onrelease = null;
  release(): Promise<void> {
    this.released = true;
    this.dispatchEvent(new Event('release'));
    return Promise.resolve();
  }
}

function bench(refuses = false) {
  const page = new FakePage();
  const locks: FakeLock[] = [];
  const request = vi.fn(() => {
    if (refuses || page.visibilityState !== 'visible') return Promise.reject(new Error('NotAllowedError'));
    const lock = new FakeLock();
    locks.push(lock);
    return Promise.resolve(lock as WakeLockSentinel);
  });
  const awake = new ScreenAwake({ wakeLock: { request }, page: page as unknown as Document });
  awake.start();
  return { page, locks, request, awake };
}
const settled = () => new Promise((resolve) => setTimeout(resolve));

describe('AL-145 the screen stays awake while a visit is watched', () => {
  test('AL-145 taken when wanted, let go when not', async () => {
    const { awake, locks } = bench();
    await settled();
    expect([awake.state, locks.length]).toEqual(['off', 0]);
    awake.want(true);
    await settled();
    expect(awake.state).toBe('held');
    awake.want(false);
    expect([awake.state, locks[0]?.released]).toEqual(['off', true]);
  });
  test('AL-145 taken again when the page is seen again', async () => {
    const { awake, page, locks } = bench();
    awake.want(true);
    await settled();
    page.show('hidden');
    await locks[0]?.release();
    expect(awake.state).toBe('waiting');
    page.show('visible');
    await settled();
    expect([awake.state, locks.length]).toEqual(['held', 2]);
  });
  test('AL-145 let go of before it was given, it is not kept', async () => {
    const { awake, locks } = bench();
    awake.want(true);
    awake.want(false);
    await settled();
    expect([awake.state, locks[0]?.released]).toEqual(['off', true]);
  });
  test.each([
    ['refused', () => bench(true).awake],
    ['absent', () => new ScreenAwake({ wakeLock: undefined })],
  ])('AL-145 %s: it is told', async (_, make) => {
    const awake = make();
    awake.want(true);
    await settled();
    expect(awake.state).toBe('refused');
  });
});
