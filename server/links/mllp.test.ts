import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { setImmediate as soon } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import type { DecodeRefusal } from '#devices/decoder.ts';
import { createHl7OruDecoder } from '#devices/hl7-oru/decoder.ts';
import { aquaris, comen, continua, edan, mindrayWave, philips } from '#devices/hl7-oru/samples.ts';
import { Link } from './link.ts';
import { mllpConnect } from './mllp.ts';
import type { MllpOptions } from './mllp.ts';
import { eventually } from '../../tests/support/eventually.ts';

const ended: (() => void)[] = [];
afterEach(() => ended.splice(0).forEach((end) => end()));

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

const message = (id: string, spo2 = 97, bed = ''): string =>
  `MSH|^~\\&|MON|ICU|||20260303140000||ORU^R01|${id}|P|2.6\rPID|||4711||DOE^JANE\r${bed ? `PV1||I|${bed}\r` : ''}` +
  `OBR|1||||||20260303140000\rOBX|1|NM|150456^MDC_PULS_OXIM_SAT_O2^MDC||${spo2}|262688^MDC_DIM_PERCENT^MDC|||||F\r`;
const block = (text: string): Buffer => Buffer.from(`\x0b${text}\x1c\r`, 'latin1');

async function listen(options: Partial<MllpOptions> = {}) {
  const port = options.port ?? (await freePort());
  const link = new Link(mllpConnect({ host: '127.0.0.1', port, silenceMs: 150_000, ...options }), {
    silenceMs: 150_000,
    staysOpen: true,
    backoffMs: 5,
  });
  ended.push(() => link.close());
  const decoder = createHl7OruDecoder();
  const values: (number | undefined)[] = [];
  const refusals: DecodeRefusal[] = [];
  link.on('bytes', (bytes) => {
    const decoded = decoder.push(bytes);
    values.push(...decoded.readings.map(({ spo2Pct, systolicMmHg }) => spo2Pct ?? systolicMmHg));
    refusals.push(...decoded.refusals);
  });
  link.on('refused', (refusal) => void refusals.push(refusal));
  await Promise.all([once(link, 'open'), link.start()]);
  return { link, port, values, refusals };
}

/** A monitor: what it is answered, message by message. */
async function call(port: number, localAddress = '127.0.0.1') {
  const socket = connect({ port, host: '127.0.0.1', localAddress });
  ended.push(() => socket.destroy());
  let heard = '';
  socket.setEncoding('latin1').on('data', (text: string) => (heard += text));
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  const answers = () => [...heard.matchAll(/MSA\|(\w\w)\|([^|\r]*)/g)].map(([, code, id]) => `${code} ${id}`);
  return { socket, answers, raw: () => heard };
}

async function byteByByte(socket: Socket, bytes: Uint8Array): Promise<void> {
  socket.setNoDelay(true);
  for (const byte of bytes) {
    socket.write(Uint8Array.of(byte));
    await soon();
  }
}

describe('messages over a socket', () => {
  test('DV-189 arrive split byte by byte, merged, and several in a packet', async () => {
    const { port, values, refusals } = await listen();
    const { socket, answers } = await call(port);
    await byteByByte(socket, block(message('1', 91)));
    socket.write(Buffer.concat([block(message('2', 92)), block(message('3', 93)), block(message('4', 94))]));
    const fifth = block(message('5', 95));
    socket.write(fifth.subarray(0, 40));
    await eventually(() => expect(answers()).toHaveLength(4));
    socket.write(Buffer.concat([fifth.subarray(40), block(message('6', 96))]));
    await eventually(() => expect(answers()).toEqual(['AA 1', 'AA 2', 'AA 3', 'AA 4', 'AA 5', 'AA 6']));
    expect([values, refusals]).toEqual([[91, 92, 93, 94, 95, 96], []]);
  });

  test('DV-189 broken ones are refused one by one and those beside them read', async () => {
    const { port, values, refusals } = await listen();
    const { socket, answers } = await call(port);
    const unfinished = block(message('1')).subarray(0, 60);
    const withoutReturn = block(message('2', 92)).subarray(0, -1);
    socket.write(Buffer.concat([unfinished, withoutReturn, block(message('3', 93))]));
    socket.write(Buffer.concat([Buffer.from('noise DOE^JANE'), block(message('4', 94)), Buffer.from('\r\n  ')]));
    socket.write(Buffer.from(message('5', 85), 'latin1'));
    socket.write(block('nothing of HL7 DOE^JANE'));
    socket.write(block(message('7').replace('ORU^R01', 'ADT^A01')));
    await eventually(() => expect(answers()).toEqual(['AA 2', 'AA 3', 'AA 4', 'AE ', 'AR 7']));
    expect(values).toEqual([92, 93, 94]);
    expect(refusals.map(({ code, message: why }) => `${code}: ${why}`)).toEqual([
      'framing: A message has no end: the next one began after 59 bytes of it.',
      'framing: No 0D after the 1C of a message; the message was read.',
      'framing: 13 bytes outside of any message.',
      expect.stringMatching(/^framing: \d+ bytes a message without its block: set the monitor to MLLP\.$/),
      'framing: A message of 23 characters does not begin with MSH.',
      'unknown: No ORU^R01: ADT^A01.',
    ]);
    expect(JSON.stringify(refusals)).not.toMatch(/DOE|JANE|4711/);
  });

  test('DV-189 one without an end within 1 MiB is refused and answered, and the next one read', async () => {
    const { port, values, refusals } = await listen();
    const { socket, answers } = await call(port);
    socket.write(`\x0b${message('1')}`);
    for (let n = 0; n < 20; n += 1) socket.write(Buffer.alloc(64 * 1024, 'A'));
    await eventually(() => expect(answers()).toEqual(['AE 1']));
    socket.write(Buffer.concat([Buffer.from('AAAA\x1c\r'), block(message('2', 92))]));
    await eventually(() => expect(answers()).toEqual(['AE 1', 'AA 2']));
    expect([values, refusals]).toMatchObject([[92], [{ code: 'length' }]]);
  });

  test('DV-189 a connection that ends inside a message is told', async () => {
    const { port, refusals } = await listen();
    const { socket } = await call(port);
    socket.write(block(message('1')).subarray(0, 30));
    await soon();
    socket.resetAndDestroy();
    const other = await call(port);
    other.socket.end(block(message('2')).subarray(0, 30));
    await eventually(() =>
      expect(refusals.map(({ message: why }) => why)).toContain('The connection ended 29 bytes into a message.'),
    );
  });

  test('DV-190 as published by monitors are answered AA with their own ids', async () => {
    const { port, values } = await listen();
    const { socket, answers } = await call(port);
    for (const text of [comen, continua, aquaris, philips, edan, mindrayWave]) socket.write(block(text));
    await eventually(() => expect(answers()).toHaveLength(6));
    expect(answers().every((answer) => /^AA \S+$/.test(answer))).toBe(true);
    expect(answers()[0]).toBe('AA 202506100151270003');
    expect(values).toContain(97);
  });
});

describe('connections', () => {
  test('DV-191 AA is said only after the readings were handed on', async () => {
    const { link, port } = await listen();
    const order: string[] = [];
    link.on('bytes', () => order.push('readings'));
    const { socket, answers } = await call(port);
    socket.on('data', () => order.push('answer'));
    socket.write(block(message('1')));
    await eventually(() => expect(answers()).toEqual(['AA 1']));
    expect(order).toEqual(['readings', 'answer']);
  });

  test('DV-191 one for each message, and two at once, are taken', async () => {
    const { port, values, refusals } = await listen();
    for (const id of ['1', '2', '3']) {
      const { socket, answers } = await call(port);
      // It says that it has finished before it has its answer.
      socket.end(block(message(id, 90 + Number(id))));
      await eventually(() => expect(answers()).toEqual([`AA ${id}`]));
    }
    const [a, b] = [await call(port), await call(port)];
    const [first, second] = [block(message('4', 94)), block(message('5', 95))];
    a.socket.write(first.subarray(0, 90));
    b.socket.write(second.subarray(0, 120));
    await soon();
    b.socket.write(second.subarray(120));
    await eventually(() => expect(b.answers()).toEqual(['AA 5']));
    a.socket.write(first.subarray(90));
    await eventually(() => expect(a.answers()).toEqual(['AA 4']));
    expect([values, refusals]).toEqual([[91, 92, 93, 95, 94], []]);
  });

  test('DV-191 another monitor at the same port is refused until the first was silent', async () => {
    let now = 1_000_000;
    const { port, values, refusals } = await listen({ now: () => now });
    const [first, other] = [await call(port), await call(port, '127.0.0.2')];
    first.socket.write(block(message('1', 91)));
    await eventually(() => expect(first.answers()).toEqual(['AA 1']));
    other.socket.write(block(message('2', 82)));
    await eventually(() => expect(other.answers()).toEqual(['AE 2']));
    now += 150_000;
    other.socket.write(block(message('3', 83)));
    await eventually(() => expect(other.answers()).toEqual(['AE 2', 'AA 3']));
    expect([values, refusals]).toMatchObject([[91, 83], [{ message: 'Another monitor sends to this port.' }]]);
  });

  test('DV-191 noise and other messages of a stranger do not lock the monitor out, nor make the line heard', async () => {
    const { link, port, values } = await listen();
    let heard = 0;
    link.on('bytes', () => (heard += 1));
    const [stranger, monitor] = [await call(port, '127.0.0.2'), await call(port)];
    stranger.socket.write(Buffer.concat([block('GET / HTTP/1.1'), block(message('1').replace('ORU^R01', 'ADT^A01'))]));
    await eventually(() => expect(stranger.answers()).toEqual(['AE ', 'AR 1']));
    expect(heard).toBe(0);
    monitor.socket.write(block(message('2', 92)));
    await eventually(() => expect(monitor.answers()).toEqual(['AA 2']));
    expect(values).toEqual([92]);
  });

  test('DV-191 so is another bed over the same connection; its name is not told', async () => {
    const { port, values, refusals } = await listen();
    const { socket, answers } = await call(port);
    for (const [id, bed] of [
      ['1', 'ICU^^BED7'],
      ['2', ''],
      ['3', 'ICU^^BED8'],
      ['4', 'ICU^^BED7'],
    ] as const)
      socket.write(block(message(id, 90 + Number(id), bed)));
    await eventually(() => expect(answers()).toEqual(['AA 1', 'AA 2', 'AE 3', 'AA 4']));
    expect(values).toEqual([91, 92, 94]);
    expect(refusals).toEqual([{ code: 'unknown', message: 'Another bed sends to this port.' }]);
  });

  test('DV-194 the monitor that speaks is not pushed out, however many open a connection', async () => {
    const { port, values } = await listen();
    const monitor = await call(port);
    monitor.socket.write(block(message('1', 91)));
    await eventually(() => expect(monitor.answers()).toEqual(['AA 1']));
    for (let n = 0; n < 40; n += 1) await call(port, '127.0.0.2');
    // Noise and other messages buy no place.
    const last = await call(port, '127.0.0.2');
    last.socket.write(block(message('8', 80)));
    await eventually(() => expect(last.answers()).toEqual(['AE 8']));
    for (let n = 0; n < 8; n += 1) await call(port, '127.0.0.2');
    await eventually(() => expect(last.socket.closed).toBe(true));
    monitor.socket.write(block(message('2', 92)));
    await eventually(() => expect(monitor.answers()).toEqual(['AA 1', 'AA 2']));
    expect(values).toEqual([91, 92]);
  });

  test('DV-194 what a monitor left open makes room for itself and for nobody else', async () => {
    const { port, refusals } = await listen();
    const calls: Awaited<ReturnType<typeof call>>[] = [];
    for (let n = 0; n < 8; n += 1) {
      const each = await call(port);
      calls.push(each);
      each.socket.write(block(message(`${n}`)));
      await eventually(() => expect(each.answers()).toEqual([`AA ${n}`]));
    }
    const stranger = await call(port, '127.0.0.2');
    await eventually(() => expect(stranger.socket.closed).toBe(true));
    expect(refusals.map(({ message: why }) => why)).toEqual(['Too many connections: a new one is refused.']);
    const again = await call(port);
    again.socket.write(block(message('9')));
    await eventually(() => expect(again.answers()).toEqual(['AA 9']));
    expect(calls.map(({ socket }) => socket.closed)).toEqual([true, ...Array(7).fill(false)]);
  });

  test('DV-194 of more than eight the oldest silent one goes; one that reads no answer too', async () => {
    const { port, values, refusals } = await listen();
    const calls: Awaited<ReturnType<typeof call>>[] = [];
    for (let n = 0; n < 9; n += 1) calls.push(await call(port));
    await eventually(() => expect(calls.map(({ socket }) => socket.closed)).toEqual([true, ...Array(8).fill(false)]));
    calls[8]?.socket.write(block(message('1', 91)));
    await eventually(() => expect(values).toEqual([91]));

    const deaf = calls[7]?.socket.pause();
    const many = Buffer.concat(Array.from({ length: 500 }, () => block(message('9'))));
    const flood = setInterval(() => deaf?.write(many), 5);
    ended.push(() => clearInterval(flood));
    await eventually(() => expect(refusals[0]?.message).toContain('does not read'));
    clearInterval(flood);
  });
});

describe('the port', () => {
  test('DV-192 that is taken is said so, and tried again until it is free', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const connecting = mllpConnect({ host: '127.0.0.1', port, silenceMs: 1 });
    const link = new Link(connecting, { silenceMs: 1_000, backoffMs: 5 });
    ended.push(() => link.close());
    link.start();
    expect(await once(link, 'close')).toEqual([`port ${port} is taken by another program`]);
    taken.close();
    await once(link, 'open');
  });

  test('DV-192 of an address this machine does not have is said so', async () => {
    const link = new Link(mllpConnect({ host: '192.0.2.1', port: 6661, silenceMs: 1 }), { silenceMs: 1_000 });
    ended.push(() => link.close());
    link.start();
    expect(await once(link, 'close')).toEqual(['this machine has no address 192.0.2.1']);
  });

  test('DV-192 listens on this machine only, and lets go when closed', async () => {
    const { link, port } = await listen();
    const { socket } = await call(port);
    link.close();
    await once(socket, 'close');
    const again = createServer().listen(port, '127.0.0.1');
    ended.push(() => again.close());
    await once(again, 'listening');
  });
});
