/**
 * argon2id: what proves a person is kept so that it cannot be read back. Slow on purpose, hence few at once; who stands at an enrolled
 * screen goes first, and a flood from elsewhere never takes the last places.
 */
import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { accept, refuse } from '#core/refusal.ts';
import type { Result } from '#core/refusal.ts';

/** OWASP, Password Storage Cheat Sheet: m=19 MiB, t=2, p=1. */
export const ARGON2 = { memory: 19_456, passes: 2, parallelism: 1 } as const;
const SALT_BYTES = 16;
const TAG_BYTES = 32;
const AT_ONCE = 2;
const WAITING = 20;
const WAITING_ELSEWHERE = 10;

export interface Argon2Parameters {
  /** KiB. */
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
}

/** `near`: from an enrolled screen. */
export type Asking = 'near' | 'elsewhere';

/** One computation; tests give a cheap one. */
export type Derive = (secret: string, salt: Buffer, parameters: Argon2Parameters) => Promise<Buffer>;

export const deriveArgon2id: Derive = (secret, salt, { memory, passes, parallelism }) =>
  new Promise((resolve, reject) => {
    const options = { message: secret, nonce: salt, parallelism, tagLength: TAG_BYTES, memory, passes };
    argon2('argon2id', options, (error, tag) => (error ? reject(error) : resolve(tag)));
  });

export interface HasherOptions {
  readonly derive?: Derive;
  readonly parameters?: Argon2Parameters;
  readonly random?: (bytes: number) => Buffer;
}

export class Hasher {
  readonly #derive: Derive;
  readonly #parameters: Argon2Parameters;
  readonly #random: (bytes: number) => Buffer;
  readonly #waiting = { near: [] as (() => void)[], elsewhere: [] as (() => void)[] };
  #running = 0;

  constructor({ derive = deriveArgon2id, parameters = ARGON2, random = randomBytes }: HasherOptions = {}) {
    this.#derive = derive;
    this.#parameters = parameters;
    this.#random = random;
  }

  /** @returns a PHC string, or `unavailable` when too many wait. */
  async hash(secret: string, asking: Asking): Promise<Result<string>> {
    const salt = this.#random(SALT_BYTES);
    const tag = await this.#inTurn(asking, () => this.#derive(secret, salt, this.#parameters));
    return tag.ok ? accept(phc(this.#parameters, salt, tag.value)) : tag;
  }

  /**
   * Of something that has no name to be looked up by: the same secret gives the same hash.
   * @param salt of this purpose in this clinic
   */
  async hashWith(secret: string, salt: Buffer, asking: Asking): Promise<Result<string>> {
    const tag = await this.#inTurn(asking, () => this.#derive(secret, salt, ARGON2));
    return tag.ok ? accept(tag.value.toString('base64url')) : tag;
  }

  /**
   * @param kept undefined when there is no such person: it takes as long and is never right.
   * @returns whether it is right, and whether it was kept with other parameters than today's.
   */
  async verify(
    secret: string,
    kept: string | undefined,
    asking: Asking,
  ): Promise<Result<{ readonly isRight: boolean; readonly isOld: boolean }>> {
    const known = kept === undefined ? undefined : readPhc(kept);
    const { parameters, salt, tag } = known ?? {
      parameters: this.#parameters,
      salt: Buffer.alloc(SALT_BYTES),
      tag: undefined,
    };
    const derived = await this.#inTurn(asking, () => this.#derive(secret, salt, parameters));
    if (!derived.ok) return derived;
    const isRight = tag !== undefined && tag.length === derived.value.length && timingSafeEqual(tag, derived.value);
    return accept({ isRight, isOld: isRight && !isSame(parameters, this.#parameters) });
  }

  async #inTurn(asking: Asking, work: () => Promise<Buffer>): Promise<Result<Buffer>> {
    const { near, elsewhere } = this.#waiting;
    if (this.#running >= AT_ONCE) {
      if (
        near.length + elsewhere.length >= WAITING ||
        (asking === 'elsewhere' && elsewhere.length >= WAITING_ELSEWHERE)
      )
        return refuse('unavailable', 'Too many sign in at this moment: try again in a few seconds.');
      // Whoever leaves hands its place over: nobody can come between.
      await new Promise<void>((resolve) => this.#waiting[asking].push(resolve));
    } else this.#running += 1;
    try {
      return accept(await work());
    } finally {
      const next = near.shift() ?? elsewhere.shift();
      if (next) next();
      else this.#running -= 1;
    }
  }
}

const isSame = (a: Argon2Parameters, b: Argon2Parameters): boolean =>
  a.memory === b.memory && a.passes === b.passes && a.parallelism === b.parallelism;

const base64 = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');

const phc = ({ memory, passes, parallelism }: Argon2Parameters, salt: Buffer, tag: Buffer): string =>
  `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${base64(salt)}$${base64(tag)}`;

const PHC = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{22,86})$/;

/** @returns undefined for what is none: it is never right then. */
function readPhc(text: string): { parameters: Argon2Parameters; salt: Buffer; tag: Buffer } | undefined {
  const [, memory, passes, parallelism, salt = '', tag = ''] = PHC.exec(text) ?? [];
  if (memory === undefined) return undefined;
  return {
    parameters: { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) },
    salt: Buffer.from(salt, 'base64'),
    tag: Buffer.from(tag, 'base64'),
  };
}
