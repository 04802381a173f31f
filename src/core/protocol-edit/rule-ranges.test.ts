import { expect, test } from 'vitest';
import { publishedProtocols } from '../protocols/published.ts';
import { withSatSeconds } from '../protocols/with-sat-seconds.ts';
import { outOfRange, withChanges } from './edit-protocol.ts';
import { locatedFields } from './fields.ts';

const [ketamine, esketamine] = publishedProtocols;
const FIELDS = [ketamine, esketamine, withSatSeconds(ketamine, 50)].flatMap((each) => locatedFields(each));
/** Of every field of that name, in its own unit. */
const rangesOf = (path: string) => {
  const found = FIELDS.filter((field) => field.path === path);
  return [...new Set(found.map(({ atLeast, atMost }) => `${atLeast} to ${atMost}`))];
};

test.each([
  // What is low is not judged lower, what is high not higher.
  ['spo2-low medium.when[0]', '85 to 99'],
  ['spo2-low high.when[0]', '80 to 97'],
  ['pulse-high medium.when[0]', '80 to 150'],
  ['pulse-high high.when[0]', '90 to 170'],
  ['pulse-low medium.when[0].then', '40 to 70'],
  ['pulse-low medium.when[0].otherwise', '40 to 70'],
  ['pulse-low high.when[0]', '35 to 60'],
  ['bp-high medium.when[0]', '120 to 180'],
  ['bp-high medium.when[1]', '70 to 110'],
  ['bp-high high.when[0]', '140 to 200'],
  ['bp-high high.when[1]', '80 to 120'],
  ['bp-low medium.when[0]', '80 to 110'],
  ['bp-low medium.when[1].baselineTimes', '0.7 to 1'],
  ['bp-low high.when[0]', '70 to 100'],
  ['rr-low medium.when[0]', '8 to 16'],
  ['rr-low high.when[0]', '6 to 14'],
  ['rr-high medium.when[0]', '15 to 40'],
  ['sedation medium.when[0]', '2 to 4'],
  ['sedation high.when[0]', '1 to 4'],
  // Nor late.
  ['spo2-low medium.delayMs', '0 to 30000'],
  ['spo2-low medium.movedDelayMs', '0 to 30000'],
  ['spo2-low high.delayMs', '0 to 15000'],
  ['spo2-low high.poorSignalDelayMs', '0 to 15000'],
  ['spo2-low high.movedDelayMs', '0 to 20000'],
  ['spo2-low medium.satSeconds.limit', '5 to 50'],
  ['pulse-high high.delayMs', '0 to 15000'],
  ['pulse-low medium.delayMs', '0 to 30000'],
  ['bp-high medium.confirmWithinMs', '30000 to 300000'],
  ['technical.staleMs', '1000 to 10000'],
  ['technical.noSpo2.lowMs', '1000 to 30000'],
  ['technical.noSpo2.mediumMs', '1000 to 45000'],
  ['technical.noSpo2.highMs', '1000 to 120000'],
  ['technical.noSpo2.sparse.missingMs', '1000 to 30000'],
  ['technical.adapterLost.mediumMs', '1000 to 30000'],
  ['technical.cuffOverdue.graceMs', '1000 to 300000'],
  ['infusion.bpEveryMs', '60000 to 900000'],
  ['recovery.bpAtMs[0]', '0 to 600000'],
  ['recovery.bpAtMs[1]', '0 to 3600000'],
  ['infusion.bpAtMs[0]', '0 to 3600000'],
  ['alarm.high.toStationMs', '1000 to 30000'],
  ['alarm.high.toProviderMs', '5000 to 120000'],
  ['alarm.high.toSecondPersonMs', '5000 to 300000'],
  ['alarm.soundsAgain.urgentMs', '30000 to 180000'],
  // Nor over before it was heard.
  ['spo2-low high.clearMs', '5000 to 300000'],
  // And for one patient no further than this.
  ['patientLimits.ranges.spo2-low-medium.atLeast', '80 to 99'],
  ['patientLimits.ranges.spo2-low-high.atLeast', '75 to 97'],
  ['patientLimits.ranges.pulse-high-high.atMost', '90 to 180'],
])('REC-225 %s is from %s', (path, range) => {
  expect(rangesOf(path)).toEqual([range]);
});

test('REC-225 a low SpO2 of 84 is audible within 30 s of good signal, of 79 within 15 s, by every protocol that can be published', () => {
  const late = { 'spo2-low medium.when[0]': 84, 'spo2-low medium.delayMs': 31_000, 'spo2-low high.delayMs': 16_000 };
  const deep = { 'spo2-low high.when[0]': 79 };
  for (const [path, to] of Object.entries({ ...late, ...deep }))
    expect(outOfRange(withChanges(ketamine, { [path]: to })).map(({ paths }) => paths)).toEqual([[path]]);
});

test('REC-225 the least urgent limit of a silent level is any', () => {
  expect(rangesOf('spo2-low low.when[0]')).toEqual(['70 to 99']);
});
