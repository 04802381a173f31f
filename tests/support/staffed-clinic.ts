/** A clinic with an administrator, two nurses and a provider, that lets in whom it knows: real time is the test's. */
import type { Role } from '#core/actor.ts';
import { Browser } from './browser.ts';
import { cheapHash } from './cheap-hash.ts';
import { startTestClinic } from './test-clinic.ts';
import type { TestClinic, TestClinicOptions } from './test-clinic.ts';

/** 2026-03-02 09:00 UTC: another time than the clinic's, which runs by itself. */
export const REAL_START = Date.UTC(2026, 2, 2, 9);
export const PASSWORD = 'seven green bottles';
export const PIN = '2580';

export interface StaffedClinic extends TestClinic {
  /** Real time goes on; what is due happens. */
  later(ms: number): void;
  /** Signed in with the password. */
  readonly administrator: Browser;
  browser(name?: string): Browser;
  staffId(name: string): string;
  /** A browser that is a chair's screen, or the station's. */
  enrolled(place: number | 'station'): Promise<Browser>;
  /** Chosen with a code, at this browser. */
  choose(name: string, given: { pin?: string; password?: string }, at?: Browser): Promise<void>;
}

export const STAFF: readonly (readonly [string, Role])[] = [
  ['Kim Marsh', 'nurse'],
  ['Maya Soto', 'nurse'],
  ['Dr Lind', 'provider'],
];

export async function startStaffedClinic(options: TestClinicOptions = {}): Promise<StaffedClinic> {
  let real = REAL_START;
  const clinic = await startTestClinic({
    ...options,
    access: { openScreens: false, hasher: cheapHash, now: () => real, ...options.access },
  });
  const browser = (name?: string): Browser => new Browser(clinic.port, name);
  const administrator = browser();
  await administrator.page();
  const setUpCode = clinic.attached.desk.setUpCode.text;
  await administrator.done('first-run', { administratorName: 'Ada Admin', password: PASSWORD, setUpCode });
  const staffId = (name: string): string =>
    clinic.clinic.site.staff.find((person) => person.name === name)?.staffId ?? '';
  for (const [name, role] of STAFF)
    await clinic.clinic.siteCommand(
      { type: 'staff:add', name, role },
      {
        actor: {
          kind: 'staff',
          staffId: staffId('Ada Admin'),
          name: 'Ada Admin',
          role: 'administrator',
          screenId: 's',
        },
      },
    );
  return {
    ...clinic,
    administrator,
    browser,
    staffId,
    later(ms) {
      real += ms;
      clinic.attached.beat();
    },
    async enrolled(place) {
      const chairId = typeof place === 'number' ? clinic.chair(place).chairId : '';
      const { code } = await administrator.done('codes', {
        kind: 'screen',
        place: place === 'station' ? { kind: 'station' } : { kind: 'chair', chairId },
        label: place === 'station' ? 'Station' : `Tablet ${place}`,
      });
      const screen = browser();
      await screen.page();
      await screen.done('enrol', { code });
      return screen;
    },
    async choose(name, given, at = browser()) {
      const { code } = await administrator.done('codes', { kind: 'person', staffId: staffId(name) });
      await at.done('claim', { code, ...given });
    },
  };
}
