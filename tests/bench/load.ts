/** Many chairs at 1 Hz, each with an adapter's socket and a page's socket, spread evenly over the second. */
import type { ChildServer } from './child-server.ts';

export interface LoadClient {
  /** Sends the chair's next reading. */
  send(): void;
  /** Patches the page's socket received so far. */
  received(): number;
  close(): void;
}

/** @returns the server's CPU time per second of load, ms, over at least `samples` readings. */
export async function cpuUnderLoad(
  server: ChildServer,
  clients: readonly LoadClient[],
  samples: number,
): Promise<number> {
  const seconds = Math.ceil(samples / clients.length) + 1;
  const timers: NodeJS.Timeout[] = [];
  const starts = clients.map(
    (client, index) =>
      new Promise<void>((resolve) => {
        setTimeout(
          () => {
            timers.push(setInterval(() => client.send(), 1000));
            resolve();
          },
          (index * 1000) / clients.length,
        );
      }),
  );
  await Promise.all(starts);
  await new Promise((resolve) => setTimeout(resolve, 2000));
  const before = clients.reduce((sum, client) => sum + client.received(), 0);
  const cpuBefore = await server.cpuMs();
  const started = performance.now();
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  const cpu = (await server.cpuMs()) - cpuBefore;
  const elapsedSeconds = (performance.now() - started) / 1000;
  const received = clients.reduce((sum, client) => sum + client.received(), 0) - before;
  for (const timer of timers) clearInterval(timer);
  if (received < samples) throw new Error(`only ${received} of ${samples} patches reached the pages`);
  return cpu / elapsedSeconds;
}
