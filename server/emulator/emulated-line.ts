/**
 * What an emulated device says on its line. Pure: the bytes of any span of scenario time can be asked for, in any order,
 * so a visit's past can be produced in one go and the present at the wall clock's pace.
 */
export interface EmulatedDevice {
  /** Unasked: all bytes due after `afterMs` and up to `untilMs`, ms from the scenario's zero. */
  bytes(afterMs: number, untilMs: number): Uint8Array;
  /** When asked: its answers to what it heard, and what it could not read yet (the begin of another request). */
  answer(heard: Uint8Array, tMs: number): Answered;
}

export interface Answered {
  readonly said: Uint8Array;
  readonly unread: Uint8Array;
}

export const nothing = new Uint8Array(0);

export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
