/** A quarter of a clinic's visits for the quality page: no dice, so that the picture stands still. */
import { qualityOf } from '#core/quality/quality.ts';
import type { Counted } from '#core/quality/quality.ts';
import type { FiguredAnswer } from '#core/record/visit-figures.ts';
import type { QualityAnswer } from '#protocol/quality.ts';
import { NOW } from '../components/fixture-calm.ts';

const DAY = 86_400_000;
const MINUTE = 60_000;

function visit(index: number): Counted {
  const openedAt = NOW - (index % 78) * DAY - (index % 5) * 90 * MINUTE;
  const spread = (index * 7919) % 100;
  const answers: FiguredAnswer[] = [];
  if (spread % 3 === 0)
    answers.push([
      'no-spo2',
      'medium',
      spread % 2 === 0 ? 'over' : 'in-time',
      spread % 2 === 0 ? null : 9_000 + spread * 300,
    ]);
  if (spread % 5 === 0) answers.push(['bp-high', 'medium', 'in-time', 6_000 + spread * 200]);
  if (spread % 11 === 0) answers.push(['spo2-low', 'medium', spread > 70 ? 'late' : 'in-time', 8_000 + spread * 700]);
  if (spread === 97) answers.push(['bp-high', 'high', 'in-time', 5_000]);
  return {
    startedAt: openedAt + 15 * MINUTE,
    openedAt,
    ending: 'home',
    protocolId: spread % 4 === 0 ? 'esketamine-120' : 'iv-ketamine-40',
    protocolVersion: index > 140 ? 7 : 8,
    alerts: { low: spread % 2, medium: answers.length, high: spread === 97 ? 1 : 0 },
    answers,
    audibleMs: answers.length * 14_000,
    watchedMs: 80 * MINUTE,
    withoutSignalMs: spread * 2_600,
    highestBp: { systolicMmHg: 118 + Math.round(spread * 0.66), diastolicMmHg: 74 + Math.round(spread * 0.34) },
    signOff: index < 3 ? 'to-sign' : 'signed',
    openOrders: 0,
  };
}

const visits = Array.from({ length: 212 }, (_, index) => visit(index));

export const quality: QualityAnswer = {
  ...qualityOf(visits, 'UTC'),
  protocolIds: ['esketamine-120', 'iv-ketamine-40'],
  unlisted: 0,
};
export const noQuality: QualityAnswer = { ...qualityOf([], 'UTC'), protocolIds: [], unlisted: 0 };
