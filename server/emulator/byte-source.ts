/**
 * What an emulated device puts on its line. Pure: the bytes of any span of scenario time can be asked for, in any order,
 * so a visit's past can be produced in one go and the present at the wall clock's pace.
 */
export interface ByteSource {
  /** All bytes due after `afterMs` and up to `untilMs`, ms from the scenario's zero. */
  bytes(afterMs: number, untilMs: number): Uint8Array;
}

export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
