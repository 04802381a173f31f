/** Where the marks of the bottom row and their words stand, so that none lies over another. Pure: pixels in, pixels out. */
import { PRIORITIES } from '#core/clinical-protocol.ts';
import type { Mark } from './marks.ts';

export interface PlacedMark {
  readonly mark: Mark;
  /** Its middle, px. */
  readonly x: number;
  /** Where its instant is, when it had to give way. */
  readonly from?: number;
  /** Marks so near that they have no place of their own; a tap on this one tells of them too. */
  readonly hidden: readonly Mark[];
  /** Beside it, from here to the right. */
  readonly words?: { readonly text: string; readonly x: number };
}

export interface Row {
  readonly left: number;
  readonly right: number;
  /** The line of now, px; null: there is none. Nothing is written across it. */
  readonly nowX: number | null;
  x(at: number): number;
  widthOf(text: string): number;
}

/** Between the middles of two shapes, px. */
const APART = 17;
/** So far a shape may stand from its instant. */
const FARTHEST = 2 * APART;
/** From a shape's middle to its words; from words to the next shape's middle, or to a line. */
const WORDS_GAP = 12;
const CLEARANCE = 10;
const LINE_CLEARANCE = 4;

const urgency = ({ shape, state }: Mark): number =>
  (state === 'open' ? 20 : state === 'seen' ? 10 : 0) +
  (shape === 'entry' || shape === 'late' ? -100 : PRIORITIES.indexOf(shape));

/** @param marks in order of time */
export function placeMarks(marks: readonly Mark[], row: Row): readonly PlacedMark[] {
  return withWords(apart(marks, row), row);
}

interface Place {
  mark: Mark;
  x: number;
  at: number;
  hidden: Mark[];
}

/** The newest stands at its instant, the earlier ones give way to the left; what would have to go too far hides behind the next. */
function apart(marks: readonly Mark[], row: Row): readonly Place[] {
  const places: Place[] = [];
  for (const mark of marks.toReversed()) {
    const at = row.x(mark.at);
    if (at < row.left - 0.5 || at > row.right + 0.5) continue;
    const next = places[0];
    const x = next ? Math.min(at, next.x - APART) : at;
    if (next && (at - x > FARTHEST || x < row.left)) {
      // The more urgent one is the one that is seen.
      const isOver = urgency(mark) > urgency(next.mark);
      next.hidden.push(isOver ? next.mark : mark);
      if (isOver) next.mark = mark;
    } else places.unshift({ mark, x, at, hidden: [] });
  }
  return places;
}

function withWords(places: readonly Place[], row: Row): readonly PlacedMark[] {
  let taken = row.left;
  return places.map(({ mark, x, at, hidden }, index): PlacedMark => {
    const next = places[index + 1];
    const isPast = row.nowX !== null && x <= row.nowX;
    const end = Math.min(
      next ? next.x - CLEARANCE : row.right,
      isPast && row.nowX !== null ? row.nowX - LINE_CLEARANCE : row.right,
    );
    const words = wordsFor(mark, hidden, { x, end, taken, row });
    taken = Math.max(x + CLEARANCE, words ? words.x + row.widthOf(words.text) + CLEARANCE : 0);
    return { mark, x, hidden, ...(at - x > 1 && { from: at }), ...(words && { words }) };
  });
}

interface Room {
  readonly x: number;
  readonly end: number;
  /** Up to here to the left there are shapes and words. */
  readonly taken: number;
  readonly row: Row;
}

/** To the right where there is room, else to the left, in full or short. */
function wordsFor(
  mark: Mark,
  hidden: readonly Mark[],
  { x, end, taken, row }: Room,
): { readonly text: string; readonly x: number } | undefined {
  const more = hidden.length === 0 ? '' : `+${hidden.length}`;
  const texts =
    mark.shape === 'entry' ? [mark.label, mark.short].flatMap((text) => (text ? [`${text} ${more}`.trim()] : [])) : [];
  for (const text of [...texts, ...(more === '' ? [] : [more])]) {
    const width = row.widthOf(text);
    if (x + WORDS_GAP + width <= end) return { text, x: x + WORDS_GAP };
    if (x - WORDS_GAP - width >= taken) return { text, x: x - WORDS_GAP - width };
  }
  return undefined;
}
