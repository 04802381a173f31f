/**
 * `npm run soak -- --hours 8 --chairs 24`: a clinic's day on fast time, with visits and faults at random; docs/soak.md says what is
 * judged. A table as it goes, then a verdict; the exit code is 1 when something grew or was not given back.
 */
import { parseArgs } from 'node:util';
import { soak } from './run.ts';
import type { Soaked } from './run.ts';
import { growthLine, HEAD, judgeGrowth, leftBehind } from './table.ts';

const { values: options } = parseArgs({
  options: {
    hours: { type: 'string', default: '8' },
    chairs: { type: 'string', default: '24' },
    /** The fastest that is tried. */
    rate: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
    /** Clinic minutes from one line to the next. */
    every: { type: 'string', default: '10' },
    json: { type: 'boolean', default: false },
  },
});
const [hours, chairs, fastest, seed, everyMin] = [
  Number(options.hours),
  Number(options.chairs),
  Number(options.rate),
  Number(options.seed),
  Number(options.every),
] as const;
if (!(hours > 0 && chairs >= 1 && fastest >= 1 && everyMin > 0 && Number.isSafeInteger(seed))) {
  console.error('--hours, --chairs, --rate and --every are numbers above 0, --seed a whole number.');
  process.exit(1);
}
const say = (line: string): void => void (options.json ? process.stderr : process.stdout).write(`${line}\n`);

/** As fast as the machine keeps up with: each time it is behind in its first minute it begins again, a third slower. */
async function asFastAsItGoes(rate: number): Promise<Soaked & { readonly rate: number }> {
  say(`${hours} h of a clinic with ${chairs} chairs, ${rate} times as fast, seed ${seed}`);
  say(HEAD);
  const soaked = await soak({ hours, chairs, rate, seed, everyMin, say });
  if (!soaked.isBehind || rate === 1) return { ...soaked, rate };
  say(`This machine does not keep up with ${rate} times: again, slower.`);
  return asFastAsItGoes(Math.max(1, Math.round((rate * 2) / 3)));
}

const soaked = await asFastAsItGoes(fastest);
const judged = judgeGrowth(soaked);
const left = leftBehind(soaked);
const isFlat = judged.every((each) => each.isFlat) && left.length === 0;
const listed = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .toSorted(([, a], [, b]) => b - a)
    .map(([what, times]) => `  ${times} × ${what}`)
    .join('\n');

if (options.json) console.log(JSON.stringify({ hours, chairs, seed, everyMin, isFlat, judged, left, ...soaked }));
else {
  const { readings, visits, faults, refused, holes } = soaked;
  say(`readings: ${readings.sent} sent, ${readings.stored} stored, ${readings.duplicate} sent twice`);
  for (const [heading, counts] of Object.entries({
    'readings refused': readings.refused,
    visits,
    faults,
    'refused to people': refused,
  }))
    say(`${heading}:\n${listed(counts)}`);
  say(`patches after which a page asks for the whole view: ${holes}`);
  say('second half:');
  for (const each of judged) say(growthLine(each));
  for (const line of left) say(`LEFT  ${line}`);
  say(isFlat ? 'flat' : 'NOT FLAT');
}
process.exit(isFlat ? 0 : 1);
