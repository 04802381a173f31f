/** The people of the clinic, as the site knows them. No secret is here: that a credential is set, never what it is (docs/SPEC.md, SEC). */
import type { Role } from '../actor.ts';
import type { Instant } from '../reading.ts';

/** A PIN opens an enrolled screen alone; a password any browser. */
export const CREDENTIALS = ['pin', 'password'] as const;
export type Credential = (typeof CREDENTIALS)[number];

export interface Staff {
  readonly staffId: string;
  /** Never changed and never given to somebody else: the nurse in charge is known by it. */
  readonly name: string;
  readonly role: Role;
  readonly credentials: readonly Credential[];
}

/** Not of the clinic any more. Who is in records of old keeps the name. */
export interface FormerStaff {
  readonly staffId: string;
  readonly name: string;
  readonly role: Role;
  readonly removedAt: Instant;
}

export type StaffEventBody =
  | { readonly type: 'staff-added'; readonly staffId: string; readonly name: string; readonly role: Role }
  | { readonly type: 'staff-removed'; readonly staffId: string }
  /** Chosen by the person. `byStaffId`: the administrator who made the code it was chosen with. */
  | {
      readonly type: 'credential-set';
      readonly staffId: string;
      readonly credential: Credential;
      readonly byStaffId?: string;
    };

export type StaffCommand =
  | { readonly type: 'staff:add'; readonly name: string; readonly role: Role }
  /** `confirmed` answers "has the patient on Chair 3" with yes. */
  | { readonly type: 'staff:remove'; readonly staffId: string; readonly confirmed?: boolean };
