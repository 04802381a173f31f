/** Each blood pressure, and each cuff cycle that gave none: an Observation of its own. */
import type { NibpFailedReading, NibpReading } from '../reading.ts';
import { FAILURE_WORDS } from '../view/words.ts';
import { absent, BP_PANEL, BP_PROFILES, DIASTOLIC, MEAN, MEASURE, quantity, SYSTOLIC, VITAL_SIGNS } from './codes.ts';
import { by, observation, statusOf, vitalSign } from './observation.ts';
import type { By } from './observation.ts';
import { isOfVisit, notes, timeOf } from './source.ts';
import type { Making } from './source.ts';
import type { Observation } from './types.ts';

export function bloodPressuresOf(making: Making): Observation[] {
  let byHand = 0;
  return making.events.flatMap((event): Observation[] => {
    if (event.type === 'bp-entered') {
      byHand += 1;
      return isOfVisit(making, event.reading.measuredAt)
        ? ofReading(making, `hand/${byHand}`, event.reading, { byName: event.byName })
        : [];
    }
    if (event.type !== 'reading-recorded' || !isOfVisit(making, event.reading.measuredAt)) return [];
    const { source, reading } = event;
    const status = statusOf(making, making.unsigned.has(event) ? 'added' : 'nothing');
    const name = `${source.deviceId}/${source.epoch}/${source.seq}`;
    const of =
      reading.kind === 'nibp'
        ? ofReading(making, name, reading, { deviceId: source.deviceId })
        : reading.kind === 'nibp-failed'
          ? [failed(making, name, reading, { deviceId: source.deviceId })]
          : [];
    return of.map((each) => ({ ...each, status }));
  });
}

function ofReading(making: Making, name: string, reading: NibpReading, who: By): Observation[] {
  const { systolicMmHg, diastolicMmHg, meanMmHg, pulseBpm, measuredAt, quality, causes } = reading;
  const panel = observation(
    making,
    `bp/${name}`,
    { code: BP_PANEL, profiles: BP_PROFILES },
    {
      category: [VITAL_SIGNS],
      effectiveDateTime: timeOf(measuredAt),
      ...by(making, who),
      component: [
        { code: SYSTOLIC, valueQuantity: quantity(systolicMmHg, 'mm[Hg]') },
        { code: DIASTOLIC, valueQuantity: quantity(diastolicMmHg, 'mm[Hg]') },
        ...(meanMmHg === undefined ? [] : [{ code: MEAN, valueQuantity: quantity(meanMmHg, 'mm[Hg]') }]),
      ],
      ...notes(
        'byName' in who ? 'Entered by hand.' : undefined,
        quality === 'good' ? undefined : `The device doubts it: ${causes.join(', ') || quality}.`,
      ),
    },
  );
  if (pulseBpm === undefined) return [panel];
  return [
    panel,
    vitalSign(making, `bp-pulse/${name}`, MEASURE.cuffPulse, { at: measuredAt, value: pulseBpm, by: who }),
  ];
}

function failed(making: Making, name: string, { failure, measuredAt }: NibpFailedReading, who: By): Observation {
  const why = absent('error', `No blood pressure: ${FAILURE_WORDS[failure]}`);
  return observation(
    making,
    `bp/${name}`,
    { code: BP_PANEL, profiles: BP_PROFILES },
    {
      category: [VITAL_SIGNS],
      effectiveDateTime: timeOf(measuredAt),
      ...by(making, who),
      dataAbsentReason: why,
      component: [
        { code: SYSTOLIC, dataAbsentReason: why },
        { code: DIASTOLIC, dataAbsentReason: why },
      ],
    },
  );
}
