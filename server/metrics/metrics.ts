/**
 * All of this process's figures in Prometheus' text form: its own, and those of every site it runs. Nothing is kept here but what
 * prom-client measures of the process; the rest is read where it lies when somebody asks (docs/adr/0034-watched.md).
 */
import type { StatsFs } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { Counter, Gauge, Registry, collectDefaultMetrics } from 'prom-client';
import type { Metric } from 'prom-client';
import type { Histogram } from './histogram.ts';
import { FAMILIES, HISTOGRAMS } from './site-metrics.ts';
import type { Family, HistogramFamily, WatchedSite } from './site-metrics.ts';

export const PREFIX = 'vigil_';

export interface MetricsOptions {
  readonly version: string;
  /** Of the pages. */
  readonly build?: string | undefined;
  /** Whose disk is told; absent: none. */
  readonly dataFolder?: string;
  /** False: nothing of the process itself, as in many tests. Default true. */
  readonly ofProcess?: boolean;
}

export interface Metrics {
  readonly contentType: string;
  /** @returns how to leave it out again */
  add(site: WatchedSite): () => void;
  text(): Promise<string>;
}

export function createMetrics({ version, build = 'none', dataFolder, ofProcess = true }: MetricsOptions): Metrics {
  const registry = new Registry();
  const sites = new Set<WatchedSite>();
  if (ofProcess) collectDefaultMetrics({ register: registry });
  const builds = new Gauge({
    ...{ name: `${PREFIX}build_info`, help: 'Always 1; its labels say what runs' },
    ...{ labelNames: ['version', 'build', 'node'], registers: [registry] },
  });
  builds.set({ version, build, node: process.version }, 1);
  if (dataFolder !== undefined) addDisk(registry, dataFolder);
  for (const family of FAMILIES) addFamily(registry, family, sites);
  for (const family of HISTOGRAMS) registry.registerMetric(histogramOf(family, sites));
  return {
    contentType: registry.contentType,
    add(site) {
      sites.add(site);
      return () => void sites.delete(site);
    },
    text: () => registry.metrics(),
  };
}

function addFamily(registry: Registry, { name, help, type, labels = [], read }: Family, sites: Set<WatchedSite>): void {
  const shared = { name: PREFIX + name, help, labelNames: ['site', ...labels], registers: [registry] };
  const each = (set: (labels: Record<string, string>, value: number) => void): void => {
    for (const site of sites) for (const [value, more] of read(site)) set({ site: site.clinic.siteId, ...more }, value);
  };
  if (type === 'gauge')
    new Gauge({
      ...shared,
      collect() {
        this.reset();
        each((at, value) => this.set(at, value));
      },
    });
  else
    new Counter({
      ...shared,
      collect() {
        this.reset();
        each((at, value) => this.inc(at, value));
      },
    });
}

/** prom-client's own counts where it is called; ours was counted already. All that its registry asks of a metric is a name and this answer. */
function histogramOf({ name, help, scale, read }: HistogramFamily, sites: Set<WatchedSite>): Metric {
  const metricName = PREFIX + name;
  const ofSite = (site: WatchedSite) => samples(read(site), scale, metricName, { site: site.clinic.siteId });
  const get = async () => ({
    ...{ name: metricName, help, type: 'histogram', aggregator: 'sum' },
    values: [...sites].flatMap(ofSite),
  });
  return { name: metricName, get } as unknown as Metric;
}

function samples(counted: Histogram, scale: number, name: string, labels: Readonly<Record<string, string>>) {
  const { bounds, cumulative, sum } = counted;
  const buckets = cumulative.map((value, n) => {
    const bound = bounds[n];
    // 2.5 ms is 0.0025 s, not 0.0025000000000000001.
    const le = bound === undefined ? '+Inf' : Number((bound * scale).toPrecision(12));
    return { metricName: `${name}_bucket`, value, labels: { ...labels, le } };
  });
  return [
    ...buckets,
    { metricName: `${name}_sum`, value: sum * scale, labels },
    { metricName: `${name}_count`, value: cumulative.at(-1) ?? 0, labels },
  ];
}

function addDisk(registry: Registry, folder: string): void {
  const disk = (name: string, help: string, of: (disk: StatsFs) => number): void =>
    void new Gauge({
      ...{ name: `${PREFIX}disk_${name}_bytes`, help, registers: [registry] },
      async collect() {
        const found = await statfs(folder).catch(() => undefined);
        if (found) this.set(of(found));
      },
    });
  disk('free', 'Where the database is kept', ({ bavail, bsize }) => bavail * bsize);
  disk('size', 'Of that disk', ({ blocks, bsize }) => blocks * bsize);
}
