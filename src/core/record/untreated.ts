import type { VisitRecord } from './visit-record.ts';

const WHY = {
  'wrong-patient': 'This visit was opened for the wrong patient and closed: nothing of it is this person’s.',
  imported: 'The recording says nothing of a treatment.',
} as const;

/** Of a visit that ended without treatment, in a sentence; undefined: it was treated. */
export function untreatedText({ treatment, ended, protocol, imported }: VisitRecord): string | undefined {
  if (ended.ending === 'wrong-patient') return WHY['wrong-patient'];
  if (treatment) return undefined;
  if (imported) return WHY.imported;
  const what = protocol.treatment === 'infusion' ? 'the infusion began' : 'a device was given';
  return `This visit ended before ${what}: nothing was given.`;
}
