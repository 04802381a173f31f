/** Screens an administrator has given a place, and adapters that may send. Tokens and keys are not here: the server keeps their hashes. */

/** What an enrolled screen is for. It outlives who signs in there. */
export type ScreenPlace = { readonly kind: 'chair'; readonly chairId: string } | { readonly kind: 'station' };

export interface EnrolledScreen {
  /** Public: derived from the token that proves it. */
  readonly screenId: string;
  readonly label: string;
  readonly place: ScreenPlace;
}

export interface AdmittedAdapter {
  readonly adapterId: string;
  readonly label: string;
  /** Whose readings it may bring, registered devices all of them. */
  readonly devices: 'all' | readonly string[];
}

export type ScreenEventBody =
  | {
      readonly type: 'screen-enrolled';
      readonly screenId: string;
      readonly label: string;
      readonly place: ScreenPlace;
    }
  | { readonly type: 'screen-removed'; readonly screenId: string }
  | {
      readonly type: 'adapter-admitted';
      readonly adapterId: string;
      readonly label: string;
      readonly devices: 'all' | readonly string[];
    }
  | { readonly type: 'adapter-removed'; readonly adapterId: string };

export type ScreenCommand =
  | { readonly type: 'screen:remove'; readonly screenId: string; readonly confirmed?: boolean }
  | { readonly type: 'adapter:remove'; readonly adapterId: string };
