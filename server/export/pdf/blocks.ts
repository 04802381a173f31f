/** Pieces of the summary page: each knows how high it is before it is drawn, so that the page is known to hold them all. */
import type { Fact } from '#core/record/report-facts.ts';
import { INK } from './sheet.ts';
import type { Frame, Sheet, Style } from './sheet.ts';

export interface Block {
  readonly height: number;
  draw(): void;
}

type Place = Pick<Frame, 'left' | 'width'>;

const GAP = 18;

export const gap = (sheet: Sheet, height: number): Block => ({ height, draw: () => sheet.space(height) });

export function text(sheet: Sheet, words: string, style: Style, type: 'P' | 'H1' | 'H2' | 'H3' = 'P'): Block {
  const { left, width } = sheet.frame;
  const lines = sheet.lines(words, width, style);
  const height = lines.length * sheet.lineHeight(style);
  return {
    height,
    draw() {
      const top = sheet.y;
      sheet.struct(type, () => sheet.setLines(lines, { left, top, width }, style), { text: words });
      sheet.space(height);
    },
  };
}

/** Two texts in one line of the page, the second at its right edge. */
export function pair(
  sheet: Sheet,
  [first, one]: readonly [string, Style],
  [second, two]: readonly [string, Style],
): Block {
  const { left, width } = sheet.frame;
  const right = Math.min(width * 0.4, sheet.width(sheet.legible(second), two) + 1);
  const firstLines = sheet.lines(first, width - right - GAP, one);
  const secondLines = sheet.lines(second, right, two);
  const height = Math.max(firstLines.length * sheet.lineHeight(one), secondLines.length * sheet.lineHeight(two));
  return {
    height,
    draw() {
      const top = sheet.y;
      const drop = Math.max(0, one.size - two.size);
      sheet.struct('H1', () => sheet.setLines(firstLines, { left, top, width }, one), { text: first });
      const place = { left: left + width - right, top: top + drop, width: right };
      sheet.struct('P', () => sheet.setLines(secondLines, place, two, 'right'), { text: second });
      sheet.space(height);
    },
  };
}

/** Words in a frame of their own: what must not be overlooked. */
export function boxed(sheet: Sheet, words: readonly string[], style: Style): Block {
  const { left, width } = sheet.frame;
  const pad = style.size * 0.6;
  const pieces = words.map((each) => ({ each, lines: sheet.lines(each, width - 2 * pad, style) }));
  const inner = pieces.reduce((sum, { lines }) => sum + lines.length * sheet.lineHeight(style), 0);
  const height = inner + 2 * pad;
  return {
    height,
    draw() {
      const top = sheet.y;
      sheet.artifact(() => {
        sheet.doc.rect(left, top, width, height).lineWidth(1).strokeColor(INK.text).stroke();
      });
      let y = top + pad;
      for (const { each, lines } of pieces) {
        sheet.struct('P', () => sheet.setLines(lines, { left: left + pad, top: y, width }, style), { text: each });
        y += lines.length * sheet.lineHeight(style);
      }
      sheet.space(height);
    },
  };
}

/** Name and words of each fact, side by side; `columns` of them, filled one after the other. */
export function facts(sheet: Sheet, rows: readonly Fact[], size: number, columns: 1 | 2, nameShare = 0.3): Block {
  const { left, width } = sheet.frame;
  const across = (width - GAP * (columns - 1)) / columns;
  const name: Style = { size, ink: INK.soft };
  const value: Style = { size };
  const nameWidth = across * nameShare;
  const pieces = rows.map((fact) => {
    const names = sheet.lines(fact.name, nameWidth - 6, name);
    const words = sheet.lines(fact.text, across - nameWidth, value);
    return { fact, names, words, height: Math.max(names.length, words.length) * sheet.lineHeight(value) + 1 };
  });
  const all = pieces.reduce((sum, { height }) => sum + height, 0);
  const split: (typeof pieces)[] = columns === 1 ? [pieces] : [[], []];
  if (columns === 2) {
    let filled = 0;
    for (const piece of pieces) {
      split[filled + piece.height / 2 <= all / 2 ? 0 : 1]?.push(piece);
      filled += piece.height;
    }
  }
  const heights = split.map((column) => column.reduce((sum, piece) => sum + piece.height, 0));
  const height = Math.max(0, ...heights);
  return {
    height,
    draw() {
      const top = sheet.y;
      split.forEach((column, index) => {
        const x = left + index * (across + GAP);
        let y = top;
        for (const { fact, names, words, height: tall } of column) {
          const draw = (): void => {
            sheet.setLines(names, { left: x, top: y, width: nameWidth }, name);
            sheet.setLines(words, { left: x + nameWidth, top: y, width: across - nameWidth }, value);
          };
          sheet.struct('P', draw, { text: `${fact.name} ${fact.text}` });
          y += tall;
        }
      });
      sheet.space(height);
    },
  };
}

/** Rows of a few short cells; the first row is the titles. */
export function grid(
  sheet: Sheet,
  rows: readonly (readonly string[])[],
  shares: readonly number[],
  size: number,
): Block {
  const { left, width } = sheet.frame;
  const all = shares.reduce((sum, share) => sum + share, 0);
  const places: readonly Place[] = shares.map((share, index) => ({
    left: left + (width * shares.slice(0, index).reduce((sum, each) => sum + each, 0)) / all,
    width: (width * share) / all - 6,
  }));
  const styleOf = (row: number): Style => (row === 0 ? { size: size * 0.92, ink: INK.soft } : { size });
  const set = rows.map((cells, row) => {
    const lines = cells.map((cell, index) => sheet.lines(cell, places[index]?.width ?? 0, styleOf(row)));
    return {
      cells,
      lines,
      height: Math.max(1, ...lines.map(({ length }) => length)) * sheet.lineHeight({ size }) + 2.5,
    };
  });
  return {
    height: set.reduce((sum, row) => sum + row.height, 0),
    draw() {
      sheet.within('Table', () => {
        set.forEach(({ cells, lines, height }, row) => {
          const top = sheet.y + 1;
          sheet.within('TR', () => {
            lines.forEach((cell, index) => {
              const place = { left, width, ...places[index], top };
              sheet.struct(row === 0 ? 'TH' : 'TD', () => sheet.setLines(cell, place, styleOf(row)), {
                text: cells[index] ?? '',
              });
            });
          });
          sheet.space(height);
          sheet.rule(sheet.y - 0.8, INK.line, row === 0 ? 0.6 : 0.3);
        });
      });
    },
  };
}

/** Columns of blocks beside each other, each drawn within its own width. */
export function beside(sheet: Sheet, columns: readonly ((part: Sheet) => readonly Block[])[]): Block {
  const { left, width } = sheet.frame;
  const across = (width - GAP * (columns.length - 1)) / columns.length;
  const made = columns.map((make, index) => {
    const frame = { ...sheet.frame, left: left + index * (across + GAP), width: across };
    const blocks = sheet.inFrame(frame, () => make(sheet));
    return { frame, blocks, height: blocks.reduce((sum, block) => sum + block.height, 0) };
  });
  const height = Math.max(0, ...made.map((each) => each.height));
  return {
    height,
    draw() {
      const top = sheet.y;
      for (const { frame, blocks } of made) {
        sheet.y = top;
        sheet.inFrame(frame, () => {
          for (const block of blocks) block.draw();
        });
      }
      sheet.y = top + height;
    },
  };
}
