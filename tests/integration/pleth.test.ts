import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ChairPleth } from '#protocol/screen-events.ts';
import type { PlethAnswer } from '#protocol/adapter-events.ts';
import type { Answer } from '#protocol/answer.ts';
import { packSamples, unpackSamples } from '#protocol/pleth-samples.ts';
import { PlethAudience } from '../../server/sockets/pleth-audience.ts';
import type { TestAdapter } from '../support/test-adapter.ts';
import { startTestClinic } from '../support/test-clinic.ts';
import type { TestClinic } from '../support/test-clinic.ts';
import type { TestScreen } from '../support/test-screen.ts';

let clinic: TestClinic;
beforeEach(async () => {
  clinic = await startTestClinic();
  // A wave of before the devices stood on their chairs is nobody's.
  clinic.clock.advance(10_000);
});
afterEach(() => clinic.close());

const samples = (value: number, count = 15): number[] => Array.from({ length: count }, (_, n) => value + n);
const packet = (adapter: TestAdapter, more: object = {}) => ({
  deviceId: adapter.devices[0]?.deviceId,
  measuredAt: adapter.now - 200,
  sampleHz: 75,
  fullScale: 255,
  samples: packSamples(samples(10)),
  ...more,
});
async function send(adapter: TestAdapter, ...packets: readonly unknown[]): Promise<readonly PlethAnswer[]> {
  const answer = (await adapter.request('pleth:send', { packets })) as Answer<{ answers: readonly PlethAnswer[] }>;
  if (!answer.ok) throw new Error(answer.refusal.message);
  return answer.data.answers;
}
/** What the screen got; a beat after the packets proves that nothing else is under way. */
async function watching(
  chairNumber: number,
): Promise<{ screen: TestScreen; got: ChairPleth[]; settled: () => Promise<void> }> {
  const screen = await clinic.screen();
  const got: ChairPleth[] = [];
  screen.raw.on('pleth:packet', (each: ChairPleth) => got.push(each));
  const { chairId } = clinic.chair(chairNumber);
  await screen.watch(chairId);
  await screen.request('pleth:watch', { chairId });
  return {
    screen,
    got,
    async settled() {
      clinic.clock.advance(1);
      clinic.attached.beat();
      await screen.until(({ beat }) => beat?.now === clinic.clock.now());
    },
  };
}

describe('WS-102 a screen gets the wave of the chair it watches', () => {
  test('WS-102 with the visit, clinic time of the first sample, and every sample; till it watches no more', async () => {
    const adapter = await clinic.adapter(1, { skewMs: 90_000 });
    const { screen, got, settled } = await watching(1);
    await send(adapter, packet(adapter));
    await settled();
    expect(got).toHaveLength(1);
    const [heard] = got;
    expect(heard).toMatchObject({ chairId: clinic.chair(1).chairId, visitId: null, sampleHz: 75, fullScale: 255 });
    expect([...unpackSamples(heard?.samples ?? new Uint8Array())]).toEqual(samples(10));
    const visitId = await (await screen.choose('nurse')).open(clinic.chair(1).chairId);
    await send(adapter, packet(adapter, { measuredAt: adapter.now - 186 }));
    await settled();
    // Measured before the visit was opened: it is not of this visit.
    expect(got).toHaveLength(1);
    clinic.clock.advance(1_000);
    await send(adapter, packet(adapter));
    await settled();
    expect(got.at(-1)).toMatchObject({ visitId, at: clinic.clock.now() - 1 - 200 });
    await screen.request('pleth:unwatch', { chairId: clinic.chair(1).chairId });
    await send(adapter, packet(adapter));
    await settled();
    expect(got).toHaveLength(2);
  });

  test('WS-102 of no other chair, and a chair that does not exist is refused', async () => {
    const adapter = await clinic.adapter(2);
    const { screen, got, settled } = await watching(1);
    await send(adapter, packet(adapter));
    await settled();
    expect(got).toEqual([]);
    expect(await screen.request('pleth:watch', { chairId: 'nowhere' })).toMatchObject({
      ok: false,
      refusal: { code: 'not-found' },
    });
    expect(await screen.request('pleth:watch', { chairId: clinic.chair(2).chairId })).toMatchObject({
      ok: false,
      refusal: { code: 'not-allowed' },
    });
  });

  test('WS-103 what is older than two seconds is kept and not shown; what is ahead is refused', async () => {
    const adapter = await clinic.adapter(1);
    const { screen, got, settled } = await watching(1);
    const visitId = await (await screen.choose('nurse')).open(clinic.chair(1).chairId);
    clinic.clock.advance(60_000);
    const [old, ahead] = await send(
      adapter,
      packet(adapter, { measuredAt: adapter.now - 2_300 }),
      packet(adapter, { measuredAt: adapter.now + 2_000 }),
    );
    await settled();
    expect(old).toEqual({ status: 'taken' });
    expect(ahead).toMatchObject({ status: 'refused', refusal: { code: 'future' } });
    expect(got).toEqual([]);
    await clinic.waveforms.flush();
    expect((await clinic.waveforms.spans(visitId)).spans).toHaveLength(1);
  });
});

describe('WS-104 a device that was moved or released shows nothing of itself on its old chair', () => {
  test('WS-104 moved: from the next packet on the new chair alone, and nothing of before on it', async () => {
    const adapter = await clinic.adapter(1);
    const one = await watching(1);
    const two = await watching(2);
    await one.screen.choose('administrator');
    await send(adapter, packet(adapter));
    clinic.clock.advance(500);
    const answer = await one.screen.request('site:command', {
      commandId: 'c-1',
      command: { type: 'device:move', deviceId: 'ox-1', chairId: clinic.chair(2).chairId, insteadOf: 'ox-2' },
    });
    expect(answer.ok).toBe(true);
    // Measured before the move, arrived after it.
    await send(adapter, packet(adapter));
    await one.settled();
    await two.settled();
    expect([one.got.length, two.got.length]).toEqual([1, 0]);
    clinic.clock.advance(1_000);
    await send(adapter, packet(adapter));
    await one.settled();
    await two.settled();
    expect([one.got.length, two.got.length]).toEqual([1, 1]);
  });

  test('WS-104 released: nowhere any more', async () => {
    const adapter = await clinic.adapter(1);
    const { screen, got, settled } = await watching(1);
    await screen.choose('administrator');
    await screen.request('site:command', { commandId: 'c-1', command: { type: 'device:release', deviceId: 'ox-1' } });
    clinic.clock.advance(1_000);
    await send(adapter, packet(adapter));
    await settled();
    expect(got).toEqual([]);
  });
});

describe('WS-105 a packet is taken from the adapter of a registered device only, and a malformed one is refused by its field', () => {
  test.each([
    ['a device of another adapter', { deviceId: 'ox-2' }, 'not-allowed', 'ox-2'],
    ['a device nobody registered', { deviceId: 'ox-9' }, 'unknown-device', 'ox-9'],
    ['samples that are no binary', { samples: [1, 2, 3] }, 'malformed', '"samples" must be binary'],
    ['half a sample', { samples: new Uint8Array(3) }, 'malformed', '"samples" must be 1 to 1000 samples'],
    ['no sample', { samples: new Uint8Array(0) }, 'malformed', '"samples"'],
    ['too many', { samples: new Uint8Array(2_002) }, 'malformed', '"samples"'],
    ['no rate', { sampleHz: 0 }, 'malformed', '"sampleHz"'],
    ['no scale', { fullScale: 0 }, 'malformed', '"fullScale"'],
    ['a key that is not of it', { colour: 'blue' }, 'malformed', '"colour"'],
  ])('WS-105 %s', async (_, wrong, code, words) => {
    const adapter = await clinic.adapter(1);
    const [good, bad] = await send(adapter, packet(adapter), packet(adapter, wrong));
    expect(good).toEqual({ status: 'taken' });
    expect(bad).toMatchObject({ status: 'refused', refusal: { code } });
    expect(bad?.status === 'refused' ? bad.refusal.message : '').toContain(words);
    expect(clinic.clinic.counters.refusals.pleth).toEqual({ [code]: 1 });
  });

  test('WS-105 ten packets in a message, and not none', async () => {
    const adapter = await clinic.adapter(1);
    const many = Array.from({ length: 10 }, (_, n) => packet(adapter, { measuredAt: adapter.now - 8_000 + n * 200 }));
    expect(await send(adapter, ...many)).toHaveLength(10);
    expect(await adapter.request('pleth:send', { packets: [] })).toMatchObject({ ok: false });
  });

  test('WS-105 a live packet that asks for no answer gets none and is taken', async () => {
    const adapter = await clinic.adapter(1);
    const { screen, got } = await watching(1);
    adapter.raw.emit('pleth:send', { packets: [packet(adapter)] });
    await new Promise<void>((resolve) => screen.raw.once('pleth:packet', () => resolve()));
    expect(got).toHaveLength(1);
  });
});

test('WS-106 a screen that is behind misses waves, and the others do not', () => {
  const audience = new PlethAudience();
  const got: string[] = [];
  const screen = (name: string, isBehind: boolean) => ({ isBehind, send: () => void got.push(name) });
  const [quick, slow] = [screen('quick', false), screen('slow', true)];
  audience.join('c', slow);
  audience.join('c', quick);
  const wave = { chairId: 'c', visitId: null, at: 0, sampleHz: 75, fullScale: 255, samples: packSamples([1]) };
  audience.publish(wave);
  expect(got).toEqual(['quick']);
  audience.gone(quick);
  audience.publish(wave);
  expect(got).toEqual(['quick']);
});

test('WS-107 waves change nothing of the visit: no event, no patch, no reading', async () => {
  const adapter = await clinic.adapter(1);
  const { screen } = await watching(1);
  const { chairId } = clinic.chair(1);
  await screen.choose('nurse');
  await screen.watch(chairId);
  await screen.open(chairId);
  await clinic.clinic.drained();
  const before = clinic.journal.streams();
  clinic.clock.advance(500);
  for (let n = 0; n < 20; n += 1) await send(adapter, packet(adapter));
  await clinic.clinic.drained();
  expect(clinic.journal.streams()).toEqual(before);
});
