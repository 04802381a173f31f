/** `vigil adapter`: reads devices and sends their readings to a Vigil server. */
import { once } from 'node:events';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { deviceModelNames } from '#devices/device-table.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { startAdapter } from '../adapter/adapter.ts';
import { parseAdapterArguments } from '../adapter/adapter-options.ts';
import type { AdapterArguments } from '../adapter/adapter-options.ts';
import { ADDRESS_FORMS } from '../links/address.ts';
import { processLog } from '../log.ts';
import { privateFiles } from './private-files.ts';
import { stopOnSignal } from './stop-on-signal.ts';

export function adapterCommand(): Command {
  return new Command('adapter')
    .description('read devices and send their readings to a Vigil server; keeps them while the server is away')
    .requiredOption('--server <url>', "the server's address, as http://127.0.0.1:4000")
    .requiredOption('--id <adapterId>', 'a name for this adapter, the same at each start')
    .option(
      '--device <deviceId=model@address>',
      `a device and where it is: ${ADDRESS_FORMS}; again for each device. Models: ${deviceModelNames.join(', ')}`,
      (text: string, before: readonly string[]) => [...before, text],
      [] as readonly string[],
    )
    .option('--emulated', 'the devices are emulated: a demo takes them, a clinic refuses them')
    .option('--speed <factor>', "run the adapter's clock faster, as the demo's server does", '1')
    .option(
      '--spool <folder>',
      'where readings are kept until the server has answered for them, 72 hours of each device (some 17 MB)',
      join('data', 'spool'),
    )
    .option(
      '--key-file <file>',
      'its key of Settings, Adapters, in a file that nobody else can read; or give it in VIGIL_ADAPTER_KEY',
    )
    .addOption(new Option('--key <key>', 'refused: the list of processes would show it').hideHelp())
    .option('--no-spool', 'keep them in memory alone: what is unsent is lost when the adapter dies')
    .addOption(new Option('--held', 'start when the program that started this one says so').hideHelp())
    .action(async ({ held, ...given }: AdapterArguments & { readonly held?: boolean }) => {
      privateFiles();
      const options = parseAdapterArguments(given, `vigil ${packageJson.version}`);
      if (!options.ok) {
        console.error(options.refusal.message);
        process.exitCode = 1;
        return;
      }
      const log = processLog({ name: 'adapter', base: { adapterId: options.value.adapterId } });
      // Loaded and ready: a demo's chairs are fed from its first second on.
      if (held && process.channel) await Promise.race([once(process, 'message'), once(process, 'disconnect')]);
      if (held && !process.connected) return;
      const started = startAdapter(options.value, log);
      if (!started.ok) {
        console.error(started.refusal.message);
        process.exitCode = 1;
        return;
      }
      const adapter = started.value;
      stopOnSignal(() => adapter.stop(), log);
      // A program that started it with an IPC channel takes it along when it dies.
      process.once('disconnect', () => void adapter.stop());
    });
}
