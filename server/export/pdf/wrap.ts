/** Lines of a text within a width. Nothing is cut: a word that is wider than the line goes on in the next. */

/** @param measure width of a piece of text, in the width's unit */
export function wrap(text: string, width: number, measure: (text: string) => number): readonly string[] {
  return text.split('\n').flatMap((paragraph) => wrapParagraph(paragraph, width, measure));
}

function wrapParagraph(paragraph: string, width: number, measure: (text: string) => number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of paragraph.split(/ +/)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (measure(longer) <= width) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    line = '';
    // A long word goes on after its hyphens and slashes first.
    for (const part of measure(word) <= width ? [word] : word.split(/(?<=[-–/])/)) {
      if (measure(line + part) <= width) {
        line += part;
        continue;
      }
      if (line !== '') lines.push(line);
      const pieces = measure(part) <= width ? [part] : broken(part, width, measure);
      lines.push(...pieces.slice(0, -1));
      line = pieces.at(-1) ?? '';
    }
  }
  return [...lines, line];
}

function broken(word: string, width: number, measure: (text: string) => number): readonly string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const letter of word) {
    if (piece !== '' && measure(piece + letter) > width) {
      pieces.push(piece);
      piece = letter;
    } else piece += letter;
  }
  return [...pieces, piece];
}
