/** The one place that knows Chart.js. It draws the two lines and keeps the scales; everything else is drawn by small plugins. */
import { Chart, LinearScale, LineController, LineElement, PointElement, type ChartDataset } from 'chart.js';
import { BAND_SHARE, BANDS, type Band } from './band.ts';
import { brushOf, type Brush } from './brush.ts';
import type { LinePoint } from './bucket.ts';
import { drawBands } from './draw-bands.ts';
import { drawBps } from './draw-bps.ts';
import { drawMarks } from './draw-marks.ts';
import { drawPhases } from './draw-phases.ts';
import { drawTime } from './draw-time.ts';
import { coloursAt, RIGHT, ROW, type Colours, type Painting } from './painting.ts';

Chart.register(LinearScale, LineController, LineElement, PointElement);

export interface Lines {
  readonly spo2: LinePoint[];
  readonly pulse: LinePoint[];
}

const dataset = (band: 'spo2' | 'pulse'): ChartDataset<'line', LinePoint[]> => ({
  data: [],
  yAxisID: band,
  borderWidth: 1.75,
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

export class TrendCanvas {
  readonly #chart: Chart<'line', LinePoint[]>;
  readonly #canvas: HTMLCanvasElement;
  #painting: Painting;
  #colours: Colours;

  constructor(canvas: HTMLCanvasElement, gutter: number, painting: Painting, onResize: () => void) {
    this.#canvas = canvas;
    this.#painting = painting;
    this.#colours = coloursAt(canvas);
    const under = { id: 'under', beforeDatasetsDraw: (chart: Chart) => this.#draw(chart, drawPhases, drawBands) };
    const over = { id: 'over', afterDatasetsDraw: (chart: Chart) => this.#draw(chart, drawBps, drawMarks, drawTime) };
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

  show(painting: Painting, lines: Lines): void {
    this.#painting = painting;
    this.#colours = coloursAt(this.#canvas);
    const { scales } = this.#chart.options;
    if (scales?.['x']) Object.assign(scales['x'], { min: painting.axisFrom, max: painting.axisTo });
    for (const band of BANDS) if (scales?.[band]) Object.assign(scales[band], painting.ranges[band]);
    for (const [index, band] of (['spo2', 'pulse'] as const).entries()) {
      const set = this.#chart.data.datasets[index];
      if (set) Object.assign(set, { data: lines[band], borderColor: this.#colours[band] });
    }
    this.#chart.update('none');
  }

  /** The line of now or of the cursor moved; nothing else did. */
  move(now: number | null, cursorAt: number | null): void {
    this.#painting.now = now;
    this.#painting.cursorAt = cursorAt;
    this.#chart.draw();
  }

  /** Clinic time under a client x; null outside the plot. */
  timeAt(clientX: number): number | null {
    const { left, right } = this.#chart.chartArea;
    const share = (clientX - this.#canvas.getBoundingClientRect().left - left) / (right - left);
    if (share < 0 || share > 1) return null;
    return this.#painting.axisFrom + share * (this.#painting.axisTo - this.#painting.axisFrom);
  }

  destroy(): void {
    this.#chart.destroy();
  }

  #draw(chart: Chart, ...draws: ((brush: Brush) => void)[]): void {
    const brush = brushOf(chart, this.#painting, this.#colours);
    brush.ctx.save();
    for (const draw of draws) draw(brush);
    brush.ctx.restore();
  }
}
