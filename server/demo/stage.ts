/**
 * What the chairs' emulated devices play, and where in it they stand. A visit that a person opens gets a patient who has just come;
 * when its infusion is started, the model's infusion starts with it.
 */
import type { Instant } from '#core/reading.ts';
import type { ChairView } from '#core/view.ts';
import type { Clinic } from '../clinic.ts';
import type { EmulationPlan, MoveOrder } from '../emulator/plan.ts';
import { scenarioTable } from '../emulator/scenario-table.ts';
import type { ChairPlay } from './demo-folder.ts';
import { devicesOf, isCommanded } from './demo-site.ts';

/** The probe lies beside the chair. */
const EMPTY_CHAIR_MS = -30 * 60_000;

export interface StageOptions {
  /** In the chairs' order. */
  readonly plays: readonly ChairPlay[];
  readonly speed: number;
  /** To the running emulator. */
  readonly order: (order: MoveOrder) => void;
  readonly onChange: (plays: readonly ChairPlay[]) => void;
}

export class Stage {
  readonly #options: StageOptions;
  readonly #plays: ChairPlay[];
  readonly #cues = new Map<string, Cue>();
  #ports: readonly number[] = [];

  constructor(options: StageOptions) {
    this.#options = options;
    this.#plays = [...options.plays];
  }

  /** For an emulator that starts now; on the same ports as before, if it had any. */
  plan(now: Instant, wall: Instant): EmulationPlan {
    const lines = this.#plays.flatMap(({ scenario, zeroAt }, place) =>
      devicesOf(place).map(({ model }, device) => ({
        device: model,
        scenario,
        fromMs: now - zeroAt,
        port: this.portsOf(place)[device] ?? 0,
        ...(isCommanded(place, model) && { commanded: true }),
      })),
    );
    return { speed: this.#options.speed, fromAt: wall, lines };
  }

  /** In the order of the plan's lines. */
  set ports(ports: readonly number[]) {
    this.#ports = ports;
  }

  portsOf(place: number): readonly number[] {
    return this.#ports.slice(place * 2, place * 2 + 2);
  }

  /** Clinic time is `now`: every device goes where its chair stands then. */
  align(now: Instant): void {
    for (const [place, { zeroAt }] of this.#plays.entries()) this.#order(place, { scenarioMs: now - zeroAt });
  }

  /** From now on what people do at the chairs is played. @returns how to stop. */
  follow(clinic: Clinic, chairIds: readonly string[]): () => void {
    for (const view of clinic.board.views) this.#cues.set(view.chair.chairId, cueOf(view));
    return clinic.board.subscribe((view) => {
      const place = chairIds.indexOf(view.chair.chairId);
      const scenarioMs = this.#cue(view);
      if (place < 0 || scenarioMs === undefined) return;
      this.play(place, { scenario: 'before', zeroAt: clinic.now - scenarioMs }, clinic.now);
    });
  }

  /** The devices of the chair at this place play this from now on. */
  play(place: number, play: ChairPlay, now: Instant): void {
    this.#plays[place] = play;
    this.#order(place, { scenarioMs: now - play.zeroAt, scenario: play.scenario });
    this.#options.onChange(this.#plays);
  }

  /** Where in `before` a chair goes now; undefined = it plays on. */
  #cue(view: ChairView): number | undefined {
    const { chairId } = view.chair;
    const [before, now] = [this.#cues.get(chairId), cueOf(view)];
    this.#cues.set(chairId, now);
    if (!before) return undefined;
    if (now.visitId !== before.visitId) {
      if (now.visitId === null) return EMPTY_CHAIR_MS;
      return now.phase === 'baseline' ? 0 : undefined;
    }
    return before.phase === 'baseline' && now.phase === 'infusion' ? scenarioTable.before.infusionAtMs : undefined;
  }

  #order(place: number, to: Omit<MoveOrder['moveTo'], 'port'>): void {
    for (const port of this.portsOf(place)) this.#options.order({ moveTo: { port, ...to } });
  }
}

interface Cue {
  readonly visitId: string | null;
  readonly phase: NonNullable<ChairView['phase']>['name'] | undefined;
}

const cueOf = ({ visitId, phase }: ChairView): Cue => ({ visitId, phase: phase?.name });
