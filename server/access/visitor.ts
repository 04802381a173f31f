/** Who asks by HTTP, as cookies and connection prove it. */
import type { Actor } from '#core/actor.ts';
import type { SiteState } from '#core/site-state.ts';
import type { Standing } from '#protocol/screen-events.ts';
import type { AuditSource } from '../audit/audit.ts';
import type { Session } from './access.ts';
import type { Asking } from './argon2.ts';
import { fromScreen } from './from.ts';
import type { Source } from './throttle.ts';

export interface Visitor {
  /** Of the cookie it came with, or of the one it is just being given. */
  readonly screenId: string;
  readonly place: Standing | undefined;
  readonly session: Session | undefined;
  /** A network address, see `networkOf`. */
  readonly address: string;
}

export const isEnrolled = ({ place }: Visitor): boolean => place !== undefined && place.kind !== 'anywhere';

/** Whose tries are counted. Anybody makes as many screens that are not enrolled as they like. */
export const sourceOf = (visitor: Visitor): Source =>
  isEnrolled(visitor) ? { kind: 'enrolled', id: visitor.screenId } : { kind: 'address', id: visitor.address };

export const askingOf = (visitor: Visitor): Asking => (isEnrolled(visitor) ? 'near' : 'elsewhere');

/** @param actor absent: nobody is known */
export const auditOf = (visitor: Visitor, site: SiteState, actor: Actor = { kind: 'system' }): AuditSource => ({
  actor,
  from: isEnrolled(visitor) ? fromScreen(site, visitor.screenId) : { kind: 'address', address: visitor.address },
});

export const actorOf = ({ session, screenId }: Visitor): Actor =>
  session ? { kind: 'staff', ...session.staff, screenId } : { kind: 'screen', screenId };
