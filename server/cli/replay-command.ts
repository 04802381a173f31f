/** `replay FILE.csv [--json]`: what the alert engine makes of a recording. */
import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { COLUMNS, parseRecording } from './recording.ts';
import { replay } from './replay.ts';
import { jsonOf } from './replay-lines.ts';
import type { FactLine, SummaryLine } from './replay-lines.ts';

export function replayCommand(): Command {
  return new Command('replay')
    .description('run the alert engine over a recording, as an infusion in progress')
    .argument('<file>', `CSV with the columns ${COLUMNS.join(',')}; an empty cell is no value`)
    .option('--json', 'one JSON line for each alert fact, then one with the summary')
    .addHelpText(
      'after',
      '\nBaseline: SpO2 and pulse are the median of the first minute with values, BP is the first BP (120/75 without one).' +
        '\nThe infusion never ends and nobody answers. Rows more than 5 s apart are held for one median interval.',
    )
    .action((file: string, options: { readonly json?: true }) => {
      const answer = run(file, options.json === true);
      if (answer === undefined) return;
      process.stderr.write(`${answer}\n`);
      process.exitCode = 1;
    });
}

/** A sentence when the file cannot be replayed. */
function run(file: string, json: boolean): string | undefined {
  let csv: string;
  try {
    csv = readFileSync(file, 'utf8');
  } catch (error) {
    return `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`;
  }
  const recording = parseRecording(csv);
  if (!recording.ok) return `${file}: ${recording.refusal.message}`;
  // A reader that has seen enough (`| head`) is no error.
  process.stdout.once('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(0);
  });
  for (const line of replay(recording.value)) {
    if (json) process.stdout.write(`${jsonOf(line)}\n`);
    else process.stdout.write('summary' in line ? summaryText(line) : factText(line));
  }
  return undefined;
}

const factText = ({ t_s, fact, priority, alert, text, to }: FactLine): string =>
  `${clock(t_s)}  ${fact.padEnd(9)}  ${priority.padEnd(6)}  ${alert.padEnd(12)}  ${text}${to ? ` → ${to}` : ''}\n`;

function summaryText({ summary }: SummaryLine): string {
  const counts = Object.entries(summary.alerts).map(
    ([alert, byPriority]) =>
      `${alert}: ${Object.entries(byPriority)
        .map(([priority, count]) => `${count} ${priority}`)
        .join(', ')}`,
  );
  return `\n${summary.rows} rows, ${clock(summary.seconds)}; audible ${clock(summary.audibleSeconds)}\n${
    counts.length > 0 ? counts.join('\n') : 'no alerts'
  }\n`;
}

/** `1:02:03`, `02:03`. */
function clock(seconds: number): string {
  const whole = Math.round(seconds);
  const parts = [Math.floor(whole / 60) % 60, whole % 60].map((part) => String(part).padStart(2, '0'));
  return whole >= 3600 ? `${Math.floor(whole / 3600)}:${parts.join(':')}` : parts.join(':');
}
