/** The summary on one page: as large as it fits, and never on two. */
import type { ReportSummary, SummaryList } from '#core/record/report-summary.ts';
import { beside, boxed, facts, gap, grid, pair, text } from './blocks.ts';
import type { Block } from './blocks.ts';
import { INK } from './sheet.ts';
import type { Sheet } from './sheet.ts';

/** Points, of its letters. */
const LARGEST = 9.4;
const SMALLEST = 5;
const STEP = 0.2;

export interface SummaryPage {
  readonly summary: ReportSummary;
  /** It came to no treatment, in a sentence. */
  readonly untreated?: string | undefined;
  /** `14:02`, in the clinic's zone. */
  readonly clock: (at: number) => string;
}

export function summaryPage(sheet: Sheet, page: SummaryPage): void {
  let size = LARGEST;
  let blocks = blocksOf(sheet, page, size);
  while (heightOf(blocks) > sheet.left && size > SMALLEST) {
    size = Math.max(SMALLEST, size - STEP);
    blocks = blocksOf(sheet, page, size);
  }
  // Letters that are smaller cannot be read: what is left of the lists stands in the details.
  let { summary } = page;
  while (heightOf(blocks) > sheet.left && summary.lists.some(({ lines }) => lines.length > 0)) {
    const most = Math.max(...summary.lists.map(({ lines }) => lines.length));
    const longest = summary.lists.find(({ lines }) => lines.length === most);
    const lists = summary.lists.map((each) =>
      each === longest ? { ...each, lines: each.lines.slice(0, -1), left: each.left + 1 } : each,
    );
    summary = { ...summary, lists };
    blocks = blocksOf(sheet, { ...page, summary }, size);
  }
  for (const block of blocks) block.draw();
}

const heightOf = (blocks: readonly Block[]): number => blocks.reduce((sum, { height }) => sum + height, 0);

function blocksOf(sheet: Sheet, { summary, clock, untreated }: SummaryPage, size: number): readonly Block[] {
  const { contradictions, lists } = summary;
  const title = (words: string): readonly Block[] => [
    gap(sheet, size * 0.75),
    text(sheet, words, { size: size * 1.05, face: 'bold' }, 'H2'),
    gap(sheet, size * 0.15),
  ];
  const listOf = (part: Sheet, { title: name, lines, left, none }: SummaryList): readonly Block[] => [
    ...title(name),
    ...(name === 'Alerts' && lines.length + left > 0 ? [text(part, summary.alerts, { size })] : []),
    ...(lines.length === 0 && left === 0 ? [text(part, none, { size })] : []),
    facts(
      part,
      lines.map(({ at, text: words }) => ({ name: clock(at), text: words })),
      size,
      1,
      0.14,
    ),
    ...(left === 0 ? [] : [text(part, `${left} more in the details.`, { size, face: 'bold' })]),
  ];
  const halves = inHalves(lists, ({ lines }) => lines.length + 2);
  const warnings = [...(summary.isUnsigned ? ['This record is not signed.'] : []), ...(untreated ? [untreated] : [])];
  return [
    ...(summary.marks.length === 0
      ? []
      : [boxed(sheet, summary.marks, { size, face: 'bold', ink: INK.mark }), gap(sheet, size)]),
    pair(
      sheet,
      [summary.name, { size: size * 1.9, face: 'bold' }],
      [`Visit report, ${summary.day}`, { size: size * 1.15, face: 'bold' }],
    ),
    text(sheet, summary.who, { size: size * 1.15 }),
    gap(sheet, size * 0.6),
    ...warnings.map((words) => text(sheet, words, { size, face: 'bold' })),
    ...(contradictions.length === 0
      ? []
      : [
          gap(sheet, size * 0.4),
          boxed(sheet, ['Does not agree', ...contradictions.map((each) => `• ${each}`)], { size, face: 'bold' }),
        ]),
    gap(sheet, size * 0.6),
    facts(sheet, summary.facts, size, 2),
    gap(sheet, size * 0.6),
    grid(
      sheet,
      [
        ['Vital', 'Baseline', 'Highest', 'Lowest', 'Last'],
        ...summary.vitals.map(({ name, baseline, highest, lowest, last }) => [name, baseline, highest, lowest, last]),
      ],
      [1.1, 1, 2, 1.6, 1.4],
      size,
    ),
    ...title('Outside the limits'),
    summary.outside.length === 0
      ? text(sheet, 'Never, with good signal.', { size })
      : facts(sheet, summary.outside, size, 2, 0.68),
    beside(
      sheet,
      halves.map((half) => (part: Sheet) => half.flatMap((list) => listOf(part, list))),
    ),
    ...(summary.scales.length === 0 ? [] : [...title('Scales'), facts(sheet, summary.scales, size, 1, 0.14)]),
    ...(summary.criteria.length === 0
      ? []
      : [...title('Discharge criteria'), facts(sheet, summary.criteria, size, 1, 0.14)]),
    ...title('Signatures'),
    facts(sheet, summary.signatures, size, 2, 0.36),
  ];
}

/** In their order, each where there is more room so far. */
function inHalves<T>(all: readonly T[], heightOfOne: (one: T) => number): readonly (readonly T[])[] {
  const halves: readonly T[][] = [[], []];
  const filled = [0, 0];
  for (const one of all) {
    const half = (filled[1] ?? 0) < (filled[0] ?? 0) ? 1 : 0;
    halves[half]?.push(one);
    filled[half] = (filled[half] ?? 0) + heightOfOne(one);
  }
  return halves;
}
