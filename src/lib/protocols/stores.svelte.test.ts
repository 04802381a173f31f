import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FakeLine } from '../../../tests/support/fake-line.ts';
import { protocolRead, whatIfView } from '../gallery/fixture-protocol.ts';
import { site } from '../gallery/fixture-site.ts';
import { ProtocolLook } from './protocol-look.svelte.ts';
import { WhatIfLook } from './what-if-look.svelte.ts';
import { isRunOf, lessText, perVisit, remainingText, secondsText } from './words.ts';

const ID = protocolRead.protocol.id;
const settled = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('UI-401 a protocol is asked for at once, after a lost connection, and when another version is in force; what is known stays meanwhile', async () => {
  const line = new FakeLine();
  const look = new ProtocolLook(line, ID);
  expect(line.asked.map(({ payload }) => payload)).toEqual([{ protocolId: ID }]);
  await line.answer({ ok: true, data: protocolRead });
  await settled();
  expect(look.read).toBe(protocolRead);
  const withVersion = (version: number) => ({
    ...site,
    protocols: site.protocols.map((each) => (each.id === ID ? { ...each, version } : each)),
  });
  line.send('site:changed', withVersion(protocolRead.versions[0]?.version ?? 0));
  expect(line.events).toEqual([]);
  line.send('site:changed', withVersion(99));
  expect(line.events).toEqual(['protocol:read']);
  await line.drop();
  await settled();
  expect([look.isUnanswered, look.read]).toEqual([true, protocolRead]);
  line.reconnect();
  await line.answer({ ok: false, refusal: { code: 'not-found', message: 'Gone.' } });
  await settled();
  expect([look.isUnanswered, look.read, look.refused?.message]).toEqual([false, null, 'Gone.']);
  look.dispose();
});

test('UI-402 while one runs it is asked again each second, silence or not; once it is done no more', async () => {
  const line = new FakeLine();
  const look = new WhatIfLook(line, () => true);
  await line.answer({ ok: true, data: whatIfView('running') });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(line.events).toEqual(['what-if:watch']);
  await line.answer(null);
  await vi.advanceTimersByTimeAsync(1_000);
  await line.answer({ ok: true, data: whatIfView('done') });
  await vi.advanceTimersByTimeAsync(5_000);
  expect([line.events, look.view?.run?.state]).toEqual([[], 'done']);
  const more = look.more();
  expect(line.asked[0]?.payload).toEqual({ order: 'most-changed', after: 50 });
  await line.answer({ ok: true, data: { ...whatIfView('done'), next: null } });
  await more;
  expect(look.view?.visits).toHaveLength(6);
  look.dispose();
});

test('UI-402 nothing of it stays when nobody who may see it is here; a start that is refused says why', async () => {
  const line = new FakeLine();
  let may = true;
  const look = new WhatIfLook(line, () => may);
  await line.answer({ ok: true, data: whatIfView('done') });
  await settled();
  const started = look.start(protocolRead.protocol, { protocolId: ID, visits: 50 });
  await line.answer({ ok: false, refusal: { code: 'conflict', message: 'M. Roth runs one.' } });
  await settled();
  await line.answer({ ok: true, data: whatIfView('done') });
  expect((await started)?.message).toBe('M. Roth runs one.');
  may = false;
  await look.look();
  expect(look.view).toBe(null);
  look.dispose();
});

test('UI-421 the time left is real time, however fast the clinic’s clock runs', () => {
  const { run } = whatIfView('running');
  if (!run) throw new Error('no run');
  const spedUp = { ...run, startedAt: run.startedAt - 3_600_000, tookMs: 42_000 };
  expect(remainingText(spedUp)).toBe('About 58 s left');
});

test('UI-420 how much less an event is heard, in words', () => {
  const high = { priority: 'high', at: 0, highAt: 0 } as const;
  const event = { kind: 'spo2-low', from: 0, until: 1, before: high } as const;
  expect([
    lessText({ ...event, after: null, what: [] }),
    lessText({ ...event, after: { priority: 'medium', at: 1 }, what: ['lower'] }),
    lessText({ ...event, after: { priority: 'high', at: 1, highAt: 40_000 }, what: ['later'] }),
    lessText({ ...event, after: { priority: 'medium', at: 60_000 }, what: ['lower', 'later'] }),
  ]).toEqual(['not at all', 'medium instead of high', 'high 40 s later', 'medium instead of high, 60 s later']);
});

test('UI-402 times and what a run was of, in words', () => {
  expect([secondsText(12_400), secondsText(119_000), secondsText(120_000), secondsText(200_000)]).toEqual([
    '12 s',
    '119 s',
    '2 min',
    '3 min 20 s',
  ]);
  expect([perVisit(1_000, 0), perVisit(30_000, 2)]).toEqual(['—', '15 s']);
  const { run } = whatIfView('running');
  if (!run) throw new Error('no run');
  expect(remainingText({ ...run, total: null })).toBe('Choosing the visits …');
  expect(remainingText({ ...run, done: 0 })).toBe('Beginning …');
  expect(remainingText({ ...run, tookMs: 84_000 })).toBe('About 116 s left');
  expect(isRunOf(run, { ...run.protocol, version: 99 })).toBe(true);
  expect(isRunOf(run, { ...run.protocol, title: 'Another' })).toBe(false);
  expect(isRunOf(null, run.protocol)).toBe(false);
});
