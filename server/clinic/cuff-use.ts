/** Until when a cuff that one visit started is no other visit's: it may still be inflated, or rests. By device, in memory. */
import type { Instant } from '#core/reading.ts';

export class CuffUse {
  readonly #uses = new Map<string, { readonly visitId: string; readonly until: Instant }>();

  take(deviceId: string, visitId: string, until: Instant): void {
    this.#uses.set(deviceId, { visitId, until });
  }

  /** It was never told to start. */
  free(deviceId: string, visitId: string): void {
    if (this.#uses.get(deviceId)?.visitId === visitId) this.#uses.delete(deviceId);
  }

  /** @returns undefined when no other visit started it. */
  busyUntil(deviceId: string, visitId: string | undefined): Instant | undefined {
    const use = this.#uses.get(deviceId);
    return use === undefined || use.visitId === visitId ? undefined : use.until;
  }
}
