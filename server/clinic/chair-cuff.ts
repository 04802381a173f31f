/** The cuff on a chair, as far as Vigil may start it. */
import type { ChairCuff } from '#core/cuff.ts';
import { deviceModel } from '#devices/device-table.ts';
import type { CuffUse } from './cuff-use.ts';
import type { Presence } from './presence.ts';
import type { SiteDesk } from './site-desk.ts';

export interface ChairCuffDeps {
  readonly site: SiteDesk;
  readonly presence: Presence;
  readonly cuffUse: CuffUse;
}

/**
 * @param visitId that would start it
 * @returns undefined when there is none, or nobody knows which chair.
 */
export function chairCuff(
  { site, presence, cuffUse }: ChairCuffDeps,
  chairId: string | undefined,
  visitId: string | undefined,
): ChairCuff | undefined {
  if (chairId === undefined) return undefined;
  const device = site.devicesOn(chairId).find(({ kind }) => kind !== 'oximeter');
  if (!device) return undefined;
  const { deviceId, label, model, cuffControl } = device;
  const control = deviceModel(model)?.control;
  // An emulated cuff has no place among patients, nor a real one in the demo: such a line counts as none.
  const isOurs = (presence.announced(deviceId)?.emulated ?? device.emulated) === site.state.demo;
  const busyUntil = cuffUse.busyUntil(deviceId, visitId);
  return {
    deviceId,
    label,
    ...(control && { control }),
    ...(busyUntil !== undefined && { busyUntil }),
    allowed: cuffControl === true,
    connected: isOurs && presence.isConnected(deviceId),
  };
}
