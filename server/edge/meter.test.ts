import { expect, test, vi } from 'vitest';
import { refuse } from '#core/refusal.ts';
import { Meter } from './meter.ts';

const { refusal } = refuse('too-many', 'Too many.');

function metered() {
  const onRefused = vi.fn();
  const onFlood = vi.fn();
  let at = 0;
  const meter = new Meter({
    messages: { perSecond: 60, burst: 200 },
    bulk: { budget: { perSecond: 100, burst: 1_000 }, sizeOf: (_, payload) => Number(payload) },
    refusal,
    onRefused,
    onFlood,
    now: () => at,
  });
  return {
    meter,
    onRefused,
    onFlood,
    pass: (ms: number) => void (at += ms),
    send: (times: number, size = 0) =>
      Array.from({ length: times }, () => meter.admit('x', size)).filter((answer) => answer === undefined).length,
  };
}

test('SEC-64 over its budget each message is refused with the sentence and counted; after a moment it is taken again', () => {
  const { meter, send, pass, onRefused, onFlood } = metered();
  expect(send(300)).toBe(200);
  expect(meter.admit('x', 0)).toBe(refusal);
  expect(onRefused).toHaveBeenCalledTimes(101);
  pass(1_000);
  expect(send(100)).toBe(60);
  expect(onFlood).not.toHaveBeenCalled();
});

test('SEC-65 a socket that goes on is closed, once, and nothing more of it is taken', () => {
  const { send, pass, onFlood } = metered();
  expect(send(10_000)).toBe(200);
  expect(onFlood).toHaveBeenCalledTimes(1);
  pass(60_000);
  expect(send(10)).toBe(0);
  expect(onFlood).toHaveBeenCalledTimes(1);
});

test('SEC-66 what is late has a budget of its own: used up, what is now is still taken', () => {
  const { send, pass } = metered();
  expect(send(5, 500)).toBe(2);
  expect(send(10)).toBe(10);
  pass(5_000);
  expect(send(5, 500)).toBe(1);
});
