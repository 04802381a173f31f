/** The way to each adapter's newest connection, for what a cuff is told. */
import type { Duration } from '#core/reading.ts';
import { refuse } from '#core/refusal.ts';
import type { Answer } from '#protocol/answer.ts';
import type { Clinic } from '../clinic.ts';
import type { AdapterClock } from './adapter-clock.ts';
import type { AdapterSocket } from './adapters.ts';

/** Real time. An answer that takes longer is silence; a command that arrives later is refused by the adapter. */
const ANSWER_MS: Duration = 5_000;

export class CuffLines {
  readonly #newest = new Map<string, { readonly socket: AdapterSocket; readonly clock: AdapterClock }>();

  constructor(clinic: Clinic) {
    const answerOf = async (asked: Promise<Answer>): Promise<Answer | undefined> => {
      try {
        const answer = await asked;
        return isAnswer(answer) ? answer : undefined;
      } catch {
        return undefined;
      }
    };
    clinic.cuffs.line = {
      // An adapter that does not tell its clock is sent away; the start then finds it gone.
      ready: async (adapterId) =>
        this.#newest
          .get(adapterId)
          ?.clock.measured()
          .catch(() => undefined),
      start: async (adapterId, deviceId, until) => {
        const line = this.#newest.get(adapterId);
        if (!line) return undefined;
        if (line.clock.offsetMs === undefined) return notReady;
        const untilThere = Math.round(until - line.clock.offsetMs);
        return answerOf(line.socket.timeout(ANSWER_MS).emitWithAck('cuff:start', { deviceId, until: untilThere }));
      },
      stop: async (adapterId, deviceId) => {
        const socket = this.#newest.get(adapterId)?.socket;
        return socket && answerOf(socket.timeout(ANSWER_MS).emitWithAck('cuff:stop', { deviceId }));
      },
    };
  }

  connected(adapterId: string, socket: AdapterSocket, clock: AdapterClock): void {
    this.#newest.set(adapterId, { socket, clock });
  }

  gone(adapterId: string, socket: AdapterSocket): void {
    if (this.#newest.get(adapterId)?.socket === socket) this.#newest.delete(adapterId);
  }
}

const notReady: Answer = refuse(
  'unavailable',
  'The cuff was not started: its adapter has only just connected. Try again in a few seconds.',
);

/** An adapter's author may answer anything. */
function isAnswer(answer: unknown): answer is Answer {
  const { ok, refusal } = (answer ?? {}) as {
    readonly ok?: unknown;
    readonly refusal?: { readonly message?: unknown };
  };
  return ok === true || (ok === false && typeof refusal?.message === 'string');
}
