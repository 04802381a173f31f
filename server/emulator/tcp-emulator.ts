/** Keeps emulated devices on TCP ports, as serial device servers do: each client gets the device's stream from now on. */
import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import type { Refusal, Result } from '#core/refusal.ts';
import { accept, refuse } from '#core/refusal.ts';
import type { EmulatedModel } from './emulated-device.ts';
import { createEmulatedDevice } from './emulated-device.ts';
import type { EmulatedDevice } from './emulated-line.ts';
import { joined, nothing } from './emulated-line.ts';
import type { ScenarioName } from './scenario-table.ts';
import { scenarioTable } from './scenario-table.ts';

export interface EmulatedLine {
  readonly device: EmulatedModel;
  readonly scenario: ScenarioName;
  /** Where in the scenario it stands when the emulator starts, ms from the scenario's zero. */
  readonly fromMs: number;
  /** 0 = one the system chooses. */
  readonly port: number;
  /** A cuff that measures when it is told to, and no longer by its own schedule. */
  readonly commanded?: boolean;
}

export interface EmulatorOptions {
  readonly lines: readonly EmulatedLine[];
  /** Scenario milliseconds per real one. */
  readonly speed?: number;
  /** Real ms, any origin. */
  readonly monotonic?: () => number;
  /** How often bytes are sent, real ms; 0 = only when `send` is called. */
  readonly everyMs?: number;
}

export interface Emulator {
  /** In the order of the lines. */
  readonly ports: readonly number[];
  /** How many clients are connected to a port now. */
  clientsOf(port: number): number;
  /** Sends what has come due since the last time. */
  send(): void;
  /** Puts a line at another instant, and in another scenario if one is named, from now on. */
  moveTo(port: number, scenarioMs: number, scenario?: ScenarioName): void;
  close(): Promise<void>;
}

/** A packet of the quickest device is due every 333 ms; at higher speeds several go out together. */
const EVERY_MS = 25;
/** A client that does not read is dropped at this many unsent bytes, so that it cannot fill the memory. */
const UNREAD_LIMIT = 1 << 20;

interface Running {
  readonly server: Server;
  readonly clients: Set<Socket>;
  readonly port: number;
  readonly line: EmulatedLine;
  device: EmulatedDevice;
  /** Scenario time when the monotonic clock was at its origin. */
  zeroMs: number;
  sentMs: number;
}

/** @returns a refusal of code `conflict` that names the port when one is taken. */
export async function startEmulator(options: EmulatorOptions): Promise<Result<Emulator>> {
  const { lines, speed = 1, monotonic = () => performance.now(), everyMs = EVERY_MS } = options;
  const startedAt = monotonic();
  const elapsedMs = (): number => (monotonic() - startedAt) * speed;
  const running: Running[] = [];
  const close = async (): Promise<void> => {
    clearInterval(timer);
    await Promise.all(running.map(closeLine));
  };
  let timer: ReturnType<typeof setInterval> | undefined;

  for (const line of lines) {
    const listening = await listen(line.port);
    if (!listening.ok) {
      await close();
      return listening;
    }
    const added: Running = {
      ...listening.value,
      clients: new Set(),
      line,
      device: deviceOf(line, line.scenario, line.fromMs),
      zeroMs: line.fromMs,
      sentMs: line.fromMs,
    };
    added.server.on('connection', (client) => receive(added, client, () => added.zeroMs + elapsedMs()));
    running.push(added);
  }

  const send = (): void => {
    for (const line of running) {
      const nowMs = line.zeroMs + elapsedMs();
      const bytes = line.clients.size > 0 ? line.device.bytes(line.sentMs, nowMs) : undefined;
      line.sentMs = nowMs;
      if (bytes && bytes.length > 0) for (const client of line.clients) write(client, bytes);
    }
  };
  if (everyMs > 0) timer = setInterval(send, everyMs);

  return accept({
    ports: running.map(({ port }) => port),
    clientsOf: (port) => running.find((each) => each.port === port)?.clients.size ?? 0,
    send,
    moveTo(port, scenarioMs, scenario) {
      const line = running.find((each) => each.port === port);
      if (!line) return;
      if (scenario) line.device = deviceOf(line.line, scenario, scenarioMs);
      line.zeroMs = scenarioMs - elapsedMs();
      line.sentMs = scenarioMs;
    },
    close,
  });
}

const deviceOf = ({ device, commanded }: EmulatedLine, scenario: ScenarioName, fromMs: number): EmulatedDevice =>
  createEmulatedDevice(device, scenarioTable[scenario], commanded ? { commandedFromMs: fromMs } : {});

function write(client: Socket, bytes: Uint8Array): void {
  if (client.writableLength > UNREAD_LIMIT) client.destroy();
  else client.write(bytes);
}

function receive(line: Running, client: Socket, now: () => number): void {
  let unread: Uint8Array = nothing;
  line.clients.add(client);
  client.setNoDelay(true);
  client.on('error', () => client.destroy());
  client.on('close', () => line.clients.delete(client));
  client.on('data', (heard) => {
    const answered = line.device.answer(joined([unread, heard]), now());
    unread = answered.unread;
    if (answered.said.length > 0) write(client, answered.said);
  });
}

function listen(port: number): Promise<Result<{ server: Server; port: number }>> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve({ ok: false, refusal: whyNot(port, error) }));
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve(accept({ server, port: typeof address === 'object' && address ? address.port : port }));
    });
  });
}

function whyNot(port: number, error: NodeJS.ErrnoException): Refusal {
  return error.code === 'EADDRINUSE'
    ? refuse('conflict', `Port ${port} is taken by another program. Give another one, or 0 for any free one.`).refusal
    : refuse('unavailable', `Port ${port} cannot be opened: ${error.message}.`).refusal;
}

function closeLine({ server, clients }: Running): Promise<void> {
  for (const client of clients) client.destroy();
  return new Promise((resolve) => server.close(() => resolve()));
}
