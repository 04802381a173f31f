/**
 * Codes that an administrator reads out: for a screen, or for a person who then chooses a PIN or a password. Short enough to be typed, so
 * what is kept of them is an argon2id hash, and whoever guesses is throttled.
 */
import { timingSafeEqual } from 'node:crypto';
import type { ScreenPlace } from '#core/access/screen.ts';
import type { Duration, Instant } from '#core/reading.ts';
import { accept, refuse } from '#core/refusal.ts';
import type { Result } from '#core/refusal.ts';

export const SCREEN_CODE_MS: Duration = 15 * 60_000;
export const PERSON_CODE_MS: Duration = 72 * 60 * 60_000;
/** Without 0 and O, 1, I and L, U and V: what is written down by hand is read as it was meant. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTWXYZ';
const LENGTH = 8;
/** The last multiple of the alphabet below 256: each character is as likely as any other. */
const FAIR_BELOW = 256 - (256 % ALPHABET.length);
const MOST_OPEN = 100;

export type CodeFor =
  | { readonly kind: 'screen'; readonly place: ScreenPlace; readonly label: string }
  | { readonly kind: 'person'; readonly staffId: string };

export interface OpenCode {
  readonly codeId: string;
  readonly for: CodeFor;
  /** Undefined: made at the server's own console. */
  readonly byStaffId?: string;
  readonly until: Instant;
}

/** For so long the same browser may give a code again: the answer to the first may have been lost on its way. */
const AGAIN_MS: Duration = 60_000;

/** Used a moment ago. In memory alone: after a restart it is used. */
interface LateCode {
  readonly code: KeptCode;
  readonly by: string;
  readonly became: string;
  readonly until: Instant;
}

interface KeptCode extends OpenCode {
  readonly hash: string;
}

/** `AB3K 9QXM`, to be read out. */
export function newCode(random: (bytes: number) => Buffer): string {
  let code = '';
  while (code.length < LENGTH)
    for (const byte of random(LENGTH))
      if (byte < FAIR_BELOW && code.length < LENGTH) code += ALPHABET[byte % ALPHABET.length];
  return `${code.slice(0, 4)} ${code.slice(4)}`;
}

/** As it was meant: capitals, spaces and dashes make no difference. Undefined: no code at all. */
export function readCode(typed: string): string | undefined {
  if (typed.length > 64) return undefined;
  const code = typed.toUpperCase().replace(/[\s-]+/g, '');
  return code.length === LENGTH && [...code].every((character) => ALPHABET.includes(character)) ? code : undefined;
}

export interface CodesDeps {
  readonly now: () => Instant;
  readonly kept: ReadonlyMap<string, string>;
  /** Null: used, or too old. */
  readonly keep: (codeId: string, value: string | null) => void;
}

export class OneTimeCodes {
  readonly #deps: CodesDeps;
  readonly #open = new Map<string, KeptCode>();
  readonly #late = new Map<string, LateCode>();

  constructor(deps: CodesDeps) {
    this.#deps = deps;
    for (const text of deps.kept.values()) {
      const code = JSON.parse(text) as KeptCode;
      this.#open.set(code.codeId, code);
    }
  }

  /** Those that can still be used, newest last. */
  get open(): readonly OpenCode[] {
    this.tick();
    return [...this.#open.values()].map(({ hash: _, ...code }) => code);
  }

  /** A newer code for the same person is the only one. @param hash of the code as `readCode` gives it */
  add(code: OpenCode, hash: string): Result<null> {
    this.tick();
    for (const other of this.#open.values())
      if (code.for.kind === 'person' && other.for.kind === 'person' && other.for.staffId === code.for.staffId)
        this.#forget(other.codeId);
    if (this.#open.size >= MOST_OPEN)
      return refuse('too-many', 'Too many codes wait to be used: take some back, or wait until they are over.');
    const kept = { ...code, hash };
    this.#open.set(code.codeId, kept);
    this.#deps.keep(code.codeId, JSON.stringify(kept));
    return accept(null);
  }

  /** @returns what the code is for, leaving it open: `use` it once what it is for was done. */
  find(hash: string, kind: CodeFor['kind']): OpenCode | undefined {
    this.tick();
    const given = Buffer.from(hash);
    return [...this.#open.values()]
      .filter((code) => isEqual(Buffer.from(code.hash), given))
      .find((code) => code.for.kind === kind);
  }

  use(codeId: string): void {
    this.#forget(codeId);
  }

  /** @param by the screen that gave it, and is another, `became`, from now on */
  useBy(codeId: string, by: string, became: string): void {
    const code = this.#open.get(codeId) ?? this.#late.get(codeId)?.code;
    const until = this.#late.get(codeId)?.until ?? this.#deps.now() + AGAIN_MS;
    if (code) this.#late.set(codeId, { code, by, became, until });
    this.#forget(codeId);
  }

  /** @returns the code that this very screen gave a moment ago, and what it became by it. */
  findAgain(hash: string, by: string): { readonly code: OpenCode; readonly became: string } | undefined {
    this.tick();
    const given = Buffer.from(hash);
    const late = [...this.#late.values()].find((each) => each.by === by && isEqual(Buffer.from(each.code.hash), given));
    return late && { code: late.code, became: late.became };
  }

  forgetWhere(isOver: (code: OpenCode) => boolean): void {
    for (const [codeId, { code }] of this.#late) if (isOver(code)) this.#late.delete(codeId);
    for (const code of [...this.#open.values()]) if (isOver(code)) this.#forget(code.codeId);
  }

  tick(): void {
    this.forgetWhere(({ until }) => this.#deps.now() >= until);
    for (const [codeId, { until }] of this.#late) if (this.#deps.now() >= until) this.#late.delete(codeId);
  }

  #forget(codeId: string): void {
    if (this.#open.delete(codeId)) this.#deps.keep(codeId, null);
  }
}

const isEqual = (a: Buffer, b: Buffer): boolean => a.length === b.length && timingSafeEqual(a, b);
