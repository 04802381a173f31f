/**
 * A bedside monitor calls and sends HL7 in MLLP blocks; each message is answered. `AA` is said only when its readings were handed
 * on, which is when they are kept. One port is one monitor: what another address or another bed sends meanwhile is refused, for
 * it is of another patient.
 */
import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import type { Duration, Instant } from '#core/reading.ts';
import { acknowledge } from '#devices/hl7-oru/ack.ts';
import { MllpBlocks } from '#devices/hl7-oru/mllp-blocks.ts';
import { bedOf } from '#devices/hl7-oru/sender.ts';
import type { Connect, ConnectionEvents } from './link.ts';

export interface MllpOptions {
  readonly host: string;
  readonly port: number;
  /** A monitor that was silent this long may be followed by another. */
  readonly silenceMs: Duration;
  /** Epoch ms; stamps the answers. */
  readonly now?: () => Instant;
}

/** Monitors leave dead connections behind, and port scanners open some (`makeRoom`). */
const MOST_CONNECTIONS = 8;
/** Twice the longest pause between messages of a monitor. */
const IDLE_MS: Duration = 300_000;
/** Answers nobody reads. */
const MOST_UNREAD = 64 * 1024;
const [START, END, AFTER_END] = [0x0b, 0x1c, 0x0d];

export const mllpConnect =
  ({ host, port, silenceMs, now = Date.now }: MllpOptions): Connect =>
  (to) => {
    /** Those that gave a message, the one heard longest ago first; the others stand in `silent`. */
    const heard = new Set<Socket>();
    const silent = new Set<Socket>();
    const takes = oneMonitor(silenceMs, now);
    const server = createServer((socket) => {
      if (heard.size + silent.size >= MOST_CONNECTIONS && !makeRoom(socket, silent, heard)) {
        to.refused({ code: 'unknown', message: 'Too many connections: a new one is refused.' });
        socket.destroy();
        return;
      }
      silent.add(socket);
      socket.on('close', () => [silent, heard].forEach((each) => each.delete(socket)));
      const onMessage = (): void => {
        for (const each of [silent, heard]) each.delete(socket);
        heard.add(socket);
      };
      converse(socket, { ...to, onMessage }, takes, now);
    });
    server.on('listening', () => to.open());
    server.on('error', (error: NodeJS.ErrnoException) => to.close(whyNot(error, host, port)));
    server.listen({ host, port, exclusive: true });
    return {
      write: () => undefined,
      drop: () => {
        server.close();
        for (const socket of [...silent, ...heard]) socket.destroy();
      },
    };
  };

/**
 * One that never gave a message goes, the oldest first; else one that the same monitor left behind. Nobody else pushes out a
 * monitor that speaks. @returns false when there is no room to be made.
 */
function makeRoom({ remoteAddress }: Socket, silent: Set<Socket>, heard: Set<Socket>): boolean {
  const leaves = [...silent, ...[...heard].filter((each) => each.remoteAddress === remoteAddress)][0];
  if (!leaves) return false;
  for (const each of [silent, heard]) each.delete(leaves);
  leaves.destroy();
  return true;
}

type Takes = (address: string, message: Uint8Array) => string | undefined;

/** @returns why a message is not of the monitor that speaks here; undefined when it is. */
function oneMonitor(silenceMs: Duration, now: () => Instant): Takes {
  let speaker = { address: '', bed: '', at: -Infinity };
  return (address, message) => {
    const [at, bed] = [now(), bedOf(message)];
    if (at - speaker.at < silenceMs) {
      if (address !== speaker.address) return 'Another monitor sends to this port.';
      if (bed !== '' && speaker.bed !== '' && bed !== speaker.bed) return 'Another bed sends to this port.';
    }
    speaker = { address, bed: bed || (at - speaker.at < silenceMs ? speaker.bed : ''), at };
    return undefined;
  };
}

interface Conversation extends ConnectionEvents {
  /** One was taken. */
  onMessage(): void;
}

function converse(socket: Socket, to: Conversation, takes: Takes, now: () => Instant): void {
  const blocks = new MllpBlocks();
  const address = socket.remoteAddress ?? '';
  const say = (bytes: Uint8Array | undefined): void => {
    if (!bytes || !socket.writable) return;
    socket.write(bytes);
    if (socket.writableLength <= MOST_UNREAD) return;
    to.refused({ code: 'length', message: 'A monitor does not read its answers; its connection is ended.' });
    socket.destroy();
  };
  /** Only a message that is taken makes its sender the monitor of this port: noise must not lock the monitor out. */
  const hear = (message: Uint8Array): void => {
    const answer = acknowledge(message, now());
    const stranger = answer?.code === 'AA' ? takes(address, message) : undefined;
    if (stranger === undefined && answer?.code === 'AA') {
      to.onMessage();
      to.bytes(blockOf(message));
    }
    const said = stranger === undefined ? answer : acknowledge(message, now(), stranger);
    if (said?.refusal) to.refused(said.refusal);
    say(said?.bytes);
  };

  socket.setNoDelay(true);
  socket.setKeepAlive(true, 10_000);
  socket.setTimeout(IDLE_MS, () => socket.destroy());
  // 'close' follows.
  socket.on('error', () => undefined);
  socket.on('close', () => {
    for (const piece of blocks.end()) if (piece.kind === 'refused') to.refused(piece.refusal);
  });
  socket.on('data', (bytes) => {
    for (const piece of blocks.push(bytes)) {
      if (socket.destroyed) return;
      if (piece.kind === 'refused') {
        to.refused(piece.refusal);
        if (piece.head) say(acknowledge(piece.head, now(), piece.refusal.message)?.bytes);
        continue;
      }
      hear(piece.message);
    }
  });
}

function blockOf(message: Uint8Array): Uint8Array {
  const block = new Uint8Array(message.length + 3);
  block.set([START]);
  block.set(message, 1);
  block.set([END, AFTER_END], message.length + 1);
  return block;
}

function whyNot(error: NodeJS.ErrnoException, host: string, port: number): string {
  switch (error.code) {
    case 'EADDRINUSE':
      return `port ${port} is taken by another program`;
    case 'EACCES':
      return `port ${port} needs administrator's rights: take one above 1023`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `this machine has no address ${host}`;
    default:
      return error.message;
  }
}
