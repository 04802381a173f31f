/** What stands on every page, so that a sheet that comes loose is known: whose it is, of which visit, which page, and what it is not. */
import type { ReportSummary } from '#core/record/report-summary.ts';
import { INK } from './sheet.ts';
import type { Sheet, Style } from './sheet.ts';

export interface PageMarks {
  readonly summary: Pick<ReportSummary, 'name' | 'who' | 'day' | 'marks' | 'isUnsigned'>;
  readonly visitId: string;
  readonly clinic: string;
}

const SMALL: Style = { size: 7.5, ink: INK.soft };
const NAME: Style = { size: 8, face: 'bold' };
const MARK: Style = { size: 8, face: 'bold', ink: INK.mark };

export function pageMarks(
  sheet: Sheet,
  { summary, visitId, clinic }: PageMarks,
): (page: number, pages: number) => void {
  const { left, width } = sheet.frame;
  const foot = sheet.frame.bottom + 14;
  // In full they stand on the first page.
  const short = summary.marks.flatMap((mark) => /^[A-Z]+/.exec(mark)?.[0] ?? []);
  const marks = [...short, ...(summary.isUnsigned ? ['NOT SIGNED'] : [])].join(' · ');
  const set = (words: string, top: number, style: Style, share: number, align: 'left' | 'right' = 'left'): void => {
    const across = width * share;
    const at = align === 'right' ? left + width - across : left;
    sheet.setLines([cut(sheet, words, across, style)], { left: at, top, width: across }, style, align);
  };
  // A long name leaves the rest its place: the first page has all of it.
  const who = `, ${summary.who}`;
  const name = cut(sheet, summary.name, width * 0.55 - sheet.width(sheet.legible(who), NAME), NAME);
  return (page, pages) => {
    set(`${name}${who}`, 22, NAME, 0.55);
    set(marks, 22, MARK, 0.43, 'right');
    sheet.doc
      .moveTo(left, 38)
      .lineTo(left + width, 38)
      .lineWidth(0.6)
      .strokeColor(INK.text)
      .stroke();
    set(`Visit report · ${clinic} · ${summary.day} · visit ${visitId}`, foot, SMALL, 0.85);
    set(`page ${page} of ${pages}`, foot, SMALL, 0.14, 'right');
  };
}

/** One line of it. */
function cut(sheet: Sheet, words: string, width: number, style: Style): string {
  const shown = sheet.legible(words).replaceAll('\n', ' ');
  if (sheet.width(shown, style) <= width) return shown;
  let end = shown.length;
  while (end > 0 && sheet.width(`${shown.slice(0, end)}…`, style) > width) end -= 1;
  return `${shown.slice(0, end)}…`;
}
