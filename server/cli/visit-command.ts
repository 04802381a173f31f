/** `vigil visit`: visits that are over, out of a database and into one. */
import { writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { exportVisit } from '../exchange/export-visit.ts';
import { importVisit } from '../exchange/import-visit.ts';
import { databaseIn } from '../keeping/besides.ts';
import { attempt, done } from '../keeping/outcome.ts';
import { endWith, exitTwoOnUsage } from './keeping-words.ts';
import { privateFiles } from './private-files.ts';
import { visitGenerateCommand } from './visit-generate-command.ts';
import { visitRecordingsCommand } from './visit-recordings-command.ts';

export function visitCommand(): Command {
  return new Command('visit')
    .description('take a visit that is over out as a file, take one in, or make visits of recordings')
    .exitOverride(exitTwoOnUsage)
    .addCommand(exportCommand())
    .addCommand(importCommand())
    .addCommand(visitRecordingsCommand())
    .addCommand(visitGenerateCommand());
}

const exitCodes = (one: string): string => `\nExit code: 0 done, 1 ${one}, 2 it could not be done.`;

function exportCommand(): Command {
  return new Command('export')
    .description('write a visit with all that is recorded of it as JSON (docs/exchange.md); also while the server runs')
    .argument('<visit-id>', 'as in the address of its page')
    .option('--database <path>', "a database file, or the server's folder", 'data')
    .option('--out <file>', 'default: to the standard output')
    .exitOverride(exitTwoOnUsage)
    .addHelpText('after', `${exitCodes('its record is not as it was written')} The file holds the patient's name.`)
    .action((visitId: string, { database, out }: { database: string; out?: string }) => {
      privateFiles();
      const made = exportVisit(databaseIn(database), visitId);
      if (!made.ok) return endWith(made.exit, made.message);
      if (out === undefined) return void process.stdout.write(made.value);
      const written = attempt(out, () => {
        // What is there is not written over.
        writeFileSync(out, made.value, { flag: 'wx' });
        return done(null);
      });
      if (!written.ok) return endWith(written.exit, written.message);
      console.log(`Visit ${visitId} is in ${out}.`);
    });
}

function importCommand(): Command {
  return new Command('import')
    .description('put a visit from its file into a database; the server must be stopped')
    .argument('<file>', 'of "vigil visit export" or of a visit\'s page')
    .option('--database <path>', "a database file, or the server's folder", 'data')
    .exitOverride(exitTwoOnUsage)
    .addHelpText('after', exitCodes('the file is not as it was written'))
    .action((file: string, { database }: { database: string }) => {
      privateFiles();
      const made = importVisit({ database: databaseIn(database), file, at: Date.now() });
      if (!made.ok) return endWith(made.exit, made.message);
      const { visitId, events, from, newPatient } = made.value;
      console.log(`Visit ${visitId} of ${from.name} is taken in: ${events.toLocaleString('en')} events.`);
      console.log(newPatient ? '  Its patient is new here.' : '  Its patient was known here.');
    });
}
