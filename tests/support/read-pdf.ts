/** A PDF as another program reads it: its letters line by line, what is drawn on each page, and what it says of itself. */
import { getDocument, OPS } from 'pdfjs-dist/legacy/build/pdf.mjs';

export interface PdfPage {
  readonly width: number;
  readonly height: number;
  /** From the top; pieces of one line, from the left, with a tab between them. */
  readonly lines: readonly string[];
  /** How often each operator stands on it. */
  readonly operators: ReadonlyMap<string, number>;
  /** Types in the structure, in reading order: `H1`, `P`, `TD`. */
  readonly structure: readonly string[];
  /** What is said of pictures to those who cannot see them. */
  readonly alternatives: readonly string[];
  /** The furthest that any letter goes, points. */
  readonly right: number;
  readonly bottom: number;
}

export interface ReadPdf {
  readonly pages: readonly PdfPage[];
  readonly info: Readonly<Record<string, unknown>>;
  readonly fonts: readonly string[];
  readonly text: string;
}

interface Piece {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly text: string;
}
interface Node {
  readonly role?: string;
  readonly alt?: string;
  readonly children?: readonly Node[];
}

const NAMES = new Map(Object.entries(OPS).map(([name, number]) => [number, name]));

export async function readPdf(bytes: Uint8Array): Promise<ReadPdf> {
  const loading = getDocument({ data: Uint8Array.from(bytes), useSystemFonts: false, verbosity: 0 });
  const document = await loading.promise;
  const pages: PdfPage[] = [];
  const fonts = new Set<string>();
  for (let number = 1; number <= document.numPages; number++) {
    const page = await document.getPage(number);
    const { width, height } = page.getViewport({ scale: 1 });
    const { items } = await page.getTextContent();
    const pieces = items.flatMap((item): Piece[] => {
      if (!('str' in item) || item.str.trim() === '') return [];
      fonts.add(item.fontName);
      const [, , , , x = 0, y = 0] = item.transform as number[];
      return [{ x, y: height - y, width: item.width, text: item.str }];
    });
    const { fnArray } = await page.getOperatorList();
    const operators = new Map<string, number>();
    for (const code of fnArray) {
      const name = NAMES.get(code) ?? String(code);
      operators.set(name, (operators.get(name) ?? 0) + 1);
    }
    const tree = (await page.getStructTree()) as Node | null;
    pages.push({
      width,
      height,
      lines: linesOf(pieces),
      operators,
      structure: of('role', tree),
      alternatives: of('alt', tree),
      right: Math.max(0, ...pieces.map((piece) => piece.x + piece.width)),
      bottom: Math.max(0, ...pieces.map(({ y }) => y)),
    });
  }
  const { info } = await document.getMetadata();
  await loading.destroy();
  return {
    pages,
    info: info as Record<string, unknown>,
    fonts: [...fonts],
    text: pages.flatMap(({ lines }) => lines).join('\n'),
  };
}

function linesOf(pieces: readonly Piece[]): readonly string[] {
  const rows = new Map<number, Piece[]>();
  for (const piece of pieces) {
    const y = [...rows.keys()].find((each) => Math.abs(each - piece.y) < 1) ?? piece.y;
    rows.set(y, [...(rows.get(y) ?? []), piece]);
  }
  return [...rows]
    .toSorted(([a], [b]) => a - b)
    .map(([, row]) =>
      row
        .toSorted((a, b) => a.x - b.x)
        .map(({ text }) => text)
        .join('\t'),
    );
}

const of = (what: 'role' | 'alt', node: Node | null): readonly string[] =>
  node === null
    ? []
    : [...(node[what] ? [node[what]] : []), ...(node.children ?? []).flatMap((child) => of(what, child))];
