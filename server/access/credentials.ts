/** PINs and passwords of people: whether one is right, and how another is kept. */
import type { Credential } from '#core/access/staff.ts';
import { accept } from '#core/refusal.ts';
import type { Result } from '#core/refusal.ts';
import type { Secret } from '#protocol/access.ts';
import type { Asking, Hasher } from './argon2.ts';
import { checkPassword, checkPin } from './credential-rules.ts';
import type { Secrets } from './secrets.ts';

export interface Hashed {
  readonly credential: Credential;
  readonly hash: string;
}

export const kindOf = (secret: Secret): Credential => ('pin' in secret ? 'pin' : 'password');
/** As keyboards of any make write it. */
const textOf = (secret: Secret): string => ('pin' in secret ? secret.pin : secret.password.normalize('NFC'));

export class Credentials {
  readonly #secrets: Secrets;
  readonly #hasher: Hasher;

  constructor(secrets: Secrets, hasher: Hasher) {
    this.#secrets = secrets;
    this.#hasher = hasher;
  }

  has(staffId: string, credential: Credential): boolean {
    return this.#secrets.of(credential).has(staffId);
  }

  /** @param staffId undefined: nobody; it takes as long. @returns true, or undefined when it is not right */
  async isRight(staffId: string | undefined, secret: Secret, asking: Asking): Promise<Result<true | undefined>> {
    const kind = kindOf(secret);
    const kept = staffId === undefined ? undefined : this.#secrets.of(kind).get(staffId);
    const verified = await this.#hasher.verify(textOf(secret), kept, asking);
    if (!verified.ok) return verified;
    const { isRight, isOld } = verified.value;
    if (isOld && staffId !== undefined) void this.#renew(staffId, secret, kept, asking);
    return accept(isRight || undefined);
  }

  /** A hash of what may be chosen. @param name whose it is */
  async hash(secret: Secret, name: string, asking: Asking): Promise<Result<Hashed>> {
    const may = 'pin' in secret ? checkPin(secret.pin) : checkPassword(secret.password, name);
    if (!may.ok) return may;
    const hash = await this.#hasher.hash(textOf(secret), asking);
    return hash.ok ? accept({ credential: kindOf(secret), hash: hash.value }) : hash;
  }

  set(staffId: string, { credential, hash }: Hashed): void {
    this.#secrets.put(credential, staffId, hash);
  }

  forget(staffId: string): void {
    this.#secrets.forget('pin', staffId);
    this.#secrets.forget('password', staffId);
  }

  /** Kept with parameters of an earlier day: with today's from now on. What was chosen meanwhile stays. */
  async #renew(staffId: string, secret: Secret, kept: string | undefined, asking: Asking): Promise<void> {
    const kind = kindOf(secret);
    const hash = await this.#hasher.hash(textOf(secret), asking);
    if (hash.ok && this.#secrets.of(kind).get(staffId) === kept) this.#secrets.put(kind, staffId, hash.value);
  }
}
