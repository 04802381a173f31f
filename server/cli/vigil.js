// The way in, in plain JavaScript: a Node too old to run TypeScript still says so in a sentence.
const LEAST_NODE = 24;

if (Number(process.versions.node.split('.')[0]) < LEAST_NODE) {
  console.error(
    `Vigil needs Node ${LEAST_NODE} or newer, this is ${process.versions.node}: run "npm ci" here, which brings it, and then "npm run -s vigil".`,
  );
  process.exitCode = 1;
} else {
  const { keepCompiledCode } = await import('../code-cache.ts');
  keepCompiledCode(process.env);
  await import('./main.ts');
  // Now, for a server is seldom stopped.
  const { flushCompileCache } = await import('node:module');
  flushCompileCache();
}
