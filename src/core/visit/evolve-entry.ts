import { trackSedation } from '../alerts/track.ts';
import type { RecordedEntry, Scale } from '../entry.ts';
import type { VisitEventOf } from '../event.ts';
import { backOn } from '../off-monitor.ts';
import type { Instant } from '../reading.ts';
import type { VisitState } from '../visit-state.ts';
import { without } from './without.ts';

type EntryEvent = VisitEventOf<'emergency-declared' | 'emergency-ended' | 'entry-recorded'>;

/** What a person recorded. The newest by the time it happened counts, whenever it was typed. */
export function foldEntry(state: VisitState, event: EntryEvent): VisitState {
  switch (event.type) {
    case 'emergency-declared':
      return state.emergencySince === undefined
        ? backOn(declared(state, event.tappedAt ?? event.at), event.at, 'emergency')
        : state;
    case 'emergency-ended':
      return state.emergencySince === undefined ? state : over(state, event.at);
    case 'entry-recorded': {
      const { entryId, happenedAt: at, at: recordedAt, byName, entry } = event;
      const recorded: RecordedEntry = { entryId, at, recordedAt, byName, entry };
      return withMeaning({ ...state, entries: [...state.entries, recorded] }, recorded);
    }
    default:
      return event satisfies never;
  }
}

const declared = (state: VisitState, from: Instant): VisitState => ({
  ...state,
  emergencySince: from,
  emergencies: [...(state.emergencies ?? []), { from }],
});

function over(state: VisitState, to: Instant): VisitState {
  const emergencies = (state.emergencies ?? []).map((each) => (each.to === undefined ? { ...each, to } : each));
  return { ...without(state, 'emergencySince'), emergencies };
}

function withMeaning(state: VisitState, { entry, at }: RecordedEntry): VisitState {
  switch (entry.kind) {
    case 'oxygen':
      return withOxygen(state);
    case 'scale':
      return withScore(state, entry.scale, entry.score, at);
    case 'response':
      if (state.response && state.response.at > at) return state;
      return { ...state, response: { response: entry.response, at } };
    case 'side-effect':
    case 'intervention':
    case 'note':
    case 'bp-started':
    case 'vitals':
    case 'emergency':
      return state;
    default:
      return entry satisfies never;
  }
}

function withScore(state: VisitState, scale: Scale, score: number, at: number): VisitState {
  const known = state.scales[scale];
  if (known && known.at > at) return state;
  const scored = { ...state, scales: { ...state.scales, [scale]: { score, at } } };
  return scale === 'moaas' ? trackSedation(scored, score, at) : scored;
}

/** The flow now, read off all oxygen entries in the order they happened: one typed late must not undo a later one. */
function withOxygen(state: VisitState): VisitState {
  const flows = state.entries
    .flatMap(({ entry, at }) => (entry.kind === 'oxygen' ? [{ flow: entry.flowLPerMin, at }] : []))
    .toSorted((a, b) => a.at - b.at);
  const newest = flows.at(-1);
  if (!newest) return state;
  const lastOn = flows.findLastIndex(({ flow }) => flow > 0);
  const offSince = lastOn < 0 ? undefined : flows[lastOn + 1]?.at;
  const since = state.spo2SteadySince;
  const stillSteady = since !== undefined && newest.flow === 0 && since >= (offSince ?? since);
  return {
    ...without(without(state, 'offOxygenSince'), 'spo2SteadySince'),
    oxygenLPerMin: newest.flow,
    ...(offSince !== undefined && { offOxygenSince: offSince }),
    ...(stillSteady && { spo2SteadySince: since }),
    // A baseline is measured at one flow.
    recentOximetry:
      newest.flow === state.oxygenLPerMin
        ? state.recentOximetry
        : state.recentOximetry.filter((sample) => sample.at >= newest.at),
  };
}
