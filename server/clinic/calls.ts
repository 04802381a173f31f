/** How the clinic reaches people who look at no screen: pages about one alert, and the bell when no screen can sound. */

/**
 * Says one thing to one receiver, trying again by itself.
 * @param onFailed told of each try that was not taken.
 * @returns whether it was taken in the end.
 */
export type Call = (body: object, onFailed: (why: string) => void) => Promise<boolean>;

export interface Calls {
  /** Absent: the clinic pages nobody there. */
  readonly provider?: Call;
  readonly secondPerson?: Call;
  /** All of them at once. */
  readonly bell: readonly Call[];
  /** False while another may have answered elsewhere: no page leaves then, and none counts as failed. Absent: always. */
  readonly mayPage?: () => boolean;
  /** Where a page about this visit leads: the phone page of its chair, for that visit alone. */
  readonly pageUrl: (chairId: string, visitId: string) => string;
}

/** Whether everybody was reached, for /healthz. */
export interface CallHealth {
  readonly pages: 'ok' | 'failing' | 'none';
  readonly bell: 'ok' | 'failing' | 'ringing' | 'none';
}

/** A call that throws was not taken. */
export const reached = (call: Call, body: object, failed: (why: string) => void): Promise<boolean> =>
  call(body, failed).catch((error: unknown) => {
    failed(error instanceof Error ? error.message : String(error));
    return false;
  });
