/** `vigil watch`: a dead-man's switch outside the server. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { SILENT_MS } from '../watch/dead-man.ts';
import { stateFileOf, stateFolderOf } from '../watch/state-file.ts';
import { startWatch } from '../watch/watch.ts';
import { processLog } from '../log.ts';
import { stopOnSignal } from './stop-on-signal.ts';

interface Options {
  readonly server: string;
  readonly webhook?: string;
  readonly command?: string;
  readonly state?: string;
  readonly silentAfter: string;
}

export function watchCommand(): Command {
  return new Command('watch')
    .description('sound and call when the server goes silent while somebody is watched; run it on another machine')
    .requiredOption('--server <url>', "the server's address, as http://127.0.0.1:4000")
    .option('--webhook <url>', 'called (POST, JSON) at an alarm, each minute while it lasts, and when it is over')
    .option('--command <line>', 'run by the shell at each alarm: a siren, a light; the reason is in VIGIL_REASON')
    .option(
      '--state <file>',
      `remembers whether somebody was watched; default, for each server one of its own: ${join(stateFolderOf(process.env, homedir()), 'watch-….state')}`,
    )
    .option('--silent-after <seconds>', 'without an answer for this long it is an alarm', String(SILENT_MS / 1_000))
    .action((options: Options) => {
      const silentMs = Number(options.silentAfter) * 1_000;
      if (!(silentMs > 0)) return wrong(`--silent-after ${options.silentAfter}: give seconds above 0.`);
      for (const [name, url] of [
        ['--server', options.server],
        ['--webhook', options.webhook],
      ] as const) {
        if (url === undefined || /^https?:$/.test(URL.parse(url)?.protocol ?? '')) continue;
        return wrong(`${name} ${url}: give an address that begins with http:// or https://.`);
      }
      const log = processLog({ name: 'watch' });
      const { server, webhook, command, state = stateFileOf(options.server, process.env, homedir()) } = options;
      const watch = startWatch({
        serverUrl: server,
        ...(webhook !== undefined && { webhook }),
        ...(command !== undefined && { command }),
        stateFile: state,
        silentMs,
        bell: () => void process.stderr.write('\u0007'),
        log,
      });
      log.info({ server, state, webhook: webhook !== undefined, command: command !== undefined }, 'watching');
      stopOnSignal(async () => watch.stop(), log);
    });
}

function wrong(sentence: string): void {
  console.error(sentence);
  process.exitCode = 1;
}
