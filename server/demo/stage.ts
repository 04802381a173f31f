/**
 * What the chairs' emulated devices play. A visit that a person opens gets a patient who has just come; when its infusion is started,
 * the model's infusion starts with it.
 */
import type { ChairView } from '#core/view.ts';
import type { Clinic } from '../clinic.ts';
import type { EmulationPlan, MoveOrder } from '../emulator/plan.ts';
import { scenarioTable } from '../emulator/scenario-table.ts';
import type { ChairPlay } from './demo-folder.ts';
import { devicesOf } from './demo-site.ts';

/** The probe lies beside the chair. */
const EMPTY_CHAIR_MS = -30 * 60_000;

interface Cue {
  readonly visitId: string | null;
  readonly phase: NonNullable<ChairView['phase']>['name'] | undefined;
}

export interface StageOptions {
  readonly clinic: Clinic;
  /** In the chairs' order. */
  readonly chairIds: readonly string[];
  readonly plays: readonly ChairPlay[];
  readonly speed: number;
  readonly onMove: (orders: readonly MoveOrder[], plays: readonly ChairPlay[]) => void;
}

export class Stage {
  readonly #options: StageOptions;
  readonly #plays: ChairPlay[];
  readonly #cues = new Map<string, Cue>();
  readonly #unsubscribe: () => void;
  #ports: readonly number[] = [];

  constructor(options: StageOptions) {
    const { clinic, plays } = options;
    this.#options = options;
    this.#plays = [...plays];
    for (const view of clinic.board.views) this.#cues.set(view.chair.chairId, cueOf(view));
    this.#unsubscribe = clinic.board.subscribe((view) => this.#watch(view));
  }

  /** For an emulator that starts now; on the same ports as before, if it had any. */
  plan(wall: number): EmulationPlan {
    const { clinic, speed } = this.#options;
    const lines = this.#plays.flatMap(({ scenario, zeroAt }, place) =>
      devicesOf(place).map(({ model }, device) => ({
        device: model,
        scenario,
        fromMs: clinic.now - zeroAt,
        port: this.#ports[place * 2 + device] ?? 0,
      })),
    );
    return { speed, fromAt: wall, lines };
  }

  /** In the order of the plan's lines. */
  set ports(ports: readonly number[]) {
    this.#ports = ports;
  }

  portsOf(place: number): readonly number[] {
    return this.#ports.slice(place * 2, place * 2 + 2);
  }

  close(): void {
    this.#unsubscribe();
  }

  #watch(view: ChairView): void {
    const { chairId } = view.chair;
    const [before, now] = [this.#cues.get(chairId), cueOf(view)];
    this.#cues.set(chairId, now);
    if (!before) return;
    if (now.visitId !== before.visitId) {
      if (now.visitId === null || now.phase === 'ended') this.#move(chairId, EMPTY_CHAIR_MS);
      else if (now.phase === 'baseline') this.#move(chairId, 0);
    } else if (before.phase === 'baseline' && now.phase === 'infusion') {
      this.#move(chairId, scenarioTable.before.infusionAtMs);
    }
  }

  #move(chairId: string, scenarioMs: number): void {
    const { chairIds, clinic, onMove } = this.#options;
    const place = chairIds.indexOf(chairId);
    if (place < 0) return;
    const scenario = 'before';
    this.#plays[place] = { scenario, zeroAt: clinic.now - scenarioMs };
    const orders = this.portsOf(place).map((port) => ({ moveTo: { port, scenarioMs, scenario } as const }));
    onMove(orders, this.#plays);
  }
}

const cueOf = ({ visitId, phase }: ChairView): Cue => ({ visitId, phase: phase?.name });
