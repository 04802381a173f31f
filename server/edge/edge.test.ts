import { describe, expect, test } from 'vitest';
import { isOwnName, isOwnOrigin, loopbackEdge, mayUpgrade } from './edge.ts';
import type { Edge } from './edge.ts';

const names = new Set(['vigil.clinic.example', '192.168.1.10', 'fd00::10']);
const clinic: Edge = { isSecure: true, staysSecure: true, covers: (name) => names.has(name) };

describe('the names a server answers to, and whose pages may open a socket', () => {
  test.each([
    ['localhost:4400', undefined, true],
    ['127.0.0.1:4400', undefined, true],
    ['[::1]:4400', undefined, true],
    ['LOCALHOST:4400', undefined, true],
    ['localhost:4400', 'http://localhost:4400', true],
    ['localhost', 'http://localhost', true],
    ['localhost:80', 'http://localhost', true],
    ['localhost:4400', 'https://localhost:4400', false],
    ['localhost:4400', 'http://localhost:5173', false],
    ['localhost:4400', 'http://localhost:4400/', false],
    ['localhost:4400', 'http://localhost:4400.evil.example', false],
    ['localhost:4400', 'http://127.0.0.1:4400', false],
    ['localhost:4400', 'http://evil.example', false],
    ['localhost:4400', 'null', false],
    ['localhost:4400', '', false],
    ['evil.example:4400', 'http://evil.example:4400', false],
    ['evil.example', undefined, false],
    ['127.0.0.1.evil.example:4400', undefined, false],
    ['localhost@evil.example', undefined, false],
    ['evil@localhost', undefined, false],
    ['localhost/x', undefined, false],
    ['localhost?x', undefined, false],
    ['192.168.1.10:4400', undefined, false],
    ['', undefined, false],
    [undefined, undefined, false],
  ])('SEC-21 on this machine: Host %s with Origin %s: %s', (host, origin, allowed) => {
    expect(mayUpgrade({ host, origin }, loopbackEdge)).toBe(allowed);
  });

  test.each([
    ['vigil.clinic.example', 'https://vigil.clinic.example', true],
    ['Vigil.Clinic.example:443', 'https://vigil.clinic.example', true],
    ['vigil.clinic.example:4400', 'https://vigil.clinic.example:4400', true],
    ['vigil.clinic.example:4400', 'https://vigil.clinic.example', false],
    ['vigil.clinic.example:4400', 'http://vigil.clinic.example:4400', false],
    ['192.168.1.10:4400', 'https://192.168.1.10:4400', true],
    ['[fd00::10]:4400', 'https://[fd00::10]:4400', true],
    ['localhost:4400', 'https://localhost:4400', true],
    ['evil.example:4400', 'https://evil.example:4400', false],
    ['192.168.1.11:4400', undefined, false],
  ])('SEC-57 over TLS: Host %s with Origin %s: %s', (host, origin, allowed) => {
    expect(mayUpgrade({ host, origin }, clinic)).toBe(allowed);
  });

  test('SEC-21 a name is asked for whatever the origin', () => {
    expect(isOwnName({ host: 'localhost:1', origin: 'http://evil.example' }, loopbackEdge)).toBe(true);
    expect(isOwnName({ host: 'evil.example' }, clinic)).toBe(false);
  });
});

describe('what changes something comes from an own page', () => {
  const host = 'localhost:4400';
  test.each([
    ['its own page', { host, origin: 'http://localhost:4400', 'sec-fetch-site': 'same-origin' }, true],
    ['its own page, in a browser that tells no site', { host, origin: 'http://localhost:4400' }, true],
    ['its own page, told by the site alone', { host, 'sec-fetch-site': 'same-origin' }, true],
    ['another port of this machine', { host, origin: 'http://localhost:5000', 'sec-fetch-site': 'same-site' }, false],
    ['another port that hides its origin', { host, 'sec-fetch-site': 'same-site' }, false],
    ['another site', { host, origin: 'http://evil.example', 'sec-fetch-site': 'cross-site' }, false],
    ['a sandboxed frame', { host, origin: 'null', 'sec-fetch-site': 'cross-site' }, false],
    ['typed by the user', { host, 'sec-fetch-site': 'none' }, false],
    ['nothing told', { host }, false],
    ['contradictory', { host, origin: 'http://localhost:4400', 'sec-fetch-site': 'cross-site' }, false],
    ['another name', { host: 'evil.example', origin: 'http://evil.example', 'sec-fetch-site': 'same-origin' }, false],
  ])('SEC-58 %s', (_, headers, allowed) => {
    expect(isOwnOrigin(headers, loopbackEdge)).toBe(allowed);
  });
});
