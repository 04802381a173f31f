/** `vigil visit generate`: invented past visits for a demo. */
import { statSync } from 'node:fs';
import { Command } from 'commander';
import { firstDay, generate } from '../generate/generate.ts';
import { foundDemo } from '../generate/new-demo.ts';
import { demoChairs } from '../demo/demo-chairs.ts';
import { databaseIn } from '../keeping/besides.ts';
import { endWith, exitTwoOnUsage } from './keeping-words.ts';

interface GenerateFlags {
  readonly database: string;
  readonly seed: string;
  readonly from?: string;
  readonly courses: string;
  readonly everySeconds: string;
}

export function visitGenerateCommand(): Command {
  return new Command('generate')
    .description("invent past visits in a demo's database; one that is not there is founded")
    .argument('<visits>', 'how many')
    .requiredOption('--database <path>', "a demo's database file")
    .option('--seed <number>', 'the same seed gives the same visits', '1')
    .option('--from <date>', 'first day, 2024-01-01; default: so that the last visit is a few days ago')
    .option(
      '--courses <number>',
      'courses of each protocol that are lived through; the visits are variations of them',
      '24',
    )
    .option('--every-seconds <number>', 'between two readings of an oximeter, 1 to 5', '4')
    .exitOverride(exitTwoOnUsage)
    .addHelpText('after', '\nExit code: 0 done, 2 it could not be done.')
    .action(async (visits: string, flags: GenerateFlags) => {
      const [count, seed, courses, seconds] = [visits, flags.seed, flags.courses, flags.everySeconds].map(Number);
      const from = flags.from === undefined ? undefined : Date.parse(`${flags.from}T00:00:00Z`);
      if (count === undefined || !(count >= 1)) return endWith(2, `“${visits}” is no number of visits.`);
      if (seed === undefined || !Number.isSafeInteger(seed) || seed < 0)
        return endWith(2, '--seed: give a whole number.');
      if (courses === undefined || !Number.isInteger(courses) || courses < 1 || courses > 500)
        return endWith(2, '--courses: give a whole number from 1 to 500.');
      if (seconds === undefined || ![1, 2, 3, 4, 5].includes(seconds))
        return endWith(2, '--every-seconds: give a whole number from 1 to 5.');
      if (from !== undefined && Number.isNaN(from)) return endWith(2, '--from: give a date like 2024-01-01.');
      const [database, at] = [databaseIn(flags.database), Date.now()];
      const founded = await foundDemo(database, from ?? firstDay(at, count, demoChairs.length));
      if (!founded.ok) return endWith(founded.exit, founded.message);
      const begun = performance.now();
      const made = generate({
        ...{ database, visits: count, seed, at, courses, everyMs: seconds * 1_000 },
        ...(from !== undefined && { from }),
        onProgress: (what, done) => {
          if (what === 'written' && done % 1_000 === 0) process.stderr.write(`${done} visits\n`);
        },
      });
      if (!made.ok) return endWith(made.exit, made.message);
      const { people, rows, from: first, to } = made.value;
      const day = (instant: number): string => new Date(instant).toISOString().slice(0, 10);
      const took = Math.round((performance.now() - begun) / 1_000);
      console.log(
        `${made.value.visits} visits of ${people} people, ${day(first)} to ${day(to)}: ${rows.toLocaleString('en')} rows.`,
      );
      console.log(`${database}: ${Math.round(statSync(database).size / 1e6)} MB, in ${took} s.`);
    });
}
