/** The trend of the visit a chair carries: loaded by HTTP, kept up by the live view, made whole again every few seconds. */
import { untrack } from 'svelte';
import type { ChairView } from '#core/view.ts';
import type { Trend } from '#protocol/trend.ts';
import type { ClinicClock } from './clock.svelte.ts';
import type { Line } from './line.ts';
import { emptySeries, withHistory, withLive, type TrendSeries } from './trend-series.ts';

/** Between two looks for rows the live view never showed (merged patches, a backlog), real ms; sooner in a sped-up demo. */
const REFETCH_MS = 10_000;
const REFETCH_LEAST_MS = 2_000;

export type FetchTrend = (visitId: string, since: number) => Promise<Trend | null>;

export const fetchTrend: FetchTrend = async (visitId, since) => {
  try {
    const response = await fetch(`/api/visits/${encodeURIComponent(visitId)}/trend?since=${since}`);
    return response.ok ? ((await response.json()) as Trend) : null;
  } catch {
    return null;
  }
};

export class VisitTrend {
  readonly #chair: { readonly view: ChairView | null };
  readonly #clock: ClinicClock;
  readonly #fetch: FetchTrend;
  readonly #stops: (() => void)[];
  #series = $state.raw<TrendSeries>(emptySeries);
  #status = $state<'loading' | 'ready' | 'failed'>('loading');
  #visitId: string | null = null;
  #upTo = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    chair: { readonly view: ChairView | null },
    clock: ClinicClock,
    line: Line,
    fetchRows: FetchTrend = fetchTrend,
  ) {
    this.#chair = chair;
    this.#clock = clock;
    this.#fetch = fetchRows;
    this.#stops = [
      $effect.root(() => {
        $effect(() => this.#follow());
      }),
      line.onConnect(() => void this.#refetch()),
    ];
  }

  /** Plain arrays, replaced whole when anything is new. */
  get series(): TrendSeries {
    return this.#series;
  }

  /** `failed`: the history could not be read; what came live since is still drawn. */
  get status(): 'loading' | 'ready' | 'failed' {
    return this.#status;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#visitId = null;
    for (const stop of this.#stops) stop();
  }

  #follow(): void {
    const view = this.#chair.view;
    if (view === null) return;
    untrack(() => {
      if (view.visitId !== this.#visitId) this.#begin(view.visitId);
      if (view.visitId !== null) this.#series = withLive(this.#series, view);
    });
  }

  /** Another visit: nothing of the last one may stay. */
  #begin(visitId: string | null): void {
    clearTimeout(this.#timer);
    this.#visitId = visitId;
    this.#upTo = 0;
    this.#series = emptySeries;
    this.#status = 'loading';
    void this.#refetch();
  }

  async #refetch(): Promise<void> {
    const visitId = this.#visitId;
    if (visitId === null) return;
    clearTimeout(this.#timer);
    const trend = await this.#fetch(visitId, this.#upTo);
    if (visitId !== this.#visitId) return;
    if (trend !== null) {
      this.#upTo = Math.max(this.#upTo, trend.upTo);
      this.#series = withHistory(this.#series, trend);
    }
    // A later failure leaves a chart that is whole but for the last seconds: only a first one is worth a word.
    if (trend !== null || this.#status === 'loading') this.#status = trend === null ? 'failed' : 'ready';
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#refetch(), Math.max(REFETCH_LEAST_MS, REFETCH_MS / this.#clock.rate));
  }
}
