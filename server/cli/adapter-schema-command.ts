/** `vigil adapter-schema`: the adapter protocol as JSON Schema, as committed in docs/adapter-kit. */
import { writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { adapterJsonSchema } from '#protocol/adapter-json-schema.ts';

/** The file's text. */
export const adapterSchemaText = (): string => `${JSON.stringify(adapterJsonSchema(), null, 2)}\n`;

export function adapterSchemaCommand(): Command {
  return new Command('adapter-schema')
    .description('print the adapter protocol as JSON Schema (2020-12)')
    .option('--out <file>', 'write it to this file instead')
    .action(({ out }: { readonly out?: string }) => {
      if (out === undefined) process.stdout.write(adapterSchemaText());
      else
        try {
          writeFileSync(out, adapterSchemaText());
        } catch (error) {
          console.error(`--out ${out}: ${error instanceof Error ? error.message : String(error)}`);
          process.exitCode = 1;
        }
    });
}
