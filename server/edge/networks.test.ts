import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { proveByCookie } from './limit-requests.ts';
import { Networks } from './networks.ts';

const DAY_MS = 86_400_000;
const taken = (networks: Networks, network: string, tries: number, cost?: number): number =>
  Array.from({ length: tries }, () => networks.takeRequest(network, cost)).filter(Boolean).length;

test('SEC-75 a stranger’s requests are few a second, a newcomer’s first page is whole, the clinic’s own have much room', () => {
  let now = 0;
  const networks = new Networks(() => now);
  // A page of 60 files with what it asks for, ten times over.
  expect(taken(networks, 'stranger', 600)).toBe(600);
  expect(networks.takeRequest('stranger')).toBe(false);
  expect(networks.takeRequest('other')).toBe(true);
  now += 1_000;
  expect(taken(networks, 'stranger', 100)).toBe(50);
  // 64 tablets load everything anew at once.
  networks.prove('clinic');
  expect(taken(networks, 'clinic', 64 * 60)).toBe(64 * 60);
  expect(taken(networks, 'clinic', 10_000)).toBe(6_000 - 64 * 60);
  now += 1_000;
  expect(taken(networks, 'clinic', 300)).toBe(200);
  expect(taken(networks, '127.0.0.1', 6_000)).toBe(6_000);
  expect(taken(networks, '::1', 6_000)).toBe(6_000);
});

test('SEC-75 thousands of networks are not remembered for ever, and push none of the clinic’s out', () => {
  const networks = new Networks(() => 0);
  networks.prove('clinic');
  taken(networks, 'clinic', 10_000);
  for (let n = 0; n < 20_000; n += 1) networks.takeRequest(`x${n}`);
  expect(networks.size).toBeLessThan(5_000);
  expect([networks.isOwn('clinic'), networks.takeRequest('clinic')]).toEqual([true, false]);
  for (let n = 0; n < 20_000; n += 1) networks.prove(`own${n}`);
  expect(networks.size).toBeLessThan(10_000);
});

test('SEC-74 a network is the clinic’s own for 30 days after an enrolled screen, and nobody else, came from there', () => {
  let now = 0;
  const networks = new Networks(() => now);
  const come = (remoteAddress: string, cookie?: string): boolean => {
    const headers = cookie === undefined ? {} : { cookie };
    proveByCookie(
      networks,
      {
        identify: ({ cookie }) => (cookie === undefined ? {} : { screenId: cookie }),
        placeOf: (screenId) =>
          (({ tablet: { kind: 'chair', chairId: 'c' }, open: { kind: 'anywhere' } }) as const)[screenId],
      },
      { headers, socket: { remoteAddress } } as unknown as IncomingMessage,
    );
    return networks.isOwn('10.0.0.7');
  };
  expect([come('10.0.0.7'), come('10.0.0.7', 'x'), come('10.0.0.7', 'open'), come('10.0.0.8', 'tablet')]).toEqual([
    ...[false, false, false, false],
  ]);
  expect(come('::ffff:10.0.0.7', 'tablet')).toBe(true);
  now += 29 * DAY_MS;
  expect(come('10.0.0.7', 'tablet')).toBe(true);
  now += 29 * DAY_MS;
  expect(networks.isOwn('10.0.0.7')).toBe(true);
  now += 2 * DAY_MS;
  expect(networks.isOwn('10.0.0.7')).toBe(false);
});
