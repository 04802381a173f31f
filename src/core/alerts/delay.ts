import type { RuleLevel } from '../clinical-protocol.ts';
import type { Duration } from '../reading.ts';
import type { Doubt } from './track.ts';

/** The delay a level has for values that the device doubts in this way; undefined: it judges them as it judges good ones. */
export function ownDelayOf(
  { poorSignalDelayMs, movedDelayMs = poorSignalDelayMs }: RuleLevel,
  doubt: Doubt,
): Duration | undefined {
  switch (doubt) {
    case 'none':
      return undefined;
    case 'poor':
      return poorSignalDelayMs;
    case 'moved':
      return movedDelayMs;
  }
}

export const delayOf = (level: RuleLevel, doubt: Doubt): Duration => ownDelayOf(level, doubt) ?? level.delayMs;
