/** How a page comes in, to its clinic's own screens and to those of other clinics alike. */
import type { Socket } from 'socket.io';
import { accept } from '#core/refusal.ts';
import type { Refusal, Result } from '#core/refusal.ts';
import type { ScreenHandshake } from '#protocol/screen-events.ts';
import { screenHandshakeSchema } from '#protocol/screen-schemas.ts';
import type { Access } from '../access/access.ts';
import { refusedConnection } from '../audit/audited.ts';
import type { Clinic } from '../clinic.ts';
import { clientAddress } from '../edge/client-address.ts';
import { handshakeError, otherBuild, readHandshake } from './handshake.ts';
import { personAt } from './screen-person.ts';
import type { ScreenPerson } from './screen-person.ts';

export interface EnteringPage {
  readonly person: ScreenPerson;
  /** It loads a newer build by itself once nothing is lost by it. */
  readonly waits: boolean;
}

/** @param build of the pages this server serves; undefined: any */
export function enteringPage(
  { handshake, request }: Pick<Socket, 'handshake' | 'request'>,
  access: Access,
  build: string | undefined,
): Result<EnteringPage> {
  const hello = readHandshake<ScreenHandshake>(handshake.auth, {
    schema: screenHandshakeSchema,
    majorsBack: 0,
    what: 'page',
  });
  if (!hello.ok) return hello;
  // A page of another version is told to load again before it is asked who is there: the new one knows how to.
  const person = otherBuild(hello.value, build) ?? personAt(access, request.headers);
  return person.ok ? accept({ person: person.value, waits: hello.value.waits === true }) : person;
}

/** Counted, and in the audit. @returns what the page is told */
export function turnedAway(clinic: Clinic, { request }: Pick<Socket, 'request'>, refusal: Refusal): Error {
  clinic.counters.refused('handshakes', refusal);
  refusedConnection(clinic.audit, 'screens', clientAddress(request), refusal);
  return handshakeError(refusal);
}
