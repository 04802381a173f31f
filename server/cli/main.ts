/** `npm run -s vigil -- <command>`: one program, each command in its own file and loaded only when it is asked for. */
import type { Command } from 'commander';

type Load = () => Promise<Command>;

const COMMANDS: Readonly<Record<string, { readonly says: string; readonly load: Load }>> = {
  serve: {
    says: "run the clinic's server",
    load: async () => (await import('./serve-command.ts')).serveCommand(),
  },
  node: {
    says: 'run one of the machines that share the sites of a group of clinics',
    load: async () => (await import('./node-command.ts')).nodeCommand(),
  },
  sites: {
    says: 'the clinics of a group: add, list, name, let see, copy',
    load: async () => (await import('./sites-command.ts')).sitesCommand(),
  },
  adapter: {
    says: 'read a device and feed the clinic',
    load: async () => (await import('./adapter-command.ts')).adapterCommand(),
  },
  'adapter-check': {
    says: "try somebody's adapter against the protocol",
    load: async () => (await import('./adapter-check-command.ts')).adapterCheckCommand(),
  },
  'adapter-schema': {
    says: 'print the adapter protocol as JSON Schema',
    load: async () => (await import('./adapter-schema-command.ts')).adapterSchemaCommand(),
  },
  watch: {
    says: 'sound and call when the server goes silent over a patient',
    load: async () => (await import('./watch-command.ts')).watchCommand(),
  },
  ready: {
    says: 'wait until a server can take readings and screens',
    load: async () => (await import('./ready-command.ts')).readyCommand(),
  },
  emulate: {
    says: 'emulate a device on a TCP port',
    load: async () => (await import('./emulate-command.ts')).emulateCommand(),
  },
  backup: {
    says: 'copy the clinic into one file, also while the server runs',
    load: async () => (await import('./backup-command.ts')).backupCommand(),
  },
  restore: {
    says: 'put a backup in the place of the database',
    load: async () => (await import('./restore-command.ts')).restoreCommand(),
  },
  retention: {
    says: "remove what the clinic's rule lets go",
    load: async () => (await import('./retention-command.ts')).retentionCommand(),
  },
  audit: {
    says: 'check that the record is as it was written',
    load: async () => (await import('./audit-command.ts')).auditCommand(),
  },
  tls: {
    says: "the server's own certificates",
    load: async () => (await import('./tls-command.ts')).tlsCommand(),
  },
  demo: {
    says: 'try Vigil with invented patients on emulated devices',
    load: async () => (await import('./demo-command.ts')).demoCommand(),
  },
  decode: {
    says: "read a device's bytes in hex, line by line",
    load: async () => (await import('./decode.ts')).decodeCommand(),
  },
  replay: {
    says: 'run the alert rules over a recording',
    load: async () => (await import('./replay-command.ts')).replayCommand(),
  },
  visit: {
    says: 'take a visit out as a file, take one in, import recordings',
    load: async () => (await import('./visit-command.ts')).visitCommand(),
  },
  'what-if': {
    says: 'run new limits over past visits before they are in force',
    load: async () => (await import('./what-if-command.ts')).whatIfCommand(),
  },
  'alarm-study': {
    says: 'judge the alert rules on recordings and on simulated visits',
    load: async () => (await import('./alarm-study-command.ts')).alarmStudyCommand(),
  },
};

/** @returns the exit code. */
async function main(args: readonly string[]): Promise<number> {
  const [name] = args;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    console.log(usage());
    return name === undefined ? 1 : 0;
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) {
    console.error(`There is no command "${name}": choose one of ${Object.keys(COMMANDS).join(', ')}.`);
    return 1;
  }
  const program = await command.load();
  program.name(`vigil ${name}`).showHelpAfterError(`See vigil ${name} --help.`);
  await program.parseAsync(args.slice(1), { from: 'user' });
  return typeof process.exitCode === 'number' ? process.exitCode : 0;
}

function usage(): string {
  const width = Math.max(...Object.keys(COMMANDS).map((name) => name.length));
  const rows = Object.entries(COMMANDS).map(([name, { says }]) => `  ${name.padEnd(width)}  ${says}`);
  return ['Usage: vigil <command> [options]', '', ...rows, '', 'Each command has --help.'].join('\n');
}

process.exitCode = await main(process.argv.slice(2));
