import { flushSync } from 'svelte';
import { describe, expect, test } from 'vitest';
import type { ChairView } from '#core/view.ts';
import type { PlethPacket } from '#protocol/adapter-events.ts';
import { packSamples } from '#protocol/pleth-samples.ts';
import { FakeLine } from '../../../tests/support/fake-line.ts';
import { calm } from '../components/fixture-calm.ts';
import { Chair } from './chair.svelte.ts';
import { ChairPleth, type OwnWaves } from './chair-pleth.svelte.ts';
import { ClinicClock } from './clock.svelte.ts';
import { Outbox } from './outbox.ts';

const AT = 1_800_000_000_000;
const oximeter = (deviceId: string) =>
  ({ deviceId, kind: 'oximeter', label: deviceId, connected: true, emulated: false, lowBattery: false }) as const;
const packet = (more: object = {}) => ({
  ...{ chairId: 'c1', visitId: 'v1', at: AT, sampleHz: 75, fullScale: 255 },
  samples: packSamples(Array.from({ length: 15 }, (_, n) => n)),
  ...more,
});

async function follow(own?: OwnWaves) {
  const line = new FakeLine();
  const clock = new ClinicClock();
  clock.hear({ now: AT + 500, rate: 1 });
  const chair = new Chair('c1', line, new Outbox(line, () => 'id'));
  const pleth = new ChairPleth(chair, clock, line, own);
  const view: ChairView = {
    ...calm,
    chair: { chairId: 'c1', name: 'Chair 1' },
    visitId: 'v1',
    devices: [oximeter('ox')],
  };
  await line.answer({ ok: true, data: { chairId: 'c1', seq: 1, view } });
  flushSync();
  const patch = (seq: number, visitId: string, changes: Partial<ChairView>): void => {
    line.send('chair:patch', { chairId: 'c1', visitId, seq, patch: changes });
    flushSync();
  };
  return { line, pleth, patch };
}

describe('UI-123 the wave of the chair a page follows', () => {
  test('UI-123 of this chair and this visit, and of now', async () => {
    const { line, pleth } = await follow();
    line.send('pleth:packet', packet({ chairId: 'c2' }));
    line.send('pleth:packet', packet({ visitId: 'v0' }));
    line.send('pleth:packet', packet({ visitId: null }));
    line.send('pleth:packet', packet({ at: AT - 5_000 }));
    expect(pleth.store.count).toBe(0);
    line.send('pleth:packet', packet());
    expect(pleth.store.count).toBe(15);
  });
  test('UI-123 another device on the chair wipes it at once; any other change does not', async () => {
    const { line, pleth, patch } = await follow();
    line.send('pleth:packet', packet());
    patch(2, 'v1', { oxygenLPerMin: 2 });
    expect(pleth.store.count).toBe(15);
    patch(3, 'v1', { devices: [oximeter('ox-2')] });
    expect(pleth.store.count).toBe(0);
  });
  test('UI-123 it is asked for at each connect, and no more once the page leaves', async () => {
    const { line, pleth } = await follow();
    expect(line.events).toContain('pleth:watch');
    pleth.dispose();
    expect(line.events).toContain('pleth:unwatch');
  });
  test('UI-123 of the tablet’s own device on this chair it needs no server, and is drawn once while the server sends it too', async () => {
    let feed: (packet: PlethPacket) => void = () => undefined;
    const own: OwnWaves = {
      now: () => AT - 3_600_000,
      onPleth: (listener) => {
        feed = listener;
        return () => undefined;
      },
    };
    const { line, pleth } = await follow(own);
    const { samples, sampleHz, fullScale } = packet();
    const wave = { sampleHz, fullScale, samples };
    feed({ deviceId: 'of another chair', measuredAt: own.now() - 200, ...wave });
    expect(pleth.store.count).toBe(0);
    await line.drop();
    feed({ deviceId: 'ox', measuredAt: own.now() - 200, ...wave });
    expect(pleth.store.count).toBe(15);
    expect(pleth.store.atOf(0)).toBe(AT + 300);
    line.reconnect();
    line.send('pleth:packet', packet({ at: AT + 600 }));
    expect(pleth.store.count).toBe(15);
  });
});
