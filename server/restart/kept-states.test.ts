import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { aVisit } from '../../tests/support/visit-builder.ts';
import { foldedBy } from './folded-by.ts';
import { openKeptStates } from './kept-states.ts';
import type { KeptStatesOptions } from './kept-states.ts';

const visit = aVisit({ phase: 'infusion', minutes: 2 });
const { events, state } = visit;
const last = events.at(-1)!;
const kept = {
  state,
  trail: {
    ...{ seq: events.length, last, seats: [{ chairId: 'chair-1', from: events[0]!.at }], commandIds: ['c-1'] },
    feeds: { byDevice: new Map([['ox-1', 'adapter-1']]), byKind: new Map() },
  },
};
/** The visit as the journal holds it, `more` events later. */
const stream = (of = events) => ({ visitId: 'visit-1', since: (seq: number) => of.slice(seq) });

function inFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'vigil-states-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const faults: unknown[] = [];
  const open = (more: Partial<KeptStatesOptions> = {}) =>
    openKeptStates({ ...{ folder, siteId: 'site-1', code: 'a' }, onFault: (error) => faults.push(error), ...more });
  return { folder, faults, open };
}

async function keptOnce() {
  const place = inFolder();
  const states = place.open();
  states.keep('visit-1', kept);
  await states.close();
  return { ...place, path: join(place.folder, readdirSync(place.folder)[0]!) };
}

it('OP-18 what was kept is there at the next start, for nobody else of the machine', async () => {
  const { open, path } = await keptOnce();
  const resumable = open().load(stream());
  expect(resumable?.kept).toEqual(kept);
  expect([...(resumable?.events ?? [])]).toEqual([]);
  expect(statSync(path).mode & 0o077).toBe(0);
});

it('OP-18 a visit that went on since is taken up where it was kept', async () => {
  const { open } = await keptOnce();
  const later = visit.copy().after(1_000).spo2(96);
  expect([...(open().load(stream(later.events))?.events ?? [])]).toEqual(later.events.slice(events.length));
});

it.each([
  ['code that folds otherwise', { code: 'b' }],
  ['another clinic', { siteId: 'site-2' }],
])('OP-19 nothing is taken up from %s', async (_, other) => {
  const { open } = await keptOnce();
  expect(open(other).load(stream())).toBeUndefined();
});

it('OP-19 nothing is taken up that the journal does not bear out: it ends before, or says otherwise', async () => {
  const { open } = await keptOnce();
  expect(open().load(stream(events.slice(0, -1)))).toBeUndefined();
  const otherwise = events.with(-1, { ...last, at: last.at + 1 });
  expect(open().load(stream(otherwise))).toBeUndefined();
  expect(open().load({ ...stream(), visitId: 'visit-2' })).toBeUndefined();
});

it('OP-19 nothing damaged is taken up: a bit, a torn end, an empty file', async () => {
  const { open, path } = await keptOnce();
  const whole = readFileSync(path);
  const bit = Buffer.from(whole);
  bit[whole.length >> 1]! ^= 1;
  for (const damaged of [bit, whole.subarray(0, whole.length >> 1), whole.subarray(0, 0)]) {
    writeFileSync(path, damaged);
    expect(open().load(stream())).toBeUndefined();
  }
});

it('OP-20 nothing is left of a visit that is over', async () => {
  const { open, folder } = await keptOnce();
  const states = open();
  states.keepOnly(new Set(['visit-1']));
  await states.close();
  expect(readdirSync(folder)).toHaveLength(1);
  states.keepOnly(new Set());
  await states.close();
  expect(readdirSync(folder)).toEqual([]);
  expect(states.load(stream())).toBeUndefined();
});

it('OP-21 a disk that does not take it is told once, and nothing else follows', async () => {
  const { open, faults, folder } = inFolder();
  writeFileSync(join(folder, 'file'), '');
  const states = open({ folder: join(folder, 'file', 'states') });
  for (let time = 0; time < 3; time += 1) {
    states.keep('visit-1', kept);
    await states.close();
  }
  expect(faults).toHaveLength(1);
  expect(states.load(stream())).toBeUndefined();
});

it('OP-19 the code is known by its source', () => {
  expect(foldedBy()).toMatch(/^[\da-f]{64}$/);
  expect(foldedBy()).toBe(foldedBy());
});
