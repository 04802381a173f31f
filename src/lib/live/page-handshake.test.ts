import { expect, test } from 'vitest';
import { otherBuild } from '../../../server/sockets/handshake.ts';
import { pageHandshake } from './page-handshake.ts';

test('ND-38 a page of an older build that speaks the same protocol is served, in every namespace', () => {
  expect(otherBuild(pageHandshake('older'), 'newer')).toBeUndefined();
});
