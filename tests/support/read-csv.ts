/** A CSV file as RFC 4180 is read: quotes doubled inside quotes, a row ends with CRLF outside of them. */
export function readCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  let cell = '';
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const char = text[at] ?? '';
    if (quoted && char === '"' && text[at + 1] === '"') cell += text[at++];
    else if (char === '"') quoted = !quoted;
    else if (!quoted && (char === ',' || (char === '\r' && text[at + 1] === '\n'))) {
      rows.at(-1)?.push(cell);
      cell = '';
      if (char === '\r') {
        at++;
        rows.push([]);
      }
    } else cell += char;
  }
  return rows.slice(0, -1);
}

/** Each row by the names of its columns; the mark that it is UTF-8 is no part of the first. */
export function csvRecords(text: string): Record<string, string>[] {
  const [head = [], ...rows] = readCsv(text.replace(/^\uFEFF/, ''));
  return rows.map((row) => Object.fromEntries(head.map((name, index) => [name, row[index] ?? ''])));
}
