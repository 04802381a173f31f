/** `vigil audit`: is the record as it was written? */
import { Command, Option } from 'commander';
import { existsSync } from 'node:fs';
import { auditFile, exitOf } from '../keeping/audit.ts';
import type { Audit } from '../keeping/audit.ts';
import { parsePrintedSeal } from '#protocol/printed-seal.ts';
import { databaseIn, sealFiles } from '../keeping/besides.ts';
import { makeSealKey, readSealKey } from '../keeping/seal-key.ts';
import type { SealKey } from '../keeping/seal.ts';
import { sentenceOf } from '../keeping/outcome.ts';
import { endWith, exitTwoOnUsage, holdingText, rowsText, sealText, streamsText } from './keeping-words.ts';

interface VerifyFlags {
  readonly data: string;
  readonly key?: readonly string[];
  readonly seals?: string;
  readonly seal?: string;
}

/** More of them say nothing more. */
const MOST_FINDINGS = 50;

export function auditCommand(): Command {
  return new Command('audit')
    .description('check that the record is as it was written')
    .exitOverride(exitTwoOnUsage)
    .addCommand(verifyCommand())
    .addCommand(keyCommand());
}

function verifyCommand(): Command {
  return new Command('verify')
    .description('check every chain and every seal, also while the server runs, and of a backup; changes nothing')
    .option('--data <folder>', "the server's folder, or a database or backup file", 'data')
    .addOption(
      new Option('--key <files...>', 'keys the seals were made with; default beside the database').env(
        'VIGIL_SEAL_KEY',
      ),
    )
    .option('--seals <file>', 'the file of seals; default beside the database')
    .option('--seal <text>', 'what stands on a printed sheet: "Vigil seal 12 of …"')
    .exitOverride(exitTwoOnUsage)
    .addHelpText(
      'after',
      '\nExit code: 0 all is as it was written, 1 something is not, 2 not everything could be checked.',
    )
    .action(({ data, key, seals, seal }: VerifyFlags) => {
      const printed = seal === undefined ? undefined : parsePrintedSeal(seal);
      if (seal !== undefined && !printed)
        return endWith(2, `“${seal}” is no printed seal: give the whole line, from “Vigil seal” to its last digit.`);
      const database = databaseIn(data);
      if (!existsSync(database)) return endWith(2, `There is no database ${database}.`);
      const files = sealFiles(database);
      const keys: SealKey[] = [];
      for (const path of typeof key === 'string' ? [key] : (key ?? [files.key])) {
        const read = readSealKey(path);
        if (!read.ok) return endWith(2, read.refusal.message);
        if (read.value) keys.push(read.value);
        else if (key) return endWith(2, `There is no key ${path}.`);
      }
      const first = auditFile(database, { keys, text: seals ?? files.text, ...(printed && { printed }) });
      if (!first.ok) return endWith(first.exit, first.message);
      const audit = first.value;
      print(database, audit);
      endWith(exitOf(audit));
    });
}

function print(database: string, { holding, streams, rows, unsealedRows, printed, findings, unchecked }: Audit): void {
  const of = holding.backupAt === undefined ? '' : ', a backup';
  console.log(`${database}${of}: site ${holding.siteId}, schema ${holding.schema}`);
  console.log(`  ${holdingText(holding)}`);
  console.log(`  ${streamsText(streams)}, ${rowsText(rows)}`);
  console.log(`  ${sealText(holding)}`);
  if (holding.seals > 0)
    console.log(`  ${rowsText(unsealedRows)} after the last seal: only their chain speaks for them`);
  if (printed !== undefined) console.log(`  ${printed}`);
  for (const { message } of findings.slice(0, MOST_FINDINGS)) console.log(`BAD: ${message}`);
  if (findings.length > MOST_FINDINGS) console.log(`BAD: and ${findings.length - MOST_FINDINGS} more.`);
  for (const message of unchecked) console.log(`NOT CHECKED: ${message}`);
  if (findings.length === 0)
    console.log(unchecked.length === 0 ? 'All of it is as it was written.' : 'What was checked is as it was written.');
}

function keyCommand(): Command {
  return new Command('key')
    .description('show the fingerprint of the key of the seals')
    .option('--data <folder>', "the server's folder, or a database file", 'data')
    .addOption(new Option('--key <file>', 'the key; default beside the database').env('VIGIL_SEAL_KEY'))
    .option('--new', 'make one where there is none; a key that is there is never replaced')
    .exitOverride(exitTwoOnUsage)
    .action((flags: { data: string; key?: string; new?: boolean }) => {
      const { key: path } = sealFiles(databaseIn(flags.data), flags.key);
      const read = readSealKey(path);
      if (!read.ok) return endWith(2, read.refusal.message);
      if (read.value) return console.log(`${read.value.fingerprint}  ${path}`);
      if (flags.new !== true) return endWith(2, `There is no key ${path}. The server makes it with its first seal.`);
      try {
        console.log(`${makeSealKey(path).fingerprint}  ${path}\nKeep a copy of it where no backup is.`);
      } catch (error) {
        endWith(2, sentenceOf(path, error) ?? String(error));
      }
    });
}
