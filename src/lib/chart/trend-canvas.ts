/** The one place that knows Chart.js. It draws the two lines and keeps the scales; everything else is drawn by small plugins. */
import { Chart, LinearScale, LineController, LineElement, PointElement, type ChartDataset } from 'chart.js';
import { BAND_SHARE, BANDS, type Band } from './band.ts';
import { brushOf, LINE_WIDTH, type Brush } from './brush.ts';
import type { LinePoint } from '#core/record/drawing/bucket.ts';
import { drawBands, drawBaseline } from './draw-bands.ts';
import { drawBps } from './draw-bps.ts';
import { drawEnds } from './draw-ends.ts';
import { drawMarks } from './draw-marks.ts';
import { drawPhases } from './draw-phases.ts';
import { drawSpans } from './draw-spans.ts';
import { drawTime } from './draw-time.ts';
import type { Mark } from './marks.ts';
import { coloursAt, RIGHT, ROW, type Colours, type Painting } from './painting.ts';
import type { PlacedMark } from './place-marks.ts';
import type { Lines, ThinnedLines } from './thinned.ts';

Chart.register(LinearScale, LineController, LineElement, PointElement);

const dataset = (band: 'spo2' | 'pulse'): ChartDataset<'line', LinePoint[]> => ({
  data: [],
  yAxisID: band,
  borderWidth: LINE_WIDTH,
  borderJoinStyle: 'round',
  borderCapStyle: 'round',
  pointRadius: 0,
});

/** A band takes no room of its own: its numbers are drawn in the gutter. */
const bandScale = (band: Band, order: number) => ({
  type: 'linear' as const,
  axis: 'y' as const,
  stack: 'bands',
  stackWeight: BAND_SHARE[band],
  weight: order,
  offset: false,
  border: { display: false },
  grid: { display: false },
  ticks: { display: false },
  afterFit: (scale: { width: number }) => {
    scale.width = 0;
  },
});

/** So far from a mark's middle a finger still means it, px. */
const MARK_REACH = 14;

export class TrendCanvas {
  readonly #chart: Chart<'line', LinePoint[]>;
  readonly #canvas: HTMLCanvasElement;
  #painting: Painting;
  #colours: Colours;
  #lines: ThinnedLines = { settled: { spo2: [], pulse: [] }, end: { spo2: [], pulse: [] } };
  /** What Chart.js was told last: telling it anew costs more than all the drawing. */
  #told: { readonly settled: Lines; readonly colours: Colours; readonly scales: string } | undefined;
  #placed: readonly PlacedMark[] = [];
  #frame: number | undefined;
  #turn: ReturnType<typeof setTimeout> | undefined;

  constructor(canvas: HTMLCanvasElement, gutter: number, painting: Painting, onResize: () => void) {
    this.#canvas = canvas;
    this.#painting = painting;
    this.#colours = coloursAt(canvas);
    const drawEndsOf = (brush: Brush): void => drawEnds(brush, this.#lines.end);
    const drawMarksOf = (brush: Brush): void => void (this.#placed = drawMarks(brush));
    const under = {
      id: 'under',
      beforeDatasetsDraw: (chart: Chart) => this.#draw(chart, drawPhases, drawBaseline, drawBands),
    };
    const over = {
      id: 'over',
      afterDatasetsDraw: (chart: Chart) => this.#draw(chart, drawSpans, drawEndsOf, drawBps, drawMarksOf, drawTime),
    };
    this.#chart = new Chart<'line', LinePoint[]>(canvas, {
      type: 'line',
      data: { datasets: [dataset('spo2'), dataset('pulse')] },
      plugins: [under, over],
      options: {
        animation: false,
        responsive: true,
        maintainAspectRatio: false,
        parsing: false,
        normalized: true,
        events: [],
        layout: { padding: { left: gutter, right: RIGHT, top: ROW.phases, bottom: ROW.marks + ROW.times } },
        scales: {
          x: { type: 'linear', display: false },
          // The first of a stack lies lowest.
          pulse: bandScale('pulse', 1),
          spo2: bandScale('spo2', 2),
          bp: bandScale('bp', 3),
        },
        onResize: () => queueMicrotask(onResize),
      },
    });
  }

  /** Of the plot, px. */
  get width(): number {
    return Math.max(1, this.#chart.chartArea.right - this.#chart.chartArea.left);
  }

  /** Drawn in a turn of its own, soon: what else a new reading changes on the page takes this one. */
  show(painting: Painting, lines: ThinnedLines): void {
    this.#painting = painting;
    this.#lines = lines;
    this.#frame ??= requestAnimationFrame(() => {
      this.#turn = setTimeout(() => {
        this.#frame = undefined;
        this.#render();
      });
    });
  }

  /** The theme changed, or a face arrived. */
  recolour(): void {
    this.#colours = coloursAt(this.#canvas);
  }

  #render(): void {
    const { settled } = this.#lines;
    const { axisFrom, axisTo, ranges } = this.#painting;
    const told = { settled, colours: this.#colours, scales: JSON.stringify([axisFrom, axisTo, ranges]) };
    const isSame =
      this.#told?.settled === settled && this.#told.colours === told.colours && this.#told.scales === told.scales;
    if (isSame) return this.#chart.draw();
    this.#told = told;
    const { scales } = this.#chart.options;
    if (scales?.['x']) Object.assign(scales['x'], { min: axisFrom, max: axisTo });
    for (const band of BANDS) if (scales?.[band]) Object.assign(scales[band], ranges[band]);
    for (const [index, band] of (['spo2', 'pulse'] as const).entries()) {
      const set = this.#chart.data.datasets[index];
      if (set) Object.assign(set, { data: settled[band], borderColor: this.#colours[band] });
    }
    this.#chart.update('none');
  }

  /** The marks under a finger in the bottom row, those behind them too. */
  marksAt({ clientX, clientY }: { readonly clientX: number; readonly clientY: number }): readonly Mark[] {
    const box = this.#canvas.getBoundingClientRect();
    if (clientY < box.bottom - ROW.times - ROW.marks) return [];
    const x = clientX - box.left;
    const near = this.#placed
      .filter((each) => Math.abs(each.x - x) <= MARK_REACH)
      .toSorted((a, b) => Math.abs(a.x - x) - Math.abs(b.x - x))[0];
    return near ? [near.mark, ...near.hidden] : [];
  }

  /** Clinic time under a client x; null outside the plot. */
  timeAt(clientX: number): number | null {
    const { left, right } = this.#chart.chartArea;
    const share = (clientX - this.#canvas.getBoundingClientRect().left - left) / (right - left);
    if (share < 0 || share > 1) return null;
    return this.#painting.axisFrom + share * (this.#painting.axisTo - this.#painting.axisFrom);
  }

  destroy(): void {
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    clearTimeout(this.#turn);
    this.#chart.destroy();
  }

  #draw(chart: Chart, ...draws: ((brush: Brush) => void)[]): void {
    const brush = brushOf(chart, this.#painting, this.#colours);
    brush.ctx.save();
    for (const draw of draws) draw(brush);
    brush.ctx.restore();
  }
}
