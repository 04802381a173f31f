/** What every command that runs a server says of itself: its metrics, who may read them, and with what it began. */
import { Option } from 'commander';
import { accept } from '#core/refusal.ts';
import type { Result } from '#core/refusal.ts';
import packageJson from '../../package.json' with { type: 'json' };
import type { Clinic } from '../clinic.ts';
import { byToken, fromThisMachine, readLookToken } from '../metrics/may-look.ts';
import type { MayLook } from '../metrics/may-look.ts';
import { createMetrics } from '../metrics/metrics.ts';
import type { Metrics } from '../metrics/metrics.ts';

export const metricsTokenOption = (): Option =>
  new Option(
    '--metrics-token-file <file>',
    'bearer token for /metrics, alone in a file; without it they are for this machine alone',
  ).env('VIGIL_METRICS_TOKEN_FILE');

/** @returns a refusal in a sentence when the file holds no token now */
export function mayLookOf(file: string | undefined): Result<MayLook> {
  if (file === undefined) return accept(fromThisMachine);
  const read = readLookToken(file);
  return read.ok ? accept(byToken(file)) : read;
}

export const processMetrics = (of: { readonly build: string | undefined; readonly dataFolder: string }): Metrics =>
  createMetrics({ ...of, version: packageJson.version });

/** What was taken up again, and how long the start took, from the start of the process on. */
export const startedWith = (
  { clinic, port }: { readonly clinic: Clinic; readonly port: number },
  build: string | undefined,
) => ({
  event: 'server-ready',
  ...{ siteId: clinic.siteId, port, build, version: packageJson.version },
  visits: clinic.health.visits,
  armed: clinic.health.armed,
  chairs: clinic.site.chairs.length,
  alerts: clinic.runningStates.reduce((sum, { alerts }) => sum + Object.keys(alerts).length, 0),
  ms: Math.round(performance.now()),
});
