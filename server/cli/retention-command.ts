/** `vigil retention`: what the clinic's rule lets go. A running server does it by itself, once a day. */
import { Command, Option } from 'commander';
import { databaseIn, sealFiles } from '../keeping/besides.ts';
import { retain } from '../keeping/retain.ts';
import type { Retained } from '../keeping/retain.ts';
import { endWith, exitTwoOnUsage, instantText } from './keeping-words.ts';
import { privateFiles } from './private-files.ts';

interface RetentionFlags {
  readonly data: string;
  readonly dryRun?: boolean;
  readonly apply?: boolean;
  readonly clockIsRight?: boolean;
  readonly atOnce?: boolean;
  readonly key?: string;
}

export function retentionCommand(): Command {
  return new Command('retention')
    .description("tell what the clinic's rule (Settings, Keeping) would remove now, or remove it")
    .option('--data <folder>', "the server's folder, or a database file", 'data')
    .option('--dry-run', 'change nothing; also while the server runs')
    .option('--apply', 'remove it; the server must be stopped')
    .option('--clock-is-right', "do not ask whether the server ran on the days before today's date")
    .option('--at-once', 'with --apply: also by a rule that was set or shortened less than 7 days ago')
    .addOption(new Option('--key <file>', 'key of the seals; default beside the database').env('VIGIL_SEAL_KEY'))
    .exitOverride(exitTwoOnUsage)
    .addHelpText('after', '\nExit code: 0 done, 2 it could not be done. Backups are not touched.')
    .action(({ data, dryRun = false, apply = false, clockIsRight = false, atOnce = false, key }: RetentionFlags) => {
      if (dryRun === apply) return endWith(2, 'Give --dry-run to be told what would go, or --apply to remove it.');
      privateFiles();
      const files = sealFiles(databaseIn(data), key);
      const made = retain({ files, apply, at: Date.now(), clockIsRight, atOnce });
      if (!made.ok) return endWith(made.exit, made.message);
      for (const line of linesOf(made.value)) console.log(line);
    });
}

const yearsText = (years: number | null): string =>
  years === null ? 'for ever' : `${years} ${years === 1 ? 'year' : 'years'}`;

function linesOf({ rule, plan, removed, notes }: Retained): string[] {
  if (rule === undefined) return ['The clinic has set no years: everything is kept.'];
  const { held, openOrder, notEnded } = plan.kept;
  const kept = [
    ...(held > 0 ? [`${held} held by an administrator`] : []),
    ...(openOrder > 0 ? [`${openOrder} with a verbal order that nobody co-signed`] : []),
    ...(notEnded > 0 ? [`${notEnded} without an end`] : []),
  ];
  const counts = removed ?? {
    visit: plan.visits.length,
    audit: plan.audits.length,
    patient: plan.patients.length,
  };
  return [
    `Visits are kept ${yearsText(rule.visitYears)}, the audit ${yearsText(rule.auditYears)}: set by ${rule.byName}, ${instantText(rule.setAt)}.`,
    `${removed ? 'Removed' : 'Would go now'}: ${counts.visit} visits, ${counts.audit} days of the audit, ${counts.patient} patients.`,
    ...(kept.length > 0 ? [`Old enough and kept: ${kept.join(', ')}.`] : []),
    ...notes,
  ];
}
