/** Chairs and patients as a wall shows them: short, and in privacy mode the chair alone. */
import type { PatientView } from '#core/view.ts';

/** `4` of `4` or `Chair 4`; any other name whole. */
export const chairNumber = (name: string): string => name.replace(/^chair\s+(?=\d+$)/i, '');

/** `Chair 4` of `4`; a name that is a word stays as it is. */
export const chairTitle = (name: string): string => (/^\d+$/.test(name) ? `Chair ${name}` : name);

/** `R. Abara` of `Rosa Maria Abara`; a single name whole. */
export function shortName(patient: PatientView | null): string {
  const parts = (patient?.name ?? '').trim().split(/\s+/);
  const last = parts.at(-1) ?? '';
  const first = parts.length > 1 ? parts[0] : undefined;
  return first ? `${[...first][0] ?? ''}. ${last}` : last;
}
