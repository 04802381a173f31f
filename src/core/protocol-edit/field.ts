/** One number of a clinical protocol that may be edited. */
import type { FieldUnit } from './unit.ts';

export const FIELD_GROUPS = [
  'limits',
  'blood-pressure',
  'technical',
  'escalation',
  'baseline',
  'infusion',
  'recovery',
  'discharge',
  'undone',
  'patient-limits',
] as const;
export type FieldGroup = (typeof FIELD_GROUPS)[number];

export const GROUP_TITLE: Readonly<Record<FieldGroup, string>> = {
  limits: 'Limits',
  'blood-pressure': 'When BP is measured',
  technical: 'Signal, devices and sound',
  escalation: 'Who is told, and when it sounds again',
  baseline: 'Before the start',
  infusion: 'Treatment',
  recovery: 'Recovery',
  discharge: 'Going home',
  undone: 'What is left undone',
  'patient-limits': 'How far a provider may set a limit for one patient',
};

/** What a larger or a smaller number means. */
export const DIRECTIONS = [
  'less sensitive',
  'more sensitive',
  'later',
  'sooner',
  'ends sooner',
  'ends later',
  'looser',
  'stricter',
] as const;
export type Direction = (typeof DIRECTIONS)[number];

const OPPOSITE: Readonly<Record<Direction, Direction>> = {
  'less sensitive': 'more sensitive',
  'more sensitive': 'less sensitive',
  later: 'sooner',
  sooner: 'later',
  'ends sooner': 'ends later',
  'ends later': 'ends sooner',
  looser: 'stricter',
  stricter: 'looser',
};
export const opposite = (direction: Direction): Direction => OPPOSITE[direction];

/** Vigil speaks less, later or for a shorter time, or lets more pass: what wants a second look. */
export const isQuieter = (direction: Direction): boolean =>
  direction === 'less sensitive' || direction === 'later' || direction === 'ends sooner' || direction === 'looser';

export interface ProtocolField {
  /** Its name: `spo2-low medium.when[0]`, `recovery.minimumMs`; what `checkProtocol` calls it. */
  readonly path: string;
  readonly group: FieldGroup;
  /** What it stands with: `SpO₂ low, medium`. */
  readonly of: string;
  readonly title: string;
  /** This and the rest in the protocol's own unit: ms, mmHg, %. */
  readonly value: number;
  readonly unit: FieldUnit;
  /** Beyond these it is no longer that rule: a number there is refused. */
  readonly atLeast: number;
  readonly atMost: number;
  readonly step: number;
  /** What a larger number means; absent: that cannot be said. */
  readonly up?: Direction;
}

/** A field and every place of the protocol that holds its number. */
export interface LocatedField extends ProtocolField {
  readonly places: readonly Place[];
}
export type Place = readonly (string | number)[];

/** `SpO₂ low, medium: SpO₂ <`. */
export const fieldWords = ({ of, title }: Pick<ProtocolField, 'of' | 'title'>): string => `${of}: ${title}`;
