import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Link } from './link.ts';
import type { Connect, ConnectionEvents, LinkOptions } from './link.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A line whose far end the test plays. */
function line(options: Partial<LinkOptions> = {}) {
  const attempts: (ConnectionEvents & { dropped: boolean; written: number[] })[] = [];
  const connect: Connect = (to) => {
    const attempt = { ...to, dropped: false, written: [] as number[] };
    attempts.push(attempt);
    return { write: (bytes) => attempt.written.push(...bytes), drop: () => (attempt.dropped = true) };
  };
  const said: string[] = [];
  const link = new Link(connect, { silenceMs: 5_000, ...options });
  link.on('open', () => said.push('open'));
  link.on('resumed', () => said.push('resumed'));
  link.on('bytes', (bytes) => said.push(`${bytes.length} bytes`));
  link.on('close', (reason) => said.push(reason));
  link.start();
  const last = () => {
    const attempt = attempts.at(-1);
    if (!attempt) throw new Error('no attempt yet');
    return attempt;
  };
  return { link, attempts, last, said };
}

describe('a link', () => {
  test('DV-44 is opened again without end, waiting longer each time, 15 s at most', () => {
    const { attempts, last, said } = line();
    const waits: number[] = [];
    for (let n = 1; n <= 12; n += 1) {
      last().close('nothing listens there');
      let waited = 0;
      for (; attempts.length === n; waited += 500) vi.advanceTimersByTime(500);
      waits.push(waited);
    }
    expect(waits).toEqual([500, 1000, 2000, 4000, 8000, ...Array.from({ length: 7 }, () => 15_000)]);
    expect(new Set(said)).toEqual(new Set(['nothing listens there']));
  });

  test('DV-44 once bytes have come, it is tried again soon', () => {
    const { attempts, last } = line();
    for (let n = 0; n < 6; n += 1) {
      last().close('no');
      vi.advanceTimersByTime(15_000);
    }
    last().open();
    last().bytes(Uint8Array.of(1));
    last().close('unplugged');
    const before = attempts.length;
    vi.advanceTimersByTime(500);
    expect(attempts).toHaveLength(before + 1);
  });

  test('DV-45 that is open and silent for the device’s limit is dropped and opened again', () => {
    const { attempts, last, said, link } = line();
    last().open();
    vi.advanceTimersByTime(4_999);
    last().bytes(Uint8Array.of(1));
    vi.advanceTimersByTime(4_999);
    expect(link.isOpen).toBe(true);
    const half = last();
    vi.advanceTimersByTime(1);
    expect(said).toEqual(['open', '1 bytes', 'silent for 5 s']);
    expect([half.dropped, link.isOpen]).toEqual([true, false]);
    vi.advanceTimersByTime(500);
    expect(attempts).toHaveLength(2);
  });

  test('DV-45 of a device that may have nothing to say is left open', () => {
    const { last, link } = line();
    link.watchSilence(false);
    last().open();
    vi.advanceTimersByTime(3_600_000);
    expect(link.isOpen).toBe(true);
    link.watchSilence(true);
    vi.advanceTimersByTime(5_000);
    expect(link.isOpen).toBe(false);
  });

  test('DV-193 of a listener is kept when nobody calls: silence is told once, and who calls then is a new line', () => {
    const { attempts, last, said, link } = line({ staysOpen: true });
    last().open();
    vi.advanceTimersByTime(3_600_000);
    expect([said, attempts.length, link.isOpen]).toEqual([['open', 'silent for 5 s'], 1, true]);
    last().bytes(Uint8Array.of(1));
    last().bytes(Uint8Array.of(2));
    expect(said.slice(2)).toEqual(['resumed', '1 bytes', '1 bytes']);
    vi.advanceTimersByTime(5_000);
    expect(said.slice(5)).toEqual(['silent for 5 s']);
    expect(last().dropped).toBe(false);
  });

  test('DV-44 an attempt that is never answered is given up', () => {
    const { attempts, said } = line();
    vi.advanceTimersByTime(5_000);
    expect(said).toEqual(['no answer within 5 s']);
    vi.advanceTimersByTime(500);
    expect(attempts).toHaveLength(2);
  });

  test('DV-44 what a dropped attempt still says is not heard', () => {
    const { attempts, last, said, link } = line();
    last().open();
    vi.advanceTimersByTime(5_500);
    const [first, second] = attempts;
    first?.bytes(Uint8Array.of(1, 2));
    first?.close('late');
    second?.open();
    expect(said).toEqual(['open', 'silent for 5 s', 'open']);
    expect(link.isOpen).toBe(true);
  });

  test('DV-32 writes what is on the transmit list and nothing else', () => {
    const { last, link } = line({ mayWrite: (bytes) => bytes[0] === 0x3a });
    expect(link.write(Uint8Array.of(0x3a))).toBe(false);
    last().open();
    expect([link.write(Uint8Array.of(0x3a)), link.write(Uint8Array.of(0x3b))]).toEqual([true, false]);
    expect(last().written).toEqual([0x3a]);
  });

  test('DV-32 without a transmit list nothing is written', () => {
    const { last, link } = line();
    last().open();
    expect(link.write(Uint8Array.of(1))).toBe(false);
  });

  test('DV-44 that was closed stays closed', () => {
    const { attempts, last, link } = line();
    last().open();
    link.close();
    vi.advanceTimersByTime(60_000);
    expect(attempts).toHaveLength(1);
    expect(last().dropped).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });
});
