/** `vigil visit import-recordings`: what a clinic has recorded before, as past visits. */
import { Command } from 'commander';
import { importRecordings } from '../exchange/import-recordings.ts';
import { databaseIn } from '../keeping/besides.ts';
import { endWith, exitTwoOnUsage, instantText } from './keeping-words.ts';
import { privateFiles } from './private-files.ts';

interface RecordingFlags {
  readonly database: string;
  readonly protocol?: string;
  readonly start?: string;
  readonly baselineMinutes: string;
}

const MINUTE_MS = 60_000;

export function visitRecordingsCommand(): Command {
  return new Command('import-recordings')
    .description('make past visits of recordings (CSV, as for replay), marked as imported; the server must be stopped')
    .argument('<files...>', 'files, or folders of them')
    .option('--database <path>', "a database file, or the server's folder", 'data')
    .option('--protocol <id>', "one of the clinic's; default iv-ketamine-40")
    .option(
      '--start <instant>',
      'of the first row, 2024-03-01T09:00:00Z; default: so that each ended when its file was written',
    )
    .option('--baseline-minutes <number>', 'the baseline is of so many first minutes, 1 to 60', '1')
    .exitOverride(exitTwoOnUsage)
    .addHelpText(
      'after',
      '\nExit code: 0 all are taken in, 2 not all. A file is taken in whole or not at all, and once.',
    )
    .action((paths: string[], { database, protocol, start, baselineMinutes }: RecordingFlags) => {
      const startsAt = start === undefined ? undefined : Date.parse(start);
      if (startsAt !== undefined && Number.isNaN(startsAt))
        return endWith(2, `--start ${start}: give an instant like 2024-03-01T09:00:00Z.`);
      const minutes = Number(baselineMinutes);
      if (!(minutes >= 1 && minutes <= 60)) return endWith(2, '--baseline-minutes: give a number from 1 to 60.');
      privateFiles();
      const made = importRecordings({
        ...{ database: databaseIn(database), paths, baselineMs: Math.round(minutes * MINUTE_MS), at: Date.now() },
        ...(protocol !== undefined && { protocolId: protocol }),
        ...(startsAt !== undefined && { startsAt }),
        onFile: ({ file, visit, refused }) => {
          if (visit)
            console.log(
              `${file}: ${visit.rows} rows from ${instantText(visit.startsAt)}, ${visit.alerts} alerts, ${visit.visitId}`,
            );
          else console.error(refused);
        },
      });
      if (!made.ok) return endWith(made.exit, made.message);
      if (made.value.some(({ refused }) => refused !== undefined)) endWith(2);
    });
}
