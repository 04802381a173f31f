import { expect, test, vi } from 'vitest';
import { newAdapterKey } from '../sockets/adapter-key.ts';
import { demoChairs } from './demo-chairs.ts';
import { createAdapters } from './demo-children.ts';
import { demoFolder } from './demo-folder.ts';
import type { ChildOptions } from './supervised-child.ts';

const started = vi.hoisted((): ChildOptions[] => []);
vi.mock(import('./supervised-child.ts'), () => ({
  SupervisedChild: vi.fn(function (options: ChildOptions) {
    started.push(options);
  }) as never,
}));

test('DV-276 each adapter of the demo has a key of its own, by its environment and never on its command line', () => {
  const keys = demoChairs.map(() => newAdapterKey());
  createAdapters({
    ...{ folder: demoFolder('demo'), say: () => undefined, serverPort: 1, speed: 1, portsOf: () => [2, 3], keys },
  });
  expect(new Set(keys).size).toBe(demoChairs.length);
  expect(started.map(({ env }) => env?.['VIGIL_ADAPTER_KEY'])).toEqual(keys);
  for (const { args, env } of started) {
    expect(args().join(' ')).not.toContain('vk_');
    expect(Object.keys(env ?? {})).toEqual(['NODE_COMPILE_CACHE', 'VIGIL_ADAPTER_KEY']);
  }
});
