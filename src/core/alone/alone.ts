/**
 * What a page with devices of its own watched while the server was away (docs/adr/0008-tablet-alone.md): the alert facts it made with
 * the same engine, and what its readings folded into. It goes up once, in one event, before the readings themselves.
 */
import type { Alert } from '../alerts/alert.ts';
import type { AlertEventBody } from '../event.ts';
import type { Instant } from '../reading.ts';
import type { VisitState } from '../visit-state.ts';

/** A page pages nobody: what it passed on is not told. What it found late, the server finds in the same readings. */
type OfAlone = Exclude<AlertEventBody, { readonly type: 'alert-escalated' | 'excursion-found' }>;

/** `at`: clinic time on the page. */
export type AloneFact = OfAlone & { readonly at: Instant };

/** As a page tells it: the server knows who is at the screen, and where the screen is. */
export type ToldFact = Told<OfAlone> & { readonly at: Instant };
type Told<Body> = Body extends { readonly byName: string } ? Omit<Body, 'byName' | 'place'> : Body;

/** What a reading changed in an alert that was open at the end. */
export type SeenAlert = Pick<Alert, 'alertId' | 'condition' | 'excess' | 'reason' | 'extremeAtAcknowledgement'>;

/** The part of a visit's state that readings alone fold into, newer than the server's of every device the page read; `faultOfSeen` checks it. */
export interface Seen extends Pick<
  VisitState,
  | 'oximetry'
  | 'lastSpo2'
  | 'lastPulse'
  | 'recentOximetry'
  | 'spo2SteadySince'
  | 'probeSeenOn'
  | 'probeSeenOff'
  | 'bps'
  | 'highestBp'
  | 'highestDiastolicBp'
  | 'lastBpFailure'
  | 'cuffPressure'
  | 'tracks'
> {
  readonly alerts: readonly SeenAlert[];
}

/** One stretch of time watched alone, as it is told to the server. */
export interface WatchedAlone {
  readonly from: Instant;
  readonly until: Instant;
  /** The chair's devices as the page knew them: what it saw with another one than the chair has by now only charts. */
  readonly feeds: NonNullable<VisitState['feeds']>;
  /** In the order they happened. */
  readonly facts: readonly ToldFact[];
  readonly seen: Seen;
}
