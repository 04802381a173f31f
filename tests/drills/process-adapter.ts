/** The adapter of a chair as the process a clinic runs, `vigil adapter`, beside an oximeter on TCP that says the truth. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { encodePacket } from '#devices/nonin-df2/encoder.ts';
import { spoolPath } from '../../server/adapter/spool/open-spool.ts';
import { testKeyOf } from '../support/admitted.ts';
import { identitiesIn } from '../support/spooled-readings.ts';
import type { ChairAdapter, ChairAdapterOptions } from './chair-adapter.ts';
import { Ledger } from './ledger.ts';
import { endsWithUs } from './let-go.ts';

const ROOT = new URL('../..', import.meta.url);
/** As often as the device says its numbers. */
const PACKET_MS = 1_000 / 3;

export class ProcessAdapter implements ChairAdapter {
  readonly ledger = new Ledger();
  readonly #options: ChairAdapterOptions;
  readonly #device: Server;
  readonly #clients = new Set<Socket>();
  #child: ChildProcess | undefined;
  #timer: NodeJS.Timeout | undefined;
  #packets = 0;

  private constructor(options: ChairAdapterOptions, device: Server) {
    [this.#options, this.#device] = [options, device];
    device.on('connection', (client) => {
      this.#clients.add(client);
      client.on('error', () => client.destroy());
      client.on('close', () => this.#clients.delete(client));
    });
  }

  static async open(options: ChairAdapterOptions): Promise<ProcessAdapter> {
    const device = createServer();
    device.listen(0, '127.0.0.1');
    await once(device, 'listening');
    return new ProcessAdapter(options, device);
  }

  get waiting(): number {
    return this.#kept().length;
  }

  /** What it sends twice is its own affair. */
  readonly disorder = undefined;

  start(): void {
    this.#run();
    this.#timer = setInterval(() => this.#say(), PACKET_MS);
  }

  /** In the middle of whatever it does; what its spool holds then must not be lost. */
  async kill(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (!child) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
    for (const identity of this.#kept()) this.ledger.sent.add(identity);
  }

  /** @returns once the process runs and reads its device: how long Node takes to start is not the wire's affair */
  async comeBack(): Promise<void> {
    const reads = once(this.#device, 'connection');
    this.#run();
    await reads;
  }

  stopMeasuring(): void {
    clearInterval(this.#timer);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#child?.kill('SIGKILL');
    for (const client of this.#clients) client.destroy();
    this.#device.close();
  }

  #run(): void {
    const { number, port, spoolFolder } = this.#options;
    const { port: devicePort } = this.#device.address() as AddressInfo;
    const id = `adapter-${number}`;
    const child = spawn(
      process.execPath,
      [
        ...['server/cli/main.ts', 'adapter', '--server', `http://127.0.0.1:${port}`, '--id', id],
        ...['--spool', spoolFolder, '--device', `ox-${number}=nonin-df2@tcp:127.0.0.1:${devicePort}`],
      ],
      { cwd: ROOT, stdio: 'ignore', env: { ...process.env, VIGIL_ADAPTER_KEY: testKeyOf(id) } },
    );
    this.#child = endsWithUs(child);
  }

  #say(): void {
    const second = Math.floor((this.#packets * PACKET_MS) / 1_000);
    const isNew = second !== Math.floor(((this.#packets - 1) * PACKET_MS) / 1_000);
    const { spo2Pct, pulseBpm } = this.#options.truth.at(second);
    this.#packets += 1;
    for (const client of this.#clients) client.write(encodePacket({ spo2Pct, pulseBpm }));
    if (isNew)
      this.ledger.measured.push({
        ...{ kind: 'oximetry', measuredAt: Date.now(), quality: 'good', causes: [] },
        ...{ spo2Pct, pulseBpm },
      });
  }

  #kept(): readonly string[] {
    const { number, spoolFolder } = this.#options;
    return identitiesIn(spoolPath(spoolFolder, `adapter-${number}`)).map((identity) => `ox-${number} ${identity}`);
  }
}
