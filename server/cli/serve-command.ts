/** `vigil serve`: the clinic's server. */
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { serve } from '../main.ts';
import { loadPages } from '../pages.ts';
import { processLog } from '../log.ts';
import { stopOnSignal } from './stop-on-signal.ts';

interface ServeFlags {
  readonly port: number;
  readonly host: string;
  readonly data: string;
  readonly siteName: string;
  readonly timeZone: string;
  readonly logLevel: string;
}

export function serveCommand(): Command {
  return new Command('serve')
    .description("run the clinic's server: pages, live wire and journal on one port of this machine")
    .option('--port <number>', 'port on this machine; 0 = any free one', wholePort, 4400)
    .option('--host <address>', 'address to listen on; only this machine while there is no sign-in', '127.0.0.1')
    .option('--data <folder>', 'where the database is kept', 'data')
    .option('--site-name <name>', "the clinic's name, for a new database", 'Clinic')
    .option('--time-zone <zone>', 'IANA time zone, for a new database', knownZone, localZone())
    .option('--log-level <level>', 'trace, debug, info, warn, error or silent', 'info')
    .action(async (flags: ServeFlags) => {
      const pages = await loadPages();
      if (!pages.ok) return giveUp(pages.refusal.message);
      const log = processLog({ level: flags.logLevel });
      const serving = await serve({
        port: flags.port,
        host: flags.host,
        database: join(flags.data, 'vigil.db'),
        founding: { name: flags.siteName, timeZone: flags.timeZone, demo: false },
        log,
        pages: pages.value,
      });
      if (!serving.ok) return giveUp(serving.refusal.message);
      stopOnSignal(() => serving.value.close(), log);
      console.log(`Vigil is ready: ${serving.value.url}`);
    });
}

function giveUp(message: string): void {
  console.error(message);
  process.exitCode = 1;
}

const localZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

function wholePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError('A port is a number from 0 to 65535.');
  return port;
}

function knownZone(zone: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    throw new InvalidArgumentError('Not a time zone: write it like Europe/Zurich.');
  }
}
