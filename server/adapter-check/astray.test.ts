import { EventEmitter } from 'node:events';
import type { Server as HttpServer } from 'node:http';
import type { Server } from 'socket.io';
import { expect, test } from 'vitest';
import { watchStrays } from './astray.ts';
import { Record } from './seen.ts';

test.each<[why: string, reason: string, isOurDoing: boolean, wasHeldUp: boolean, said: readonly RegExp[]]>([
  ['no pong', 'ping timeout', false, false, [/did not answer the ping/]],
  ['no pong, while the referee itself stood still', 'ping timeout', false, true, []],
  ['broken', 'transport error', false, false, [/broke the connection/]],
  ['broken, while the referee itself stood still', 'transport error', false, true, [/broke the connection/]],
  ['broken by the kill that the referee asked for', 'transport error', true, false, []],
  ['ended by socket.io', 'forced close', false, false, [/no socket\.io packet/]],
  ['ended by the referee', 'forced close', true, false, []],
])('WS-123 a connection that ends: %s', (_, reason, isOurDoing, wasHeldUp, said) => {
  const record = new Record(() => 0);
  const engine = new EventEmitter();
  const io = { engine, of: () => ({ use: () => undefined }) } as unknown as Pick<Server, 'engine' | 'of'>;
  watchStrays(new EventEmitter() as HttpServer, io, record, {
    isOurDoing: () => isOurDoing,
    wasHeldUp: () => wasHeldUp,
  });
  const raw = new EventEmitter();
  engine.emit('connection', raw);
  raw.emit('close', reason);
  expect(record.seen.map((each) => each.kind === 'astray' && each.what)).toEqual(
    said.map((what) => expect.stringMatching(what)),
  );
});
