/** What people entered and changed, as numbered marks in order of time; the words stand in the key. */
import type { RecordedEntry } from '../../entry.ts';
import { limitWords } from '../../limits/limit-words.ts';
import { entryText } from '../../words/labels.ts';
import type { VisitRecord } from '../visit-record.ts';
import { line, text } from './chart-frame.ts';
import { SIZE, tenth, widthOf, type Plot } from './chart-plot.ts';
import type { DrawingKey, Shape } from './drawing.ts';

interface Noted {
  readonly at: number;
  readonly text: string;
}

/** The BP itself stands above. */
const isQuiet = ({ entry }: RecordedEntry): boolean =>
  entry.kind === 'bp-started' || (entry.kind === 'response' && entry.response === 'normal' && entry.nausea !== true);

const byWhom = (name: string): string => (name === '' ? '' : ` (${name})`);

/** In order of time: entries, devices given, limits changed. */
export function notedIn({ entries, treatment, limitChanges }: VisitRecord): readonly Noted[] {
  return [
    ...entries
      .filter((each) => !isQuiet(each))
      .map(({ at, entry, byName }) => ({ at, text: `${entryText(entry)}${byWhom(byName)}` })),
    ...(treatment?.devices ?? []).map(({ at, mg, lot }) => ({ at, text: `Device of ${mg} mg, lot ${lot}` })),
    ...limitChanges.map(({ at, byName, reason, changes }) => ({
      at,
      text: `Limits changed: ${changes.map(({ name, from, to }) => `${limitWords(name)} ${from} → ${to}`).join('; ')}: ${reason}${byWhom(byName)}`,
    })),
  ].toSorted((a, b) => a.at - b.at);
}

interface Group {
  readonly first: number;
  last: number;
  readonly x: number;
  readonly lane: number;
}

const LANES = 2;
const LANE = 13;

export function entryShapes(
  record: VisitRecord,
  plot: Plot,
): { readonly shapes: readonly Shape[]; readonly key: readonly DrawingKey[] } {
  const noted = notedIn(record);
  const drawn = noted.filter(({ at }) => at >= plot.from && at <= plot.to);
  const groups = grouped(drawn, plot);
  const numberOf = new Map(groups.flatMap(({ first, last }) => rangeOf(first, last)));
  return {
    // All stems lie under all marks.
    shapes: [...groups.map((group) => stemOf(group, plot)), ...groups.flatMap((group) => shapesOf(group, plot))],
    key: noted.map((each) => ({ number: numberOf.get(drawn.indexOf(each)) ?? '–', at: each.at, text: each.text })),
  };
}

const rangeOf = (first: number, last: number): readonly (readonly [number, string])[] =>
  Array.from({ length: last - first + 1 }, (_, step) => [first + step, String(first + step + 1)] as const);

const labelOf = ({ first, last }: Group): string => (first === last ? String(first + 1) : `${first + 1}–${last + 1}`);
const wideOf = (group: Group): number => Math.max(SIZE.entry, widthOf(labelOf(group), SIZE.small) + 4);
/** What joins a group widens it to the right, where nothing stands yet. */
const leftOf = ({ x }: Group): number => x - SIZE.entry / 2;

/** Each at its instant, in the first lane with room; what has none joins the one before it. */
function grouped(drawn: readonly Noted[], plot: Plot): readonly Group[] {
  const groups: Group[] = [];
  for (const [index, { at }] of drawn.entries()) {
    const x = Math.min(Math.max(plot.x(at), plot.left + SIZE.entry / 2), plot.right - SIZE.entry / 2);
    const lane = Array.from({ length: LANES }, (_, each) => each).find((each) => {
      const last = groups.findLast((group) => group.lane === each);
      return !last || x - SIZE.entry / 2 > leftOf(last) + wideOf(last) + 1;
    });
    const before = groups.at(-1);
    if (lane !== undefined) groups.push({ first: index, last: index, x, lane });
    else if (before) before.last = index;
  }
  return groups;
}

const middleOf = ({ lane }: Group, plot: Plot): number => tenth(plot.entries.top + 8 + lane * LANE);

const stemOf = (group: Group, plot: Plot): Shape =>
  line([group.x, plot.entries.top], [group.x, middleOf(group, plot)], { ink: 'text', width: 0.5 });

function shapesOf(group: Group, plot: Plot): readonly Shape[] {
  const { x, first, last } = group;
  const y = middleOf(group, plot);
  const label = labelOf(group);
  if (first === last)
    return [
      {
        ...{ kind: 'mark', shape: 'circle', x, y, size: SIZE.entry, ink: 'text', filled: false },
        ...{ label, labelSize: SIZE.small },
      },
    ];
  const [left, wide] = [leftOf(group), wideOf(group)];
  return [
    {
      ...{ kind: 'rect', x: tenth(left), y: tenth(y - SIZE.entry / 2), width: tenth(wide), height: SIZE.entry },
      fill: { ink: 'paper', share: 1 },
      stroke: { ink: 'text', width: 0.7 },
    },
    text(left + wide / 2, y + 2.3, label, { anchor: 'middle', size: SIZE.small }),
  ];
}
