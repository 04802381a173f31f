import type { Duration } from '#core/reading.ts';
import type { Clinic } from '../clinic.ts';

/**
 * Resolves once each registered device is connected: a page that is opened before would say, rightly, that nobody feeds its chair.
 * @param atMostMs real time; what does not connect by then is told by the pages.
 */
export async function everyDeviceConnected(
  clinic: Pick<Clinic, 'siteView' | 'onSiteChanged'>,
  atMostMs: Duration,
): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const look = (): void => {
    if (clinic.siteView.devices.every(({ connected }) => connected)) resolve(undefined);
  };
  const unlisten = clinic.onSiteChanged(look);
  const tired = setTimeout(() => resolve(undefined), atMostMs);
  look();
  await promise;
  clearTimeout(tired);
  unlisten();
}
