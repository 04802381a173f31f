/** The watch: looks at a server every second, sounds and calls when it has gone silent over a patient. */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Logger } from 'pino';
import type { Duration } from '#core/reading.ts';
import { withoutCodeFolder } from '../code-cache.ts';
import { createClinicClock } from '../clock.ts';
import type { Act, DeadMan } from './dead-man.ts';
import { look } from './dead-man.ts';
import { lookAt } from './health-look.ts';
import { callWebhook, postJson } from './webhook.ts';

const EVERY_MS: Duration = 1_000;

export interface WatchOptions {
  readonly serverUrl: string;
  readonly webhook?: string;
  /** Run by the shell at each alarm: a siren, a light, a player of sounds. */
  readonly command?: string;
  /** Remembers over a restart, also of the machine, whether somebody was watched. Its folder is made. */
  readonly stateFile: string;
  /** Without an answer for this long it is an alarm. */
  readonly silentMs: Duration;
  /** The terminal's bell while the alarm lasts. */
  readonly bell: () => void;
  readonly log: Logger;
}

export interface Watch {
  stop(): void;
}

export function startWatch(options: WatchOptions): Watch {
  const { serverUrl, stateFile, silentMs, bell, log } = options;
  let state: DeadMan = { armed: wasArmed(stateFile) };
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  // A wall clock that is set back by an hour must not put an alarm off for an hour.
  const clock = createClinicClock({ lastJournaledAt: 0 });

  const step = async (): Promise<void> => {
    const seen = await lookAt(serverUrl);
    if (stopped) return;
    const before = state;
    const { next, act } = look(before, seen, clock.now(), silentMs);
    state = next;
    if (next.armed !== before.armed) keepArmed(stateFile, next.armed, log);
    if (next.armed !== before.armed) log.info({ armed: next.armed }, next.armed ? 'somebody is watched' : 'disarmed');
    if (state.alarm) bell();
    tell(act, options);
    timer = setTimeout(() => void step(), EVERY_MS);
  };
  void step();
  return {
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

function tell(act: Act, { serverUrl, webhook, command, log }: WatchOptions): void {
  if (act.kind === 'none') return;
  const since = new Date(act.since).toISOString();
  const said = { kind: act.kind, server: serverUrl, since, ...(act.kind === 'alarm' && { reason: act.reason }) };
  if (act.kind === 'alarm') log.error(said, 'ALARM');
  else log.warn(said, 'the server is back');
  if (webhook !== undefined)
    void callWebhook(
      {
        url: webhook,
        post: postJson,
        wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
        onFailed: (why) => log.error({ why }, 'nobody was called yet'),
      },
      said,
    ).then((taken) =>
      taken ? log.info('the webhook was told') : log.error('THE WEBHOOK WAS NOT TOLD: nobody was called'),
    );
  if (command === undefined || act.kind !== 'alarm') return;
  const bellow = spawn(command, {
    shell: true,
    stdio: 'ignore',
    env: { ...withoutCodeFolder(process.env), VIGIL_REASON: act.reason },
  });
  bellow.on('error', (error) => log.error({ err: error }, 'the command could not be run'));
  bellow.on('exit', (code) => code !== 0 && log.error({ code }, 'the command failed'));
}

function wasArmed(file: string): boolean {
  try {
    return readFileSync(file, 'utf8').trim() === 'armed';
  } catch {
    return false;
  }
}

function keepArmed(file: string, armed: boolean, log: Logger): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(`${file}.new`, armed ? 'armed\n' : 'disarmed\n');
    renameSync(`${file}.new`, file);
  } catch (error) {
    log.error({ err: error }, 'the state could not be kept: a restart of this watch would begin disarmed');
  }
}
