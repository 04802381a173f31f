/**
 * A picture as a flat list of shapes, from the bottom up, in units of its own (px on a page, points in a PDF), y downwards. The page and
 * the PDF draw the same list; each has its own colours for the inks, and none is needed to read it.
 */

/** What a shape stands for. On paper all of them may be black: dashes, widths and words tell them apart. */
export type Ink = 'spo2' | 'pulse' | 'bp' | 'alert' | 'grid' | 'text' | 'soft' | 'paper';

export interface Stroke {
  readonly ink: Ink;
  readonly width: number;
  /** Lengths of dash and gap, in turn. Absent: unbroken. */
  readonly dash?: readonly number[];
}

export interface Line extends Stroke {
  readonly kind: 'line';
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

/** One unbroken run of a curve: a gap is two polylines. Joined and capped round, so that one point alone is a dot. */
export interface Polyline extends Stroke {
  readonly kind: 'polyline';
  readonly points: readonly (readonly [x: number, y: number])[];
}

export interface Rect {
  readonly kind: 'rect';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Share of its ink, 0 to 1: 0.1 is a tint that stays light in black. */
  readonly fill?: { readonly ink: Ink; readonly share: number };
  readonly stroke?: Stroke;
}

export interface Text {
  readonly kind: 'text';
  readonly x: number;
  /** Of its baseline. */
  readonly y: number;
  readonly text: string;
  readonly size: number;
  readonly ink: Ink;
  /** Of `x`: where the text begins, its middle, or where it ends. */
  readonly anchor: 'start' | 'middle' | 'end';
  readonly weight?: 'bold';
  /** Degrees, clockwise, about its `x` and `y`. */
  readonly turn?: -90;
}

/**
 * One sign at an instant, by its middle. `circle`: something entered, with its number inside. `triangle`, `diamond` and `square`: the
 * highest, medium and lowest priority of an alert. `cross`: a cuff cycle without a value.
 */
export interface Mark {
  readonly kind: 'mark';
  readonly shape: 'circle' | 'triangle' | 'diamond' | 'square' | 'cross';
  readonly x: number;
  readonly y: number;
  /** Across. */
  readonly size: number;
  readonly ink: Ink;
  /** Of its ink; else of paper, so that nothing shows through. */
  readonly filled: boolean;
  /** Within a circle. */
  readonly label?: string;
  readonly labelSize?: number;
}

export type Shape = Line | Polyline | Rect | Text | Mark;

/** What the numbers of the marks mean, in order of time. */
export interface DrawingKey {
  /** `1`, or `3–5` where several had one place. */
  readonly number: string;
  readonly at: number;
  readonly text: string;
}

export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly shapes: readonly Shape[];
  /** Written beside the picture by whoever draws it. */
  readonly key: readonly DrawingKey[];
  /** The picture in a sentence, for those who cannot see it. */
  readonly says: string;
}
