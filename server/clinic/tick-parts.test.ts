import { describe, expect, test } from 'vitest';
import { TickParts } from './tick-parts.ts';

function aTick() {
  const told: string[] = [];
  const parts = new TickParts((part, error) => told.push(`${part}: ${String(error)}`));
  const fails = (): void => {
    throw new Error('a bug');
  };
  return { parts, told, fails };
}

describe('the parts of a tick', () => {
  test('WS-148 one that throws is told once and listed, the others go on, and it is tried again each tick', () => {
    const { parts, told, fails } = aTick();
    const done: string[] = [];
    for (let tick = 0; tick < 3; tick += 1) {
      parts.run('bell', fails);
      parts.run('pages', () => done.push('pages'));
      parts.settle();
    }
    expect(done).toHaveLength(3);
    expect(told).toEqual(['bell: Error: a bug']);
    expect(parts.failing).toEqual(['bell']);
    parts.run('bell', () => done.push('bell'));
    parts.settle();
    expect(done.at(-1)).toBe('bell');
    expect(parts.failing).toEqual([]);
    parts.run('bell', fails);
    parts.settle();
    expect(told).toHaveLength(2);
  });
  test('WS-148 a part that is run for each visit is listed when it fails for one of them', () => {
    const { parts, told, fails } = aTick();
    parts.run('visits', fails);
    parts.run('visits', () => undefined);
    parts.settle();
    expect(parts.failing).toEqual(['visits']);
    expect(told).toHaveLength(1);
  });
});
