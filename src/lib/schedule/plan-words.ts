/** What a plan says of the set-up, in lines. */
import type { PlannedSetUp } from '#core/schedule/plan.ts';

export interface PlannedLine {
  readonly field: keyof PlannedSetUp;
  readonly name: string;
  readonly text: string;
}

/** @param decimal writes a number; with two digits at most. */
export function plannedSetUpLines(
  { weightKg, doseMgPerKg, doseMg, ride }: PlannedSetUp,
  decimal: (value: number, digits: number) => string,
): readonly PlannedLine[] {
  const line = (field: keyof PlannedSetUp, name: string, value: number | undefined, unit: string) =>
    value === undefined ? [] : [{ field, name, text: `${decimal(value, 2)} ${unit}` }];
  return [
    ...line('weightKg', 'Weight', weightKg, 'kg'),
    ...line('doseMgPerKg', 'Dose by weight', doseMgPerKg, 'mg/kg'),
    ...line('doseMg', 'Dose', doseMg, 'mg'),
    ...(ride ? [{ field: 'ride', name: 'Ride home', text: `${ride.name}, ${ride.phone}` } as const] : []),
  ];
}
