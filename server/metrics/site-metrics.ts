/**
 * What is told of one site, read when somebody asks. No label names a patient, a visit or a person, and none grows: refusals, kinds and
 * phases are fixed words of the program, and `site` is one of a group's clinics (docs/operations.md has them all).
 */
import { TECHNICAL_ALERT_KINDS } from '#core/alerts/alert.ts';
import { PHASE_NAMES } from '#core/phase.ts';
import type { Clinic } from '../clinic.ts';
import type { FhirExchange } from '../fhir/fhir-exchange.ts';
import type { Journal } from '../journal/journal.ts';
import type { Sealing } from '../keeping/sealing.ts';
import type { Readiness } from '../readiness.ts';
import type { ScreenCount } from '../sockets/screens.ts';
import type { Waveforms } from '../waveforms/waveforms.ts';
import type { WhatIf } from '../what-if/what-if.ts';
import type { Histogram } from './histogram.ts';

export interface WatchedSite {
  readonly clinic: Clinic;
  readonly journal: Journal;
  readonly screenCount: () => ScreenCount;
  readonly readiness: () => Readiness;
  readonly sealing?: Pick<Sealing, 'last' | 'trouble'>;
  readonly waveforms?: Pick<Waveforms, 'health'>;
  readonly fhir?: Pick<FhirExchange, 'health'>;
  readonly whatIf?: Pick<WhatIf, 'isRunning'>;
}

export type Sample = readonly [value: number, labels?: Readonly<Record<string, string>>];

export interface Family {
  /** Without its prefix. */
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge';
  readonly labels?: readonly string[];
  readonly read: (site: WatchedSite) => readonly Sample[];
}

export interface HistogramFamily {
  readonly name: string;
  readonly help: string;
  /** What one of its units is in that of the name: 0.001 for milliseconds told as seconds. */
  readonly scale: number;
  readonly read: (site: WatchedSite) => Histogram;
}

type Read = (site: WatchedSite) => number | undefined;

const one = (type: Family['type'], name: string, help: string, read: Read): Family => ({
  ...{ type, name, help },
  read(site) {
    const value = read(site);
    return value === undefined ? [] : [[value]];
  },
});
const counter = (name: string, help: string, read: Read): Family => one('counter', name, help, read);
const gauge = (name: string, help: string, read: Read): Family => one('gauge', name, help, read);
const of = (is: boolean): number => (is ? 1 : 0);

/** Every code stands there from the start: an alert rule has something to compare with. */
const TROUBLES = ['full', 'slow', 'busy', 'io', 'writer-stopped'] as const;
const PRIORITIES = ['high', 'medium', 'low'] as const;
const CALL_TROUBLES = ['failing', 'ringing'] as const;

export const FAMILIES: readonly Family[] = [
  gauge('ready', '1: it can take readings and screens now, as /readyz says', ({ readiness }) => of(readiness().ready)),
  gauge('armed', '1: somebody is watched (infusion or recovery)', ({ clinic }) => of(clinic.health.armed)),
  gauge('day_open', '1: the clinic day is open', ({ clinic }) => of(clinic.health.dayOpen)),

  {
    ...{ type: 'counter', name: 'readings_total', help: 'Readings, by how they were answered', labels: ['answer'] },
    read: ({ clinic: { counters } }) => [
      [counters.readingsStored, { answer: 'stored' }],
      [counters.readingsRepeated, { answer: 'repeated' }],
      [sum(counters.refusals.readings), { answer: 'refused' }],
    ],
  },
  counter('commands_total', 'Commands that were accepted', ({ clinic }) => clinic.counters.commandsAccepted),
  {
    ...{ type: 'counter', name: 'refused_total', help: 'What was refused', labels: ['what', 'reason'] },
    read: ({ clinic }) =>
      Object.entries(clinic.counters.refusals).flatMap(([what, reasons]) =>
        Object.entries(reasons).map(([reason, times]): Sample => [times, { what, reason }]),
      ),
  },

  gauge('journal_pending_rows', 'Rows that wait in memory for the disk', ({ journal }) => journal.pending),
  gauge(
    'journal_waiting_seconds',
    'How long the oldest of them waits',
    ({ clinic }) => clinic.health.waitingMs / 1_000,
  ),
  gauge('journal_over_limit', '1: so many rows wait that late readings are left with their adapters', ({ journal }) =>
    of(journal.trouble?.overLimit === true),
  ),
  {
    ...{ type: 'gauge', name: 'journal_trouble', help: '1: the disk does not take what it is given', labels: ['code'] },
    read: ({ journal: { trouble } }) => TROUBLES.map((code) => [of(trouble?.code === code), { code }]),
  },
  counter(
    'journal_failures_total',
    'Commits that the disk refused, each tried again',
    ({ journal }) => journal.figures.failures,
  ),

  gauge('tick_age_seconds', 'Since the clinic last judged by time', ({ clinic }) => clinic.tickAgeMs / 1_000),
  gauge(
    'visits_not_judged',
    'Visits whose rules fail while somebody is watched',
    ({ clinic }) => clinic.health.notJudged,
  ),
  gauge('tick_parts_failing', 'Parts of the newest tick that threw', ({ clinic }) => clinic.health.failing.length),
  counter(
    'wall_clock_steps_total',
    "Times that the machine's clock was set by more than 2 s",
    ({ clinic }) => clinic.counters.wallClockSteps,
  ),

  {
    ...{ type: 'gauge', name: 'visits', help: 'Visits that are not over, by phase', labels: ['phase'] },
    read: ({ clinic: { runningStates } }) =>
      PHASE_NAMES.filter((phase) => phase !== 'ended').map((phase) => [
        runningStates.filter((state) => state.phase.name === phase).length,
        { phase },
      ]),
  },
  {
    ...{ type: 'gauge', name: 'alerts_open', help: 'Alerts that are open, by priority', labels: ['priority'] },
    read: ({ clinic }) => {
      const open = openAlerts(clinic);
      return PRIORITIES.map((priority) => [open.filter((alert) => alert.priority === priority).length, { priority }]);
    },
  },
  {
    ...{
      type: 'gauge',
      name: 'alerts_unanswered',
      help: 'Those that ask for an answer and have none',
      labels: ['priority'],
    },
    read: ({ clinic }) => {
      const open = openAlerts(clinic).filter(({ unansweredSince }) => unansweredSince !== undefined);
      return PRIORITIES.map((priority) => [open.filter((alert) => alert.priority === priority).length, { priority }]);
    },
  },
  {
    ...{ type: 'gauge', name: 'alerts_technical', help: 'Open alerts about the watching itself', labels: ['kind'] },
    read({ clinic }) {
      const open = openAlerts(clinic);
      return TECHNICAL_ALERT_KINDS.map((kind) => [open.filter((alert) => alert.kind === kind).length, { kind }]);
    },
  },
  gauge('gaps_open', 'Chairs with a patient under watch whose SpO2 is not live', ({ clinic }) => {
    const watched = new Set(clinic.runningStates.filter(isWatched).map(({ visitId }) => visitId));
    return clinic.board.views.filter(({ visitId, spo2 }) => watched.has(visitId ?? '') && spo2.status !== 'live')
      .length;
  }),
  gauge(
    'readings_missing',
    'Numbers that adapters left out and have not brought yet',
    ({ clinic }) => clinic.counters.missing.count,
  ),

  gauge('chairs', 'Chairs of the clinic', ({ clinic }) => clinic.site.chairs.length),
  gauge('adapters_connected', 'Adapters that are connected', ({ clinic }) => clinic.health.adapters),
  gauge('devices_bound', 'Devices that stand at a chair', ({ clinic }) => clinic.devices.bound),
  gauge('devices_connected', 'Those of them that are heard', ({ clinic }) => clinic.devices.connected),
  gauge('screens_connected', 'Pages that are connected', ({ screenCount }) => screenCount().connected),
  gauge(
    'screens_behind',
    'Pages whose wire is busy: they get merged changes',
    ({ screenCount }) => screenCount().behind,
  ),
  gauge('screens_sounding', 'Pages that can let alerts be heard', ({ clinic }) => clinic.sound.heard.places),
  gauge('stations_listening', 'Stations where somebody is', ({ clinic }) => clinic.sound.heard.stations),
  {
    ...{ type: 'counter', name: 'sent_total', help: 'What went to screens', labels: ['what'] },
    read: ({ clinic }) => Object.entries(clinic.counters.sent).map(([what, times]): Sample => [times, { what }]),
  },
  counter(
    'beats_left_out_total',
    'Beats that a screen did not get because it was behind',
    ({ clinic }) => clinic.counters.beatsLeftOut,
  ),

  {
    ...{ type: 'gauge', name: 'calls', help: '1: pages fail; the bell fails or rings', labels: ['to', 'state'] },
    read: ({ clinic: { health } }) => [
      [of(health.calls.pages === 'failing'), { to: 'pager', state: 'failing' }],
      ...CALL_TROUBLES.map((state): Sample => [of(health.calls.bell === state), { to: 'bell', state }]),
    ],
  },
  gauge('certificate_trouble', '1: the certificate runs out within 21 days, or cannot be renewed', ({ clinic }) =>
    of(clinic.certificate !== undefined),
  ),
  gauge(
    'seal_age_seconds',
    'Since the record was last sealed, in clinic time',
    ({ clinic, sealing }) => sealing?.last && (clinic.now - sealing.last.at) / 1_000,
  ),
  gauge('seal_trouble', '1: no seal can be made', ({ sealing }) => sealing && of(sealing.trouble !== undefined)),
  gauge(
    'waveforms_trouble',
    '1: pulse waves are not kept',
    ({ waveforms }) => waveforms && of(waveforms.health.trouble !== null),
  ),
  counter(
    'waveforms_dropped_total',
    'Packets of pulse waves that the disk did not take',
    ({ waveforms }) => waveforms?.health.packetsDropped,
  ),
  {
    ...{
      type: 'gauge',
      name: 'fhir_visits',
      help: 'Signed visits by how far they are on their way',
      labels: ['state'],
    },
    read: ({ fhir }) =>
      fhir === undefined
        ? []
        : (['waiting', 'refused', 'sent'] as const).map((state): Sample => [fhir.health[state], { state }]),
  },
  gauge('what_if_running', '1: a what-if is being computed', ({ whatIf }) => whatIf && of(whatIf.isRunning)),
];

const SECONDS = 0.001;
const timed = (name: string, help: string, read: HistogramFamily['read']): HistogramFamily => ({
  ...{ name, help, read },
  scale: SECONDS,
});

export const HISTOGRAMS: readonly HistogramFamily[] = [
  timed(
    'ingest_seconds',
    'From a batch of readings to its answer, on the disk and shown',
    ({ clinic }) => clinic.counters.ingestMs,
  ),
  timed('judging_seconds', 'The rules, for a batch of readings', ({ clinic }) => clinic.counters.judgingMs),
  timed('tick_seconds', 'The rules, for what time alone brings about', ({ clinic }) => clinic.counters.tickMs),
  timed('tick_interval_seconds', 'From tick to tick; due every 0.25', ({ clinic }) => clinic.counters.betweenTicksMs),
  timed(
    'fan_out_seconds',
    'To give one change of a chair to all who watch it',
    ({ clinic }) => clinic.counters.fanOutMs,
  ),
  timed('commit_seconds', 'From a transaction to the disk', ({ journal }) => journal.figures.commitMs),
  { name: 'commit_rows', help: 'Rows of a transaction', scale: 1, read: ({ journal }) => journal.figures.rows },
];

const openAlerts = ({ runningStates }: Clinic) => runningStates.flatMap(({ alerts }) => Object.values(alerts));
const isWatched = ({ phase }: Clinic['runningStates'][number]): boolean =>
  phase.name === 'infusion' || phase.name === 'recovery';
const sum = (counts: Readonly<Record<string, number>>): number => Object.values(counts).reduce((a, b) => a + b, 0);
