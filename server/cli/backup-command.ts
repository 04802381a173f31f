/** `vigil backup`: one file that holds the clinic as it is now. */
import { Command, Option } from 'commander';
import { backUp } from '../keeping/backup.ts';
import { databaseIn, sealFiles } from '../keeping/besides.ts';
import { endWith, exitTwoOnUsage, holdingText, sealText, wavesText } from './keeping-words.ts';
import { privateFiles } from './private-files.ts';

interface BackupFlags {
  readonly data: string;
  readonly to: string;
  readonly replace?: boolean;
  readonly key?: string;
}

export function backupCommand(): Command {
  return new Command('backup')
    .description('copy the clinic into one file, also while the server runs, and check the copy')
    .option('--data <folder>', "the server's folder, or a database file", 'data')
    .requiredOption('--to <file>', 'the backup; it holds names and vital signs')
    .option('--replace', 'an older backup of that name gives way once the new one is whole')
    .addOption(new Option('--key <file>', 'key of the seals; default beside the database').env('VIGIL_SEAL_KEY'))
    .exitOverride(exitTwoOnUsage)
    .addHelpText('after', '\nExit code: 0 done, 1 the copy is not whole, 2 it could not be made.')
    .action(({ data, to, replace = false, key }: BackupFlags) => {
      privateFiles();
      const files = sealFiles(databaseIn(data), key);
      const made = backUp({ files, to, replace, at: Date.now() });
      if (!made.ok) return endWith(made.exit, made.message);
      const { audit, waves, noWaves, noSeal } = made.value;
      console.log(`${to} is whole: every chain was checked.`);
      console.log(`  ${holdingText(audit.holding)}`);
      console.log(`  ${noWaves === undefined ? wavesText(waves) : `no pulse waves: ${noWaves}`}`);
      console.log(`  ${sealText(audit.holding)}`);
      if (noSeal !== undefined) console.log(`  No seal was made for it: ${noSeal}`);
    });
}
