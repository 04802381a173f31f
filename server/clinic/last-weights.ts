/**
 * What the patients in the set-up weighed at their last visit, asked of the history's own thread: neither the opening of a visit nor the
 * writer waits for it. Until the answer is here nothing is known, as of a patient who was never here.
 */
import type { Logger } from 'pino';
import type { Duration, Instant } from '#core/reading.ts';
import type { VisitState } from '#core/visit-state.ts';
import type { LastWeight } from '#core/weight.ts';
import type { History } from '../history/history.ts';
import type { Journal } from '../journal/journal.ts';

/** A list that is still being made, or a disk that did not answer, is asked again. */
const AGAIN_MS: Duration = 30_000;

export interface LastWeightsDeps {
  /** Absent: past visits cannot be read, and nobody has a last weight. */
  readonly history: Pick<History, 'lastWeight'> | undefined;
  readonly journal: Pick<Journal, 'getPatient'>;
  readonly now: () => Instant;
  readonly onKnown: (chairId: string) => void;
  readonly log: Pick<Logger, 'error'> | undefined;
}

interface Asked {
  weight?: LastWeight;
  /** Absent: under way, or final. */
  againAt?: Instant;
}

export class LastWeights {
  readonly #deps: LastWeightsDeps;
  /** By visit and patient: one that is corrected is another. */
  readonly #asked = new Map<string, Asked>();

  constructor(deps: LastWeightsDeps) {
    this.#deps = deps;
  }

  /** Asks where that was not done yet. Undefined: none, or not known yet. */
  of(state: Pick<VisitState, 'visitId' | 'patientId' | 'chairId' | 'phase'>): LastWeight | undefined {
    const key = `${state.visitId} ${state.patientId}`;
    if (state.phase.name !== 'baseline') {
      this.#asked.delete(key);
      return undefined;
    }
    const asked = this.#asked.get(key) ?? { againAt: -Infinity };
    if (asked.againAt !== undefined && this.#deps.now() >= asked.againAt) this.#ask(key, asked, state);
    return asked.weight;
  }

  #ask(key: string, asked: Asked, { patientId, chairId }: Pick<VisitState, 'patientId' | 'chairId'>): void {
    const { history, journal, now, onKnown, log } = this.#deps;
    const patient = journal.getPatient(patientId);
    if (!history || !patient) return;
    delete asked.againAt;
    this.#asked.set(key, asked);
    const { name, birthDate, recordNumber } = patient;
    history.lastWeight({ name, birthDate, ...(recordNumber !== undefined && { recordNumber }) }).then(
      ({ weight, unlisted }) => {
        if (unlisted > 0) asked.againAt = now() + AGAIN_MS;
        if (!weight) return;
        asked.weight = weight;
        onKnown(chairId);
      },
      (error: unknown) => {
        asked.againAt = now() + AGAIN_MS;
        log?.error({ err: error }, 'the weight of the last visit could not be read: it is asked again');
      },
    );
  }
}
