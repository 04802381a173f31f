/** The audit's own events in words. */
import type { AuditEvent, AuditFrom, CodeFor, ReadRecord, SessionEnding } from '../audit/audit-event.ts';
import type { RefusalCode } from '../refusal.ts';

const BY = { pin: 'PIN', password: 'password', code: 'one-time code' } as const;

const ENDED: Readonly<Record<SessionEnding, string>> = {
  'signed-out': 'Signed out',
  'too-old': 'Sign-in ended: it was too old',
  'person-removed': 'Sign-in ended: removed from the staff',
  'new-credential': 'Sign-in ended: a new PIN or password',
  'screen-removed': 'Sign-in ended: the screen was removed',
  'signed-in-anew': 'Sign-in ended: somebody signed in there anew',
};

const READ: Readonly<Record<ReadRecord, string>> = {
  'past-visit': 'Read a past visit',
  history: 'Searched the past visits',
  trend: 'Read the course of a visit',
  'pulse-wave': 'Read the pulse wave of a visit',
  schedule: 'Read the schedule',
  'waiting-names': 'Read who waits for the ride',
  'unsigned-orders': 'Read which orders wait for a signature',
  'unsigned-records': 'Read which records are to be signed',
  namesakes: 'Read who shares a surname',
  'visit-place': 'Asked where a visit is',
  'transfer-sheet': 'Opened a transfer sheet',
  'what-if': 'Ran a what-if over past visits',
  audit: 'Read the audit',
  'vitals-csv': 'Took the vitals of a visit as CSV',
  'events-csv': 'Took the events of a visit as CSV',
  'report-pdf': 'Took the report of a visit as PDF',
  'journal-json': 'Took a visit as JSON',
  'fhir-json': 'Took a visit as FHIR',
};

/** Why, as it follows "refused:". */
const WHY: Readonly<Record<RefusalCode, string>> = {
  malformed: 'not understood',
  'signed-out': 'nobody is signed in',
  locked: 'the screen was locked',
  'not-allowed': 'not allowed',
  'wrong-phase': 'not in this phase',
  'not-found': 'not found',
  conflict: 'something else stood against it',
  'not-ready': 'not ready',
  'out-of-range': 'out of range',
  'needs-confirmation': 'a yes was asked for first',
  'needs-provider': 'a provider decides that',
  'unknown-device': 'unknown device',
  'no-visit': 'no visit there',
  future: 'in the future',
  stale: 'too old',
  'emulated-device': 'an emulated device',
  'too-many': 'too many',
  'other-build': 'another version of Vigil',
  unavailable: 'Vigil could not',
};

/** Acts whose name alone does not say it. `hold:approve` says itself: approve hold. */
const ACT: Readonly<Record<string, string>> = {
  'chair:watch': 'look at a chair',
  'pleth:watch': 'see a pulse wave',
  'station:watch': 'see all chairs',
  'tiles:watch': 'see all chairs',
  'beside:watch': 'hear of other chairs',
  'device:watch': 'see what a device sends',
  'staff:choose': 'take a name',
  'staff:session': 'sign in on a page',
  'schedule:day': 'read the schedule',
  'waiting:names': 'read who waits for the ride',
  'orders:unsigned': 'read which orders wait for a signature',
  'records:unsigned': 'read which records are to be signed',
  'visit:namesakes': 'read who shares a surname',
  'visit:where': 'ask where a visit is',
  'protocol:read': 'read a protocol',
  'history:list': 'search the past visits',
  'history:visit': 'read a past visit',
  'history:events': 'read a past visit',
  'audit:list': 'read the audit',
  'audit.csv': 'export the audit',
  'sheet:open': 'open a transfer sheet',
  'screen:sound': 'tell its sound',
  'readings:send': 'bring readings',
  'pleth:send': 'bring a pulse wave',
  'adapter:announce': 'name its devices',
  'vitals.csv': 'take the vitals of a visit as CSV',
  'events.csv': 'take the events of a visit as CSV',
  'report.pdf': 'take the report of a visit as PDF',
  'journal.json': 'take a visit as JSON',
  'fhir.json': 'take a visit as FHIR',
  trend: 'read the course of a visit',
  pleth: 'read the pulse wave of a visit',
  http: 'ask for an address',
  unknown: 'do what Vigil does not know',
  various: 'do several things',
};

/** `approve hold` of `hold:approve`. */
function actWords(act: string): string {
  const [of = '', verb] = act.split(':');
  return ACT[act] ?? (verb === undefined ? of : `${verb} ${of}`).replaceAll('-', ' ');
}

const CODE_FOR: Readonly<Record<CodeFor['kind'], string>> = {
  screen: 'a screen',
  person: 'a PIN or password',
  'first-run': 'the first administrator',
};

const forWhat = (of: CodeFor): string => {
  const named = of.kind === 'screen' ? of.label : of.kind === 'person' ? of.person?.name : undefined;
  return named === undefined ? CODE_FOR[of.kind] : `${CODE_FOR[of.kind]}: ${named}`;
};

const TO = { screens: 'A page', adapters: 'An adapter', http: 'A connection from elsewhere' } as const;

/** Exported rows and repeats, in the clinic's own writing of numbers. */
const number = new Intl.NumberFormat('en');

export function auditWords(event: AuditEvent): string {
  switch (event.type) {
    case 'signed-in':
      return `Signed in by ${BY[event.by]}`;
    case 'session-ended':
      return event.person ? `${event.person.name}: ${ENDED[event.why]}` : ENDED[event.why];
    case 'locked':
      return event.why === 'idle' ? 'Locked: nobody touched it' : 'Locked by hand';
    case 'unlocked':
      return `Unlocked by ${BY[event.by]}`;
    case 'code-made':
      return `Made a one-time code for ${forWhat(event.for)}`;
    case 'code-used':
      return `Used a one-time code for ${forWhat(event.for)}`;
    case 'record-read':
      return READ[event.what];
    case 'record-sent':
      return `Record of a visit sent to ${event.to}`;
    case 'export-made':
      return `Exported the audit, ${number.format(event.rows)} lines${event.whole ? '' : ', broken off'}`;
    default:
      return `${refusedWords(event)}${timesWords(event.count)}`;
  }
}

type RefusedEvent = Extract<AuditEvent, { readonly code: RefusalCode }>;

function refusedWords(event: RefusedEvent): string {
  const why = WHY[event.code];
  switch (event.type) {
    case 'sign-in-refused':
    case 'unlock-refused': {
      const what = event.type === 'sign-in-refused' ? 'Sign-in' : 'Unlocking';
      return `${what} refused${event.person ? ` as ${event.person.name}` : ''}: ${why}`;
    }
    case 'code-refused':
      return `One-time code${event.for ? ` for ${CODE_FOR[event.for]}` : ''} refused: ${why}`;
    case 'connection-refused':
      return `${TO[event.to]} was refused: ${why}`;
    case 'act-refused':
      return `Refused to ${actWords(event.act)}: ${why}`;
  }
}

/** Of counted ones the first was told by itself, a line below. */
const timesWords = (count: number | undefined): string =>
  count === undefined ? '' : `, ${number.format(count)} more ${count === 1 ? 'time' : 'times'}`;

/** As it follows "from"; undefined: Vigil itself. */
export function fromWords(from: AuditFrom): string | undefined {
  switch (from.kind) {
    case 'screen':
      return screenWords(from.screenId, from.label);
    case 'adapter':
      return `adapter ${from.adapterId}`;
    case 'address':
      return from.address;
    case 'others':
      return 'several places';
    case 'server':
      return undefined;
  }
}

/** A screen that was never enrolled is told apart by the end of its id. */
export const screenWords = (screenId: string, label: string | undefined): string =>
  label === undefined ? `screen …${screenId.slice(-6)}` : `screen ${label}`;
