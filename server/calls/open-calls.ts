/** The clinic's webhooks and its bell, as they were given at the start. */
import { spawn } from 'node:child_process';
import type { Duration } from '#core/reading.ts';
import { withoutCodeFolder } from '../code-cache.ts';
import type { Call, Calls } from '../clinic/calls.ts';
import { callWebhook, postJson } from '../watch/webhook.ts';

export interface CallOptions {
  /** Run by the shell: a siren, a light. The reason is in VIGIL_REASON. */
  readonly bellCommand?: string;
  readonly bellWebhook?: string;
  readonly pageWebhook?: string;
  readonly secondPageWebhook?: string;
  /** Where phones reach this server. Default: where it listens. */
  readonly publicUrl?: string;
}

/** @param servedAt where this server listens, once it does. */
export function openCalls(options: CallOptions, servedAt: () => string): Calls {
  const { bellCommand, bellWebhook, pageWebhook, secondPageWebhook } = options;
  return {
    ...(pageWebhook !== undefined && { provider: webhookCall(pageWebhook) }),
    ...(secondPageWebhook !== undefined && { secondPerson: webhookCall(secondPageWebhook) }),
    bell: [
      ...(bellWebhook === undefined ? [] : [webhookCall(bellWebhook)]),
      ...(bellCommand === undefined ? [] : [commandCall(bellCommand)]),
    ],
    pageUrl: (chairId, visitId) => phonePage(options.publicUrl ?? servedAt(), chairId, visitId),
  };
}

const phonePage = (base: string, chairId: string, visitId: string): string =>
  `${base.replace(/\/+$/, '')}/phone/${encodeURIComponent(chairId)}?visit=${encodeURIComponent(visitId)}`;

export const webhookCall =
  (url: string, wait: (ms: Duration) => Promise<void> = later): Call =>
  (body, onFailed) =>
    callWebhook({ url, post: (to, text) => postJson(to, text, keyOf(body)), wait, onFailed }, body);

/** Tells a receiver which calls are one call sent again. */
const keyOf = (body: object): string | undefined =>
  'key' in body && typeof body.key === 'string' ? body.key : undefined;

/** Rings only: there is nothing to run when it is over. A command that fails is run again with the next ring. */
export const commandCall =
  (command: string): Call =>
  (body, onFailed) => {
    if (!('reason' in body)) return Promise.resolve(true);
    return new Promise((resolve) => {
      const failed = (why: string): void => {
        onFailed(`The bell’s command ${why}.`);
        resolve(false);
      };
      const child = spawn(command, {
        shell: true,
        stdio: 'ignore',
        env: { ...withoutCodeFolder(process.env), VIGIL_REASON: String(body.reason) },
      });
      child.on('error', (error) => failed(`could not be run: ${error.message}`));
      child.on('exit', (code) => (code === 0 ? resolve(true) : failed(`ended with ${code ?? 'a signal'}`)));
    });
  };

const later = (ms: Duration): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
