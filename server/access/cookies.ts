/** Cookies of a screen and of a sign-in: their names, how they are read and how they are set. */
import type { Duration } from '#core/reading.ts';

export type CookieKind = 'screen' | 'session';

/** Longer headers are of no browser of ours. */
const MAX_HEADER = 8_192;
const SCREEN_MS: Duration = 400 * 86_400_000;

/** Over TLS the browser itself sees to it that no other host, path or plain connection set it. */
export const cookieName = (kind: CookieKind, isSecure: boolean): string => `${isSecure ? '__Host-' : ''}vigil-${kind}`;

/**
 * @returns the cookie's value; undefined when it is absent, empty, or there twice with different values, of which none can be told to be
 * the right one. Never throws.
 */
export function readCookie(header: string | undefined, name: string): string | undefined {
  if (header === undefined || header.length > MAX_HEADER) return undefined;
  const values = new Set(
    header.split(';').flatMap((part) => {
      const at = part.indexOf('=');
      return at > 0 && part.slice(0, at).trim() === name ? [part.slice(at + 1).trim()] : [];
    }),
  );
  const [value] = values;
  return values.size === 1 && value !== '' ? value : undefined;
}

/** A link from a pager brings it along (`Lax`); a request that another site makes does not. @param value null takes it away */
export function setCookie(kind: CookieKind, value: string | null, isSecure: boolean): string {
  // A sign-in ends with the browser at the latest; the server ends it before.
  const age = value === null ? ['Max-Age=0'] : kind === 'screen' ? [`Max-Age=${SCREEN_MS / 1000}`] : [];
  const secure = isSecure ? ['Secure'] : [];
  return [`${cookieName(kind, isSecure)}=${value ?? ''}`, 'Path=/', 'HttpOnly', 'SameSite=Lax', ...age, ...secure].join(
    '; ',
  );
}
