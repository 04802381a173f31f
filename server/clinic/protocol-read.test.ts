import { expect, test } from 'vitest';
import { publishedProtocols } from '#core/protocols/published.ts';
import { readProtocol } from './protocol-read.ts';

const [first, other] = publishedProtocols;
const second = { ...first, version: first.version + 1 };
const site = {
  publications: [
    { protocol: first, at: 1 },
    { protocol: other, at: 1 },
    { protocol: second, at: 2, byName: 'A. Lind', reason: 'Too many alerts', approvedBy: 'Dr Ruiz' },
  ],
};
const visit = (chairId: string, protocol: typeof first, name: 'infusion' | 'ended') =>
  ({ chairId, protocol, phase: { name } }) as never;
const running = [
  visit('c1', first, 'infusion'),
  visit('c2', second, 'infusion'),
  visit('c3', second, 'ended'),
  visit('c4', other, 'infusion'),
];

test('WS-217 the newest version, the one before it, who published which and why, and which visits go on by which', () => {
  expect(readProtocol(site, running, { protocolId: first.id })).toEqual({
    ok: true,
    value: {
      protocol: second,
      before: first,
      versions: [
        { version: second.version, at: 2, byName: 'A. Lind', reason: 'Too many alerts', approvedBy: 'Dr Ruiz' },
        { version: first.version, at: 1 },
      ],
      visits: [
        { chairId: 'c1', version: first.version },
        { chairId: 'c2', version: second.version },
      ],
    },
  });
});
test('WS-217 an older version is read as it was; one that never was is not found', () => {
  const read = readProtocol(site, [], { protocolId: first.id, version: first.version });
  expect(read).toMatchObject({ ok: true, value: { protocol: first, before: null } });
  for (const which of [{ protocolId: 'x' }, { protocolId: first.id, version: 99 }])
    expect(readProtocol(site, [], which)).toMatchObject({ ok: false, refusal: { code: 'not-found' } });
});
