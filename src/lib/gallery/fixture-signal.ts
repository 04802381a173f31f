/** What an oximeter sent in its last 20 s. */
import type { DeviceReading } from '#protocol/screen-events.ts';
import { NOW, SECOND } from '../components/fixture-calm.ts';

export const deviceReadings: readonly DeviceReading[] = Array.from({ length: 20 }, (_, index) => {
  const at = NOW - (19 - index) * SECOND;
  return {
    deviceId: 'ox-1',
    at,
    reading: {
      kind: 'oximetry',
      measuredAt: at,
      quality: 'good',
      causes: [],
      spo2Pct: 97,
      pulseBpm: 71 + (index % 3),
      perfusionIndexPct: 3.2,
    },
    refusal: { code: 'no-visit', message: 'No visit is open on Chair 1.' },
    clockOffsetMs: 250,
  };
});
