/**
 * A socket.io client of a few microseconds a message, so that the generator of the load is never what is measured: thousands of them fit in
 * one process. Text frames of engine.io 4 over one TCP connection each; what comes is given as bytes, and parsed only by who wants it.
 */
import { randomBytes } from 'node:crypto';
import { createConnection, type Socket } from 'node:net';
import { SOCKET_PATH } from '#protocol/version.ts';

export interface LightOptions {
  readonly port: number;
  /** The Host name it asks for; default the address. */
  readonly host?: string;
  readonly namespace: string;
  readonly auth: object;
  readonly cookie?: string;
  /** One network may not ask for thousands of sockets at once: each thousand comes from an address of its own, 127.1.0.n. */
  readonly from: number;
  /** A packet of this namespace, from its first character on: `2["name",…]`, `31[…]`. `at`: performance.now() of its receipt. */
  readonly onPacket: (packet: Buffer, at: number, socket: LightSocket) => void;
  /** It closed after it was let in. */
  readonly onClosed?: () => void;
}

const TEXT = 0x81;
const [PING, CLOSE] = [0x32, 0x8];

export class LightSocket {
  readonly #socket: Socket;
  readonly #options: LightOptions;
  readonly #prefix: string;
  readonly #opened = Promise.withResolvers<undefined>();
  /** Of a frame that is not whole: a list of every device of thousands of chairs comes in many pieces. */
  #pieces: Buffer[] = [];
  #held = 0;
  #needed = 0;
  #isUpgraded = false;
  #isEnded = false;

  /** @returns once the namespace has let it in; rejects with what it says otherwise. */
  static async open(options: LightOptions): Promise<LightSocket> {
    const light = new LightSocket(options);
    await light.#opened.promise;
    return light;
  }

  private constructor(options: LightOptions) {
    this.#options = options;
    this.#prefix = `${options.namespace},`;
    const localAddress = `127.1.0.${1 + options.from}`;
    this.#socket = createConnection({ port: options.port, host: '127.0.0.1', localAddress, noDelay: true });
    this.#socket.on('connect', () => this.#socket.write(this.#request()));
    this.#socket.on('data', (bytes) => this.#take(bytes));
    this.#socket.on('error', (error) => this.#opened.reject(error));
    this.#socket.on('close', () => {
      this.#opened.reject(new Error('closed before it was let in'));
      if (!this.#isEnded) options.onClosed?.();
    });
  }

  /** @param packet as in `onPacket`: `2["name",…]` */
  send(packet: string): void {
    this.#write(`4${packet[0] ?? ''}${this.#prefix}${packet.slice(1)}`);
  }

  /** A message with one attachment, whose place in it is `{"_placeholder":true,"num":0}`. */
  sendBinary(message: string, attachment: Buffer): void {
    this.#write(`451-${this.#prefix}${message}`);
    const head = Buffer.from([0x82, 0x80 | 126, attachment.length >> 8, attachment.length & 0xff, 0, 0, 0, 0]);
    this.#socket.write(Buffer.concat([head, attachment]));
  }

  close(): void {
    this.#isEnded = true;
    this.#socket.destroy();
  }

  #request(): string {
    return [
      `GET ${SOCKET_PATH}/?EIO=4&transport=websocket HTTP/1.1`,
      `Host: ${this.#options.host ?? '127.0.0.1'}:${this.#options.port}`,
      ...['Upgrade: websocket', 'Connection: Upgrade', 'Sec-WebSocket-Version: 13'],
      `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
      ...(this.#options.cookie === undefined ? [] : [`Cookie: ${this.#options.cookie}`]),
      '\r\n',
    ].join('\r\n');
  }

  /** A client's frames are masked: with zeros, which changes nothing and costs nothing. */
  #write(text: string): void {
    const length = Buffer.byteLength(text);
    const head = length < 126 ? 6 : 8;
    const frame = Buffer.alloc(head + length);
    frame[0] = TEXT;
    if (length < 126) frame[1] = 0x80 | length;
    else {
      frame[1] = 0x80 | 126;
      frame.writeUInt16BE(length, 2);
    }
    frame.write(text, head);
    this.#socket.write(frame);
  }

  #take(bytes: Buffer): void {
    const at = performance.now();
    this.#pieces.push(bytes);
    this.#held += bytes.length;
    if (this.#held < this.#needed) return;
    let rest = this.#pieces.length === 1 ? bytes : Buffer.concat(this.#pieces);
    if (!this.#isUpgraded) {
      const end = rest.indexOf('\r\n\r\n');
      if (end === -1) return;
      this.#isUpgraded = true;
      if (rest.toString('latin1', 9, 12) !== '101') this.#opened.reject(new Error(rest.toString()));
      rest = rest.subarray(end + 4);
    }
    let frame = frameIn(rest);
    for (; 'body' in frame; frame = frameIn(rest)) {
      rest = rest.subarray(frame.end);
      if (frame.opcode === CLOSE) this.#socket.destroy();
      else if (frame.opcode === 1) this.#text(frame.body, at);
    }
    this.#needed = frame.end;
    this.#pieces = rest.length === 0 ? [] : [rest];
    this.#held = rest.length;
  }

  #text(body: Buffer, at: number): void {
    if (body[0] === PING) return this.#write('3');
    // `0{…}`: the wire is open, now the namespace is asked for.
    if (body[0] === 0x30) return this.#write(`40${this.#prefix}${JSON.stringify(this.#options.auth)}`);
    const start = 2 + this.#prefix.length;
    switch (body[1]) {
      case 0x30:
        return this.#opened.resolve(undefined);
      case 0x34:
        return this.#opened.reject(new Error(body.toString()));
      case 0x35:
        // One with an attachment: the head alone.
        return this.#options.onPacket(body.subarray(1), at, this);
      default:
        // The packet's type stands before the namespace: it is put right before what follows it.
        body[start - 1] = body[1] ?? 0;
        this.#options.onPacket(body.subarray(start - 1), at, this);
    }
  }
}

type Frame = { readonly opcode: number; readonly body: Buffer; readonly end: number } | { readonly end: number };

/** @returns without a body while it is not whole: `end` bytes are wanted at least */
function frameIn(bytes: Buffer): Frame {
  if (bytes.length < 2) return { end: 2 };
  const short = (bytes[1] ?? 0) & 0x7f;
  const head = short < 126 ? 2 : short === 126 ? 4 : 10;
  if (bytes.length < head) return { end: head };
  const length = short < 126 ? short : short === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
  const end = head + length;
  return bytes.length < end ? { end } : { opcode: (bytes[0] ?? 0) & 0xf, body: bytes.subarray(head, end), end };
}
