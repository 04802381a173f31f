/** Who works in the demo's clinic. Their PINs and the password are printed and shown: they open invented patients, and nothing else. */
import type { Role } from '#core/actor.ts';
import type { Secret } from '#protocol/access.ts';
import type { DeskParts } from '../access/desk-parts.ts';
import type { SiteSeam } from '../access/site-seam.ts';
import { KIM, MAYA } from './demo-chairs.ts';
import { demoStaff } from './demo-site.ts';

export interface DemoPerson {
  readonly staffId: string;
  readonly name: string;
  readonly role: Role;
  readonly pin: string;
  readonly password?: string;
}

export const demoPeople: readonly DemoPerson[] = [
  { staffId: 'demo-nurse', name: KIM, role: 'nurse', pin: '4711' },
  { staffId: 'demo-nurse-2', name: MAYA, role: 'nurse', pin: '5283' },
  { staffId: 'demo-provider', name: 'Dr Elin Lindqvist', role: 'provider', pin: '6174' },
  {
    ...{ staffId: 'demo-administrator', name: 'Robin Vale', role: 'administrator', pin: '9042' },
    password: 'only a demo clinic',
  },
];

export const demoPins: Readonly<Record<string, string>> = Object.fromEntries(
  demoPeople.map(({ name, pin }) => [name, pin]),
);

/** Those who are not there yet: a demo that goes on may be of a Vigil that knew no people. */
export async function addPeople({ site, recordSite }: Pick<SiteSeam, 'site' | 'recordSite'>): Promise<void> {
  const known = new Set([...site.staff, ...site.formerStaff].map(({ staffId }) => staffId));
  const added = demoPeople.filter(({ staffId }) => !known.has(staffId));
  if (added.length > 0)
    await recordSite(
      added.map(({ staffId, name, role }) => ({ type: 'staff-added', staffId, name, role })),
      demoStaff.administrator,
    );
}

/** Everybody of the demo can sign in. Throws in a real clinic. */
export async function letPeopleIn({ site, credentials, secrets }: DeskParts): Promise<void> {
  if (!site.site.demo) throw new Error('The PINs of the demo are no secret: a real clinic has none of them.');
  await addPeople({ site: site.site, recordSite: (bodies, actor) => site.recordSite(bodies, actor) });
  for (const { staffId, name, pin, password } of demoPeople) {
    const given: readonly Secret[] = [{ pin }, ...(password === undefined ? [] : [{ password }])];
    for (const secret of given) {
      const kind = 'pin' in secret ? 'pin' : 'password';
      if (credentials.has(staffId, kind) || !site.site.staff.some((person) => person.staffId === staffId)) continue;
      const hashed = await credentials.hash(secret, name, 'near');
      if (!hashed.ok) throw new Error(hashed.refusal.message);
      credentials.set(staffId, hashed.value);
      void site.recordSite([{ type: 'credential-set', staffId, credential: kind }], demoStaff.administrator);
    }
  }
  await secrets.settled();
}
