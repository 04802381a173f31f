/** `vigil restore`: puts a backup in the place of the clinic's database; the old one keeps a dated name. */
import { Command, Option } from 'commander';
import { databaseIn, sealFiles } from '../keeping/besides.ts';
import { restore } from '../keeping/restore.ts';
import { privateFiles } from './private-files.ts';
import { accessText, endWith, exitTwoOnUsage, holdingText, instantText, sealText } from './keeping-words.ts';

interface RestoreFlags {
  readonly from: string;
  readonly data: string;
  readonly otherSite?: boolean;
  readonly demo?: boolean;
  readonly key?: string;
}

export function restoreCommand(): Command {
  return new Command('restore')
    .description('put a backup in the place of the database; the old one is kept under a dated name')
    .requiredOption('--from <file>', 'the backup')
    .option('--data <folder>', "the server's folder, or a database file", 'data')
    .option('--other-site', "also when the backup is another site's than the database there")
    .option('--demo', "also when the backup is a demo's")
    .addOption(new Option('--key <file>', 'key of the seals; default beside the database').env('VIGIL_SEAL_KEY'))
    .exitOverride(exitTwoOnUsage)
    .addHelpText('after', '\nExit code: 0 done, 1 the backup is not as it was written, 2 it could not be done.')
    .action(({ from, data, otherSite = false, demo = false, key }: RestoreFlags) => {
      privateFiles();
      const files = sealFiles(databaseIn(data), key);
      const made = restore({ files, from, otherSite, demo, at: Date.now() });
      if (!made.ok) return endWith(made.exit, made.message);
      const { holding, access, kept, notes } = made.value;
      console.log(`${files.database} is now what ${from} held.`);
      console.log(`  ${holdingText(holding)}`);
      console.log(`  ${sealText(holding)}`);
      if (holding.backupAt !== undefined)
        console.log(`  The backup was made at ${instantText(holding.backupAt)}: what came after it is not there.`);
      for (const line of accessText(access)) console.log(`  ${line}`);
      for (const name of kept) console.log(`  What was there is kept as ${name}`);
      for (const note of notes) console.log(`  ${note}`);
    });
}
