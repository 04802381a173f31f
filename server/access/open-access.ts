/** Who is at which screen: what access.ts says, over the journal's hashes and the clinic's people and screens. */
import { randomBytes } from 'node:crypto';
import type { SiteEvent } from '#core/site-state.ts';
import type { Instant } from '#core/reading.ts';
import type { SignedIn, Standing } from '#protocol/screen-events.ts';
import type { Audit, AuditSource } from '../audit/audit.ts';
import type { AccessChange, AccessDesk, GivenSession, Session } from './access.ts';
import { cookieName, readCookie } from './cookies.ts';
import { fromScreen } from './from.ts';
import { isToken, newToken, screenIdOf, sha256Hex } from './screen-token.ts';
import type { Secrets } from './secrets.ts';
import { LOCK_ELSEWHERE_MS, LOCK_MS, Sessions } from './sessions.ts';
import type { KeptSession } from './sessions.ts';
import type { SiteSeam } from './site-seam.ts';
import { Tickets } from './tickets.ts';

export interface AccessOptions {
  readonly secrets: Secrets;
  readonly site: SiteSeam;
  readonly newId: () => string;
  /** Cookies carry `__Host-` over TLS. Default false. */
  readonly isSecure?: boolean;
  /** Every browser is let in, as in a demo. Default false. */
  readonly openScreens?: boolean;
  /** Real time, epoch ms. */
  readonly now?: () => Instant;
  readonly random?: (bytes: number) => Buffer;
  readonly audit?: Pick<Audit, 'record'> | undefined;
}

export function openAccess({
  secrets,
  site: seam,
  newId,
  isSecure = false,
  openScreens = false,
  now = Date.now,
  random = randomBytes,
  audit,
}: AccessOptions): AccessDesk {
  const listeners = new Set<(change: AccessChange) => void>();
  const tell = (change: AccessChange): void => {
    for (const listener of [...listeners]) listener(change);
  };
  const tickets = new Tickets(now);
  /** Enrolled screens, when they were last heard of. */
  const seen = new Map<string, Instant>();
  const enrolledAt = (screenId: string) => seam.site.screens.find((screen) => screen.screenId === screenId);

  const placeOf = (screenId: string): Standing | undefined => {
    const place = enrolledAt(screenId)?.place;
    const isThere = place?.kind !== 'chair' || seam.site.chairs.some(({ chairId }) => chairId === place.chairId);
    if (place && isThere) return place;
    return openScreens ? { kind: 'anywhere' } : undefined;
  };

  const sessions = new Sessions({
    now,
    kept: [...secrets.of('session').values()].map((text) => JSON.parse(text) as KeptSession),
    keep: (sessionId, session) => void secrets.put('session', sessionId, session ? JSON.stringify(session) : null),
    lockMs: (screenId) => {
      const place = placeOf(screenId);
      return place === undefined || place.kind === 'anywhere' ? LOCK_ELSEWHERE_MS : LOCK_MS;
    },
    onChange: (sessionId) => tell({ kind: 'session', sessionId }),
    onLocked: (kept, why) => audit?.record(sourceOf(kept), { type: 'locked', why }),
    onEnded: (kept, why) => audit?.record(sourceOf(kept), { type: 'session-ended', why }),
  });

  /** Who it was, also when they are not of the clinic any more. */
  const sourceOf = ({ staffId, screenId }: KeptSession): AuditSource => {
    const person = [...seam.site.staff, ...seam.site.formerStaff].find((each) => each.staffId === staffId);
    const { name, role } = person ?? { name: staffId, role: 'nurse' };
    return { actor: { kind: 'staff', staffId, name, role, screenId }, from: fromScreen(seam.site, screenId) };
  };
  const staffOf = (staffId: string): SignedIn | undefined => {
    const person = seam.site.staff.find((each) => each.staffId === staffId);
    return person && { staffId, name: person.name, role: person.role };
  };
  const shown = (kept: KeptSession | undefined): Session | undefined => {
    const staff = kept && staffOf(kept.staffId);
    if (!staff) return undefined;
    const { sessionId, screenId, locked, proof = 'pin' } = kept;
    return { sessionId, screenId, staff, locked, proof };
  };
  const session = (sessionId: string): Session | undefined => shown(sessions.get(sessionId));

  const follow = (event: SiteEvent): void => {
    switch (event.type) {
      case 'staff-removed':
        return sessions.endWhere('person-removed', ({ staffId }) => staffId === event.staffId);
      case 'screen-removed':
        seen.delete(event.screenId);
        sessions.endWhere('screen-removed', ({ screenId }) => screenId === event.screenId);
        return tell({ kind: 'screen', screenId: event.screenId });
      case 'screen-enrolled':
        return tell({ kind: 'screen', screenId: event.screenId });
      case 'chair-removed':
        for (const { screenId, place } of seam.site.screens)
          if (place.kind === 'chair' && place.chairId === event.chairId) tell({ kind: 'screen', screenId });
        return;
      default:
        return;
    }
  };
  seam.onSiteEvents((events) => {
    for (const event of events) follow(event);
  });
  // Who was removed while the journal had no room for the end of the sign-in.
  sessions.endWhere('person-removed', ({ staffId }) => staffOf(staffId) === undefined);

  const rotated = (sessionId: string, rotate: (tokenHash: string) => void): string | undefined => {
    if (!session(sessionId)) return undefined;
    const token = newToken(random);
    rotate(sha256Hex(token));
    return token;
  };

  return {
    identify({ cookie }) {
      const screenId = screenIdOf(readCookie(cookie, cookieName('screen', isSecure)));
      if (screenId === undefined) return {};
      if (enrolledAt(screenId)) seen.set(screenId, now());
      const token = readCookie(cookie, cookieName('session', isSecure));
      const sessionId = isToken(token) ? sessions.find(sha256Hex(token), screenId) : undefined;
      return sessionId === undefined || !session(sessionId) ? { screenId } : { screenId, sessionId };
    },
    placeOf,
    session,
    redeem(ticket, screenId) {
      const sessionId = tickets.redeem(ticket, screenId);
      return sessionId === undefined ? undefined : session(sessionId);
    },
    active: (sessionId) => sessions.touch(sessionId),
    end: (sessionId) => sessions.end(sessionId),
    endOf: (staffId, why, except) =>
      sessions.endWhere(why, (each) => each.staffId === staffId && each.sessionId !== except),
    endAt: (screenId, why) => sessions.endWhere(why, (each) => each.screenId === screenId),
    seenAt: (screenId) => seen.get(screenId),
    heard(screenIds) {
      for (const screenId of screenIds) if (enrolledAt(screenId)) seen.set(screenId, now());
    },
    tick() {
      sessions.tick();
      tickets.tick();
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    signIn(staffId, screenId, proof): GivenSession | undefined {
      if (!staffOf(staffId)) return undefined;
      const [sessionId, token, ticket] = [newId(), newToken(random), newToken(random)];
      sessions.open({ sessionId, screenId, staffId, proof, tokenHash: sha256Hex(token) });
      tickets.give(ticket, { sessionId, screenId });
      const opened = session(sessionId);
      return opened && { session: opened, token, ticket };
    },
    renew: (sessionId) => rotated(sessionId, (tokenHash) => sessions.renew(sessionId, tokenHash)),
    unlock: (sessionId, proof) => rotated(sessionId, (tokenHash) => sessions.unlock(sessionId, tokenHash, proof)),
    anew: (sessionId) => rotated(sessionId, (tokenHash) => sessions.anew(sessionId, tokenHash)),
    lock: (sessionId) => sessions.lock(sessionId),
    get sessions() {
      return sessions.all.flatMap((kept) => {
        const { startedAt, touchedAt } = kept;
        return [shown(kept)].flatMap((each) => (each ? [{ ...each, startedAt, touchedAt }] : []));
      });
    },
  };
}
