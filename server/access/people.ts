/** What a browser is told before anybody is signed in, and what an administrator sees of people, screens and adapters. */
import { firstRunOf } from '#core/site/decide-first-run.ts';
import type { AccessOverview, PeopleAnswer, PersonHere } from '#protocol/access.ts';
import type { AdapterAttempt } from '../sockets/adapter-attempts.ts';
import type { DeskParts } from './desk-parts.ts';
import type { Visitor } from './visitor.ts';

export function overview(
  { site: { site }, access, credentials, demoPins }: DeskParts,
  visitor: Visitor,
): AccessOverview {
  const { screenId, place, session } = visitor;
  const label = site.screens.find((screen) => screen.screenId === screenId)?.label;
  const open = firstRunOf(site);
  const pinOf = (name: string): string | undefined => (site.demo ? demoPins?.[name] : undefined);
  const people = site.staff
    .filter(({ staffId }) => credentials.has(staffId, 'pin'))
    .map(({ staffId, name, role }): PersonHere => {
      const pin = pinOf(name);
      return { staffId, name, role, ...(pin !== undefined && { pin }) };
    });
  return {
    ...{ screenId, place: place ?? null, staff: session?.staff ?? null, locked: session?.locked ?? false },
    ...(label !== undefined && access.placeOf(screenId) && { label }),
    firstRun: open,
    needsSetUpCode: open !== null,
    demo: site.demo,
    clinicName: site.name,
    people: place === undefined ? [] : people,
  };
}

/** `lastSeenAt`: null when not since the server started. */
export type AdapterSeen = (adapterId: string) => { readonly connected: boolean; readonly lastSeenAt: number | null };

export function people(
  { site: { site }, access, codes }: DeskParts,
  adapterSeen: AdapterSeen,
  triedAdapters: readonly AdapterAttempt[],
): PeopleAnswer {
  const { staff, formerStaff, screens, adapters } = site;
  const { sessions } = access;
  const nameOf = (staffId: string | undefined) =>
    [...staff, ...formerStaff].find((each) => each.staffId === staffId)?.name;
  return {
    staff: staff.map(({ staffId, name, role, credentials }) => ({ staffId, name, role, credentials })),
    formerStaff: formerStaff.map(({ staffId, name, role }) => ({ staffId, name, role })),
    codes: codes.open.map(({ codeId, for: wish, byStaffId, until }) => {
      const byName = nameOf(byStaffId);
      return { codeId, for: wish, until, ...(byName !== undefined && { byName }) };
    }),
    screens: screens.map(({ screenId, label, place }) => {
      const session = sessions.find((each) => each.screenId === screenId);
      return {
        ...{ screenId, label, place },
        lastSeenAt: access.seenAt(screenId) ?? null,
        ...{ staff: session?.staff ?? null, locked: session?.locked ?? false },
      };
    }),
    sessions: sessions.map(({ sessionId, screenId, staff: person, locked, startedAt, touchedAt }) => {
      const label = screens.find((screen) => screen.screenId === screenId)?.label;
      return {
        ...{ sessionId, screenId, staff: person, locked, startedAt, touchedAt },
        ...(label !== undefined && { label }),
      };
    }),
    adapters: adapters.map((adapter) => ({ ...adapter, ...adapterSeen(adapter.adapterId) })),
    triedAdapters,
  };
}
