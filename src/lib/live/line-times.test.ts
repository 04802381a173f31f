import { expect, test } from 'vitest';
import { mustRenew } from './line-times.ts';

const connected = { connected: true, active: true };
const opening = { connected: false, active: true };
const closedByServer = { connected: false, active: false };

test.each([
  ['connected', connected, 4_000, false],
  ['connected', connected, 4_001, true],
  ['opening', opening, 4_001, false],
  ['opening', opening, 9_000, false],
  ['opening', opening, 9_001, true],
  ['closed by the server', closedByServer, 4_000, false],
  ['closed by the server', closedByServer, 4_001, true],
])('OP-13 a socket that is %s and quiet: %j after %d ms is opened anew: %s', (_, socket, quietMs, renews) => {
  expect(mustRenew(socket, quietMs)).toBe(renews);
});
