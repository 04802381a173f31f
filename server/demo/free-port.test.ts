import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { freePort } from './free-port.ts';

describe('DV-72 the demo’s port', () => {
  test('DV-72 when it is taken, one of the next is used', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const given = await freePort(port);
    expect(given === undefined || (given > port && given < port + 20)).toBe(true);
    await new Promise((resolve) => taken.close(resolve));
    expect(await freePort(port)).toBe(port);
  });

  test('DV-72 0 is any, but none the system hands out by itself', async () => {
    const port = (await freePort(0)) ?? 0;
    expect(port >= 20_000 && port < 32_768).toBe(true);
  });
});
