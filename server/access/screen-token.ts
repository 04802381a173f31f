/** What a browser is known by: a random token in its cookie. The id made of it is public, the token proves it. */
import { createHash } from 'node:crypto';

/** Of screens, sign-ins and tickets: 256 bits. */
export const TOKEN_BYTES = 32;
const TOKEN = /^[A-Za-z0-9_-]{43}$/;

export const newToken = (random: (bytes: number) => Buffer): string => random(TOKEN_BYTES).toString('base64url');

/** @returns undefined for what is no token, whatever it is. */
export const screenIdOf = (token: string | undefined): string | undefined =>
  isToken(token) ? `screen-${sha256Hex(token).slice(0, 32)}` : undefined;

export const isToken = (text: string | undefined): text is string => text !== undefined && TOKEN.test(text);

/** How a token is kept: it has too many bits to be guessed from this. */
export const sha256Hex = (text: string): string => createHash('sha256').update(text).digest('hex');
