import { describe, expect, it } from 'vitest';
import { adapterHandshakeSchema } from '#protocol/adapter-schemas.ts';
import { screenHandshakeSchema } from '#protocol/screen-schemas.ts';
import { readHandshake } from './handshake.ts';

describe('who may open a socket', () => {
  const page = { schema: screenHandshakeSchema, majorsBack: 0, what: 'page' };
  const adapter = { schema: adapterHandshakeSchema(), majorsBack: 1, what: 'adapter' };

  it.each([
    ['1.0', 'accepted'],
    ['1.9', 'accepted'],
    ['0.9', 'other-build: It speaks protocol 0.9, this server 1.2: load the page again.'],
    ['2.0', 'other-build: It speaks protocol 2.0, this server 1.2: load the page again.'],
  ])('WS-4 a page of protocol %s: %s', (protocol, expected) => {
    const answer = readHandshake({ protocol, build: 'b', screenId: 's' }, page);
    expect(answer.ok ? 'accepted' : `${answer.refusal.code}: ${answer.refusal.message}`).toBe(expected);
  });

  it.each([
    ['0.3', true],
    ['1.0', true],
    ['2.0', false],
  ])('WS-4 an adapter of protocol %s, the previous major included: %s', (protocol, allowed) => {
    expect(readHandshake({ protocol, adapterId: 'a', software: 's' }, adapter).ok).toBe(allowed);
  });

  it.each([[undefined], [null], ['x'], [{}], [{ protocol: '1.0', build: 'b', screenId: 's', role: 'provider' }]])(
    'WS-4 a handshake that is not one (%#) is malformed',
    (auth) => {
      const answer = readHandshake(auth, page);
      expect(!answer.ok && answer.refusal.code).toBe('malformed');
    },
  );
});
