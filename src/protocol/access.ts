/** What a browser asks of access by HTTP, and the answers: `Answer` of each. Cookies go beside them. Instants are real time, epoch ms. */
import type { ScreenPlace } from '#core/access/screen.ts';
import type { Credential } from '#core/access/staff.ts';
import type { Role } from '#core/actor.ts';
import type { Instant } from '#core/reading.ts';
import type { SignedIn, Standing } from './screen-events.ts';

/** Somebody who may sign in at this screen with a PIN. */
export interface PersonHere extends SignedIn {
  /** Of a demo's made-up person. */
  readonly pin?: string;
}

/** `GET /api/access`, for anybody. */
export interface AccessOverview {
  /** Of this browser: what it has just been given is not proved yet. */
  readonly screenId?: string;
  /** Null: not enrolled. */
  readonly place: Standing | null;
  readonly label?: string;
  readonly staff: SignedIn | null;
  readonly locked: boolean;
  /** What a clinic has still to do before anybody can sign in; null: nothing. */
  readonly firstRun: 'site' | 'administrator' | null;
  /** The first run asks for the code the server printed at its start. */
  readonly needsSetUpCode: boolean;
  readonly demo: boolean;
  readonly clinicName: string;
  /** None where a PIN is not taken. */
  readonly people: readonly PersonHere[];
}

export type Secret = { readonly pin: string } | { readonly password: string };
export type SignInWith =
  { readonly staffId: string; readonly pin: string } | { readonly name: string; readonly password: string };

export type CodeWish =
  | { readonly kind: 'screen'; readonly place: ScreenPlace; readonly label: string }
  | { readonly kind: 'person'; readonly staffId: string };

/** `ticket`: good once and for 30 s, for this page's own socket (`staff:session`); absent: nobody was signed in by this. */
export interface SignInAnswer {
  readonly staff: SignedIn;
  readonly ticket?: string;
}

/** Each is a POST of JSON to `/api/…`. */
export interface AccessRequests {
  'first-run': {
    readonly given: {
      /** Left out, with its time zone and chairs, where only the administrator is missing. */
      readonly name?: string;
      readonly timeZone?: string;
      readonly chairs?: readonly string[];
      readonly administratorName: string;
      readonly password: string;
      readonly setUpCode?: string;
    };
    readonly answer: SignInAnswer;
  };
  /** The browser is another screen from now on: its sockets connect again. */
  enrol: {
    readonly given: { readonly code: string };
    readonly answer: { readonly place: ScreenPlace; readonly label: string };
  };
  'sign-in': { readonly given: SignInWith; readonly answer: SignInAnswer };
  unlock: { readonly given: Secret; readonly answer: { readonly staff: SignedIn } };
  /** By hand, when somebody goes. */
  lock: { readonly given: Record<string, never>; readonly answer: null };
  renew: { readonly given: Record<string, never>; readonly answer: null };
  'sign-out': { readonly given: Record<string, never>; readonly answer: null };
  /** Signed in with what was chosen, where that is taken at this screen. */
  claim: {
    readonly given: { readonly code: string; readonly pin?: string; readonly password?: string };
    readonly answer: SignInAnswer;
  };
  /** One's own, at an open screen. Every other sign-in of the person ends. */
  credential: {
    readonly given: { readonly current: Secret; readonly next: Secret };
    readonly answer: { readonly staff: SignedIn };
  };
  codes: {
    readonly given: CodeWish;
    /** `code` is said once. */
    readonly answer: { readonly codeId: string; readonly code: string; readonly until: Instant };
  };
  'codes/take-back': { readonly given: { readonly codeId: string }; readonly answer: null };
  'adapter-keys': {
    readonly given: { readonly adapterId: string; readonly label: string; readonly devices: 'all' | readonly string[] };
    /** `key` is said once. */
    readonly answer: { readonly adapterId: string; readonly key: string };
  };
  'sessions/end': { readonly given: { readonly sessionId: string }; readonly answer: null };
}
export type AccessRequest = keyof AccessRequests;

/** `GET /api/people`, for an administrator. */
export interface PeopleAnswer {
  readonly staff: readonly (SignedIn & { readonly credentials: readonly Credential[] })[];
  readonly formerStaff: readonly { readonly staffId: string; readonly name: string; readonly role: Role }[];
  readonly codes: readonly {
    readonly codeId: string;
    readonly for: CodeWish;
    /** Absent: made at the server's own console. */
    readonly byName?: string;
    readonly until: Instant;
  }[];
  readonly screens: readonly {
    readonly screenId: string;
    readonly label: string;
    readonly place: ScreenPlace;
    /** Null: not since the server started. */
    readonly lastSeenAt: Instant | null;
    readonly staff: SignedIn | null;
    readonly locked: boolean;
  }[];
  readonly sessions: readonly {
    readonly sessionId: string;
    readonly screenId: string;
    readonly label?: string;
    readonly staff: SignedIn;
    readonly locked: boolean;
    readonly startedAt: Instant;
    readonly touchedAt: Instant;
  }[];
  readonly adapters: readonly {
    readonly adapterId: string;
    readonly label: string;
    readonly devices: 'all' | readonly string[];
    readonly connected: boolean;
    /** Null: not since the server started. */
    readonly lastSeenAt: Instant | null;
  }[];
  /** Wanted in and have no valid key, newest first; `at` is real time. */
  readonly triedAdapters: readonly { readonly adapterId: string; readonly address: string; readonly at: Instant }[];
}
