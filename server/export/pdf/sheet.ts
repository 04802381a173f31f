/**
 * Pages of text with a cursor that goes down them: lines are broken here and set one by one, so that whatever is written finds its place,
 * on the next page if need be. Every piece of text stands in the document's structure, in reading order.
 */
import PDFDocument from 'pdfkit';
import type { Paper } from '#protocol/exports.ts';
import { FACES } from './faces.ts';
import type { Face } from './faces.ts';
import { legible } from './legible.ts';
import { wrap } from './wrap.ts';

export const INK = { text: '#14181d', soft: '#4c5661', line: '#b9c1c9', mark: '#8a1c1c' } as const;

/** Points. */
export interface Style {
  readonly size: number;
  readonly face?: Face;
  readonly ink?: string;
}

/** Points, from the top left. */
export interface Frame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly bottom: number;
}

export interface SheetOptions {
  readonly paper: Paper;
  readonly title: string;
  readonly subject: string;
  readonly author: string;
  /** Of the record: a file made of it again is the same. */
  readonly createdAt: number;
}

type Struct = ReturnType<PDFKit.PDFDocument['struct']>;
type StructType = 'H1' | 'H2' | 'H3' | 'P' | 'Table' | 'TR' | 'TH' | 'TD' | 'Figure' | 'Caption';

const MARGIN = { side: 42, top: 54, bottom: 44 } as const;
/** Of the size. */
const LEADING = 1.32;
/** Of the size, from the top of a line to its letters' feet. */
const ASCENT = 1.025;

interface Glyphs {
  hasGlyphForCodePoint(codePoint: number): boolean;
}

export class Sheet {
  readonly doc: PDFKit.PDFDocument;
  #frame: Frame;
  /** Where the next piece begins. */
  y: number;
  readonly #root: Struct;
  readonly #parents: Struct[] = [];
  readonly #glyphs: Glyphs[] = [];
  readonly #widths = new Map<string, number>();
  readonly #legible = new Map<string, string>();

  constructor({ paper, title, subject, author, createdAt }: SheetOptions) {
    this.doc = new PDFDocument({
      size: paper === 'a4' ? 'A4' : 'LETTER',
      margin: 0,
      bufferPages: true,
      pdfVersion: '1.7',
      tagged: true,
      lang: 'en',
      displayTitle: true,
      info: {
        Title: title,
        Subject: subject,
        Author: author,
        Creator: 'Vigil',
        Producer: 'Vigil',
        CreationDate: new Date(createdAt),
      },
    });
    for (const [face, file] of Object.entries(FACES)) {
      this.doc.registerFont(face, file).font(face);
      // What pdfkit embeds, by the library that reads it.
      this.#glyphs.push((this.doc as unknown as { _font: { font: Glyphs } })._font.font);
    }
    const { width, height } = this.doc.page;
    this.#frame = {
      ...{ left: MARGIN.side, top: MARGIN.top },
      ...{ width: width - 2 * MARGIN.side, bottom: height - MARGIN.bottom },
    };
    this.y = this.#frame.top;
    this.#root = this.doc.struct('Document');
    this.doc.addStructure(this.#root);
  }

  get frame(): Frame {
    return this.#frame;
  }

  /** As if the page were no wider than this. */
  inFrame<T>(frame: Frame, make: () => T): T {
    const whole = this.#frame;
    this.#frame = frame;
    try {
      return make();
    } finally {
      this.#frame = whole;
    }
  }

  get pages(): number {
    return this.doc.bufferedPageRange().count;
  }

  get left(): number {
    return this.frame.bottom - this.y;
  }

  newPage(): void {
    this.doc.addPage();
    this.y = this.frame.top;
  }

  /** On the next page, where this one has no room for it. */
  room(height: number): void {
    if (this.left < height && this.y > this.frame.top) this.newPage();
  }

  space(height: number): void {
    this.y += height;
  }

  legible(text: string): string {
    let shown = this.#legible.get(text);
    if (shown === undefined) {
      shown = legible(text, (codePoint) => this.#glyphs.every((font) => font.hasGlyphForCodePoint(codePoint)));
      this.#legible.set(text, shown);
    }
    return shown;
  }

  width(text: string, { size, face = 'regular' }: Style): number {
    const key = `${face}${text}`;
    let width = this.#widths.get(key);
    if (width === undefined) {
      width = this.doc.font(face).fontSize(100).widthOfString(text) / 100;
      this.#widths.set(key, width);
    }
    return width * size;
  }

  lines(text: string, width: number, style: Style): readonly string[] {
    return wrap(this.legible(text), width, (piece) => this.width(piece, style));
  }

  lineHeight({ size }: Style): number {
    return size * LEADING;
  }

  /** Lines as `lines` made them, from the top left; the cursor stays. */
  setLines(
    lines: readonly string[],
    { left, top, width }: Pick<Frame, 'left' | 'top' | 'width'>,
    style: Style,
    align: 'left' | 'right' = 'left',
  ): void {
    const { size, face = 'regular', ink = INK.text } = style;
    const { doc } = this;
    doc.font(face).fontSize(size).fillColor(ink);
    lines.forEach((line, index) => {
      if (line === '') return;
      const x = align === 'right' ? left + width - this.width(line, style) : left;
      const baseline = top + index * this.lineHeight(style) + size * ASCENT;
      doc.text(line, x, baseline, { lineBreak: false, baseline: 'alphabetic' });
    });
  }

  /** A piece of the document's structure. `text`: what was written, where its letters are not all there. */
  struct(
    type: StructType,
    draw: () => void,
    { text, alt }: { readonly text?: string; readonly alt?: string } = {},
  ): void {
    const actual = text !== undefined && this.legible(text) !== text ? text : undefined;
    this.#add(
      this.doc.struct(type, { ...(actual !== undefined && { actual }), ...(alt !== undefined && { alt }) }, draw),
    );
  }

  /** With pieces of its own: a table with rows, a row with cells. */
  within(type: StructType, draw: () => void): void {
    const parent = this.doc.struct(type);
    this.#add(parent);
    this.#parents.push(parent);
    draw();
    this.#parents.pop();
    parent.end();
  }

  /** What is on the page and not of what it says: lines, headers, page numbers. */
  artifact(draw: () => void): void {
    this.doc.markContent('Artifact', { type: 'Layout' });
    draw();
    this.doc.endMarkedContent();
  }

  paragraph(text: string, style: Style, { type = 'P' as StructType, indent = 0, after = 0 } = {}): void {
    const width = this.frame.width - indent;
    let lines = this.lines(text, width, style);
    const height = this.lineHeight(style);
    while (lines.length > 0) {
      this.room(height);
      const fit = Math.max(1, Math.floor(this.left / height));
      const here = lines.slice(0, fit);
      this.struct(type, () => this.setLines(here, { left: this.frame.left + indent, top: this.y, width }, style), {
        text,
      });
      this.y += here.length * height;
      lines = lines.slice(fit);
    }
    this.y += after;
  }

  rule(y = this.y, ink: string = INK.line, width = 0.6): void {
    const { left, width: across } = this.frame;
    this.artifact(() => {
      this.doc
        .moveTo(left, y)
        .lineTo(left + across, y)
        .lineWidth(width)
        .strokeColor(ink)
        .stroke();
    });
  }

  /** @param onPage draws header and footer of each page, once it is known how many there are */
  finish(onPage: (page: number, pages: number) => void): Uint8Array {
    const { pages } = this;
    this.#root.end();
    for (let page = 0; page < pages; page += 1) {
      this.doc.switchToPage(page);
      this.artifact(() => onPage(page + 1, pages));
    }
    this.doc.end();
    return this.doc.read() as Uint8Array;
  }

  #add(struct: Struct): void {
    (this.#parents.at(-1) ?? this.#root).add(struct);
  }
}
