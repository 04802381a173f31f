import { expect, test } from 'vitest';
import { pageChunks, type ImportingModule } from './page-chunks.ts';

const module = (id: string, importedIds: readonly string[] = [], isEntry = false): ImportingModule => ({
  id: `/clinic${id}`,
  isEntry,
  importedIds: importedIds.map((each) => `/clinic${each}`),
});
const page = (node: number, name: string, importedIds: readonly string[]): readonly ImportingModule[] => [
  module(`/nodes/${node}.js`, [`/src/routes/${name}/+page.svelte`], true),
  module(`/src/routes/${name}/+page.svelte`, importedIds),
];

/** Four pages: a third of them are two. */
const graph: readonly ImportingModule[] = [
  module('/kit/entry.js', ['/kit/client.js'], true),
  module('/kit/client.js', ['/svelte.js']),
  module('/svelte.js'),
  module('/nodes/0.js', ['/src/routes/+layout.svelte'], true),
  module('/src/routes/+layout.svelte', ['/svelte.js', '/live.ts']),
  module('/live.ts'),
  module('/src/routes/+error.svelte', ['/out-of-order.svelte']),
  module('/out-of-order.svelte'),
  module('/nodes/4.js', ['/src/routes/chair/[chairId]/+page.svelte'], true),
  module('/src/routes/chair/[chairId]/+page.svelte', ['/live.ts', '/dialog.svelte', '/rail.svelte', '/strip.svelte']),
  module('/dialog.svelte', ['/icon.svelte']),
  module('/icon.svelte', ['/svelte.js']),
  module('/rail.svelte'),
  module('/strip.svelte'),
  // Fetched late by the chair's page: no static import leads there.
  module('/sign-in.svelte', ['/keypad.svelte']),
  module('/keypad.svelte'),
  ...page(11, 'station', ['/strip.svelte', '/tiles.ts']),
  ...page(12, 'history', ['/dialog.svelte', '/tiles.ts', '/keypad.svelte']),
  ...page(13, 'audit', ['/tiles.ts', '/keypad.svelte']),
  module('/tiles.ts'),
];
const chunkOf = (id: string): string | undefined => pageChunks(graph).get(`/clinic${id}`);

test('UI-266 what every page needs is one file: what starts it, its layout and what says that a page failed', () => {
  for (const id of ['/kit/client.js', '/svelte.js', '/src/routes/+layout.svelte', '/live.ts', '/out-of-order.svelte'])
    expect(chunkOf(id), id).toBe('frame');
});

test('UI-266 what the chair page has in common with a third of the pages is another, with all that it imports', () => {
  for (const id of ['/dialog.svelte', '/icon.svelte', '/strip.svelte']) expect(chunkOf(id), id).toBe('common');
});

test('UI-266 what one page needs, what is fetched late and what the chair page has not stay where they are', () => {
  for (const id of ['/rail.svelte', '/sign-in.svelte', '/keypad.svelte', '/tiles.ts'])
    expect(chunkOf(id), id).toBeUndefined();
});

test('UI-266 an entry keeps its own file', () => {
  for (const id of ['/kit/entry.js', '/nodes/0.js', '/nodes/4.js']) expect(chunkOf(id), id).toBeUndefined();
});

test('UI-266 neither file needs what is in no file of the two, nor the frame the other', () => {
  const chunks = pageChunks(graph);
  for (const { id, importedIds } of graph) {
    const chunk = chunks.get(id);
    if (chunk === undefined) continue;
    for (const imported of importedIds)
      expect(chunk === 'frame' ? ['frame'] : ['frame', 'common']).toContain(chunks.get(imported));
  }
});
