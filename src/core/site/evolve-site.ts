import { evolveAccess } from '../access/evolve-access.ts';
import type { AdmittedAdapter } from '../access/screen.ts';
import { isSamePerson } from '../care/care.ts';
import { evolveKeeping } from '../keeping/evolve-keeping.ts';
import type { Chair, Publication, RegisteredDevice, SiteEvent, SiteState } from '../site-state.ts';
import { without } from '../visit/without.ts';

/**
 * Folds one recorded fact of the site.
 * Throws only when the first event is not the founding, which is a broken journal.
 */
export function evolveSite(state: SiteState | undefined, event: SiteEvent): SiteState {
  if (!state) {
    if (event.type !== 'site-founded') throw new Error(`A site's first event is site-founded, not ${event.type}`);
    const { name, demo, timeZone } = event;
    const nothing = { chairs: [], devices: [], retired: [], protocols: [], staff: [], formerStaff: [] };
    return { name, demo, timeZone, ...nothing, screens: [], adapters: [], isNew: true };
  }
  switch (event.type) {
    case 'site-founded':
    case 'wall-clock-stepped':
      return state;
    case 'site-set-up':
      return { ...without(state, 'isNew'), name: event.name, timeZone: event.timeZone };
    case 'chair-added':
      return { ...without(state, 'isNew'), chairs: [...state.chairs, { chairId: event.chairId, name: event.name }] };
    case 'chair-renamed':
      return { ...state, chairs: state.chairs.map((chair) => renamed(chair, event.chairId, event.name)) };
    case 'chair-removed':
      return { ...state, chairs: state.chairs.filter((chair) => chair.chairId !== event.chairId) };
    case 'device-registered': {
      const { deviceId, model, kind, label, emulated } = event;
      const others = state.devices.filter((device) => device.deviceId !== deviceId);
      return {
        ...state,
        devices: [...others, { deviceId, model, kind, label, emulated }],
        retired: state.retired.filter((device) => device.deviceId !== deviceId),
      };
    }
    case 'device-bound':
      return withDevice(state, event.deviceId, (device) => ({ ...device, chairId: event.chairId }));
    case 'device-released':
      return withDevice(state, event.deviceId, (device) => without(device, 'chairId'));
    case 'device-control-set':
      return withDevice(state, event.deviceId, (device) =>
        event.allowed ? { ...device, cuffControl: true } : without(device, 'cuffControl'),
      );
    case 'device-retired': {
      const device = state.devices.find(({ deviceId }) => deviceId === event.deviceId);
      if (!device) return state;
      const { deviceId, label, emulated } = device;
      return {
        ...state,
        devices: state.devices.filter((each) => each !== device),
        retired: [...state.retired, { deviceId, label, emulated, retiredAt: event.at }],
        adapters: state.adapters.map((adapter) => sendingWithout(adapter, deviceId)),
      };
    }
    case 'protocol-published': {
      const others = state.protocols.filter((protocol) => protocol.id !== event.protocol.id);
      const { publications = [] } = state;
      return {
        ...state,
        protocols: [...others, event.protocol],
        publications: [...publications, publicationOf(event, state.staff)],
      };
    }
    case 'day-closed':
      return { ...state, dayClosed: { at: event.at, byName: event.byName } };
    case 'day-opened':
      return without(state, 'dayClosed');
    case 'retention-set':
    case 'visit-held':
    case 'visit-released':
    case 'visit-imported':
      return evolveKeeping(state, event);
    case 'staff-added':
    case 'staff-removed':
    case 'credential-set':
    case 'screen-enrolled':
    case 'screen-removed':
    case 'adapter-admitted':
    case 'adapter-removed':
      return evolveAccess(state, event);
    default:
      return event satisfies never;
  }
}

const publicationOf = (
  { protocol, at, actor, reason, approvedBy }: Extract<SiteEvent, { readonly type: 'protocol-published' }>,
  staff: SiteState['staff'],
): Publication => ({
  protocol,
  at,
  ...(actor.kind === 'staff' && { byName: actor.name }),
  ...(reason !== undefined && { reason }),
  ...(approvedBy !== undefined && { approvedBy }),
  // As it was then: a provider who has left since was one.
  ...(approvedBy !== undefined &&
    !staff.some(({ name, role }) => role === 'provider' && isSamePerson(name, approvedBy)) && {
      approverIsNoProvider: true,
    }),
});

const renamed = (chair: Chair, chairId: string, name: string): Chair =>
  chair.chairId === chairId ? { ...chair, name } : chair;

/** A device that comes back under the same id is admitted anew. */
const sendingWithout = (adapter: AdmittedAdapter, deviceId: string): AdmittedAdapter =>
  adapter.devices === 'all' ? adapter : { ...adapter, devices: adapter.devices.filter((each) => each !== deviceId) };

const withDevice = (
  state: SiteState,
  deviceId: string,
  change: (device: RegisteredDevice) => RegisteredDevice,
): SiteState => ({
  ...state,
  devices: state.devices.map((device) => (device.deviceId === deviceId ? change(device) : device)),
});
