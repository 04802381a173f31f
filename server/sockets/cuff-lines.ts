/** The way to each adapter's newest connection, for what a cuff is told. */
import type { Duration } from '#core/reading.ts';
import type { Answer } from '#protocol/answer.ts';
import type { Clinic } from '../clinic.ts';
import type { AdapterClock } from './adapter-clock.ts';
import type { AdapterSocket } from './adapters.ts';

/** Real time. An answer that takes longer is silence; a command that arrives later is refused by the adapter. */
const ANSWER_MS: Duration = 5_000;

export class CuffLines {
  readonly #newest = new Map<string, { readonly socket: AdapterSocket; readonly clock: AdapterClock }>();

  constructor(clinic: Clinic) {
    clinic.cuffs.send = async (adapterId, deviceId, act) => {
      const line = this.#newest.get(adapterId);
      if (!line) return undefined;
      const answering = line.socket.timeout(ANSWER_MS);
      try {
        await line.clock.measured();
        const until = Math.round(clinic.now + ANSWER_MS * clinic.rate - (line.clock.offsetMs ?? 0));
        const answer: Answer =
          act === 'start'
            ? await answering.emitWithAck('cuff:start', { deviceId, until })
            : await answering.emitWithAck('cuff:stop', { deviceId });
        return isAnswer(answer) ? answer : undefined;
      } catch {
        return undefined;
      }
    };
  }

  connected(adapterId: string, socket: AdapterSocket, clock: AdapterClock): void {
    this.#newest.set(adapterId, { socket, clock });
  }

  gone(adapterId: string, socket: AdapterSocket): void {
    if (this.#newest.get(adapterId)?.socket === socket) this.#newest.delete(adapterId);
  }
}

/** An adapter's author may answer anything. */
function isAnswer(answer: unknown): answer is Answer {
  const { ok, refusal } = (answer ?? {}) as {
    readonly ok?: unknown;
    readonly refusal?: { readonly message?: unknown };
  };
  return ok === true || (ok === false && typeof refusal?.message === 'string');
}
