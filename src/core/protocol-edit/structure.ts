/** What of a protocol no page edits, in words: shown beside its numbers. */
import type { ClinicalProtocol } from '../clinical-protocol.ts';
import { SCALE } from '../words/labels.ts';
import { words } from '../words/number-words.ts';
import type { FieldGroup } from './field.ts';
import { RULE_TITLE } from './rule-fields.ts';

export interface StructureLine {
  readonly group: FieldGroup;
  readonly of: string;
  readonly text: string;
}

const and = (names: readonly string[]): string =>
  names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : (names[0] ?? 'nothing');

export const structureLines = (protocol: ClinicalProtocol): readonly StructureLine[] => [
  ...protocol.rules.map(({ alert, phases }): StructureLine => ({
    group: 'limits',
    of: RULE_TITLE[alert],
    text: `Judged in ${and(phases)}.`,
  })),
  {
    group: 'recovery',
    of: 'Recovery',
    text:
      protocol.recovery.countsFrom === 'stop'
        ? 'Counts from the stop of the infusion.'
        : 'Counts from the first device.',
  },
  { group: 'technical', of: 'No SpO₂', text: `Told in ${and(protocol.technical.phases)}.` },
  ...(protocol.scales
    ? [
        {
          group: 'discharge',
          of: 'Scales',
          text: `On: ${and(protocol.scales.on.map((scale) => SCALE[scale].name))}.`,
        } as const,
      ]
    : []),
  ...(protocol.verbalOrders
    ? [
        {
          group: 'baseline',
          of: 'On a provider’s word',
          text: `${and(protocol.verbalOrders.commands.map((command) => words(command.replace(':', ' '))))}, to be co-signed.`,
        } as const,
      ]
    : []),
];

/** Where the numbers of a group come from. */
export function sourcesOf({
  baseline,
  infusion,
  recovery,
  discharge,
  technical,
  undone,
  alarm,
  patientLimits,
}: ClinicalProtocol): Readonly<Partial<Record<FieldGroup, string>>> {
  return {
    baseline: baseline.source,
    infusion: infusion.source,
    recovery: recovery.source,
    discharge: discharge.source,
    technical: technical.source,
    escalation: alarm.source,
    ...(undone && { undone: undone.source }),
    ...(patientLimits && { 'patient-limits': patientLimits.source }),
  };
}
