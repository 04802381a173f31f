/** A tablet that watches alone, and what is left to be seen when it does so no more. */
import type { ChairView } from '#core/view.ts';
import type { AloneShown } from '../chair-page/alone-lines.ts';
import { NOW, SECOND } from './fixture-calm.ts';

const staff = { name: 'K. Marsh' };
const ondismiss = (): void => undefined;

/** The oximeter is the tablet's own; the cuff's adapter cannot be seen from here. */
export const aloneView = (view: ChairView): ChairView => ({
  ...view,
  recorded: false,
  devices: view.devices.map((device) => ({ ...device, connected: device.kind === 'oximeter' })),
});

export const watchesAlone: AloneShown = {
  since: NOW - 134 * SECOND,
  waiting: [
    {
      commandId: 'w1',
      command: { type: 'entry:record', entry: { kind: 'side-effect', effect: 'nausea' }, minutesAgo: 0 },
      tappedAt: NOW - 120 * SECOND,
      staff,
    },
    { commandId: 'w2', command: { type: 'pump:pause', minutesAgo: 0 }, tappedAt: NOW - 90 * SECOND, staff },
    {
      commandId: 'w3',
      command: { type: 'bp:enter', systolicMmHg: 148, diastolicMmHg: 92, minutesAgo: 0 },
      tappedAt: NOW - 30 * SECOND,
      staff,
    },
  ],
  refused: [],
  ondismiss,
};

export const refusedLater: AloneShown = {
  since: null,
  waiting: [],
  refused: [
    {
      commandId: 'r1',
      command: { type: 'pump:pause', minutesAgo: 0 },
      tappedAt: NOW - 90 * SECOND,
      staff,
      refusal: {
        code: 'wrong-phase',
        message:
          'Pausing the pump is not possible: this visit is in recovery. If it has not ended after all, say “Not ended after all” in recovery.',
      },
    },
  ],
  ondismiss,
};
