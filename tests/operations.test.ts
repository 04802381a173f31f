/** docs/operations.md, the unit and the alert rules name only what is there (docs/SPEC.md, OP). */
import { globSync, readFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { createMetrics } from '../server/metrics/metrics.ts';
import { startTestClinic } from './support/test-clinic.ts';

const doc = readFileSync('docs/operations.md', 'utf8');
const rules = readFileSync('docs/deploy/vigil-alerts.yml', 'utf8');
const unit = readFileSync('docs/deploy/vigil.service', 'utf8');

const FIELD = /^ {8}(\w+): (?:'((?:[^']|'')*)'|"([^"]*)"|(\S+))$/gm;

/** As this file is written: one field a line. */
const alerts = rules
  .split(/^ {6}- alert: /m)
  .slice(1)
  .map((text): Readonly<Record<string, string>> => {
    const fields = [...text.replaceAll(/^ {10}/gm, '        ').matchAll(FIELD)].map(
      ([, key = '', single, double, bare]) => [key, single?.replaceAll("''", "'") ?? double ?? bare ?? ''] as const,
    );
    return { name: text.split('\n')[0] ?? '', ...Object.fromEntries(fields) };
  });

/** What a scrape of a small clinic says. */
async function scraped(): Promise<string> {
  const clinic = await startTestClinic();
  onTestFinished(() => clinic.close());
  const metrics = createMetrics({ version: '1', dataFolder: clinic.folder });
  const { screenCount, readiness } = clinic.attached;
  metrics.add({
    ...{ clinic: clinic.clinic, journal: clinic.journal, waveforms: clinic.waveforms, screenCount, readiness },
    sealing: { last: { at: 0 } as never, trouble: undefined },
    fhir: { health: { waiting: 0, refused: 0, sent: 0, stopped: false } },
    whatIf: { isRunning: false },
  });
  return metrics.text();
}

const NAME = /\b((?:vigil|process|nodejs)_[a-z0-9_]+)(?:\{([^}]*)\})?/g;
/** Of a histogram, and of Prometheus itself. */
const familyOf = (name: string): string => name.replace(/_(bucket|sum|count)$/, '');

test('OP-45 every metric, label and value that a rule or the operations page names is there', async () => {
  const text = await scraped();
  const families = new Set([...text.matchAll(/^# TYPE (\S+) /gm)].map(([, name]) => name));
  const named = [...`${alerts.map(({ expr = '' }) => expr).join('\n')}\n${doc}`.matchAll(NAME)];
  expect(named.length).toBeGreaterThan(60);
  const unknown = named.filter(([, name = '']) => !families.has(name) && !families.has(familyOf(name)));
  expect(unknown.map(([, name]) => name)).toEqual([]);
  for (const [, name = '', labels = ''] of named)
    for (const label of labels.split(',').filter((each) => each !== '' && !each.startsWith('job='))) {
      // What was never refused has no sample yet.
      if (name !== 'vigil_refused_total')
        expect(text, `${name} ${label}`).toMatch(new RegExp(`^${name}(_\\w+)?\\{[^}]*${label}`, 'm'));
    }
});

test('OP-45 every metric of Vigil stands on the operations page or in a rule', async () => {
  const families = [...(await scraped()).matchAll(/^# TYPE (vigil_\S+) /gm)].map(([, name = '']) => name);
  expect(families.filter((name) => !doc.includes(name) && !rules.includes(name))).toEqual([]);
});

test('OP-45 every rule is whole, has balanced brackets, and stands on the operations page as it is', () => {
  expect(alerts.length).toBeGreaterThan(20);
  expect(new Set(alerts.map(({ name }) => name)).size).toBe(alerts.length);
  for (const { name = '', expr = '', for: wait = '', severity = '', summary = '', todo = '' } of alerts) {
    expect(['page', 'ticket'], name).toContain(severity);
    expect(wait, name).toMatch(/^\d+[sm]$|^1h$/);
    expect(summary, name).not.toBe('');
    expect(todo, name).not.toBe('');
    for (const [open, close] of ['()', '{}', '[]'] as const)
      expect(expr.split(open ?? '').length, name).toBe(expr.split(close ?? '').length);
    expect(doc, name).toContain(`**${name}**`);
    expect(doc.replaceAll(/\s+/g, ' '), name).toContain(`\`${expr}\` for ${wait}`);
  }
  const said = [...doc.matchAll(/\*\*(Vigil\w+)\*\*/g)].map(([, name]) => name);
  expect(said.filter((name) => !alerts.some((alert) => alert.name === name))).toEqual([]);
});

test('OP-39 every event of the log stands on the operations page, and what stands there is logged', () => {
  const logged = new Set(
    globSync('server/**/*.ts').flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/\bevent: '([a-z]+(?:-[a-z]+)+)'/g)].map(([, event = '']) => event),
    ),
  );
  const rows = /\| event {2,}[\s\S]*?\n\n/.exec(doc)?.[0] ?? '';
  const told = [...rows.matchAll(/^\| ((?:`[a-z-]+`(?:, )?)+) *\|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([a-z-]+)`/g)].map(([, event = '']) => event),
  );
  expect(told.toSorted()).toEqual([...logged].toSorted());
});

test('OP-45 the unit is read: sections and keys of systemd, hardened, always started anew, never given up', () => {
  const sections = new Map<string, Map<string, string>>();
  let section = '';
  for (const line of unit.split('\n').filter((each) => each !== '' && !each.startsWith('#'))) {
    const head = /^\[(Unit|Service|Install)\]$/.exec(line)?.[1];
    if (head !== undefined) sections.set((section = head), new Map());
    else {
      const [, key = '', value = ''] = /^([A-Z]\w+)=(.*)$/.exec(line) ?? [];
      expect(key, line).not.toBe('');
      expect(sections.get(section)?.has(key), line).toBe(false);
      sections.get(section)?.set(key, value);
    }
  }
  expect([...sections.keys()]).toEqual(['Unit', 'Service', 'Install']);
  expect(Object.fromEntries(sections.get('Service') ?? [])).toMatchObject({
    ...{ Restart: 'always', NoNewPrivileges: 'yes', ProtectSystem: 'strict', ProtectHome: 'yes', User: 'vigil' },
    ...{ KillSignal: 'SIGTERM', CapabilityBoundingSet: '', StateDirectoryMode: '0700', UMask: '0077' },
  });
  expect(sections.get('Unit')?.get('StartLimitIntervalSec')).toBe('0');
  // The stop's own hard timer comes first.
  expect(Number(sections.get('Service')?.get('TimeoutStopSec'))).toBeGreaterThan(15);
  expect(sections.get('Service')?.get('ExecStart')).toContain('server/cli/vigil.js serve --data /var/lib/vigil');
  expect(sections.get('Service')?.get('ExecStartPost')).toMatch(/^-.* server\/cli\/vigil\.js ready --within \d+/);
});
