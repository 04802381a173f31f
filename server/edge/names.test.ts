import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nameConstraints, permittedNames } from './name-constraints.ts';
import { nameIn, ownNames } from './names.ts';

test.each([
  ['Clinic.Local', 'clinic.local'],
  ['vigil', 'vigil'],
  ['192.168.1.10', '192.168.1.10'],
  ['[FD00:0:0:0::10]', 'fd00::10'],
  ['clinic.local.', undefined],
  ['*.clinic.local', undefined],
  ['192.168.1', undefined],
  ['192.168.1.256', undefined],
  ['fe80::1%eth0', undefined],
  ['clinic local', undefined],
  ['-clinic', undefined],
  ['https://clinic.local', undefined],
  ['clinic.local:4400', undefined],
  ['', undefined],
  ['a'.repeat(64), undefined],
])('SEC-52 a name for a certificate: %s', (text, name) => {
  expect(nameIn(text)).toBe(name);
});

test('SEC-52 by itself it is for the host’s name, what other machines call it, their way to it, and this machine', () => {
  const address = (text: string, internal = false) => ({ address: text, internal }) as never;
  expect(
    ownNames('Front-Desk', {
      lo: [address('127.0.0.1', true)],
      eth0: [address('192.168.1.10'), address('fe80::1'), address('fd00::10'), address('169.254.3.4')],
    }),
  ).toEqual(['front-desk', 'front-desk.local', '192.168.1.10', 'fd00::10', 'localhost', '127.0.0.1', '::1']);
});

const label = fc.stringMatching(/^[a-z]([a-z0-9-]{0,20}[a-z0-9])?$/);
const dns = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join('.'));
const ipv6 = fc.ipV6().map((text) => nameIn(text) ?? '::1');

test('SEC-51 what an authority may sign for is read as it was written, however many names', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.oneof(dns, fc.ipV4(), ipv6), { maxLength: 60 }), (names) => {
      expect(permittedNames(nameConstraints(names))).toEqual(names);
    }),
  );
});

test('SEC-51 bytes that are no such extension name nothing, and nothing throws', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => void permittedNames(bytes)));
  expect(permittedNames(new Uint8Array([0x30, 0x7f, 0xa0]))).toEqual([]);
});
