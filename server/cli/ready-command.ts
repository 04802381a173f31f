/** `vigil ready`: waits until a server takes readings and screens; for a supervisor and an upgrade. */
import { setTimeout as wait } from 'node:timers/promises';
import { Command, InvalidArgumentError } from 'commander';
import * as z from 'zod/mini';

const EVERY_MS = 200;
const ANSWER_MS = 2_000;
const readySchema = z.object({ ready: z.boolean(), why: z.array(z.object({ message: z.string() })) });

export function readyCommand(): Command {
  return new Command('ready')
    .description('wait until a server can take readings and screens, by its /readyz')
    .option('--server <url>', 'http://host:port or https://host:port', 'http://localhost:4400')
    .option('--within <seconds>', 'how long to wait', seconds, 30)
    .action(async ({ server, within }: { server: string; within: number }) => {
      const why = await untilReady(server, within * 1_000);
      if (why === undefined) return void console.log(`Ready: ${server}`);
      console.error(`Not ready within ${within} s: ${why}`);
      process.exitCode = 1;
    });
}

/** @returns undefined once it is; else why not, in a sentence, when the time is up */
async function untilReady(server: string, withinMs: number): Promise<string | undefined> {
  const until = performance.now() + withinMs;
  for (;;) {
    const why = await look(server);
    if (why === undefined || performance.now() + EVERY_MS > until) return why;
    await wait(EVERY_MS);
  }
}

async function look(server: string): Promise<string | undefined> {
  try {
    const response = await fetch(new URL('/readyz', server), { signal: AbortSignal.timeout(ANSWER_MS) });
    const told = readySchema.safeParse(await response.json());
    if (!told.success) return `something else than Vigil answers there, status ${response.status}.`;
    return told.data.ready ? undefined : told.data.why.map(({ message }) => message).join(' ');
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    return `it does not answer (${cause}).`;
  }
}

function seconds(text: string): number {
  const given = Number(text);
  if (!/^\d{1,4}$/.test(text)) throw new InvalidArgumentError('Give whole seconds.');
  return given;
}
