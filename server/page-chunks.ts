/**
 * How the scripts of the pages are cut. Cut only by who imports what, a chair's page asks for eighty files, most of them
 * under a kilobyte, and every new page cuts them finer; small files compress badly. So what every page needs is one
 * file, and what the chair's page has in common with a third of the pages another. Nothing that is fetched late is in
 * them: only static imports are followed.
 */
import type { Plugin } from 'vite';

/** One module as the bundler knows it. */
export interface ImportingModule {
  readonly id: string;
  readonly isEntry: boolean;
  /** Static ones. */
  readonly importedIds: readonly string[];
}

const CHAIR = '/src/routes/chair/[chairId]/+page.svelte';
const AROUND = ['/src/routes/+layout.svelte', '/src/routes/+layout.ts', '/src/routes/+error.svelte'];
const PAGE = /\/src\/routes\/.*\+page\.svelte$/;
/** Kit makes one entry for each page and layout; the others start the application. */
const NODE = /\/nodes\/\d+\.js$/;

/** Which modules go into which file; one that is absent goes where the bundler puts it. An entry keeps its own. */
export function pageChunks(modules: readonly ImportingModule[]): ReadonlyMap<string, 'frame' | 'common'> {
  const byId = new Map(modules.map((each) => [each.id, each]));
  const reachedFrom = (roots: readonly string[]): ReadonlySet<string> => {
    const reached = new Set(roots);
    for (const id of reached) for (const imported of byId.get(id)?.importedIds ?? []) reached.add(imported);
    return reached;
  };
  const isAround = ({ id, isEntry }: ImportingModule): boolean =>
    AROUND.some((end) => id.endsWith(end)) || (isEntry && !NODE.test(id));
  const frame = reachedFrom(modules.filter(isAround).map(({ id }) => id));
  const ofPages = modules.filter(({ id }) => PAGE.test(id)).map(({ id }) => reachedFrom([id]));
  const ofChair = modules.filter(({ id }) => id.endsWith(CHAIR)).flatMap(({ id }) => [...reachedFrom([id])]);
  const isCommon = (id: string): boolean => 3 * ofPages.filter((reached) => reached.has(id)).length >= ofPages.length;

  const chunks = new Map<string, 'frame' | 'common'>();
  for (const id of ofChair) if (isCommon(id)) chunks.set(id, 'common');
  for (const id of frame) chunks.set(id, 'frame');
  for (const { id, isEntry } of modules) if (isEntry) chunks.delete(id);
  return chunks;
}

/** Cuts the scripts of the browser so, in a build. */
export function cutPages(): Plugin {
  let chunks: ReadonlyMap<string, string> = new Map();
  return {
    name: 'vigil-page-chunks',
    apply: 'build',
    applyToEnvironment: ({ name }) => name === 'client',
    buildEnd() {
      const ids = [...this.getModuleIds()];
      chunks = pageChunks(ids.flatMap((id) => this.getModuleInfo(id) ?? []));
    },
    outputOptions: (options) => ({
      ...options,
      // The frame first: a group takes what its modules import with it, and the frame must import nothing of the other.
      codeSplitting: {
        groups: [
          { name: 'frame', priority: 2, test: (id) => chunks.get(id) === 'frame' },
          { name: 'common', priority: 1, test: (id) => chunks.get(id) === 'common' },
        ],
      },
    }),
  };
}
