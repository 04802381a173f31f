/** Who asks by HTTP, and the cookies of the answer. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { clientAddress } from '../edge/client-address.ts';
import type { Edge } from '../edge/edge.ts';
import { cookieName, readCookie, setCookie } from './cookies.ts';
import type { Cookies, DeskParts } from './desk-parts.ts';
import { networkOf } from './from.ts';
import { newToken, screenIdOf } from './screen-token.ts';
import { isEnrolled } from './visitor.ts';
import type { Visitor } from './visitor.ts';

/** A browser that has no screen cookie is given one with the answer. */
export function visitorOf(
  { access, random }: Pick<DeskParts, 'access' | 'random'>,
  request: IncomingMessage,
): { readonly visitor: Visitor; readonly cookies: Cookies } {
  const known = access.identify(request.headers);
  const token = known.screenId === undefined ? newToken(random) : undefined;
  const screenId = known.screenId ?? screenIdOf(token) ?? '';
  return {
    visitor: {
      screenId,
      place: access.placeOf(screenId),
      session: known.sessionId === undefined ? undefined : access.session(known.sessionId),
      address: networkOf(clientAddress(request)),
    },
    cookies: token === undefined ? {} : { screen: token },
  };
}

/** With each page: an enrolled screen's goes on for another 400 days. */
export function pageCookies(desk: DeskParts, request: IncomingMessage, { isSecure }: Pick<Edge, 'isSecure'>): Cookies {
  const { visitor, cookies } = visitorOf(desk, request);
  const screen = isEnrolled(visitor)
    ? readCookie(request.headers.cookie, cookieName('screen', isSecure))
    : cookies.screen;
  return screen === undefined ? {} : { screen };
}

export function giveCookies(response: ServerResponse, { screen, session }: Cookies, isSecure: boolean): void {
  if (screen !== undefined) response.appendHeader('Set-Cookie', setCookie('screen', screen, isSecure));
  if (session !== undefined) response.appendHeader('Set-Cookie', setCookie('session', session, isSecure));
}

/** A page of its own, not one of its files. */
export const isPage = ({ method, headers, url = '' }: IncomingMessage): boolean =>
  method === 'GET' && !url.startsWith('/_app/') && (headers.accept ?? '').includes('text/html');
