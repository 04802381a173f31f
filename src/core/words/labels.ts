/** The words of the record as buttons, lists and the audit say them. */
import type { Criterion } from '../discharge.ts';
import type { EmergencyStep, Entry, Intervention, Scale } from '../entry.ts';
import type { AskedAnew } from '../orders/verbal-order.ts';
import type { Ending, StopReason } from '../phase.ts';
import { decimal, signed, words } from './number-words.ts';

export const CRITERION: Readonly<Record<Criterion, string>> = {
  'minimum-time': 'Minimum time',
  'bp-stable': 'BP near baseline',
  'spo2-on-air': 'SpO₂ held on air',
  'off-oxygen': 'Off oxygen',
  'responds-normally': 'Responds normally',
  'nausea-mild': 'Nausea mild or none',
  'dissociation-resolved': 'Dissociation gone',
  'ride-home': 'Ride home',
  oriented: 'Oriented',
  'steady-gait': 'Steady gait',
  'iv-out': 'IV out',
  'instructions-given': 'Instructions given',
};

/** What a disputed verbal order set open again, as it follows the reason. */
export const anewText = (what: AskedAnew): string =>
  what === 'recovery' ? 'How recovery goes on is decided anew' : `“${CRITERION[what]}” is open again`;

export const INTERVENTION: Readonly<Record<Intervention, string>> = {
  repositioned: 'Repositioned',
  oxygen: 'Oxygen',
  'slower-breathing': 'Slower breathing',
  'paused-infusion': 'Paused infusion',
  'called-provider': 'Called provider',
  antiemetic: 'Antiemetic given',
  antihypertensive: 'Antihypertensive given',
  other: 'Other',
};

export const SCALE: Readonly<Record<Scale, { readonly name: string; readonly low: string; readonly high: string }>> = {
  nausea: { name: 'Nausea', low: '0 none', high: '10 worst' },
  dissociation: { name: 'Dissociation', low: '0 none', high: '10 complete' },
  moaas: { name: 'MOAA/S', low: '0 no response', high: '5 alert' },
  aldrete: { name: 'Aldrete', low: '0', high: '10 recovered' },
  'cadss-6': { name: 'CADSS-6', low: '0 none', high: '24 most' },
  rass: { name: 'RASS', low: '−5 unarousable', high: '+4 combative' },
  pain: { name: 'Pain', low: '0 none', high: '10 worst' },
};

export const STOP_REASON: Readonly<Record<StopReason, string>> = {
  completed: 'Pump finished',
  'side-effect': 'Side effect',
  'vital-sign': 'Vital sign',
  'patient-request': 'Patient asked',
  'provider-order': 'Provider’s order',
  'line-problem': 'Line problem',
  other: 'Other',
};

export const ENDING: Readonly<Record<Ending, string>> = {
  home: 'went home',
  transferred: 'transferred',
  'left-against-advice': 'left against advice',
  cancelled: 'cancelled',
  'wrong-patient': 'closed as wrong patient',
};

export const EMERGENCY_STEP: Readonly<Record<EmergencyStep, string>> = {
  cpr: 'Compressions',
  airway: 'Airway opened',
  'bag-mask': 'Bag-mask',
  'iv-fluid': 'IV fluid',
  drug: 'Drug given',
  'ambulance-called': 'Ambulance called',
  'ambulance-arrived': 'Ambulance arrived',
  other: 'Other',
};

export const RESPONSE = { normal: 'responds normally', drowsy: 'drowsy', none: 'not responding' } as const;

/** `SpO₂ 96, pulse 71, RR 12`, as far as it was entered. */
export const byHandText = (entry: Extract<Entry, { readonly kind: 'vitals' }>): string =>
  [
    entry.spo2Pct === undefined ? [] : [`SpO₂ ${entry.spo2Pct}`],
    entry.pulseBpm === undefined ? [] : [`pulse ${entry.pulseBpm}`],
    entry.respiratoryRatePerMin === undefined ? [] : [`RR ${entry.respiratoryRatePerMin}`],
  ]
    .flat()
    .join(', ');

/** One line of the list of events. */
export function entryText(entry: Entry): string {
  switch (entry.kind) {
    case 'side-effect':
      return [words(entry.effect), entry.severity, entry.text].filter(Boolean).join(', ');
    case 'intervention':
      return [INTERVENTION[entry.intervention], entry.text].filter(Boolean).join(': ');
    case 'oxygen':
      return entry.flowLPerMin === 0 ? 'Oxygen off' : `Oxygen ${decimal(entry.flowLPerMin)} L/min`;
    case 'scale':
      return `${SCALE[entry.scale].name} ${entry.scale === 'rass' ? signed(entry.score) : entry.score}`;
    case 'vitals':
      return `By hand: ${byHandText(entry)}`;
    case 'response':
      return `After BP: ${RESPONSE[entry.response]}${entry.nausea === undefined ? '' : entry.nausea ? ', nausea' : ', no nausea'}`;
    case 'note':
      return entry.text;
    case 'bp-started':
      return 'BP started by hand';
    case 'emergency':
      return [EMERGENCY_STEP[entry.step], entry.text].filter(Boolean).join(': ');
  }
}
