/** Rows under titles that stand again on every page; a row that is longer than the page goes on on the next. */
import { INK } from './sheet.ts';
import type { Sheet, Style } from './sheet.ts';

export interface Column {
  readonly title: string;
  /** Share of the width. */
  readonly share: number;
  readonly align?: 'left' | 'right';
}

export interface Row {
  readonly cells: readonly string[];
  readonly isBold?: boolean;
}

const GAP = 8;
const PAD = 2.2;
const HEAD: Style = { size: 7.5, face: 'bold', ink: INK.soft };

export function table(sheet: Sheet, columns: readonly Column[], rows: readonly Row[], size = 8): void {
  const { left, width } = sheet.frame;
  const all = columns.reduce((sum, { share }) => sum + share, 0);
  let at = left;
  const places = columns.map(({ share, align = 'left' }) => {
    const across = ((width - GAP * (columns.length - 1)) * share) / all;
    const place = { left: at, width: across, align };
    at += across + GAP;
    return place;
  });
  const lineHeight = sheet.lineHeight({ size });

  const draw = (
    cells: readonly (readonly string[])[],
    style: Style,
    type: 'TH' | 'TD',
    texts: readonly string[],
  ): void => {
    const top = sheet.y + PAD;
    sheet.within('TR', () => {
      places.forEach(({ align, ...place }, index) => {
        const lines = cells[index] ?? [];
        const text = texts[index];
        const set = (): void => sheet.setLines(lines, { ...place, top }, style, align);
        sheet.struct(type, set, text === undefined ? {} : { text });
      });
    });
    const most = Math.max(1, ...cells.map(({ length }) => length));
    sheet.y = top + most * sheet.lineHeight(style) + PAD;
  };
  const head = (): void => {
    const lines = columns.map(({ title }, index) => sheet.lines(title, places[index]?.width ?? 0, HEAD));
    draw(lines, HEAD, 'TH', []);
    sheet.rule(sheet.y, INK.soft);
  };

  sheet.within('Table', () => {
    sheet.room(3 * lineHeight + 4 * PAD + sheet.lineHeight(HEAD));
    head();
    for (const { cells, isBold } of rows) {
      const style: Style = isBold ? { size, face: 'bold' } : { size };
      let rest = cells.map((text, index) => sheet.lines(text, places[index]?.width ?? 0, style));
      let isFirst = true;
      while (isFirst || rest.some(({ length }) => length > 0)) {
        const most = Math.max(1, ...rest.map(({ length }) => length));
        const fits = Math.floor((sheet.left - 2 * PAD) / lineHeight);
        // A row stays whole where a page can hold it.
        const isTooLong = most * lineHeight > (sheet.frame.bottom - sheet.frame.top) / 2;
        if (fits < (isTooLong ? Math.min(most, 3) : most)) {
          sheet.newPage();
          head();
          continue;
        }
        draw(
          rest.map((lines) => lines.slice(0, fits)),
          style,
          'TD',
          isFirst ? cells : [],
        );
        rest = rest.map((lines) => lines.slice(fits));
        isFirst = false;
      }
      sheet.rule(sheet.y, INK.line, 0.35);
    }
  });
}
