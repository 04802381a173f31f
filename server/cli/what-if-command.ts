/** `vigil what-if PROTOCOL.json`: new limits over past visits, before they are put in force. Reads the database, changes nothing. */
import { existsSync, readFileSync } from 'node:fs';
import { Command, Option } from 'commander';
import type { ClinicalProtocol } from '#core/clinical-protocol.ts';
import { checkProtocol } from '#core/clinical-protocol-check.ts';
import { accept, refuse } from '#core/refusal.ts';
import type { Result } from '#core/refusal.ts';
import { noVisits, withVisit } from '#core/what-if/sums.ts';
import type { VisitWhatIf } from '#core/what-if/visit-what-if.ts';
import { clinicalProtocolSchema } from '#protocol/clinical-protocol-schema.ts';
import { parse } from '#protocol/malformed.ts';
import { MOST_VISITS } from '#protocol/what-if.ts';
import type { WhatIfFilter } from '#protocol/what-if.ts';
import { connectUnknown, inspect } from '../journal/schema.ts';
import { databaseIn } from '../keeping/besides.ts';
import { runPool } from '../what-if/pool.ts';
import { whatIfThreads } from '../what-if/threads.ts';
import { endWith, exitTwoOnUsage } from './keeping-words.ts';
import { HEADING, sumLines, visitLine } from './what-if-lines.ts';

interface Flags {
  readonly database: string;
  readonly of?: string;
  readonly from?: string;
  readonly before?: string;
  readonly imported?: 'with' | 'only';
  readonly visits: string;
  readonly threads?: string;
  readonly json?: true;
}

export function whatIfCommand(): Command {
  return new Command('what-if')
    .description(
      'run new limits over past visits: which alerts go, which come, which events would be missed, lower or later',
    )
    .argument('<protocol>', 'the protocol to try, a JSON file')
    .option('--database <file>', "the server's folder, or its database or a backup", 'data')
    .option('--of <protocol>', 'visits bound to the protocol of this id; default the id of the file')
    .option('--from <day>', 'visits opened on or after this day, UTC: 2026-03-02')
    .option('--before <day>', 'and before this one')
    .addOption(
      new Option('--imported <which>', 'visits imported from recordings too, or alone').choices(['with', 'only']),
    )
    .option('--visits <count>', 'the newest so many', '1000')
    .option('--threads <count>', 'default: every core')
    .option('--json', 'one JSON line for each visit, then one with the sums')
    .exitOverride(exitTwoOnUsage)
    .addHelpText(
      'after',
      '\nExit code: 0 every event that was heard would be heard as urgently and as soon, 1 at least one would be missed, lower or later, 2 it could not be run.',
    )
    .action(async (file: string, flags: Flags) => {
      const asked = askedOf(file, flags);
      if (!asked.ok) return endWith(2, asked.refusal.message);
      await run(asked.value, flags.json === true);
    });
}

interface Asked {
  readonly database: string;
  readonly protocol: ClinicalProtocol;
  readonly filter: WhatIfFilter;
  readonly threads: number;
}

function askedOf(file: string, { database: place, of, from, before, imported, visits, threads }: Flags): Result<Asked> {
  const protocol = readProtocol(file);
  if (!protocol.ok) return protocol;
  const database = databaseIn(place);
  if (!existsSync(database)) return refuse('not-found', `There is no database ${database}.`);
  const db = connectUnknown(database);
  const found = inspect(db, database);
  db.close();
  if (!found.ok) return found;
  const count = wholeIn(visits, MOST_VISITS);
  if (count === undefined) return refuse('out-of-range', `--visits ${visits}: give a number from 1 to ${MOST_VISITS}.`);
  const cores = threads === undefined ? whatIfThreads() : wholeIn(threads, 64);
  if (cores === undefined) return refuse('out-of-range', `--threads ${threads}: give a number from 1 to 64.`);
  const days = {
    ...(from !== undefined && { from: dayOf(from) }),
    ...(before !== undefined && { before: dayOf(before) }),
  };
  for (const [flag, day] of Object.entries(days))
    if (Number.isNaN(day)) return refuse('malformed', `--${flag}: give a day, as 2026-03-02.`);
  const filter = { protocolId: of ?? protocol.value.id, ...days, ...(imported && { imported }), visits: count };
  return accept({ database, protocol: protocol.value, filter, threads: cores });
}

function readProtocol(file: string): Result<ClinicalProtocol> {
  let stored: unknown;
  try {
    stored = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    return refuse('malformed', `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  const parsed = parse(clinicalProtocolSchema, stored, file);
  return parsed.ok ? checkProtocol(parsed.value) : parsed;
}

const wholeIn = (text: string, most: number): number | undefined => {
  const count = Number(text);
  return Number.isInteger(count) && count >= 1 && count <= most ? count : undefined;
};
const dayOf = (text: string): number => (/^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN);

async function run({ database, protocol, filter, threads }: Asked, json: boolean): Promise<void> {
  const startedAt = performance.now();
  const results: VisitWhatIf[] = [];
  let [total, done, broken] = [0, 0, 0];
  const progress = (): void => {
    done += 1;
    if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${total} visits`);
  };
  const pool = runPool({
    ...{ database, protocol, filter, threads },
    onChosen: (visits, fitting) => {
      total = visits.length;
      process.stderr.write(
        `${total} of ${fitting} visits that fit, on ${threads} ${threads === 1 ? 'thread' : 'threads'}\n`,
      );
    },
    onDone: (result) => {
      results.push(result);
      progress();
    },
    onBroken: ({ visitId }, reason) => {
      broken += 1;
      process.stderr.write(`${process.stderr.isTTY ? '\r' : ''}LEFT OUT: visit ${visitId}: ${reason}\n`);
      progress();
    },
  });
  const stop = (): void => pool.cancel();
  process.once('SIGINT', stop);
  const end = await pool.ended;
  process.removeListener('SIGINT', stop);
  if (process.stderr.isTTY) process.stderr.write('\n');
  if (end.how === 'failed') return endWith(2, end.trouble);
  const sums = results.reduce(withVisit, noVisits);
  const newestFirst = results.toSorted((a, b) => b.openedAt - a.openedAt);
  const seconds = (performance.now() - startedAt) / 1_000;
  if (json) {
    for (const result of newestFirst) console.log(JSON.stringify(result));
    console.log(JSON.stringify({ sums, broken, seconds, cancelled: end.how === 'cancelled' }));
  } else {
    console.log(HEADING);
    for (const result of newestFirst) console.log(visitLine(result));
    for (const line of sumLines(sums, { broken, seconds, isWhole: end.how === 'done' })) console.log(line);
  }
  if (end.how === 'cancelled') return endWith(2, 'It was stopped: these are the visits done until then.');
  process.exitCode = sums.newlyMissed + sums.lowerOrLater > 0 ? 1 : 0;
}
