/** `alarm-study [FOLDER] [--simulate N]`: the alert engine judged on recordings and on drawn visits. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import type { ClinicalProtocol } from '#core/clinical-protocol.ts';
import { withSatSeconds } from '#core/protocols/with-sat-seconds.ts';
import { drawVisit } from '../study/draw-visit.ts';
import { judgeRecording } from '../study/recorded.ts';
import { HEADINGS, jsonOf, textOf, visitFigures } from '../study/report.ts';
import type { Studied } from '../study/report.ts';
import { simulateVisit } from '../study/simulated-visit.ts';
import { PROTOCOL } from './recorded-vitals.ts';
import { parseRecording } from './recording.ts';

interface Options {
  readonly simulate?: string;
  readonly desaturations: string;
  readonly satSeconds?: string;
  readonly json?: true;
}

export function alarmStudyCommand(): Command {
  return new Command('alarm-study')
    .description('judge the alert engine: recordings of a folder, or visits drawn by seed')
    .argument('[folder]', 'recordings (CSV, as for replay); files with other columns are passed over')
    .option('--simulate <visits>', 'draw this many visits, seeds 1 to N')
    .option('--desaturations <share>', 'share of drawn visits with a true fall of SpO2 below 90', '0.01')
    .option(
      '--sat-seconds <limit>',
      'low SpO2, medium, by SatSeconds with this limit instead of its delay: 10, 25, 50, 100',
    )
    .option('--json', 'one JSON line for each recording or visit, then one with the figures of all visits')
    .action((folder: string | undefined, options: Options) => {
      const problem = run(folder, options);
      if (problem === undefined) return;
      process.stderr.write(`${problem}\n`);
      process.exitCode = 1;
    });
}

/** @returns a sentence when it cannot be done. */
function run(folder: string | undefined, { simulate, desaturations, satSeconds, json }: Options): string | undefined {
  if (folder === undefined && simulate === undefined) return 'Name a folder of recordings, or --simulate 200.';
  const visits = simulate === undefined ? 0 : Number(simulate);
  if (!Number.isInteger(visits) || visits < 0 || (simulate !== undefined && visits === 0))
    return `--simulate ${simulate}: give a whole number of visits.`;
  const share = Number(desaturations);
  if (!(share >= 0 && share <= 1)) return `--desaturations ${desaturations}: give a share from 0 to 1.`;
  const limit = Number(satSeconds ?? 0);
  if (satSeconds !== undefined && !(limit >= 1 && limit <= 1_000))
    return `--sat-seconds ${satSeconds}: give a limit from 1 to 1000.`;
  const protocol = satSeconds === undefined ? PROTOCOL : withSatSeconds(PROTOCOL, limit);
  const print = (studied: Studied): void => console.log(json ? jsonOf(studied) : textOf(studied));

  if (!json) console.log(HEADINGS);
  if (folder !== undefined) {
    const problem = studyFolder(folder, protocol, print);
    if (problem !== undefined) return problem;
  }
  if (visits === 0) return undefined;
  const judged = Array.from({ length: visits }, (_, n) => {
    const judgement = simulateVisit(drawVisit(n + 1, { desaturations: share }), protocol);
    const isWorthALine = judgement.missed > 0 || judgement.falseAlerts.high > 0 || judgement.events.length > 0;
    if (json || isWorthALine) print({ name: `visit ${n + 1}`, judgement });
    return judgement;
  });
  const figures = visitFigures(judged);
  console.log(json ? JSON.stringify({ figures }) : `\n${JSON.stringify(figures, undefined, 2)}`);
  return undefined;
}

function studyFolder(
  folder: string,
  protocol: ClinicalProtocol,
  print: (studied: Studied) => void,
): string | undefined {
  let names: string[];
  try {
    names = readdirSync(folder).filter((name) => name.endsWith('.csv'));
  } catch (error) {
    return `${folder} cannot be read: ${error instanceof Error ? error.message : String(error)}`;
  }
  let studied = 0;
  for (const name of names.toSorted()) {
    const recording = parseRecording(readFileSync(join(folder, name), 'utf8'));
    if (!recording.ok) continue;
    print({ name: name.replace(/\.csv$/, ''), judgement: judgeRecording(recording.value, protocol) });
    studied += 1;
  }
  return studied === 0 ? `${folder} holds no recording with the columns of "replay".` : undefined;
}
