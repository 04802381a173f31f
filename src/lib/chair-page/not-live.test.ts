import { expect, test } from 'vitest';
import { NOW } from '../components/fixture-calm.ts';
import { fixtures } from '../components/fixtures.ts';
import { deviceLines, linkLines } from './links.ts';
import { notLive } from './not-live.ts';

test('UI-13 no fixture keeps a live value or a running cuff without a connection', () => {
  for (const { view } of Object.values(fixtures)) {
    if (!view) continue;
    const shown = notLive(view);
    expect([shown.spo2.status, shown.pulse.status]).not.toContain('live');
    expect(shown.nibp.measuring).toBeUndefined();
  }
});

test('UI-13 the values keep their number and their own age', () => {
  const shown = notLive(fixtures['calm']?.view ?? (undefined as never));
  expect(shown.spo2).toEqual({ status: 'stale', value: 97, at: NOW, reason: 'no connection', baseline: 98 });
});

test.each([
  ['live', null, 'Linked', true],
  ['connecting', null, 'Connecting', false],
  ['lost', NOW - 7_000, 'No connection', false],
] as const)('UI-13 the link says %s', (connection, lostSince, text, ok) => {
  expect(linkLines(fixtures['calm']?.view ?? null, connection, lostSince, NOW)).toMatchObject({ text, ok });
});

test('UI-13 without a connection nobody knows how the devices are', () => {
  const devices = fixtures['calm']?.view?.devices ?? [];
  expect(deviceLines(devices, true)).toMatchObject({ text: 'Oximeter connected', note: 'Cuff connected' });
  expect(deviceLines(devices, false)).toMatchObject({ text: 'Devices', note: 'not known' });
});

test('UI-13 a lost adapter is said with how long', () => {
  const view = fixtures['calm']?.view ?? null;
  const cut = view && { ...view, link: { connected: false, since: NOW - 41_000 } };
  expect(linkLines(cut, 'live', null, NOW)).toEqual({ ok: false, text: 'Adapter lost', note: 'for 0:41' });
});
