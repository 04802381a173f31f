/** Codes and their systems. Where no code of a public system is sure, Vigil's own stands with its words: none is invented. */
import type { Coding, Concept, Quantity } from './types.ts';

export const LOINC = 'http://loinc.org';
export const UCUM = 'http://unitsofmeasure.org';
/** IEEE 11073-10101 nomenclature; the code is partition × 65536 + term. */
export const MDC = 'urn:iso:std:iso:11073:10101';
export const VIGIL = 'urn:vigil:codes';
const TERMINOLOGY = 'http://terminology.hl7.org/CodeSystem';
const SNOMED = 'http://snomed.info/sct';
const ATC = 'http://www.whocc.no/atc';

export const loinc = (code: string, display: string): Coding => ({ system: LOINC, code, display });
export const mdc = (code: number, display: string): Coding => ({ system: MDC, code: String(code), display });

/** Vigil's own, in words. */
export const own = (code: string, text: string): Concept => ({
  coding: [{ system: VIGIL, code, display: text }],
  text,
});
/** Of one of HL7's code systems, by its name. */
export const hl7 = (system: string, code: string, text: string): Concept => ({
  coding: [{ system: `${TERMINOLOGY}/${system}`, code, display: text }],
  text,
});

export const concept = (text: string, ...coding: Coding[]): Concept => ({ coding, text });

const UNITS = {
  '%': '%',
  '/min': '/min',
  'mm[Hg]': 'mmHg',
  kg: 'kg',
  mg: 'mg',
  min: 'min',
  mL: 'mL',
  'L/min': 'L/min',
  '1': '1',
} as const;
export type Unit = keyof typeof UNITS;

/** @param unit UCUM */
export const quantity = (value: number, unit: Unit): Quantity => ({
  value,
  unit: UNITS[unit],
  system: UCUM,
  code: unit,
});

export const VITAL_SIGNS: Concept = hl7('observation-category', 'vital-signs', 'Vital Signs');
export const SURVEY: Concept = hl7('observation-category', 'survey', 'Survey');

const SPO2 = [
  loinc('2708-6', 'Oxygen saturation in Arterial blood'),
  loinc('59408-5', 'Oxygen saturation in Arterial blood by Pulse oximetry'),
  mdc(150456, 'MDC_PULS_OXIM_SAT_O2'),
];
const HEART_RATE = loinc('8867-4', 'Heart rate');

const profile = (name: string): string => `http://hl7.org/fhir/StructureDefinition/${name}`;
const BASE = profile('vitalsigns');

/** What is measured: its code, its unit, and the vital-signs profiles it keeps to. */
export interface Measure {
  readonly code: Concept;
  readonly unit: Unit;
  readonly profiles: readonly string[];
}

export const MEASURE = {
  spo2: { code: concept('SpO₂', ...SPO2), unit: '%', profiles: [BASE, profile('oxygensat')] },
  pulse: {
    code: concept('Pulse rate', HEART_RATE, mdc(149530, 'MDC_PULS_OXIM_PULS_RATE')),
    unit: '/min',
    profiles: [BASE, profile('heartrate')],
  },
  cuffPulse: {
    code: concept('Pulse rate', HEART_RATE, mdc(149546, 'MDC_PULS_RATE_NON_INV')),
    unit: '/min',
    profiles: [BASE, profile('heartrate')],
  },
  respiratoryRate: {
    code: concept('Respiratory rate', loinc('9279-1', 'Respiratory rate')),
    unit: '/min',
    profiles: [BASE, profile('resprate')],
  },
  perfusionIndex: {
    code: concept(
      'Perfusion index',
      loinc('61006-3', 'Perfusion index Tissue by Pulse oximetry'),
      mdc(150448, 'MDC_PULS_OXIM_PERF_REL'),
    ),
    unit: '%',
    profiles: [BASE],
  },
  weight: {
    code: concept('Body weight', loinc('29463-7', 'Body weight')),
    unit: 'kg',
    profiles: [BASE, profile('bodyweight')],
  },
} as const satisfies Readonly<Record<string, Measure>>;

/**
 * A series of values is no vital sign of HL7's profiles, whose LOINC codes demand one quantity: it has the device's codes alone
 * (docs/adr/0026-fhir.md).
 */
export const SERIES = {
  spo2Pct: { code: concept('SpO₂, each second', mdc(150456, 'MDC_PULS_OXIM_SAT_O2')), unit: '%' },
  pulseBpm: { code: concept('Pulse rate, each second', mdc(149530, 'MDC_PULS_OXIM_PULS_RATE')), unit: '/min' },
  perfusionIndexPct: {
    code: concept('Perfusion index, each second', mdc(150448, 'MDC_PULS_OXIM_PERF_REL')),
    unit: '%',
  },
  respiratoryRatePerMin: { code: own('respiratory-rate-series', 'Respiratory rate, each second'), unit: '/min' },
} as const satisfies Readonly<Record<string, Pick<Measure, 'code' | 'unit'>>>;

export const BP_PANEL = concept(
  'Blood pressure',
  loinc('85354-9', 'Blood pressure panel with all children optional'),
  mdc(150020, 'MDC_PRESS_BLD_NONINV'),
);
export const BP_PROFILES: readonly string[] = [BASE, profile('bp')];
export const SYSTOLIC = concept(
  'Systolic',
  loinc('8480-6', 'Systolic blood pressure'),
  mdc(150021, 'MDC_PRESS_BLD_NONINV_SYS'),
);
export const DIASTOLIC = concept(
  'Diastolic',
  loinc('8462-4', 'Diastolic blood pressure'),
  mdc(150022, 'MDC_PRESS_BLD_NONINV_DIA'),
);
export const MEAN = concept('Mean', loinc('8478-0', 'Mean blood pressure'), mdc(150023, 'MDC_PRESS_BLD_NONINV_MEAN'));
export const OXYGEN_FLOW = concept('Oxygen flow', loinc('3151-8', 'Inhaled oxygen flow rate'));

/** Why there is no value. `text` in Vigil's words, whatever the code leaves open. */
export const absent = (code: 'unknown' | 'error' | 'not-performed', text: string): Concept => ({
  coding: [{ system: `${TERMINOLOGY}/data-absent-reason`, code }],
  text,
});

const ATC_OF: Readonly<Record<string, Coding>> = {
  ketamine: { system: ATC, code: 'N01AX03', display: 'ketamine' },
  esketamine: { system: ATC, code: 'N06AX27', display: 'esketamine' },
};
/** A drug that a clinic's own protocol calls otherwise has its words alone. */
export function drug(name: string): Concept {
  const coding = Object.hasOwn(ATC_OF, name) ? ATC_OF[name] : undefined;
  return coding ? concept(name, { ...coding }) : { text: name };
}

export const INTRAVENOUS = concept('Intravenous', {
  system: SNOMED,
  code: '47625008',
  display: 'Intravenous route',
});
export const NASAL = concept('Nasal', { system: SNOMED, code: '46713006', display: 'Nasal route' });

/** What a device is, as the Personal Health Device profiles name it. */
export const DEVICE_TYPE = {
  oximeter: concept('Pulse oximeter', mdc(528388, 'MDC_DEV_SPEC_PROFILE_PULS_OXIM')),
  cuff: concept('Blood pressure cuff', mdc(528391, 'MDC_DEV_SPEC_PROFILE_BP')),
  monitor: own('monitor', 'Monitor of several vital signs'),
} as const;
