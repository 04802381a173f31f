/**
 * `npm run drills -- --only <fault> --times <n> --percent <n> --chairs <n> --at-once <n> --seed <n> --json`: faults done to a running clinic, and what
 * came of it (docs/drills.md). Without options the full form. Exit code 1 when anything was lost, doubled, missed, calmed or too late.
 */
import { parseArgs } from 'node:util';
import { keepCompiledCode } from '../../server/code-cache.ts';
import { ALL_FAULTS } from './faults/all-faults.ts';
import { runDrills } from './run-drills.ts';
import type { FaultReport } from './run-fault.ts';
import { tableOf } from './table.ts';

// Its servers, as `vigil` starts its own.
keepCompiledCode(process.env);

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', multiple: true, default: [] },
    times: { type: 'string' },
    percent: { type: 'string', default: '100' },
    chairs: { type: 'string', default: '4' },
    'at-once': { type: 'string', default: '4' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  },
});

function whole(name: string, text: string, least: number): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= least) return value;
  console.error(`--${name} ${text}: a whole number from ${least} on.`);
  process.exit(1);
}

const { only } = options;
const unknown = only.find((id) => !ALL_FAULTS.some((fault) => fault.id === id));
if (unknown !== undefined) {
  console.error(`--only ${unknown}: known are ${ALL_FAULTS.map(({ id }) => id).join(', ')}.`);
  process.exit(1);
}
const seed = whole('seed', options.seed, 0);
const startedAt = Date.now();
const done: FaultReport[] = [];
/** What there is so far is told; what is running is let go (let-go.ts). */
const brokenOff = (signal: NodeJS.Signals): never => {
  if (done.length > 0) console.log(tableOf(done));
  console.error(`Broken off (${signal}): ${done.length} faults were done.`);
  process.exit(130);
};
process.once('SIGINT', brokenOff).once('SIGTERM', brokenOff);
const reports = await runDrills({
  faults: ALL_FAULTS.filter(({ id }) => only.length === 0 || only.includes(id)),
  ...(options.times !== undefined && { times: whole('times', options.times, 1) }),
  percent: whole('percent', options.percent, 1),
  chairs: whole('chairs', options.chairs, 1),
  atOnce: whole('at-once', options['at-once'], 1),
  seed,
  say: (line) => console.error(line),
  onReport: (report) => void done.push(report),
});
const tookS = Math.round((Date.now() - startedAt) / 1_000);
if (options.json) console.log(JSON.stringify({ seed, tookS, reports }, null, 2));
else console.log(`${tableOf(reports)}\n\nseed ${seed}, ${tookS} s`);
const failed = reports.filter(({ wrong }) => wrong.length > 0);
for (const { fault, wrong, seed: its } of failed)
  for (const what of wrong) console.error(`${fault} (seed ${its}): ${what}`);
process.exit(failed.length > 0 ? 1 : 0);
