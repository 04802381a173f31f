/** Each request that changes something, by its name under `/api/`. */
import { authorise } from '#core/authority.ts';
import type { AccessAct } from '#core/authority.ts';
import { accept, refuse } from '#core/refusal.ts';
import type { Result } from '#core/refusal.ts';
import type { AccessRequest, AccessRequests } from '#protocol/access.ts';
import { admitAdapter, newAdapterKey } from '../sockets/adapter-key.ts';
import type { Session } from './access.ts';
import { auditedCode, claim, enrol, makeCode } from './codes-desk.ts';
import type { DeskParts } from './desk-parts.ts';
import { firstRun } from './first-run.ts';
import type { Checked } from './guard.ts';
import { change, lock, NOT_SIGNED_IN, renew, signIn, signOut, unlock } from './sign-in.ts';
import type { Done } from './sign-in.ts';
import { actorOf, askingOf, auditOf } from './visitor.ts';
import type { Visitor } from './visitor.ts';

type Asked<Request extends AccessRequest> = (
  parts: DeskParts,
  visitor: Visitor,
  given: AccessRequests[Request]['given'],
) => Checked<Done<AccessRequests[Request]['answer']>> | Promise<Checked<Done<AccessRequests[Request]['answer']>>>;

/** Signed in, open, and allowed to. */
export function administrator(visitor: Visitor, act: AccessAct): Result<Session> {
  const { session } = visitor;
  if (!session) return refuse('signed-out', NOT_SIGNED_IN);
  const may = authorise({ actor: actorOf(visitor), reach: 'other', locked: session.locked, proof: session.proof }, act);
  return may.ok ? accept(session) : may;
}

export const accessRequests: { readonly [Request in AccessRequest]: Asked<Request> } = {
  'first-run': firstRun,
  'sign-in': signIn,
  unlock,
  lock,
  renew,
  'sign-out': (parts, visitor) => accept(signOut(parts, visitor)),
  credential: change,
  claim,
  enrol: (parts, visitor, { code }) => enrol(parts, visitor, code),
  async codes(parts, visitor, wish) {
    const by = administrator(visitor, wish.kind === 'screen' ? 'screen:code' : 'staff:code');
    if (!by.ok) return by;
    const made = await makeCode(parts, wish, by.value.staff.staffId, askingOf(visitor));
    if (!made.ok) return made;
    parts.audit?.record(auditOf(visitor, parts.site.site, actorOf(visitor)), {
      type: 'code-made',
      for: auditedCode(parts.site, wish),
    });
    return accept({ answer: made.value });
  },
  'codes/take-back'(parts, visitor, { codeId }) {
    const by = administrator(visitor, 'screen:code');
    if (!by.ok) return by;
    parts.codes.use(codeId);
    return accept({ answer: null });
  },
  async 'adapter-keys'(parts, visitor, adapter) {
    const by = administrator(visitor, 'adapter:key');
    if (!by.ok) return by;
    const key = newAdapterKey(parts.random);
    const { site, secrets } = parts;
    const journal = { putSecret: secrets.put.bind(secrets) };
    const admitted = admitAdapter({ site, journal }, adapter, key, actorOf(visitor));
    return admitted.ok ? accept({ answer: { adapterId: adapter.adapterId, key } }) : admitted;
  },
  'sessions/end'(parts, visitor, { sessionId }) {
    const by = administrator(visitor, 'staff:code');
    if (!by.ok) return by;
    const { access, audit, site } = parts;
    const session = access.session(sessionId);
    if (!session) return refuse('not-found', 'This sign-in has ended already: look at the list again.');
    access.end(sessionId);
    const { staffId, name } = session.staff;
    audit?.record(auditOf(visitor, site.site, actorOf(visitor)), {
      ...{ type: 'session-ended', why: 'signed-out' },
      person: { staffId, name },
    });
    return accept({ answer: null });
  },
};
