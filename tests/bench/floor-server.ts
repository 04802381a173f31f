/**
 * The bare floor: socket.io and a durable commit in a worker, and no product. A child process:
 * prints `{"port":…}`, answers `cpu` on its channel with its CPU time so far (µs).
 */
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { Server } from 'socket.io';

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
const http = createServer((request, response) => {
  if (request.url === '/client.js') response.setHeader('content-type', 'text/javascript').end(client);
  else response.setHeader('content-type', 'text/html').end(page);
});
const io = new Server(http, { path: '/live', transports: ['websocket'], perMessageDeflate: false });
io.of('/screens').on('connection', (socket) => {
  const { room } = socket.handshake.auth as { room: string };
  void socket.join(room);
});
io.of('/adapters').on('connection', (socket) => {
  socket.on(
    'reading',
    async (reading: { chair: string; value: number; at: number; seq: number }, ack: (answer: object) => void) => {
      await commit(reading);
      ack({ ok: true });
      io.of('/screens')
        .to(reading.chair)
        .emit('patch', { chair: reading.chair, seq: reading.seq, spo2: { value: reading.value, at: reading.at } });
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
