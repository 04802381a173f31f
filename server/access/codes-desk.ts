/** One-time codes: made for a screen or a person, and given back by a browser that becomes that screen, or by the person. */
import { createHash } from 'node:crypto';
import { decideEnrol } from '#core/access/decide-screens.ts';
import { decideCredential } from '#core/access/decide-staff.ts';
import type { Actor } from '#core/actor.ts';
import { accept, refuse } from '#core/refusal.ts';
import type { Result } from '#core/refusal.ts';
import type { AccessRequests, CodeWish, Secret, SignInAnswer } from '#protocol/access.ts';
import type { CodeFor as AuditedCode } from '#core/audit/audit-event.ts';
import type { Asking } from './argon2.ts';
import type { Hashed } from './credentials.ts';
import type { DeskParts } from './desk-parts.ts';
import { guarded } from './guard.ts';
import type { Checked } from './guard.ts';
import { newCode, PERSON_CODE_MS, readCode, SCREEN_CODE_MS } from './one-time-codes.ts';
import type { OpenCode } from './one-time-codes.ts';
import { newToken, screenIdOf } from './screen-token.ts';
import { isTaken, signInAs } from './sign-in.ts';
import type { Done } from './sign-in.ts';
import { askingOf, auditOf } from './visitor.ts';
import type { Visitor } from './visitor.ts';

/** Codes have no name to be looked up by: one salt for all of them. What it costs to try them all is in the passes, and in their short life. */
const SALT = createHash('sha256').update('vigil one-time code').digest().subarray(0, 16);
const WRONG = 'This code is not right, was used, or is too old: ask an administrator for a new one.';

/** @param byStaffId the administrator; undefined: at the server's own console */
export async function makeCode(
  { codes, hasher, site, newId, now, random }: DeskParts,
  wish: CodeWish,
  byStaffId: string | undefined,
  asking: Asking,
): Promise<Result<AccessRequests['codes']['answer']>> {
  const code = newCode(random);
  const hash = await hasher.hashWith(readCode(code) ?? '', SALT, asking);
  if (!hash.ok) return hash;
  const known = isKnown(site.site, wish);
  if (!known.ok) return known;
  const until = now() + (wish.kind === 'screen' ? SCREEN_CODE_MS : PERSON_CODE_MS);
  const codeId = newId();
  const added = codes.add({ codeId, for: wish, until, ...(byStaffId !== undefined && { byStaffId }) }, hash.value);
  return added.ok ? accept({ codeId, code, until }) : added;
}

function isKnown({ chairs, staff }: DeskParts['site']['site'], wish: CodeWish): Result<null> {
  if (wish.kind === 'person')
    return staff.some(({ staffId }) => staffId === wish.staffId)
      ? accept(null)
      : refuse('not-found', 'This person is not of this clinic any more: look at the list again.');
  const { place } = wish;
  return place.kind === 'station' || chairs.some(({ chairId }) => chairId === place.chairId)
    ? accept(null)
    : refuse('not-found', 'There is no such chair: it was removed before.');
}

/** For the audit. */
export function auditedCode({ site: { staff } }: DeskParts['site'], wish: CodeWish): AuditedCode {
  if (wish.kind === 'screen') return { kind: 'screen', label: wish.label };
  const person = staff.find(({ staffId }) => staffId === wish.staffId);
  return { kind: 'person', ...(person && { person: { staffId: person.staffId, name: person.name } }) };
}

/** The browser is another screen from now on, with a token that nobody had before. */
export async function enrol(
  parts: DeskParts,
  visitor: Visitor,
  typed: string,
): Promise<Checked<Done<AccessRequests['enrol']['answer']>>> {
  const { access, site, codes, random, audit } = parts;
  const found = await foundCode(parts, visitor, typed, 'screen');
  if (!found.ok) return found;
  const { codeId, for: wish, byStaffId, became: insteadOf = visitor.screenId } = found.value;
  if (wish.kind !== 'screen') return refuse('not-allowed', WRONG);
  const token = newToken(random);
  const screenId = screenIdOf(token) ?? '';
  const { label, place } = wish;
  const decided = decideEnrol(site.site, { screenId, label, place, insteadOf });
  if (!decided.ok) return decided;
  codes.useBy(codeId, visitor.screenId, screenId);
  void site.recordSite(decided.value, administratorOf(parts, byStaffId, screenId));
  access.endAt(insteadOf, 'screen-removed');
  audit?.record(auditOf({ ...visitor, screenId, place }, site.site, { kind: 'screen', screenId }), {
    type: 'code-used',
    for: { kind: 'screen', label },
  });
  return { ok: true, value: { answer: { place, label }, cookies: { screen: token, session: null } } };
}

/** On whose word it is. A code outlives no administrator who made it. */
function administratorOf({ site }: DeskParts, byStaffId: string | undefined, screenId: string): Actor {
  const person = site.site.staff.find(({ staffId }) => staffId === byStaffId);
  if (!person) return { kind: 'system' };
  const { staffId, name, role } = person;
  return { kind: 'staff', staffId, name, role, screenId };
}

export async function claim(
  parts: DeskParts,
  visitor: Visitor,
  { code: typed, pin, password }: AccessRequests['claim']['given'],
): Promise<Checked<Done<SignInAnswer>>> {
  const secrets: readonly Secret[] = [
    ...(pin === undefined ? [] : [{ pin }]),
    ...(password === undefined ? [] : [{ password }]),
  ];
  if (secrets.length === 0) return refuse('malformed', 'Choose a PIN or a password.');
  const found = await foundCode(parts, visitor, typed, 'person');
  if (!found.ok) return found;
  const { codeId, for: wish, byStaffId } = found.value;
  const person = wish.kind === 'person' ? personOf(parts, wish.staffId) : undefined;
  if (!person) return refuse('not-allowed', WRONG);
  const hashes: Hashed[] = [];
  for (const secret of secrets) {
    const hashed = await parts.credentials.hash(secret, person.name, askingOf(visitor));
    if (!hashed.ok) return hashed;
    hashes.push(hashed.value);
  }
  // Used by another browser, or the person removed, meanwhile.
  if (!parts.codes.open.some((open) => open.codeId === codeId) || !personOf(parts, person.staffId))
    return refuse('not-allowed', WRONG);
  parts.codes.use(codeId);
  const { staffId, name, role } = person;
  const actor: Actor = { kind: 'staff', staffId, name, role, screenId: visitor.screenId };
  setCredentials(parts, { staffId, actor, ...(byStaffId !== undefined && { byStaffId }) }, hashes);
  parts.audit?.record(auditOf(visitor, parts.site.site, actor), { type: 'code-used', for: { kind: 'person' } });
  const taken = secrets.filter((secret) => isTaken(secret, visitor).ok);
  const proof = password === undefined ? 'pin' : 'password';
  const done = taken.length > 0 ? signInAs(parts, visitor, person, 'code', proof) : undefined;
  return { ok: true, value: done ?? { answer: { staff: { staffId, name, role } } } };
}

const personOf = ({ site }: DeskParts, staffId: string) => site.site.staff.find((each) => each.staffId === staffId);

/** Kept, recorded, and every sign-in made with what was before is over. */
function setCredentials(
  { access, credentials, site }: DeskParts,
  { staffId, actor, ...by }: { readonly staffId: string; readonly actor: Actor; readonly byStaffId?: string },
  hashes: readonly Hashed[],
): void {
  for (const hashed of hashes) {
    const decided = decideCredential(site.site, { staffId, credential: hashed.credential, ...by });
    if (!decided.ok) continue;
    credentials.set(staffId, hashed);
    void site.recordSite(decided.value, actor);
  }
  access.endOf(staffId, 'new-credential');
}

/** `became`: this browser gave it a moment ago and does not know what it is by now. */
type FoundCode = OpenCode & { readonly became?: string };

async function foundCode(
  parts: DeskParts,
  visitor: Visitor,
  typed: string,
  kind: CodeWish['kind'],
): Promise<Checked<FoundCode>> {
  const { codes, hasher, throttle, audit, site } = parts;
  const givenAgain = (hash: string): FoundCode | undefined => {
    const again = kind === 'screen' ? codes.findAgain(hash, visitor.screenId) : undefined;
    return again && { ...again.code, became: again.became };
  };
  const found = await guarded<FoundCode>(throttle, visitor, {
    at: 'code',
    with: 'code',
    async look() {
      // What can be no code is refused as slowly as what is none.
      const hash = await hasher.hashWith(readCode(typed) ?? '', SALT, askingOf(visitor));
      return hash.ok ? accept(codes.find(hash.value, kind) ?? givenAgain(hash.value)) : hash;
    },
    wrong: refuse('not-allowed', WRONG).refusal,
  });
  if (!found.ok)
    audit?.refused(auditOf(visitor, site.site), { type: 'code-refused', code: found.refusal.code, for: kind });
  return found;
}
