/** Everything the chart draws, as plain values: the plugins read it, the component replaces it. */
import type { Priority } from '#core/clinical-protocol.ts';
import type { BpPoint } from '../live/trend-series.ts';
import type { Band, Range } from './band.ts';
import type { LimitStep } from './limit-steps.ts';
import type { Mark } from './marks.ts';
import type { PhaseSpan } from './phases.ts';

/** The newest BP while an alert is about it. */
export interface Fault {
  readonly at: number;
  readonly priority: Priority;
  readonly isSeen: boolean;
}

export interface Painting {
  readonly axisFrom: number;
  readonly axisTo: number;
  /** Clinic time; null once the visit is over, and then no line is drawn. */
  now: number | null;
  readonly phases: readonly PhaseSpan[];
  readonly bps: readonly BpPoint[];
  readonly fault: Fault | null;
  readonly limits: Readonly<Record<Band, readonly LimitStep[]>>;
  /** What each value is compared with; of a BP from its diastolic to its systolic. */
  readonly baseline: Readonly<Partial<Record<Band, Range>>>;
  readonly ranges: Readonly<Record<Band, Range>>;
  readonly marks: readonly Mark[];
  /** Where a finger or the arrow keys are. */
  cursorAt: number | null;
  readonly clockText: (at: number) => string;
}

/** Rows of fixed height around the bands, px: phase names above; marks and times below. */
export const ROW = { phases: 26, marks: 28, times: 24 } as const;
export const RIGHT = 24;

const TOKENS = [
  'ground',
  'line',
  'edge',
  't1',
  't2',
  't3',
  'ghost',
  'shade',
  'spo2',
  'pulse',
  'bp',
  'red',
  'red-line',
  'yellow',
  'yellow-line',
  'cyan',
  'cyan-line',
] as const;
export type Colours = Readonly<Record<(typeof TOKENS)[number], string>>;

/** The design tokens as they stand at this element, in the present theme. */
export function coloursAt(element: Element): Colours {
  const style = getComputedStyle(element);
  const token = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return {
    ...Object.fromEntries(TOKENS.map((name) => [name, token(name)])),
    // What the chart stands on: the page, or a raised pane that says so.
    ground: token('chart-ground') || token('bg'),
  } as Colours;
}

/** A priority's fill and its thin stroke. */
export const PRIORITY_COLOURS: Readonly<
  Record<Priority, { readonly fill: keyof Colours; readonly thin: keyof Colours }>
> = {
  high: { fill: 'red', thin: 'red-line' },
  medium: { fill: 'yellow', thin: 'yellow-line' },
  low: { fill: 'cyan', thin: 'cyan-line' },
};

/** A canvas font of the product's face. */
export const face = (sizePx: number, weight = 400): string =>
  `${weight} ${sizePx}px "Vigil Plex", system-ui, sans-serif`;
