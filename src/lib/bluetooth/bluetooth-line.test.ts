import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Reading } from '#core/reading.ts';
import { crc8Maxim } from '#devices/crc8.ts';
import type { PlethSegment } from '#devices/decoder.ts';
import { realTimers } from '#gateway/timers.ts';
import { FakeCharacteristic, FakeDevice } from '../../../tests/support/fake-web-bluetooth.ts';
import { BluetoothLine } from './bluetooth-line.ts';
import type { OwnKind } from './profiles.ts';

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => void vi.useRealTimers());

/** Promises of a connection, without any time passing. */
const settled = () => vi.advanceTimersByTimeAsync(0);

function lineTo(device: FakeDevice, kind: OwnKind = 'oximeter') {
  const states: string[] = [];
  const readings: Reading[] = [];
  const told: object[] = [];
  const waves: PlethSegment[] = [];
  let model = '';
  const line = new BluetoothLine({
    device: device.asBrowsers,
    name: device.name,
    kind,
    now: () => Date.now(),
    timers: realTimers,
    zoneMs: () => 0,
    onModel: ({ name }) => (model = name),
    onState: (state, reason) => states.push(reason === null ? state : `${state}: ${reason}`),
    onReadings: (more) => readings.push(...more),
    onPleth: (segments) => waves.push(...segments),
    onTold: (status) => told.push(status),
  });
  return { line, states, readings, told, waves, model: () => model };
}

const CONTINUOUS = '0061004800';
const plx = () => new FakeCharacteristic('2A5F');
const NUS = '6E400001-B5A3-F393-E0A9-E50E24DCCA9E';
const VIATOM = '14839AC4-7D7E-415C-9A42-167340CF2339';

describe('the first connection', () => {
  test('DV-201 each notification goes to the decoder of its characteristic; battery and firmware are told', async () => {
    const continuous = plx();
    const battery = Object.assign(new FakeCharacteristic('2A19'), { read: '54' });
    const firmware = Object.assign(new FakeCharacteristic('2A26'), { read: Buffer.from('1.02\0').toString('hex') });
    const device = new FakeDevice('Nonin', { '1822': [continuous], '180F': [battery], '180A': [firmware] });
    const { line, states, readings, told, model } = lineTo(device);
    await line.openOnce();
    await settled();
    continuous.say(CONTINUOUS);
    battery.say('14');
    expect(readings).toMatchObject([{ spo2Pct: 97, pulseBpm: 72, measuredAt: 1_000_000 }]);
    expect([states, told, model()]).toEqual([
      ['connecting', 'live'],
      [{ firmware: '1.02' }, { batteryPct: 84 }, { batteryPct: 20 }],
      'ble-plx',
    ]);
    line.close();
    expect(vi.getTimerCount()).toBe(0);
  });

  test('DV-200 of several services the standard one decides; a service of another kind is none', async () => {
    const both = new FakeDevice('Both', { [NUS]: [new FakeCharacteristic(NUS)], '1822': [plx()] });
    const one = lineTo(both);
    await one.line.openOnce();
    expect(one.model()).toBe('ble-plx');
    one.line.close();
    for (const services of [{ '1810': [new FakeCharacteristic('2A35')] }, { '1822': [] }, {}]) {
      const { line, states } = lineTo(new FakeDevice('Cuff', services));
      expect(await line.openOnce()).toBe('no usable service');
      expect(states).toEqual(['connecting', 'off: no usable service']);
    }
    expect(vi.getTimerCount()).toBe(0);
  });

  test('DV-201 a quirk is chosen by the name: a BM85 sends its pulse the other way round', async () => {
    const measurement = new FakeCharacteristic('2A35');
    const { line, readings } = lineTo(new FakeDevice('BM85', { '1810': [measurement] }), 'cuff');
    await line.openOnce();
    await vi.advanceTimersByTimeAsync(20_000);
    measurement.say('147f0052000000004c010000');
    expect(readings).toMatchObject([{ systolicMmHg: 127, diastolicMmHg: 82, pulseBpm: 76 }]);
    line.close();
  });

  test('DV-178 a cuff’s result that was held is told, once', async () => {
    const measurement = new FakeCharacteristic('2A35');
    const { line, readings, told } = lineTo(new FakeDevice('Cuff', { '1810': [measurement] }), 'cuff');
    await line.openOnce();
    measurement.say('00780050005d00');
    expect([readings, told]).toEqual([[], [{ notice: expect.stringContaining('was held') }]]);
    measurement.say('00780050005d00');
    expect(told).toHaveLength(1);
    line.close();
  });

  test('DV-201 its pulse wave is given as it comes', async () => {
    const notify = new FakeCharacteristic('6E400003-B5A3-F393-E0A9-E50E24DCCA9E');
    const { line, waves } = lineTo(new FakeDevice('PC-60F', { [NUS]: [notify] }));
    await line.openOnce();
    const frame = [0xaa, 0x55, 0x0f, 0x07, 0x02, 10, 20, 30, 40, 50];
    const crc = crc8Maxim(Uint8Array.from(frame));
    notify.say([...frame, crc].map((byte) => byte.toString(16).padStart(2, '0')).join(''));
    expect(waves).toEqual([{ sampleHz: 50, fullScale: 127, samples: [10, 20, 30, 40, 50] }]);
    line.close();
  });

  test('DV-201 a device that speaks only when asked is asked with frames of its list alone', async () => {
    const ask = new FakeCharacteristic('8B00ACE7-EB0B-49B0-BBE9-9AEE0A26E1A3');
    const answer = new FakeCharacteristic('0734594A-A8E7-4B1A-A6B1-CD5243059A57');
    const { line } = lineTo(new FakeDevice('O2Ring 1234', { [VIATOM]: [answer, ask] }));
    await line.openOnce();
    await vi.advanceTimersByTimeAsync(1_000);
    expect([...new Set(ask.written)]).toEqual(['aa17e8000000001b']);
    line.close();
    const asked = ask.written.length;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(ask.written).toHaveLength(asked);
  });
});

describe('a link that is lost', () => {
  test('DV-202 is opened again without a tap, for ever, with waits of 0.5 to 15 s', async () => {
    const continuous = plx();
    const device = new FakeDevice('Nonin', { '1822': [continuous] });
    const { line, states, readings } = lineTo(device);
    await line.openOnce();
    device.reach = 'away';
    device.drop();
    expect(states.at(-1)).toBe('lost: disconnected');
    const attempts: number[] = [];
    for (let second = 0.5; second <= 61; second += 0.5) {
      const before = device.connects;
      await vi.advanceTimersByTimeAsync(500);
      if (device.connects > before) attempts.push(second);
    }
    expect(attempts).toEqual([0.5, 1.5, 3.5, 7.5, 15.5, 30.5, 45.5, 60.5]);
    expect(states.at(-1)).toBe('lost: out of reach');
    device.reach = 'here';
    await vi.advanceTimersByTimeAsync(15_000);
    continuous.say(CONTINUOUS);
    expect([states.at(-1), readings.length, continuous.subscriptions]).toEqual(['live', 1, 2]);
    line.close();
  });

  test('DV-202 a connect without an answer is given up after 30 s; a person who is back hurries it', async () => {
    const device = new FakeDevice('Nonin', { '1822': [plx()] });
    const { line, states } = lineTo(device);
    await line.openOnce();
    device.reach = 'never';
    device.drop();
    await vi.advanceTimersByTimeAsync(30_500);
    expect(states.at(-1)).toBe('lost: no answer within 30 s');
    device.reach = 'here';
    line.hurry();
    await settled();
    expect(states.at(-1)).toBe('live');
    line.close();
  });

  test('DV-202 a device that must speak and is silent is lost and opened again', async () => {
    const notify = '49535343-1E4D-4BD9-BA61-23C647249616';
    const device = new FakeDevice('Berry', {
      '49535343-FE7D-4AE5-8FA9-9FAFD205E455': [new FakeCharacteristic(notify)],
    });
    const { line, states } = lineTo(device);
    await line.openOnce();
    await vi.advanceTimersByTimeAsync(5_250);
    expect(states.at(-1)).toBe('lost: silent for 5 s');
    await vi.advanceTimersByTimeAsync(500);
    expect([states.at(-1), device.connects]).toEqual(['live', 2]);
    line.close();
  });

  test('DV-202 nothing of an ended line is heard', async () => {
    const continuous = plx();
    const device = new FakeDevice('Nonin', { '1822': [continuous] });
    const { line, states, readings } = lineTo(device);
    await line.openOnce();
    line.close();
    continuous.say(CONTINUOUS);
    await vi.advanceTimersByTimeAsync(60_000);
    expect([readings, states.at(-1), device.isConnected, device.connects]).toEqual([[], 'off', false, 1]);
  });
});
