import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { createNoninDecoder } from '#devices/nonin-df2/decoder.ts';
import { createSuntechDecoder } from '#devices/suntech/decoder.ts';
import { GET_CUFF_PRESSURE, GET_RESULT } from '#devices/suntech/frame.ts';
import { createEmulatedDevice } from './emulated-device.ts';
import { scenarioTable } from './scenario-table.ts';
import type { EmulatedLine, Emulator } from './tcp-emulator.ts';
import { startEmulator } from './tcp-emulator.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

const oximeter: EmulatedLine = { device: 'nonin-df2', scenario: 'desaturation', fromMs: 31 * MINUTE, port: 0 };

/** An emulator whose time moves only by `pass`. */
async function emulate(lines: readonly EmulatedLine[], speed = 1) {
  let now = 0;
  const started = await startEmulator({ lines, speed, monotonic: () => now, everyMs: 0 });
  if (!started.ok) throw new Error(started.refusal.message);
  const emulator: Emulator = started.value;
  open.push(emulator);
  const pass = (ms: number): void => {
    now += ms;
    emulator.send();
  };
  return { emulator, pass };
}

/** A client that keeps what it reads from the moment the emulator knows it. */
async function clientOf(emulator: Emulator) {
  const port = emulator.ports[0] ?? 0;
  const before = emulator.clientsOf(port);
  const client = connect(port, '127.0.0.1');
  open.push({ close: () => client.destroy() });
  let read = Buffer.alloc(0);
  client.on('data', (part) => (read = Buffer.concat([read, part])));
  await once(client, 'connect');
  while (emulator.clientsOf(port) === before) await new Promise((resolve) => setImmediate(resolve));
  return {
    say: (bytes: readonly number[]) => client.write(Uint8Array.from(bytes)),
    waiting: () => read.length,
    async take(length: number): Promise<Uint8Array> {
      while (read.length < length) await once(client, 'data');
      const taken = Uint8Array.from(read.subarray(0, length));
      read = read.subarray(length);
      return taken;
    },
  };
}

const A_SECOND_OF_BYTES = 3 * 125;

describe('DV-68 emulated devices on TCP ports', () => {
  test('DV-68 a client reads the stream from where the scenario stands, through the real decoder', async () => {
    const { emulator, pass } = await emulate([oximeter]);
    const client = await clientOf(emulator);
    pass(60 * SECOND);
    pass(60 * SECOND);
    const { readings, refusals } = createNoninDecoder().push(await client.take(120 * A_SECOND_OF_BYTES));
    expect(refusals).toEqual([]);
    const spo2 = readings.flatMap((each) => each.spo2Pct ?? []);
    expect(spo2[0]).toBeGreaterThan(94);
    expect(Math.min(...spo2)).toBe(82);
  });

  test('DV-68 a late client gets only what comes after it, and time runs at the speed given', async () => {
    const { emulator, pass } = await emulate([oximeter], 10);
    const early = await clientOf(emulator);
    pass(6 * SECOND);
    const late = await clientOf(emulator);
    pass(3 * SECOND);
    const [first, second] = [await early.take(90 * A_SECOND_OF_BYTES), await late.take(30 * A_SECOND_OF_BYTES)];
    const { fromMs } = oximeter;
    const device = createEmulatedDevice('nonin-df2', scenarioTable.desaturation);
    expect(first).toEqual(device.bytes(fromMs, fromMs + 90 * SECOND));
    expect(second).toEqual(device.bytes(fromMs + 60 * SECOND, fromMs + 90 * SECOND));
  });

  test('DV-68 a line can be put at another instant, and in another scenario', async () => {
    const { emulator, pass } = await emulate([oximeter]);
    const client = await clientOf(emulator);
    pass(SECOND);
    emulator.moveTo(emulator.ports[0] ?? 0, 5 * MINUTE);
    pass(10 * SECOND);
    await client.take(A_SECOND_OF_BYTES);
    const expected = createEmulatedDevice('nonin-df2', scenarioTable.desaturation).bytes(
      5 * MINUTE,
      5 * MINUTE + 10_000,
    );
    expect(await client.take(10 * A_SECOND_OF_BYTES)).toEqual(expected);
    emulator.moveTo(emulator.ports[0] ?? 0, 0, 'before');
    pass(10 * SECOND);
    const off = createNoninDecoder().push(await client.take(10 * A_SECOND_OF_BYTES)).readings;
    expect(off.every(({ causes }) => causes.includes('probe-off'))).toBe(true);
  });

  test('DV-68 a device that speaks when asked answers the one who asks', async () => {
    const { emulator, pass } = await emulate([{ ...oximeter, device: 'suntech' }]);
    const [asking, listening] = [await clientOf(emulator), await clientOf(emulator)];
    pass(SECOND);
    asking.say(GET_RESULT.slice(0, 3));
    asking.say([...GET_RESULT.slice(3), ...GET_CUFF_PRESSURE]);
    const { readings } = createSuntechDecoder().push(await asking.take(24 + 5));
    expect(readings).toMatchObject([{ systolicMmHg: 124, diastolicMmHg: 77 }, { cuffPressureMmHg: 0 }]);
    expect(listening.waiting()).toBe(0);
  });

  test('DV-68 a port that is taken is refused by its number, and nothing stays open', async () => {
    const { emulator } = await emulate([oximeter]);
    const port = emulator.ports[0] ?? 0;
    const refused = await startEmulator({
      lines: [
        { ...oximeter, port: 0 },
        { ...oximeter, port },
      ],
      everyMs: 0,
    });
    expect(refused).toMatchObject({ ok: false, refusal: { code: 'conflict' } });
    expect(!refused.ok && refused.refusal.message).toContain(`Port ${port} is taken`);
  });
});
