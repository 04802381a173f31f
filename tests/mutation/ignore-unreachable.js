/**
 * The end of a switch over a union, `default: return event satisfies never`, is never reached: the compiler proves it, so no
 * test can. Mutants of that one clause are left out, and of nothing else.
 */

const isProvedUnreachable = ({ node }) =>
  node.type === 'SwitchCase' &&
  node.test === null &&
  node.consequent.length === 1 &&
  node.consequent[0].type === 'ReturnStatement' &&
  node.consequent[0].argument?.type === 'TSSatisfiesExpression' &&
  node.consequent[0].argument.typeAnnotation.type === 'TSNeverKeyword';

/** Stryker's plugins are values of this shape. */
export const strykerPlugins = [
  {
    kind: 'Ignore',
    name: 'unreachable',
    value: {
      shouldIgnore: (path) =>
        isProvedUnreachable(path) ? 'the compiler proves that this is never reached' : undefined,
    },
  },
];
