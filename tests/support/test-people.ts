/** The accounts of a test's clinic: whoever a test names has one, and signs in by the server's own seam, without a PIN. */
import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import type { Actor, Role } from '#core/actor.ts';
import type { Proof } from '#core/authority.ts';
import type { GivenSession } from '../../server/access/access.ts';
import type { DeskParts } from '../../server/access/desk-parts.ts';
import type { Clinic } from '../../server/clinic.ts';

/** Who set up the clinic. */
export const founder: Actor = {
  kind: 'staff',
  staffId: 'staff-0',
  name: 'A. Lind',
  role: 'administrator',
  screenId: 'screen-0',
};

/** Of everybody who has one. */
export const PIN = '2580';

/** What a page's sign-in gives: for its cookie, and for its socket. */
type Given = Pick<GivenSession, 'token' | 'ticket'>;
interface SignsIn {
  signIn(screenId: string, role: Role, name: string): Promise<Given>;
  /** In this process alone: an account with a PIN. */
  person?(role: Role, name: string): Promise<string>;
}

/** By port: a page knows no more of its server. */
const servers = new Map<number, SignsIn>();
export const knowPeopleAt = (port: number, people: SignsIn): void => void servers.set(port, people);

export function peopleAt(port: number): SignsIn {
  const people = servers.get(port);
  if (!people) throw new Error(`Nobody can sign in at port ${port}: tell knowPeopleAt of that server.`);
  return people;
}

/** What a server in another process is asked. */
export interface AskedSignIn {
  readonly id: string;
  readonly screenId: string;
  readonly role: Role;
  readonly name: string;
}

export function askSignIn(server: ChildProcess, asked: Omit<AskedSignIn, 'id'>): Promise<Given> {
  const id = randomUUID();
  return new Promise((resolve) => {
    const hear = (message: Partial<Given> & { readonly signedIn?: string }): void => {
      if (message.signedIn !== id) return;
      server.off('message', hear);
      resolve(message as Given);
    };
    server.on('message', hear);
    server.send({ id, ...asked });
  });
}

/** With a PIN an administrator may nothing. */
const usual = (role: Role): Proof => (role === 'administrator' ? 'password' : 'pin');

export class TestPeople implements SignsIn {
  readonly #clinic: Clinic;
  readonly #desk: DeskParts;

  constructor(clinic: Clinic, desk: DeskParts) {
    this.#clinic = clinic;
    this.#desk = desk;
  }

  listens(port: number): this {
    knowPeopleAt(port, this);
    return this;
  }

  /** Signs this person in at this screen, whoever was there before. */
  async signIn(screenId: string, role: Role, name: string, proof = usual(role)): Promise<GivenSession> {
    const given = this.#desk.access.signIn(await this.account(role, name), screenId, proof);
    if (!given) throw new Error(`${name} cannot sign in.`);
    return given;
  }

  /** @returns the staffId; an account is made when there is none of this name */
  async account(role: Role, name: string): Promise<string> {
    const known = this.#find(role, name);
    if (known !== undefined) return known;
    const made = await this.#clinic.siteCommand({ type: 'staff:add', name, role }, { actor: founder });
    if (!made.ok) throw new Error(made.refusal.message);
    return this.#find(role, name) ?? '';
  }

  /** @returns the staffId of an account whose PIN is `PIN` */
  async person(role: Role, name: string): Promise<string> {
    const staffId = await this.account(role, name);
    const { credentials, site } = this.#desk;
    if (credentials.has(staffId, 'pin')) return staffId;
    const hashed = await credentials.hash({ pin: PIN }, name, 'near');
    if (!hashed.ok) throw new Error(hashed.refusal.message);
    credentials.set(staffId, hashed.value);
    await site.recordSite([{ type: 'credential-set', staffId, credential: 'pin' }], founder);
    return staffId;
  }

  #find(role: Role, name: string): string | undefined {
    return this.#clinic.site.staff.find((each) => each.name === name && each.role === role)?.staffId;
  }
}
