/** An hour of a clinic as its audit tells it. */
import type { AuditLine } from '#core/audit/audit-line.ts';
import { NOW } from '../components/fixture-calm.ts';

const SECOND = 1_000;
const ON_CHAIR_3 = { chair: 'Chair 3', visitId: 'visit-3' } as const;
const AT_CHAIR_3 = { who: 'N. Okafor', from: 'screen Chair 3' } as const;

export const auditLines: readonly AuditLine[] = (
  [
    [9, { kind: 'reads', who: 'A. Lind', what: 'Read the audit', from: 'screen Office' }],
    [41, { kind: 'acts', ...AT_CHAIR_3, ...ON_CHAIR_3, what: 'Alert acknowledged' }],
    [75, { kind: 'acts', who: 'Nobody named', from: 'screen Chair 3', ...ON_CHAIR_3, what: 'Emergency declared' }],
    [
      130,
      { kind: 'refusals', ...AT_CHAIR_3, visitId: 'visit-3', what: 'Refused to approve hold: a provider decides that' },
    ],
    [202, { kind: 'sign-ins', ...AT_CHAIR_3, what: 'Unlocked by PIN' }],
    [322, { kind: 'sign-ins', ...AT_CHAIR_3, what: 'Locked: nobody touched it' }],
    [
      540,
      {
        kind: 'refusals',
        who: 'Nobody named',
        from: 'screen Chair 3',
        what: 'Sign-in refused as N. Okafor: not allowed, 4 more times',
      },
    ],
    [
      1_800,
      {
        kind: 'refusals',
        who: 'Several',
        from: 'several places',
        what: 'An adapter was refused: too many, 41,012 more times',
      },
    ],
    [2_400, { kind: 'reads', who: 'Dr. Ruiz', what: 'Read a past visit', from: 'screen Station', visitId: 'visit-2' }],
    [40_000, { kind: 'keeping', who: 'Vigil', what: 'A backup was made' }],
    [46_000, { kind: 'acts', who: 'A. Lind', what: 'Chair added: Chair 3', from: 'screen Office' }],
  ] satisfies readonly (readonly [secondsAgo: number, line: Omit<AuditLine, 'id' | 'at'>])[]
).map(([secondsAgo, line]) => ({ id: String(secondsAgo), at: NOW - secondsAgo * SECOND, ...line }));
