/** Signing in and out, opening a locked screen, and choosing another PIN or password for oneself. */
import { isSamePerson } from '#core/care/care.ts';
import type { Proof } from '#core/authority.ts';
import type { Staff } from '#core/access/staff.ts';
import { accept, refuse } from '#core/refusal.ts';
import type { Refusal, Result } from '#core/refusal.ts';
import type { Secret, SignInAnswer, SignInWith } from '#protocol/access.ts';
import type { SignedIn } from '#protocol/screen-events.ts';
import { decideCredential } from '#core/access/decide-staff.ts';
import { kindOf } from './credentials.ts';
import type { Cookies, DeskParts } from './desk-parts.ts';
import { guarded } from './guard.ts';
import type { Checked } from './guard.ts';
import { sha256Hex } from './screen-token.ts';
import { actorOf, askingOf, auditOf, sourceOf } from './visitor.ts';
import type { Visitor } from './visitor.ts';

export interface Done<T> {
  readonly answer: T;
  readonly cookies?: Cookies;
}

const PIN_ELSEWHERE =
  'A PIN is taken only at screens that an administrator has enrolled: sign in with your password here.';
export const NOT_SIGNED_IN = 'Nobody is signed in at this screen: sign in first.';

/** Who may sign in with what, here. */
export function isTaken(secret: Secret, { place }: Visitor): Result<null> {
  return 'pin' in secret && place === undefined ? refuse('not-allowed', PIN_ELSEWHERE) : accept(null);
}

export async function signIn(
  parts: DeskParts,
  visitor: Visitor,
  given: SignInWith,
): Promise<Checked<Done<SignInAnswer>>> {
  const person = parts.site.site.staff.find((each) =>
    'name' in given ? isSamePerson(each.name, given.name) : each.staffId === given.staffId,
  );
  const right = await rightHere(parts, visitor, given, person?.staffId);
  const done = right.ok && person ? signInAs(parts, visitor, person, kindOf(given)) : undefined;
  if (done) return { ok: true, value: done };
  const refusal = right.ok ? refuse('signed-out', WRONG_PASSWORD).refusal : right.refusal;
  parts.audit?.refused(auditOf(visitor, parts.site.site), {
    ...{ type: 'sign-in-refused', code: refusal.code },
    ...(person && { person: { staffId: person.staffId, name: person.name } }),
  });
  return { ok: false, refusal };
}

/** @param staffId undefined: nobody, who is never right */
async function rightHere(
  parts: DeskParts,
  visitor: Visitor,
  given: SignInWith,
  staffId: string | undefined,
): Promise<Checked<unknown>> {
  const taken = isTaken(given, visitor);
  if (!taken.ok) return taken;
  const right = await guarded(parts.throttle, visitor, {
    at: staffId ?? nobody(given, visitor),
    with: kindOf(given),
    look: () => parts.credentials.isRight(staffId, given, askingOf(visitor)),
    wrong: refuse('signed-out', 'name' in given ? WRONG_PASSWORD : 'This PIN is not right: try again.').refusal,
  });
  // The screen may have been moved away while it was looked at.
  return right.ok ? isTaken(given, { ...visitor, place: parts.access.placeOf(visitor.screenId) }) : right;
}

const WRONG_PASSWORD = 'The name or the password is not right: try again.';

/** Names that are nobody's are guessed at like anybody's; at an enrolled screen, which shows who there is, they are one. */
function nobody(given: SignInWith, visitor: Visitor): string {
  if (sourceOf(visitor).kind === 'enrolled') return 'nobody';
  const name = 'name' in given ? given.name.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase() : given.staffId;
  return `nobody:${sha256Hex(name)}`;
}

/** @param by what they proved who they are with. @param proof what the sign-in is good for. Undefined: not of the clinic any more */
export function signInAs(
  { access, site, audit }: DeskParts,
  visitor: Visitor,
  { staffId }: Pick<Staff, 'staffId'>,
  by: Proof | 'code',
  proof: Proof = by === 'password' ? by : 'pin',
): Done<SignInAnswer> | undefined {
  const given = access.signIn(staffId, visitor.screenId, proof);
  if (!given) return undefined;
  const { staff } = given.session;
  audit?.record(auditOf(visitor, site.site, { kind: 'staff', ...staff, screenId: visitor.screenId }), {
    type: 'signed-in',
    by,
  });
  return { answer: { staff, ticket: given.ticket }, cookies: { session: given.token } };
}

export async function unlock(
  parts: DeskParts,
  visitor: Visitor,
  secret: Secret,
): Promise<Checked<Done<{ readonly staff: SignedIn }>>> {
  const { session } = visitor;
  if (!session) return refuse('signed-out', NOT_SIGNED_IN);
  const right = await proved(parts, visitor, secret, 'locked');
  const token = right.ok ? parts.access.unlock(session.sessionId, kindOf(secret)) : undefined;
  const source = auditOf(visitor, parts.site.site, actorOf(visitor));
  if (token !== undefined) {
    parts.audit?.record(source, { type: 'unlocked', by: kindOf(secret) });
    return { ok: true, value: { answer: { staff: session.staff }, cookies: { session: token } } };
  }
  const refusal = right.ok ? refuse('signed-out', NOT_SIGNED_IN).refusal : right.refusal;
  parts.audit?.refused(source, { type: 'unlock-refused', code: refusal.code });
  return { ok: false, refusal };
}

export function lock({ access }: DeskParts, { session }: Visitor): Result<Done<null>> {
  if (!session) return refuse('signed-out', NOT_SIGNED_IN);
  access.lock(session.sessionId);
  return accept({ answer: null });
}

export function renew({ access }: DeskParts, { session }: Visitor): Result<Done<null>> {
  const token = session && access.renew(session.sessionId);
  return token === undefined
    ? refuse('signed-out', NOT_SIGNED_IN)
    : accept({ answer: null, cookies: { session: token } });
}

export function signOut({ access }: DeskParts, { session }: Visitor): Done<null> {
  if (session) access.end(session.sessionId);
  return { answer: null, cookies: { session: null } };
}

/** Another for oneself: a PIN opens too little to choose a password with. */
export async function change(
  parts: DeskParts,
  visitor: Visitor,
  { current, next }: { readonly current: Secret; readonly next: Secret },
): Promise<Checked<Done<{ readonly staff: SignedIn }>>> {
  const { session } = visitor;
  if (!session) return refuse('signed-out', NOT_SIGNED_IN);
  if (session.locked) return refuse('locked', 'Enter your PIN, then do it again.');
  if ('password' in next && 'pin' in current)
    return refuse(
      'not-allowed',
      'A password is changed with the password: give it, or ask an administrator for a code to choose one with.',
    );
  const right = await proved(parts, visitor, current, 'signed-out');
  if (!right.ok) return right;
  const hashed = await parts.credentials.hash(next, session.staff.name, askingOf(visitor));
  if (!hashed.ok) return hashed;
  const { staffId } = session.staff;
  const token = parts.access.anew(session.sessionId);
  const decided = decideCredential(parts.site.site, { staffId, credential: hashed.value.credential });
  if (token === undefined || !decided.ok) return refuse('signed-out', NOT_SIGNED_IN);
  parts.credentials.set(staffId, hashed.value);
  void parts.site.recordSite(decided.value, actorOf(visitor));
  parts.access.endOf(staffId, 'new-credential', session.sessionId);
  return { ok: true, value: { answer: { staff: session.staff }, cookies: { session: token } } };
}

/** Whoever is signed in gives their PIN or password again. */
async function proved(
  parts: DeskParts,
  visitor: Visitor,
  secret: Secret,
  wrong: Refusal['code'],
): Promise<Checked<true>> {
  const taken = isTaken(secret, visitor);
  if (!taken.ok) return taken;
  const staffId = visitor.session?.staff.staffId;
  return guarded(parts.throttle, visitor, {
    at: staffId ?? 'nobody',
    with: kindOf(secret),
    look: () => parts.credentials.isRight(staffId, secret, askingOf(visitor)),
    wrong: refuse(wrong, `This ${'pin' in secret ? 'PIN' : 'password'} is not right: try again.`).refusal,
  });
}
