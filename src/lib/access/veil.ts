/** A locked screen shows who is on the chair by initials: whoever walks by reads no name. Vitals and alerts are as ever. */
import type { PatientView } from '#core/view.ts';
import { initials } from '../care/initials.ts';

/** Nothing on the page says more of a patient than this has. */
export function veiled<View extends { readonly patient: PatientView | null }>(view: View, isLocked: boolean): View {
  if (!isLocked || view.patient === null) return view;
  const { patientId, name } = view.patient;
  return { ...view, patient: { patientId, name: initials(name), birthDate: '' } };
}

export const isVeiled = (patient: PatientView): boolean => patient.birthDate === '';
