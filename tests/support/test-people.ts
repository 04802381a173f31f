/** The accounts of a test's clinic: whoever a test names has one, and signs in by the server's own seam, without a PIN. */
import type { Actor, Role } from '#core/actor.ts';
import type { AccessDesk, GivenSession } from '../../server/access/access.ts';
import type { Clinic } from '../../server/clinic.ts';

/** Who set up the clinic. */
export const founder: Actor = {
  kind: 'staff',
  staffId: 'staff-0',
  name: 'A. Lind',
  role: 'administrator',
  screenId: 'screen-0',
};

export class TestPeople {
  /** Of the servers in this process, by port: a page knows no more of its server. */
  static readonly #servers = new Map<number, TestPeople>();
  readonly #clinic: Clinic;
  readonly #access: AccessDesk;

  constructor(clinic: Clinic, access: AccessDesk) {
    this.#clinic = clinic;
    this.#access = access;
  }

  /** The people of the clinic that listens at this port in this process. */
  static at(port: number): TestPeople {
    const people = TestPeople.#servers.get(port);
    if (!people) throw new Error(`No server of this process is known at port ${port}: tell TestPeople of it.`);
    return people;
  }

  listens(port: number): this {
    TestPeople.#servers.set(port, this);
    return this;
  }

  /** Signs this person in at this screen, whoever was there before. */
  async signIn(screenId: string, role: Role, name: string): Promise<GivenSession> {
    const given = this.#access.signIn(await this.account(role, name), screenId);
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

  #find(role: Role, name: string): string | undefined {
    return this.#clinic.site.staff.find((each) => each.name === name && each.role === role)?.staffId;
  }
}
