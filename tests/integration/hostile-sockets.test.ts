/** Programs that send far too much, on the real wire: what happens to them, and that nothing happens to anybody else. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { SOCKET_PATH } from '#protocol/version.ts';
import { startTestClinic } from '../support/test-clinic.ts';
import type { TestClinic } from '../support/test-clinic.ts';
import { openByWire } from '../support/visit-by-wire.ts';
import type { WireVisit } from '../support/visit-by-wire.ts';
import { eventually } from '../support/eventually.ts';

let clinic: TestClinic;
let visit: WireVisit;
beforeAll(async () => {
  clinic = await startTestClinic();
  visit = await openByWire(clinic);
});
afterAll(() => clinic.close());

const refusedSoFar = (): number => clinic.clinic.counters.refusals.messages['too-many'] ?? 0;

/** Somebody else is watched as ever. */
async function othersAreWell(spo2Pct: number): Promise<void> {
  await clinic.pass(1_000, () => visit.adapter.spo2(spo2Pct));
  await visit.nurse.until(() => {
    const { spo2 } = visit.nurse.view(visit.chairId);
    return spo2.status === 'live' && spo2.value === spo2Pct;
  });
}

test('SEC-64 SEC-65 a page that sends ten thousand messages is refused, closed with a sentence, and counted; others go on', async () => {
  const page = await clinic.screen();
  const before = refusedSoFar();
  const told = new Promise((resolve) => page.raw.once('socket:closing', resolve));
  const gone = new Promise((resolve) => page.raw.once('disconnect', resolve));
  const answers: unknown[] = [];
  for (let n = 0; n < 10_000; n += 1)
    page.raw.emit('chair:watch', { chairId: 'chair-0' }, (answer: unknown) => answers.push(answer));
  expect(await told).toMatchObject({ code: 'too-many', message: expect.stringMatching(/^This connection/) });
  await gone;
  expect(answers).toContainEqual({
    ok: false,
    refusal: {
      code: 'too-many',
      message: 'This page sends too much at once: it was not taken. Try again in a moment.',
    },
  });
  expect(refusedSoFar() - before).toBeGreaterThan(400);
  await othersAreWell(96);
  // It may come again, as a page that reloads does.
  const again = await clinic.screen({ token: page.token });
  expect((await again.watch(visit.chairId)).chair.chairId).toBe(visit.chairId);
});

test('SEC-66 an adapter that floods the backlog is told to keep it; its reading of now is taken', async () => {
  const adapter = await clinic.adapter(2);
  const reading = (n: number) => ({
    ...adapter.wire({ kind: 'oximetry', measuredAt: adapter.now - 60_000 - n, quality: 'none', causes: [] }),
  });
  const batch = Array.from({ length: 500 }, (_, n) => reading(n));
  const answers = await Promise.all(
    Array.from({ length: 140 }, () => adapter.request('readings:send', { readings: batch })),
  );
  expect(answers.filter((answer) => answer.ok).length).toBeGreaterThanOrEqual(60);
  expect(answers.find((answer) => !answer.ok)).toEqual({
    ok: false,
    refusal: {
      code: 'unavailable',
      message: 'This adapter sends too much at once: keep it, and send it again after 5 s.',
    },
  });
  expect(await adapter.probeOff()).toMatchObject({ status: 'refused', refusal: { code: 'no-visit' } });
  await othersAreWell(95);
});

test('SEC-67 a message of 100 MB ends its connection at its first bytes', async () => {
  const socket = await upgraded();
  // A text frame, masked, of 104,857,600 bytes: its head alone.
  socket.write(Buffer.from([0x81, 0xff, 0, 0, 0, 0, 0x06, 0x40, 0, 0, 1, 2, 3, 4]));
  await once(socket, 'close');
  await othersAreWell(94);
});

test('SEC-67 a frame that is none ends its connection', async () => {
  const socket = await upgraded();
  socket.write(Buffer.from([0xff, 0x00, 0x13, 0x37]));
  await once(socket, 'close');
  await othersAreWell(93);
});

test('SEC-67 pongs by the hundred thousand end a connection that never joined anything', async () => {
  const socket = await upgraded();
  const before = refusedSoFar();
  // Engine.IO's pong, as an empty-masked text frame; a hostile client needs no answer and waits for none.
  const pong = Buffer.from([0x81, 0x81, 0, 0, 0, 0, 0x33]);
  socket.write(Buffer.concat(Array.from({ length: 200_000 }, () => pong)));
  await once(socket, 'close');
  await eventually(() => expect(refusedSoFar()).toBe(before + 1));
  await othersAreWell(92);
});

/** A WebSocket to the wire, by hand; resolves when the server has opened it. */
async function upgraded() {
  const socket = connect(clinic.port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  socket.on('error', () => undefined);
  const lines = [
    `GET ${SOCKET_PATH}/?EIO=4&transport=websocket HTTP/1.1`,
    `Host: localhost:${clinic.port}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  ];
  socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  const [first] = (await once(socket, 'data')) as [Buffer];
  expect(first.toString()).toContain('101 Switching Protocols');
  socket.resume();
  return socket;
}
