/** Who belongs to the clinic of fixtures, and its screens: answers of a server that is none. */
import type { PeopleAnswer } from '#protocol/access.ts';
import type { AskServer } from '../access/ask-server.ts';

const MINUTE = 60_000;

/** @param now real time: what waits and what was seen is told by it */
export const peopleTold = (now: number): PeopleAnswer => ({
  staff: [
    { staffId: 's0', name: 'A. Lind', role: 'administrator', credentials: ['pin', 'password'] },
    { staffId: 's1', name: 'K. Marsh', role: 'nurse', credentials: ['pin'] },
    { staffId: 's2', name: 'N. Okafor', role: 'nurse', credentials: [] },
    { staffId: 's3', name: 'Dr E. Lindqvist', role: 'provider', credentials: ['password', 'pin'] },
  ],
  formerStaff: [],
  codes: [
    { codeId: 'k1', for: { kind: 'person', staffId: 's2' }, byName: 'A. Lind', until: now + 71 * 60 * MINUTE },
    {
      ...{ codeId: 'k2', byName: 'A. Lind', until: now + 12 * MINUTE },
      for: { kind: 'screen', place: { kind: 'chair', chairId: 'c4' }, label: 'Tablet at Chair 4' },
    },
  ],
  screens: [
    {
      ...{ screenId: 'screen-1', label: 'Wall by the door', place: { kind: 'station' } },
      ...{ lastSeenAt: now, staff: null, locked: false },
    },
    {
      ...{ screenId: 'screen-2', label: 'Tablet at Chair 1', place: { kind: 'chair', chairId: 'c1' } },
      ...{ lastSeenAt: now, staff: { staffId: 's1', name: 'K. Marsh', role: 'nurse' }, locked: true },
    },
    {
      ...{ screenId: 'screen-3', label: 'Spare tablet', place: { kind: 'chair', chairId: 'c2' } },
      ...{ lastSeenAt: null, staff: null, locked: false },
    },
  ],
  sessions: [
    {
      ...{ sessionId: 'x1', screenId: 'screen-2', label: 'Tablet at Chair 1', locked: true },
      ...{ staff: { staffId: 's1', name: 'K. Marsh', role: 'nurse' }, startedAt: now, touchedAt: now },
    },
  ],
  adapters: [],
  triedAdapters: [],
});

export const FIXTURE_CODE = 'AB3K 9QXM';

export const peopleServer: AskServer = <T>(path: string) =>
  Promise.resolve({
    ok: true as const,
    data: (path === '/api/people'
      ? peopleTold(Date.now())
      : path === '/api/codes'
        ? { codeId: 'k3', code: FIXTURE_CODE, until: Date.now() + 15 * MINUTE }
        : null) as T,
  });
