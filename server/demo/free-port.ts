/** A port for the demo: the one asked for, or one of the next. */
import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

const TRIED = 20;
/** Below the ports systems hand out by themselves, one of which the demo's own connections could get meanwhile; none that browsers block. */
const ANY = { from: 20_000, to: 32_000 };

/** @param first 0 = any. @returns undefined when it and the ones after it are taken. */
export async function freePort(first: number): Promise<number | undefined> {
  const begin = first === 0 ? randomInt(ANY.from, ANY.to) : first;
  for (let port = begin; port < begin + TRIED && port <= 65_535; port += 1) {
    if (await isFree(port)) return port;
  }
  return undefined;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
