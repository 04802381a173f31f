import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from './malformed.ts';
import { screenHandshakeSchema, screenSchemas } from './screen-schemas.ts';

const patient = { name: 'Ada Byron', birthDate: '1980-12-10' };
const command = (body: object) => ({ commandId: 'c-1', visitId: 'v-1', command: body });
const addition = (name: string, role = 'nurse') => ({ commandId: 'c-1', command: { type: 'staff:add', name, role } });
const messageOf = (event: keyof typeof screenSchemas, payload: unknown): string => {
  const parsed = parse<unknown>(screenSchemas[event], payload, event);
  return parsed.ok ? 'accepted' : `${parsed.refusal.code}|${parsed.refusal.message}`;
};

describe('screen messages', () => {
  it.each([
    ['chair:watch', { chairId: 'chair-1' }],
    ['chair:unwatch', { chairId: 'chair-1' }],
    ['station:watch', {}],
    ['tiles:watch', {}],
    ['tiles:unwatch', {}],
    ['beside:watch', {}],
    ['beside:unwatch', {}],
    ['visit:command', command({ type: 'nurse:take-over', from: null })],
    ['staff:session', { ticket: 'a-ticket_of-a-sign-in' }],
    ['staff:active', {}],
    ['staff:leave', {}],
    ['staff:leave', { staysInCharge: true }],
    ['waiting:names', {}],
    [
      'visit:open',
      {
        commandId: 'c-1',
        chairId: 'chair-1',
        protocolId: 'iv-ketamine-40',
        patient: { ...patient, recordNumber: '77' },
      },
    ],
    ['visit:command', command({ type: 'identity:confirm' })],
    ['visit:command', { ...command({ type: 'identity:confirm' }), from: 'phone' }],
    ['visit:where', { visitId: 'v-1' }],
    ['visit:command', command({ type: 'setup:record', setUp: { weightKg: 70, cuffArm: 'left' }, confirmed: true })],
    ['visit:command', command({ type: 'entry:record', minutesAgo: 5, entry: { kind: 'note', text: 'calm\nasleep' } })],
    ['visit:command', command({ type: 'patient:correct', patient, reason: 'wrong chart' })],
    ['site:command', { commandId: 'c-1', command: { type: 'device:bind', deviceId: 'ox-1', chairId: 'chair-1' } }],
  ] as const)('WS-1 takes a well-formed %s', (event, payload) => {
    expect(messageOf(event, payload)).toBe('accepted');
  });

  it.each([
    ['visit:command', undefined, 'visit:command: the message is missing.'],
    ['visit:command', null, 'visit:command: the message must be an object.'],
    ['visit:command', 'start', 'visit:command: the message must be an object.'],
    ['visit:command', [], 'visit:command: the message must be an object.'],
    ['visit:command', {}, 'visit:command: "commandId" must be a string.'],
    ['chair:watch', { chairId: 7 }, 'chair:watch: "chairId" must be a string.'],
    ['chair:watch', { chairId: '' }, 'chair:watch: "chairId" must not be empty.'],
    ['chair:watch', { chairId: 'x'.repeat(81) }, 'chair:watch: "chairId" must have at most 80 characters.'],
    ['chair:watch', { chairId: '../1' }, 'chair:watch: "chairId" has characters or a form not allowed here.'],
    [
      'site:command',
      addition('A', 'boss'),
      'site:command: "command.role" must be one of nurse, provider, administrator.',
    ],
    ['site:command', addition('   '), 'site:command: "command.name" must not be empty.'],
    ['site:command', addition('A\u0007'), 'site:command: "command.name" has characters or a form not allowed here.'],
    [
      'visit:open',
      { commandId: 'c-1', chairId: 'c', protocolId: 'p', patient: { ...patient, birthDate: '1980-02-30' } },
      'visit:open: "patient.birthDate" must be a date like 1980-05-31.',
    ],
    [
      'visit:command',
      command({ type: 'infusion:start', minutesAgo: 3 }),
      'visit:command: "command.minutesAgo" must be one of 0, 2, 5, 10.',
    ],
    [
      'visit:command',
      command({ type: 'bp:enter', systolicMmHg: 120, diastolicMmHg: -1, minutesAgo: 0 }),
      'visit:command: "command.diastolicMmHg" must be at least 0.',
    ],
    [
      'visit:command',
      command({ type: 'bp:enter', systolicMmHg: NaN, diastolicMmHg: 80, minutesAgo: 0 }),
      'visit:command: "command.systolicMmHg" must be a number.',
    ],
    [
      'visit:command',
      command({ type: 'entry:record', minutesAgo: 0, entry: { kind: 'note', text: 'x'.repeat(2_001) } }),
      'visit:command: "command.entry.text" must have at most 2000 characters.',
    ],
  ] as const)(
    'WS-2 a malformed %s (%#) is answered with a sentence that names the field',
    (event, payload, sentence) => {
      expect(messageOf(event, payload)).toBe(`malformed|${sentence}`);
    },
  );

  it('WS-2 an unknown command is answered with the list of known ones', () => {
    const answer = messageOf('visit:command', command({ type: 'dose:double' }));
    expect(answer).toContain('"command.type" must be one of identity:confirm, setup:record');
  });

  it('WS-3 a key that is not of the message is refused by name', () => {
    expect(messageOf('station:watch', { all: true })).toBe(
      'malformed|station:watch: unknown key "all" in this message.',
    );
    expect(messageOf('visit:command', command({ type: 'monitoring:end', by: 'me' }))).toBe(
      'malformed|visit:command: unknown key "by" in "command".',
    );
  });

  it('SEC-20 an actor in a payload is refused as an unknown key', () => {
    const forged = { ...command({ type: 'monitoring:end' }), actor: { kind: 'staff', role: 'provider' } };
    expect(messageOf('visit:command', forged)).toBe('malformed|visit:command: unknown key "actor" in this message.');
  });

  it('WS-2 a hostile depth is refused, not followed', () => {
    let deep: unknown = 1;
    for (let i = 0; i < 20_000; i += 1) deep = { all: [deep] };
    expect(messageOf('site:command', { commandId: 'c', command: deep })).toBe(
      'malformed|site:command: nested more than 24 deep.',
    );
  });

  it('WS-2 nothing that JSON can carry makes a schema throw', () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(screenSchemas)), fc.jsonValue(), (event, payload) => {
        const answer = messageOf(event as keyof typeof screenSchemas, payload);
        return answer === 'accepted' || answer.startsWith('malformed|');
      }),
    );
  });

  it('WS-4 a handshake names its protocol as major.minor', () => {
    const ok = { protocol: '1.0', build: 'b1', screenId: 's-1' };
    expect(parse(screenHandshakeSchema, ok, 'handshake').ok).toBe(true);
    for (const protocol of ['1', '1.0.0', 'v1.0', '', undefined])
      expect(parse(screenHandshakeSchema, { ...ok, protocol }, 'handshake').ok).toBe(false);
  });
});
