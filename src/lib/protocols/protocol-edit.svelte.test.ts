import { expect, test } from 'vitest';
import { newProtocolFrom } from '#core/protocol-edit/edit-protocol.ts';
import { publishedProtocols } from '#core/protocols/published.ts';
import { ProtocolEdit, typedNumber } from './protocol-edit.svelte.ts';

const [protocol] = publishedProtocols;
const MEDIUM = 'spo2-low medium.when[0]';

test.each([
  ['90', 90],
  [' 1,5 ', 1.5],
  ['−3', -3],
  ['-3', -3],
  ['', Number.NaN],
  ['9o', Number.NaN],
])('UI-399 “%s” is read as %d', (typed, number) => {
  expect(typedNumber(typed)).toBe(number);
});

test('UI-399 what is typed is the next version, or the sentence why not; what is typed back is no change', () => {
  const edit = new ProtocolEdit();
  expect(edit.isOpen).toBe(false);
  edit.begin(protocol);
  expect(edit.edited).toBe(null);
  edit.type(MEDIUM, '88');
  edit.type('infusion.plannedMs', '45');
  expect(edit.edited).toMatchObject({ version: protocol.version + 1, infusion: { plannedMs: 45 * 60_000 } });
  expect(edit.diff.map(({ to }) => to)).toEqual(['88 %', '45 min']);
  edit.type('infusion.plannedMs', '10');
  expect(edit.edited).toBe(null);
  expect(edit.faults['infusion.plannedMs']).toContain('10 min is less than 20 min');
  edit.type('infusion.plannedMs', 'x');
  expect(edit.faults['infusion.plannedMs']).toContain('give a number');
  edit.type('infusion.plannedMs', '40');
  expect(edit.changed).toBe(1);
  edit.discard();
  expect(edit.diff).toEqual([]);
});

test('UI-401 what was typed goes on from the version somebody else put in force', () => {
  const edit = new ProtocolEdit();
  edit.begin(protocol);
  edit.type(MEDIUM, '88');
  edit.rebase({ ...protocol, version: 12 });
  expect(edit.edited).toMatchObject({ version: 13 });
  expect(edit.typed(MEDIUM)).toBe('88');
});

test('UI-405 a new protocol is changed in its first version, and may be put in force with its name alone', () => {
  const made = newProtocolFrom(protocol, { id: 'iv-ketamine-60', title: 'IV ketamine, 60 min' }, [protocol]);
  if (!made.ok) throw new Error(made.refusal.message);
  const edit = new ProtocolEdit();
  edit.begin(made.value, protocol);
  expect(edit.edited).toMatchObject({ id: 'iv-ketamine-60', version: 1 });
  edit.type('infusion.plannedMs', '60');
  expect(edit.edited).toMatchObject({ version: 1, infusion: { plannedMs: 3_600_000 } });
  expect(edit.diff.map(({ path }) => path).toSorted()).toEqual(['id', 'infusion.plannedMs', 'title']);
});
