/** What a screen saw of a visit at an instant of it: the chair's own view, of what the journal holds. */
import { IMPORTED_CHAIR, IMPORTED_CHAIR_NAME } from '../record/imported.ts';
import type { DeviceView, PatientView } from '../view.ts';
import { chairView, type ChairView } from '../view.ts';
import type { Instant } from '../reading.ts';
import type { VisitState } from '../visit-state.ts';

/** Who the ids in a visit's events are, and what its chairs were called since when. */
export interface PastNames {
  readonly patients: readonly PatientView[];
  readonly chairs: readonly { readonly chairId: string; readonly name: string; readonly from: Instant }[];
}

/**
 * Values have the age and the quality they had then. What the journal does not hold is not made up: batteries, whether a cuff could be
 * started, how the chair's own page could sound.
 */
export function pastView(state: VisitState, { patients, chairs }: PastNames, at: Instant): ChairView {
  const { chairId, patientId } = state;
  const name = chairs.findLast((each) => each.chairId === chairId && each.from <= at)?.name;
  const { sound } = state;
  return chairView(
    {
      chair: { chairId, name: name ?? chairs.find((each) => each.chairId === chairId)?.name ?? unnamed(chairId) },
      visit: state,
      patient: patients.find((each) => each.patientId === patientId) ?? null,
      devices: devicesThen(state),
      ...(sound && {
        sound: {
          chair: sound.who === 'both' ? 'quiet' : sound.who === 'chair' ? 'sounds' : 'absent',
          station: sound.station,
          who: sound.who,
          since: sound.since,
        },
      }),
      recorded: true,
    },
    at,
  );
}

const unnamed = (chairId: string): string => (chairId === IMPORTED_CHAIR ? IMPORTED_CHAIR_NAME : 'Chair');

/** Those that fed the visit, as their lines stood. */
function devicesThen({ feeds, links }: VisitState): readonly DeviceView[] {
  return (['oximeter', 'cuff'] as const).flatMap((kind) => {
    const deviceId = feeds?.[kind]?.deviceId;
    if (deviceId === undefined) return [];
    const connected = links?.[kind]?.connected ?? true;
    return [{ deviceId, kind, label: deviceId, connected, emulated: false, lowBattery: false }];
  });
}
