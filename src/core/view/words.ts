/** Plain words for what devices report. */
import type { NibpFailure } from '../reading.ts';

export const FAILURE_WORDS: Readonly<Record<NibpFailure, string>> = {
  'weak-signal': 'weak signal',
  artefact: 'movement',
  'cuff-leak': 'cuff leak or loose hose',
  'over-pressure': 'cuff over-pressure',
  'timed-out': 'took too long',
  stopped: 'stopped',
  'cuff-not-fitted': 'cuff not fitted',
  implausible: 'implausible result',
  'device-fault': 'cuff fault',
};
