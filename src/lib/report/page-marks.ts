/** What stands on every printed page: whose visit, whether it is a demo's or imported, which, and the page's number of how many. */

/** Within a string of CSS. */
export const quoted = (text: string): string =>
  `"${text.replaceAll(/[\\"\n\r\f<]/g, (letter) => `\\${letter.codePointAt(0)?.toString(16)} `)}"`;

/**
 * A sheet made in code: what is printed in a page's margin cannot be an element, and its words are the visit's own.
 * @returns takes it away again
 */
export function printOnEachPage(left: string, right: string, foot: string): () => void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(
    `@page {
      @top-left { content: ${quoted(left)}; font: 600 8pt 'Vigil Plex', sans-serif; color: black; }
      @top-right { content: ${quoted(right)}; font: 8pt 'Vigil Plex', sans-serif; color: black; }
      @bottom-left { content: ${quoted(foot)}; font: 8pt 'Vigil Plex', sans-serif; color: black; }
      @bottom-right { content: "Page " counter(page) " of " counter(pages); font: 8pt 'Vigil Plex', sans-serif; color: black; }
    }`,
  );
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  return () => void (document.adoptedStyleSheets = document.adoptedStyleSheets.filter((each) => each !== sheet));
}
