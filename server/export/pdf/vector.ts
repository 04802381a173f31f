/** A drawing of the core as lines and letters of the PDF: no picture, sharp at any size. */
import type { Drawing, Ink, Mark, Shape, Stroke, Text } from '#core/record/drawing/drawing.ts';
import type { Sheet } from './sheet.ts';

/** Dark enough to be read without a colour. */
const COLOUR: Readonly<Record<Ink, string>> = {
  spo2: '#0b4f7a',
  pulse: '#1d5c33',
  bp: '#14181d',
  alert: '#8a1c1c',
  grid: '#cdd3d9',
  text: '#14181d',
  soft: '#4c5661',
  paper: '#ffffff',
};

/** From the cursor down, as wide as it says. */
export function draw(sheet: Sheet, { shapes, says, height }: Drawing): void {
  const { doc } = sheet;
  sheet.room(height);
  sheet.struct(
    'Figure',
    () => {
      doc.save().translate(sheet.frame.left, sheet.y);
      for (const shape of shapes) set(sheet, shape);
      doc.restore();
    },
    { alt: says },
  );
  sheet.y += height;
}

function stroked(doc: PDFKit.PDFDocument, { ink, width, dash }: Stroke): void {
  doc.lineWidth(width).strokeColor(COLOUR[ink]).lineCap('round').lineJoin('round');
  if (dash) {
    // A round cap would fill the gaps.
    const [on = 1, off = on] = dash;
    doc.lineCap('butt').dash(on, { space: off });
  } else doc.undash();
  doc.stroke().undash();
}

function set(sheet: Sheet, shape: Shape): void {
  const { doc } = sheet;
  switch (shape.kind) {
    case 'line':
      doc.moveTo(shape.x1, shape.y1).lineTo(shape.x2, shape.y2);
      return stroked(doc, shape);
    case 'polyline': {
      const [first, ...rest] = shape.points;
      if (!first) return;
      doc.moveTo(...first);
      // One point alone is a dot, by its round caps.
      for (const point of rest.length === 0 ? [first] : rest) doc.lineTo(...point);
      return stroked(doc, shape);
    }
    case 'rect': {
      const { x, y, width, height, fill, stroke } = shape;
      if (fill) doc.rect(x, y, width, height).fillColor(COLOUR[fill.ink], fill.share).fill().fillOpacity(1);
      if (!stroke) return;
      doc.rect(x, y, width, height);
      return stroked(doc, stroke);
    }
    case 'text':
      return letters(sheet, shape);
    case 'mark':
      return mark(sheet, shape);
  }
}

function letters(sheet: Sheet, { x, y, text, size, ink, anchor, weight, turn }: Omit<Text, 'kind'>): void {
  const { doc } = sheet;
  const face = weight === 'bold' ? 'bold' : 'regular';
  const shown = sheet.legible(text).replaceAll('\n', ' ');
  const width = sheet.width(shown, { size, face });
  const from = anchor === 'start' ? 0 : anchor === 'middle' ? width / 2 : width;
  doc.save();
  if (turn !== undefined) doc.rotate(turn, { origin: [x, y] });
  doc.font(face).fontSize(size).fillColor(COLOUR[ink]);
  doc.text(shown, x - from, y, { lineBreak: false, baseline: 'alphabetic' });
  doc.restore();
}

function mark(sheet: Sheet, { shape, x, y, size, ink, filled, label, labelSize = size * 0.7 }: Mark): void {
  const { doc } = sheet;
  const half = size / 2;
  if (shape === 'cross') {
    doc.moveTo(x - half, y - half).lineTo(x + half, y + half);
    doc.moveTo(x - half, y + half).lineTo(x + half, y - half);
    return stroked(doc, { ink, width: 1.2 });
  }
  if (shape === 'circle') doc.circle(x, y, half);
  if (shape === 'triangle') doc.polygon([x, y - half], [x + half, y + half], [x - half, y + half]);
  if (shape === 'diamond') doc.polygon([x, y - half], [x + half, y], [x, y + half], [x - half, y]);
  if (shape === 'square') doc.rect(x - half * 0.8, y - half * 0.8, size * 0.8, size * 0.8);
  doc.lineWidth(0.9).fillAndStroke(COLOUR[filled ? ink : 'paper'], COLOUR[ink]);
  if (label !== undefined)
    letters(sheet, {
      ...{ x, y: y + labelSize * 0.35, text: label, size: labelSize, anchor: 'middle' },
      ink: filled ? 'paper' : 'text',
    });
}
