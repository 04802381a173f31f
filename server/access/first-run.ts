/** The first run: the clinic, and an administrator who can sign in. It needs the code of the server's console: a proxy on that machine makes everybody local. */
import { decideFirstRun, firstRunOf } from '#core/site/decide-first-run.ts';
import { accept, refuse } from '#core/refusal.ts';
import type { Result } from '#core/refusal.ts';
import type { AccessRequests, SignInAnswer } from '#protocol/access.ts';
import { isTimeZone } from '../clinic/clinic-date.ts';
import type { DeskParts } from './desk-parts.ts';
import { guarded } from './guard.ts';
import type { Checked } from './guard.ts';
import { signInAs } from './sign-in.ts';
import type { Done } from './sign-in.ts';
import { askingOf, auditOf } from './visitor.ts';
import type { Visitor } from './visitor.ts';

type Given = AccessRequests['first-run']['given'];

export async function firstRun(parts: DeskParts, visitor: Visitor, given: Given): Promise<Checked<Done<SignInAnswer>>> {
  const { site, newId, credentials } = parts;
  const decide = () => decided(parts, given, newId);
  const open = decide();
  // Refused before the code is looked at: there is nothing to guess any more.
  if (!open.ok && firstRunOf(site.site) === null) return open;
  const may = await sawTheConsole(parts, visitor, given.setUpCode);
  if (!may.ok) return may;
  if (!open.ok) return open;
  const hashed = await credentials.hash({ password: given.password }, given.administratorName, askingOf(visitor));
  if (!hashed.ok) return hashed;
  // Somebody else may have been first.
  const still = decide();
  if (!still.ok) return still;
  const { staffId, events } = still.value;
  credentials.set(staffId, hashed.value);
  void site.recordSite(events, { kind: 'screen', screenId: visitor.screenId });
  parts.audit?.record(auditOf(visitor, site.site), { type: 'code-used', for: { kind: 'first-run' } });
  const done = signInAs(parts, visitor, { staffId }, 'password');
  if (!done) throw new Error('The first administrator is not of the clinic.');
  return { ok: true, value: done };
}

function decided({ site }: DeskParts, given: Given, newId: () => string): ReturnType<typeof decideFirstRun> {
  const { name, timeZone, chairs, administratorName } = given;
  const isWhole = name !== undefined && timeZone !== undefined && chairs !== undefined;
  if (isWhole && !isTimeZone(timeZone))
    return refuse('out-of-range', `There is no time zone “${timeZone}”: write it like Europe/Zurich.`);
  return decideFirstRun(
    site.site,
    { administratorName, ...(isWhole && { clinic: { name, timeZone, chairs } }) },
    newId,
  );
}

async function sawTheConsole(
  { throttle, setUpCode, audit, site }: DeskParts,
  visitor: Visitor,
  typed: string | undefined,
): Promise<Checked<true>> {
  const right = await guarded<true>(throttle, visitor, {
    at: 'set-up code',
    with: 'code',
    look: async (): Promise<Result<true | undefined>> => accept(setUpCode.isRight(typed ?? '') || undefined),
    wrong: refuse('not-allowed', 'Enter the code that Vigil printed when it started, on the server itself.').refusal,
  });
  if (!right.ok)
    audit?.refused(auditOf(visitor, site.site), { type: 'code-refused', code: right.refusal.code, for: 'first-run' });
  return right;
}
