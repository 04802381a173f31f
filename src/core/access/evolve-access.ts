/** Folds the facts about people, screens and adapters into the site. */
import type { Recorded } from '../event.ts';
import type { SiteState } from '../site-state.ts';
import type { ScreenEventBody } from './screen.ts';
import type { Staff, StaffEventBody } from './staff.ts';

export type AccessEventBody = StaffEventBody | ScreenEventBody;

export function evolveAccess(state: SiteState, event: Recorded<AccessEventBody>): SiteState {
  switch (event.type) {
    case 'staff-added': {
      const { staffId, name, role } = event;
      return { ...state, staff: [...state.staff, { staffId, name, role, credentials: [] }] };
    }
    case 'staff-removed': {
      const person = state.staff.find(({ staffId }) => staffId === event.staffId);
      if (!person) return state;
      const { staffId, name, role } = person;
      return {
        ...state,
        staff: state.staff.filter((each) => each !== person),
        formerStaff: [...state.formerStaff, { staffId, name, role, removedAt: event.at }],
      };
    }
    case 'credential-set':
      return { ...state, staff: state.staff.map((person) => withCredential(person, event)) };
    case 'screen-enrolled': {
      const { screenId, label, place } = event;
      return { ...state, screens: [...withoutScreen(state, screenId), { screenId, label, place }] };
    }
    case 'screen-removed':
      return { ...state, screens: withoutScreen(state, event.screenId) };
    case 'adapter-admitted': {
      const { adapterId, label, devices } = event;
      return { ...state, adapters: [...withoutAdapter(state, adapterId), { adapterId, label, devices }] };
    }
    case 'adapter-removed':
      return { ...state, adapters: withoutAdapter(state, event.adapterId) };
    default:
      return event satisfies never;
  }
}

const withCredential = (
  person: Staff,
  { staffId, credential }: Extract<StaffEventBody, { type: 'credential-set' }>,
): Staff =>
  person.staffId !== staffId || person.credentials.includes(credential)
    ? person
    : { ...person, credentials: [...person.credentials, credential] };

const withoutScreen = ({ screens }: SiteState, screenId: string) =>
  screens.filter((screen) => screen.screenId !== screenId);
const withoutAdapter = ({ adapters }: SiteState, adapterId: string) =>
  adapters.filter((adapter) => adapter.adapterId !== adapterId);
