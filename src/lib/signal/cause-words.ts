/** Every reason a device gives for a poor or missing value, as a person says it. The most telling first. */
import type { Cause } from '#core/reading.ts';

const WORDS: Readonly<Record<Cause, string>> = {
  'sensor-disconnected': 'sensor unplugged',
  'sensor-fault': 'sensor fault',
  'device-fault': 'device fault',
  'probe-off': 'probe off',
  searching: 'searching for a pulse',
  motion: 'motion',
  artefact: 'artefact',
  interference: 'ambient light or interference',
  'low-perfusion': 'low perfusion',
  'poor-signal': 'poor signal',
  'cuff-too-loose': 'cuff too loose',
  'improper-position': 'improper position',
  'irregular-pulse': 'irregular pulse',
  'pulse-out-of-range': 'pulse out of range',
  implausible: 'implausible value',
  calibrating: 'calibrating',
  'device-restarted': 'device restarted',
  'from-storage': 'from its storage',
  demonstration: 'demonstration',
  'low-battery': 'battery low',
  'no-value': 'no value',
};

export const causeWords = (causes: readonly Cause[]): readonly string[] =>
  (Object.keys(WORDS) as Cause[]).filter((cause) => causes.includes(cause)).map((cause) => WORDS[cause]);
