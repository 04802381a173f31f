import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Reading } from '#core/reading.ts';
import { deviceModel } from '#devices/device-table.ts';
import { encodePacket } from '#devices/nonin-df2/encoder.ts';
import { encodePressure, encodeResult } from '#devices/suntech/encoder.ts';
import { Link } from '../links/link.ts';
import type { ConnectionEvents } from '../links/link.ts';
import { mayControl, mayTransmit } from '#devices/device-table.ts';
import type { PlethPacket } from '#protocol/adapter-events.ts';
import { unpackSamples } from '#protocol/pleth-samples.ts';
import { realTimers } from '#gateway/timers.ts';
import { DeviceFeed } from './device-feed.ts';

beforeEach(() => void vi.useFakeTimers({ now: 0 }));
afterEach(() => void vi.useRealTimers());

function feedOf(name: string) {
  const model = deviceModel(name);
  if (!model) throw new Error(`no ${name}`);
  let line: ConnectionEvents | undefined;
  const written: string[] = [];
  const logged: unknown[] = [];
  const readings: Reading[] = [];
  const links: string[] = [];
  const statuses: unknown[] = [];
  const waves: PlethPacket[] = [];
  /** In the order in which they were given. */
  const order: string[] = [];
  const link = new Link(
    (to) => {
      line = to;
      return { write: (bytes) => written.push(Buffer.from(bytes).toString('hex')), drop: () => undefined };
    },
    {
      silenceMs: model.silenceMs,
      staysOpen: model.links.includes('mllp'),
      mayWrite: (bytes) => mayTransmit(model, [...bytes]),
      mayControl: (bytes) => mayControl(model, [...bytes]),
    },
  );
  const feed = new DeviceFeed({
    deviceId: 'd',
    model,
    link,
    now: () => Date.now(),
    speed: 1,
    timers: realTimers,
    log: pino({ level: 'warn' }, { write: (text) => void logged.push(JSON.parse(text)) }),
    onReadings: (_, more) => {
      readings.push(...more);
      order.push('readings');
    },
    onPleth: (_, more) => {
      waves.push(...more);
      order.push('wave');
    },
    onLink: (_, connected, reason) => links.push(connected ? 'up' : (reason ?? 'down')),
    onStatus: () => statuses.push(feed.status),
  });
  feed.start();
  const far = (): ConnectionEvents => {
    if (!line) throw new Error('not started');
    return line;
  };
  return { feed, far, written, logged, readings, links, statuses, waves, order };
}
const packet = encodePacket({ spo2Pct: 97, pulseBpm: 72 });

test('DV-178 a cuff’s result that was held is told as its status, until one is sent', () => {
  const { far, readings, statuses } = feedOf('ble-bps');
  const result = (hour: number, minute: number) =>
    far().bytes(Uint8Array.of(2, 120, 0, 80, 0, 93, 0, 0xea, 7, 3, 2, hour, minute, 0), '2A35');
  vi.setSystemTime(new Date(2026, 2, 2, 14));
  far().open({ name: 'cuff' });
  result(13, 0);
  far().close('gone');
  vi.advanceTimersByTime(10 * 60_000);
  expect([readings, statuses.at(-1)]).toMatchObject([[], { notice: expect.stringContaining('60 min ago') }]);
  far().open({ name: 'cuff' });
  result(13, 10);
  expect([readings, statuses.at(-1)]).toMatchObject([[{ kind: 'nibp' }], { notice: '' }]);
});

describe('an oximeter', () => {
  test('WS-109 its wave comes out in packets, behind the readings of the same bytes; a closed line ends it', () => {
    const { far, waves, order } = feedOf('nonin-df2');
    far().open();
    for (let second = 0; second < 3; second += 1)
      for (let third = 0; third < 3; third += 1) {
        vi.advanceTimersByTime(third === 0 ? 334 : 333);
        far().bytes(packet);
      }
    expect(waves.map(({ deviceId, sampleHz, fullScale }) => [deviceId, sampleHz, fullScale])[0]).toEqual([
      'd',
      75,
      255,
    ]);
    expect(order.indexOf('readings')).toBeLessThan(order.lastIndexOf('wave'));
    for (const [n, each] of order.entries()) if (each === 'readings') expect(order[n + 1]).not.toBe('readings');
    const before = waves.length;
    far().close('unplugged');
    const count = waves.reduce((sum, { samples }) => sum + unpackSamples(samples).length, 0);
    expect(waves.length).toBeGreaterThanOrEqual(before);
    expect(count).toBeGreaterThanOrEqual(8 * 25);
  });

  test('DV-56 its line is up once it is heard, not when a port is open', () => {
    const { far, links } = feedOf('nonin-df2');
    far().open();
    expect(links).toEqual([]);
    far().bytes(packet);
    far().bytes(packet);
    far().close('unplugged');
    vi.advanceTimersByTime(500);
    far().open();
    far().bytes(packet);
    expect(links).toEqual(['up', 'unplugged', 'up']);
  });

  test('DV-20 packets that come in a lump were measured since the one before', () => {
    const { far, readings } = feedOf('nonin-df2');
    far().open();
    far().bytes(packet);
    vi.advanceTimersByTime(3_000);
    far().bytes(Buffer.concat(Array.from({ length: 9 }, () => packet)));
    expect(readings.map(({ measuredAt }) => measuredAt)).toEqual([0, 1_000, 2_000, 3_000]);
  });

  test('DV-9 what a line left unfinished is not continued on the next', () => {
    const { far, readings } = feedOf('nonin-df2');
    far().open();
    far().bytes(encodePacket({ spo2Pct: 80, pulseBpm: 300 }).subarray(0, 60));
    far().close('unplugged');
    vi.advanceTimersByTime(500);
    far().open();
    far().bytes(packet.subarray(60));
    far().bytes(packet);
    expect(readings).toMatchObject([{ spo2Pct: 97, pulseBpm: 72 }]);
  });

  test('DV-8 what its decoder refuses is counted and said once a minute', () => {
    const { far, feed, logged } = feedOf('nonin-df2');
    far().open();
    for (let n = 0; n < 100; n += 1) {
      vi.advanceTimersByTime(100);
      far().bytes(Uint8Array.of(1, 2, 3, 4, 5));
    }
    expect(logged).toEqual([]);
    vi.advanceTimersByTime(50_000);
    expect(logged).toMatchObject([{ counts: { framing: 100 }, msg: 'frames refused' }]);
    feed.stop();
    expect(logged).toHaveLength(1);
  });

  test('DV-57 when it stops, the reading of the running second is given', () => {
    const { far, feed, readings } = feedOf('nonin-df2');
    far().open();
    far().bytes(packet);
    vi.advanceTimersByTime(400);
    far().bytes(encodePacket({ spo2Pct: 91, pulseBpm: 72 }));
    feed.stop();
    expect(readings).toMatchObject([{ spo2Pct: 97 }, { spo2Pct: 91 }]);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('a cuff', () => {
  const asked = (written: readonly string[]): number => written.filter((frame) => frame === '3a7903004a').length;

  test('DV-33 is asked each second, and not for its result while it is inflated', () => {
    const { far, links, written } = feedOf('suntech');
    far().open();
    expect(links).toEqual(['up']);
    expect(written).toEqual(['3a79050048', '3a7903004a']);
    vi.advanceTimersByTime(1_000);
    expect(asked(written)).toBe(2);
    far().bytes(encodePressure(150));
    vi.advanceTimersByTime(2_000);
    expect([asked(written), written.length]).toEqual([2, 6]);
  });

  test('DV-45 is not dropped for its silence before it was heard to answer', () => {
    const { far, links } = feedOf('suntech');
    far().open();
    vi.advanceTimersByTime(60_000);
    far().bytes(encodePressure(150));
    far().bytes(encodeResult({ systolicMmHg: 122, diastolicMmHg: 76, meanMmHg: 91, pulseBpm: 68 }));
    vi.advanceTimersByTime(60_000);
    expect(links).toEqual(['up']);
    far().bytes(encodePressure(0));
    vi.advanceTimersByTime(10_000);
    expect(links).toEqual(['up', 'silent for 10 s']);
  });
});

test('DV-43 a long reason is cut to what the wire takes', () => {
  const { far, links } = feedOf('nonin-df2');
  far().close(`broken\n${'x'.repeat(300)}`);
  expect(links[0]).toBe(`broken ${'x'.repeat(113)}`);
});

describe('a Bluetooth device', () => {
  test('DV-186 is read by the quirks of the name it connects under', () => {
    // Recorded from a Beurer BM85 at 18:31 on its wall: a big-endian pulse of 63, a user id that no flag announces.
    const bm85 = Buffer.from('566a0047000000ea07080b121f00003f000000', 'hex');
    vi.setSystemTime(new Date(2026, 7, 11, 18, 31, 30));
    const { far, readings } = feedOf('ble-bps');
    for (const name of ['BM85', 'Other']) {
      far().open({ name });
      far().bytes(bm85, '2A35');
      far().close('the device ended the connection');
      vi.advanceTimersByTime(5_000);
    }
    const [quirk, strict] = readings;
    expect(quirk).toMatchObject({ systolicMmHg: 106, diastolicMmHg: 71, pulseBpm: 63 });
    expect(strict).not.toHaveProperty('pulseBpm');
  });

  test('DV-181 has its line up when it is connected, and each characteristic a decoder of its own', () => {
    const { far, links, readings } = feedOf('ble-plx');
    far().open({});
    expect(links).toEqual(['up']);
    far().bytes(Uint8Array.of(0, 97, 0, 72, 0), '2A5F');
    vi.advanceTimersByTime(1_500);
    // A spot check without a time stamp.
    far().bytes(Uint8Array.of(0, 96, 0, 70, 0), '2A5E');
    expect(readings).toMatchObject([{ spo2Pct: 97 }, { spo2Pct: 96 }]);
  });

  test('DV-184 what it says of itself is told when it is new', () => {
    const { far, feed, statuses } = feedOf('ble-plx');
    far().open({ name: 'Nonin', batteryPct: 80 });
    far().status({ batteryPct: 80 });
    far().status({ batteryPct: 20 });
    far().close('the device ended the connection');
    vi.advanceTimersByTime(500);
    far().open({ name: 'Nonin', batteryPct: 20 });
    expect(statuses).toEqual([
      { name: 'Nonin', batteryPct: 80 },
      { name: 'Nonin', batteryPct: 20 },
    ]);
    expect(feed.status).toEqual({ name: 'Nonin', batteryPct: 20 });
  });

  test('DV-196 has its stamps read by the clock on the wall here', () => {
    vi.setSystemTime(new Date(2026, 6, 3, 14, 0, 30));
    const { far, readings } = feedOf('ble-bps');
    far().open({ name: 'A&D_UA-651BLE' });
    // 122/76/91 mmHg at 14:00:00 on the wall.
    far().bytes(Uint8Array.of(2, 122, 0, 76, 0, 91, 0, 0xea, 0x07, 7, 3, 14, 0, 0), '2A35');
    expect(readings).toMatchObject([{ kind: 'nibp', measuredAt: Date.now() - 30_000 }]);
  });
});

test('DV-194 what a listener refuses is counted with what the decoder refuses', () => {
  const { far, feed, logged } = feedOf('hl7-oru');
  far().open();
  for (let n = 0; n < 3; n += 1) far().refused({ code: 'framing', message: '9 bytes outside of any message.' });
  feed.stop();
  expect(logged).toMatchObject([{ counts: { framing: 3 }, msg: 'frames refused' }]);
});

test('DV-193 a listener says that nobody has called, then that its monitor is silent; after that nothing is known of its cuff', () => {
  const { far, links, readings } = feedOf('hl7-oru');
  const message = (systolic: number): Uint8Array =>
    Buffer.from(
      `\x0bMSH|^~\\&|M|H|||20260303140000||ORU^R01|1|P|2.6\rOBR|1\rOBX|1|NM|150021^MDC_PRESS_BLD_NONINV_SYS^MDC||${systolic}|` +
        '266016^MDC_DIM_MMHG^MDC\rOBX|2|NM|150022^MDC_PRESS_BLD_NONINV_DIA^MDC||80|266016^MDC_DIM_MMHG^MDC\r\x1c\r',
    );
  far().close('port 6661 is taken by another program');
  vi.advanceTimersByTime(500);
  far().open();
  far().bytes(message(120));
  far().bytes(message(125));
  vi.advanceTimersByTime(3_600_000);
  far().bytes(message(131));
  far().bytes(message(135));
  expect(links).toEqual([
    'port 6661 is taken by another program',
    'nobody has called yet',
    'up',
    'silent for 150 s',
    'up',
  ]);
  expect(readings.map((reading) => reading.kind === 'nibp' && reading.systolicMmHg)).toEqual([125, 135]);
});

describe('cuff control', () => {
  const START = '3a20a6';
  const STOP = '3a7901004c';
  /** Its line open for so long, the cuff empty and heard each second. */
  const cuffFor = (seconds: number) => {
    const made = feedOf('suntech');
    made.far().open();
    for (let second = 0; second < seconds; second += 1) {
      vi.advanceTimersByTime(1_000);
      made.far().bytes(encodePressure(2));
    }
    return { ...made, controls: () => made.written.filter((frame) => frame === START || frame === STOP) };
  };

  test('DV-221 a start goes out once the pause since the line opened is over, and once only', () => {
    const early = cuffFor(29);
    expect(early.feed.controlCuff('start')).toMatchObject({ refusal: { code: 'conflict' } });
    expect(early.controls()).toEqual([]);
    const { feed, controls, far } = cuffFor(30);
    expect(feed.controlCuff('start')).toEqual({ ok: true, value: null });
    expect(feed.controlCuff('start')).toMatchObject({ refusal: { code: 'conflict' } });
    far().bytes(encodePressure(150));
    expect(feed.controlCuff('start')).toMatchObject({ refusal: { code: 'conflict' } });
    expect(controls()).toEqual([START]);
  });

  test('DV-221 a stop always goes out while the line is up', () => {
    const { feed, controls, far } = cuffFor(1);
    expect(feed.controlCuff('stop')).toEqual({ ok: true, value: null });
    far().close('unplugged');
    expect(feed.controlCuff('stop')).toMatchObject({ refusal: { code: 'unavailable' } });
    expect(feed.controlCuff('start')).toMatchObject({ refusal: { code: 'unavailable' } });
    expect(controls()).toEqual([STOP]);
  });

  test('DV-220 an oximeter has nothing to start or stop', () => {
    const { feed, far, written } = feedOf('nonin-df2');
    far().open();
    far().bytes(packet);
    for (const act of ['start', 'stop'] as const)
      expect(feed.controlCuff(act)).toMatchObject({ refusal: { code: 'not-allowed' } });
    expect(written).toEqual([]);
  });
});
