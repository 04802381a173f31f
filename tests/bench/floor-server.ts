/**
 * The bare floor: socket.io and a durable commit in a worker, and no product. A child process:
 * prints `{"port":…}`, answers `cpu` on its channel with its CPU time so far (µs).
 */
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { Server } from 'socket.io';
import { WIRE_OPTIONS } from '../../server/sockets/wire-options.ts';

const STATIONS_EVERY_MS = 250;
const database = process.argv[2] ?? ':memory:';
const committer = new Worker(new URL('./floor-worker.ts', import.meta.url), { workerData: { database } });
const waiting = new Map<number, () => void>();
committer.on('message', (ids: readonly number[]) => {
  for (const id of ids) {
    waiting.get(id)?.();
    waiting.delete(id);
  }
});
let nextId = 0;
const commit = (row: object): Promise<void> =>
  new Promise((resolve) => {
    waiting.set(++nextId, resolve);
    committer.postMessage({ id: nextId, row });
  });

const client = readFileSync(new URL('client-dist/socket.io.min.js', import.meta.resolve('socket.io')));
const page = `<!doctype html><p id="v">–</p><script src="/client.js"></script><script>
const socket = io('/screens', { path: '/live', transports: ['websocket'], auth: { room: 'chair-1' } });
const v = document.getElementById('v');
socket.on('patch', (patch) => { v.textContent = String(patch.spo2.value); });
</script>`;
/** Two numbers for each of so many chairs. */
const wall = (chairs: number): string => `<!doctype html><body><script src="/client.js"></script><script>
const numbers = new Map();
for (let n = 1; n <= ${chairs}; n += 1) {
  const pair = [0, 1].map(() => document.body.appendChild(document.createElement('p')));
  numbers.set('chair-' + n, pair);
}
const socket = io('/screens', { path: '/live', transports: ['websocket'], auth: { room: [...numbers.keys()] } });
socket.on('patch', ({ chair, spo2 }) => {
  for (const number of numbers.get(chair)) number.textContent = String(spo2.value);
});
</script>`;
const http = createServer((request, response) => {
  if (request.url === '/client.js') response.setHeader('content-type', 'text/javascript').end(client);
  else {
    const chairs = Number(new URL(request.url ?? '/', 'http://floor').searchParams.get('chairs') ?? 0);
    response.setHeader('content-type', 'text/html').end(chairs === 0 ? page : wall(chairs));
  }
});
// How often a wire is looked at is the product's choice (a dead one is known within 4 s), not what its rules cost: the floor looks as often.
const { pingInterval, pingTimeout } = WIRE_OPTIONS;
const io = new Server(http, {
  ...{ path: '/live', transports: ['websocket'], perMessageDeflate: false },
  ...{ pingInterval, pingTimeout },
});
io.of('/screens').on('connection', (socket) => {
  const { room } = socket.handshake.auth as { room: string | string[] };
  void socket.join(room);
});
/** Changes since the stations were told last: they are told four times a second, of many chairs at once. */
let changed = new Map<string, object>();
setInterval(() => {
  if (changed.size === 0) return;
  io.of('/screens')
    .to('stations')
    .emit('tile:patches', [...changed.values()]);
  changed = new Map();
}, STATIONS_EVERY_MS);
io.of('/adapters').on('connection', (socket) => {
  socket.on('wave', (chair: string, samples: Buffer) => {
    io.of('/screens').to(chair).emit('wave', { chair, samples });
  });
  socket.on(
    'reading',
    async (reading: { chair: string; value: number; at: number; seq: number }, ack: (answer: object) => void) => {
      await commit(reading);
      ack({ ok: true });
      const patch = { spo2: { value: reading.value, at: reading.at } };
      changed.set(reading.chair, { chairId: reading.chair, patch });
      io.of('/screens')
        .to(reading.chair)
        .emit('patch', { chair: reading.chair, seq: reading.seq, ...patch });
    },
  );
});
http.listen(0, '127.0.0.1', () => {
  const address = http.address();
  process.send?.({ port: typeof address === 'object' ? address?.port : 0 });
});
process.on('message', (message) => {
  if (message === 'cpu') process.send?.({ cpu: process.cpuUsage() });
});
process.on('disconnect', () => process.exit(0));
