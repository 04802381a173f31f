/** Access as a whole: the sign-ins that sockets ask of, and what the requests by HTTP work with. */
import { randomBytes } from 'node:crypto';
import type { SiteEvent } from '#core/site-state.ts';
import type { Journal } from '../journal/journal.ts';
import { Hasher } from './argon2.ts';
import type { HasherOptions } from './argon2.ts';
import { makeCode } from './codes-desk.ts';
import { Credentials } from './credentials.ts';
import type { DeskParts } from './desk-parts.ts';
import { OneTimeCodes } from './one-time-codes.ts';
import { openAccess } from './open-access.ts';
import type { AccessOptions } from './open-access.ts';
import { Secrets } from './secrets.ts';
import { SetUpCode } from './set-up-code.ts';
import { Throttle } from './throttle.ts';

export interface FrontDeskOptions
  extends Omit<AccessOptions, 'secrets' | 'audit'>, Pick<DeskParts, 'audit' | 'demoPins'> {
  readonly journal: Pick<Journal, 'putSecret' | 'secrets'>;
  /** Tests give a cheap one. */
  readonly hasher?: HasherOptions;
}

export function openFrontDesk({ journal, hasher: hashing, demoPins, ...options }: FrontDeskOptions): DeskParts {
  const { site, newId, audit, now = Date.now, random = randomBytes } = options;
  const secrets = new Secrets(journal);
  const hasher = new Hasher({ random, ...hashing });
  const credentials = new Credentials(secrets, hasher);
  const codes = new OneTimeCodes({
    now,
    kept: secrets.of('code'),
    keep: (codeId, value) => void secrets.put('code', codeId, value),
  });
  const access = openAccess({ ...options, secrets });
  const forget = (event: SiteEvent): void => {
    if (event.type === 'staff-removed') {
      const { staffId } = event;
      credentials.forget(staffId);
      codes.forgetWhere((code) => code.byStaffId === staffId || isFor(code.for, staffId));
    }
    if (event.type === 'chair-removed') codes.forgetWhere((code) => isFor(code.for, event.chairId));
    if (event.type === 'adapter-removed') secrets.forget('adapter-key', event.adapterId);
  };
  site.onSiteEvents((events) => {
    for (const event of events) forget(event);
  });
  return {
    ...{ access, site, secrets, credentials, hasher, codes, newId, now, random, audit, demoPins },
    throttle: new Throttle(now),
    setUpCode: new SetUpCode(random),
  };
}

const isFor = (wish: DeskParts['codes']['open'][number]['for'], id: string): boolean =>
  wish.kind === 'person' ? wish.staffId === id : wish.place.kind === 'chair' && wish.place.chairId === id;

/** At the server's own console, for a person who is shut out. */
export const codeAtConsole = (parts: DeskParts, staffId: string): ReturnType<typeof makeCode> =>
  makeCode(parts, { kind: 'person', staffId }, undefined, 'near');
