/** What the requests of access work with. */
import type { Instant } from '#core/reading.ts';
import type { Audit } from '../audit/audit.ts';
import type { AccessDesk } from './access.ts';
import type { Hasher } from './argon2.ts';
import type { Credentials } from './credentials.ts';
import type { OneTimeCodes } from './one-time-codes.ts';
import type { Secrets } from './secrets.ts';
import type { SetUpCode } from './set-up-code.ts';
import type { SiteSeam } from './site-seam.ts';
import type { Throttle } from './throttle.ts';

export interface DeskParts {
  readonly access: AccessDesk;
  readonly site: SiteSeam;
  readonly secrets: Secrets;
  readonly credentials: Credentials;
  readonly hasher: Hasher;
  readonly codes: OneTimeCodes;
  readonly throttle: Throttle;
  readonly setUpCode: SetUpCode;
  readonly newId: () => string;
  /** Real time. */
  readonly now: () => Instant;
  readonly random: (bytes: number) => Buffer;
  readonly audit?: Pick<Audit, 'record' | 'refused'> | undefined;
  /** Of a demo's made-up people, by name. Said to everybody in a demo, never in a real clinic. */
  readonly demoPins?: Readonly<Record<string, string>> | undefined;
}

/** What a request changes in the cookies of its browser: a new value, or null to take it away. */
export interface Cookies {
  readonly screen?: string;
  readonly session?: string | null;
}
