/** How many columns the grid has. It depends on the chairs and the window alone, so that a chair keeps its place when one is opened. */

export interface GridSpace {
  readonly chairs: number;
  /** Of the grid while no chair is opened, and while one is, px. */
  readonly widthPx: number;
  readonly openWidthPx: number;
  readonly heightPx: number;
  /** Chairs of each further section under them, each below a heading of its own; of one without chairs a line says why. Absent: none. */
  readonly further?: readonly number[];
}

/** Of a further section's heading. */
export const SECTION_HEAD_PX = 44;

/** Instead of tiles: why there are none. */
export const SECTION_LINE_PX = 56;

export interface GridShape {
  readonly columns: number;
  readonly rows: number;
  /** Two numerals and a line: there is no room for more. */
  readonly isDense: boolean;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** A tile at its drawn size, px. */
const TILE: Size = { width: 268, height: 312 };
const DENSE_TILE: Size = { width: 150, height: 110 };
/** Larger does not read better from across the room. */
const MOST_SCALE = 1.6;
/** Below this a full tile's small print is under 12 px. */
const LEAST_SCALE = 0.58;

export function gridShape(space: GridSpace): GridShape {
  const full = best(space, TILE);
  if (full.scale >= LEAST_SCALE) return { columns: full.columns, rows: full.rows, isDense: false };
  const dense = best(space, DENSE_TILE);
  return { columns: dense.columns, rows: dense.rows, isDense: true };
}

interface Candidate {
  readonly columns: number;
  readonly rows: number;
  /** Of the tile while none is opened. */
  readonly scale: number;
}

function best({ chairs, widthPx, openWidthPx, heightPx, further = [] }: GridSpace, size: Size): Candidate {
  const most = Math.max(2, chairs, ...further);
  const empty = further.filter((each) => each === 0).length;
  const tilesHeightPx = heightPx - further.length * SECTION_HEAD_PX - empty * SECTION_LINE_PX;
  let found: Candidate = { columns: 1, rows: 1, scale: 0 };
  let score = -1;
  for (let columns = chairs === 1 ? 2 : 1; columns <= most; columns += 1) {
    const rows = Math.max(1, Math.ceil(chairs / columns));
    const allRows = further.reduce((sum, each) => sum + Math.ceil(each / columns), rows);
    const scaleIn = (width: number): number =>
      Math.min(width / columns / size.width, tilesHeightPx / allRows / size.height, MOST_SCALE);
    const scale = scaleIn(widthPx);
    const total = scale + scaleIn(openWidthPx);
    if (total <= score) continue;
    score = total;
    found = { columns, rows, scale };
  }
  return found;
}
