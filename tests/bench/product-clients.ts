/** Clients of Vigil: an adapter by the published contract, a chair's page by its socket. */
import { randomUUID } from 'node:crypto';
import { io } from 'socket.io-client';
import { ADAPTERS_NAMESPACE, PROTOCOL_VERSION, SOCKET_PATH } from '#protocol/version.ts';
import { packSamples } from '#protocol/pleth-samples.ts';
import { testKeyOf } from '../support/admitted.ts';
import { TestScreen } from '../support/test-screen.ts';
import type { LoadClient } from './load.ts';

const open = (port: number, namespace: string, auth: object) =>
  io(`http://127.0.0.1:${port}${namespace}`, { path: SOCKET_PATH, transports: ['websocket'], auth, forceNew: true });

export interface ProductAdapter {
  send(spo2Pct: number, pulseBpm?: number): void;
  /** A third of a second of pulse wave, as a Nonin gives it. */
  sendWave(): void;
  close(): void;
}

/** Feeds `ox-n`; resolves once announced, its clock measured. @param cuff announces `cuff-n` too, so that nothing is lost at this chair @param emulated of a demo */
export async function productAdapter(
  port: number,
  chairNumber: number,
  { cuff = false, emulated = false } = {},
): Promise<ProductAdapter> {
  const socket = open(port, ADAPTERS_NAMESPACE, {
    protocol: PROTOCOL_VERSION,
    adapterId: `bench-${chairNumber}`,
    software: 'bench 1',
    key: testKeyOf(`bench-${chairNumber}`),
  });
  socket.on('clock:probe', (answer: (at: number) => void) => answer(Date.now()));
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  const deviceId = `ox-${chairNumber}`;
  const devices = [{ deviceId, model: 'nonin-df2', emulated }];
  if (cuff) devices.push({ deviceId: `cuff-${chairNumber}`, model: 'suntech', emulated });
  await socket.emitWithAck('adapter:announce', { devices });
  const epoch = randomUUID();
  let seq = 0;
  let measuredAt = 0;
  return {
    send(spo2Pct, pulseBpm = 72) {
      // Two readings of one millisecond would be the same instant: the second could not be newer.
      measuredAt = Math.max(measuredAt + 1, Date.now());
      const reading = {
        kind: 'oximetry',
        deviceId,
        epoch,
        seq: ++seq,
        measuredAt,
        spo2Pct,
        pulseBpm,
        quality: 'good',
        causes: [],
      };
      socket.emit(
        'readings:send',
        { readings: [reading] },
        (answer: { ok: boolean; data?: { answers: { status: string }[] } }) => {
          if (answer.data?.answers[0]?.status !== 'stored') throw new Error(`not stored: ${JSON.stringify(answer)}`);
        },
      );
    },
    sendWave() {
      const samples = packSamples(Array.from({ length: 25 }, (_, n) => 120 + Math.round(100 * Math.sin(n / 4))));
      const wave = { deviceId, measuredAt: Date.now() - 334, sampleHz: 75, fullScale: 255, samples };
      socket.emit('pleth:send', { packets: [wave] });
    },
    close: () => void socket.disconnect(),
  };
}

export async function productChair(port: number, chairNumber: number, chairId: string): Promise<LoadClient> {
  const adapter = await productAdapter(port, chairNumber);
  const page = await TestScreen.connect(port);
  let received = 0;
  let value = 97;
  page.raw.on('chair:patch', ({ patch }: { patch: object }) => {
    if ('spo2' in patch) received++;
  });
  await page.watch(chairId);
  return {
    send: () => adapter.send((value = value === 97 ? 98 : 97)),
    received: () => received,
    close: () => {
      adapter.close();
      page.close();
    },
  };
}
