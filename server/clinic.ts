/**
 * The clinic: every visit's one ordered line from input to journal to screens, in memory and on one thread (docs/architecture.md).
 * It knows no socket: who asks comes as an actor, who watches subscribes to the board.
 */
import type { Logger } from 'pino';
import type { Actor } from '#core/actor.ts';
import type { TapPlace } from '#core/alerts/alert.ts';
import type { VisitEvent } from '#core/event.ts';
import type { Instant } from '#core/reading.ts';
import type { Result } from '#core/refusal.ts';
import type { SiteEvent, SiteEventBody, SiteState } from '#core/site-state.ts';
import type {
  AnnouncedDevice,
  DeviceStatus,
  ReadingAnswer,
  SpoolStatus,
  WireReading,
} from '#protocol/adapter-events.ts';
import type { Answer } from '#protocol/answer.ts';
import type { PatientView } from '#core/view.ts';
import type { VisitState } from '#core/visit-state.ts';
import type { ProtocolRead } from '#protocol/protocols.ts';
import type { DaySchedule, WirePlanCommand } from '#protocol/schedule.ts';
import type {
  OpenVisit,
  SiteView,
  UnsignedNamed,
  WaitingNamed,
  WaitingVisit,
  WireSiteCommand,
  WireVisitCommand,
} from '#protocol/screen-events.ts';
import type { WatchedAlone } from '#core/alone/alone.ts';
import type { FollowedVisit } from '#protocol/screen-events.ts';
import { Audit } from './audit/audit.ts';
import { AdapterDesk } from './clinic/adapter-desk.ts';
import type { AnnounceAnswer } from './clinic/adapter-desk.ts';
import { joinVisit } from './clinic/alone-join.ts';
import type { JoinBy } from './clinic/alone-join.ts';
import { AnswerCache } from './clinic/answer-cache.ts';
import { BellDesk } from './clinic/bell-desk.ts';
import { Board } from './clinic/board.ts';
import type { CallHealth, Calls } from './clinic/calls.ts';
import { chairSources } from './clinic/chair-sources.ts';
import { Counters } from './clinic/counters.ts';
import { CuffDesk } from './clinic/cuff-desk.ts';
import { CuffUse } from './clinic/cuff-use.ts';
import { DeviceSeen } from './clinic/device-seen.ts';
import type { KeptDevices } from './clinic/device-seen.ts';
import { Durability } from './clinic/durability.ts';
import { Ingest } from './clinic/ingest.ts';
import { isUnjudged } from './clinic/not-judged.ts';
import { PageDesk } from './clinic/page-desk.ts';
import { PlethDesk } from './clinic/pleth-desk.ts';
import { found, resume } from './clinic/opening.ts';
import type { Founding } from './clinic/opening.ts';
import { Presence } from './clinic/presence.ts';
import { ProbeWatch } from './clinic/probe-watch.ts';
import { readProtocol } from './clinic/protocol-read.ts';
import { quietChair } from './clinic/quiet-chair.ts';
import { sameValue } from './clinic/same-value.ts';
import { namesakesOf } from './clinic/namesakes.ts';
import { commandPlan, daySchedule } from './clinic/schedule-commands.ts';
import { LastWeights } from './clinic/last-weights.ts';
import { ScheduleDesk } from './clinic/schedule-desk.ts';
import { SignalTap } from './clinic/signal-tap.ts';
import { commandSite } from './clinic/site-commands.ts';
import { SiteDesk } from './clinic/site-desk.ts';
import type { ShownEvents } from './clinic/running-visit.ts';
import { unsignedNames, unsignedVisits } from './clinic/unsigned.ts';
import { waitingNames, waitingVisits } from './clinic/waiting.ts';
import { isOf, WHOLE } from './clinic/share.ts';
import type { Share } from './clinic/share.ts';
import { siteView } from './clinic/site-view.ts';
import { StateKeeping } from './clinic/state-keeping.ts';
import { SoundDesk } from './clinic/sound-desk.ts';
import { recordSound } from './clinic/sound-record.ts';
import { end, issue, steppedText } from './clinic/technical-alerts.ts';
import { TickParts } from './clinic/tick-parts.ts';
import { commandRecord, isOfRecord } from './clinic/record-commands.ts';
import type { RecordCommand } from './clinic/record-commands.ts';
import { commandVisit, openVisit } from './clinic/visit-commands.ts';
import type { BeginVisit } from './clinic/begin-plan.ts';
import { VisitDesk } from './clinic/visit-desk.ts';
import type { Clock } from './clock.ts';
import type { History } from './history/history.ts';
import type { Journal } from './journal/journal.ts';
import type { KeptStates } from './restart/kept-states.ts';
import type { Waveforms } from './waveforms/waveforms.ts';

export interface ClinicDeps {
  readonly journal: Journal;
  readonly clock: Clock & { readonly checkWall?: () => { readonly steppedByMs: number } | undefined };
  readonly newId: () => string;
  /** Of a new database; a known one keeps its own. */
  readonly founding: Founding;
  /** Absent: pulse waves are shown and not kept. */
  readonly waveforms?: Pick<Waveforms, 'keep'>;
  /** Absent: nobody's last weight is known, and no record is signed. */
  readonly history?: Pick<History, 'lastWeight' | 'signing'>;
  /** Absent: nobody is paged and no bell rings. */
  readonly calls?: Calls;
  readonly log?: Pick<Logger, 'error'>;
  /** False: a clinic without screens, as in many tests, has no alert about that. Default true. */
  readonly watchesSound?: boolean;
  /** Its stations may be shown other clinics' chairs. */
  readonly inGroup?: boolean;
  /** Real ms: the minutes in which refusals are counted. Default this machine's clock. */
  readonly realNow?: () => number;
  /** So that a start need not fold whole visits; absent: it does. The caller's to close. */
  readonly states?: KeptStates;
}

/** Who gives a command, and from where. `commandId` makes a repeat harmless. */
export interface By {
  readonly actor: Actor;
  readonly place: TapPlace;
  readonly commandId?: string;
  /** On a page that was alone, clinic time. */
  readonly tappedAt?: Instant;
}

export type VisitListener = (visit: { readonly visitId: string; readonly chairId: string }, shown: ShownEvents) => void;

export class Clinic {
  readonly board: Board;
  readonly pleth: PlethDesk;
  readonly cuffs: CuffDesk;
  readonly sound: SoundDesk;
  /** Refusals, sign-ins and reads of records. */
  readonly audit: Audit;
  readonly counters = new Counters();
  /** The signal tests under way. */
  readonly signals = new SignalTap();
  readonly #deps: ClinicDeps;
  readonly #durability: Durability;
  readonly #presence = new Presence();
  readonly #seen: DeviceSeen;
  readonly #site: SiteDesk;
  readonly #visits: VisitDesk;
  readonly #schedule: ScheduleDesk;
  readonly #adapters: AdapterDesk;
  readonly #bell: BellDesk;
  readonly #pages: PageDesk;
  readonly #ingest: Ingest;
  readonly #stateKeeping: StateKeeping | undefined;
  readonly #ticking = new TickParts((part, error) =>
    this.#deps.log?.error(
      { event: 'tick-part-failed', err: error, part },
      'a part of the tick failed: it is tried again each tick',
    ),
  );
  /** Each looks at every chair or visit: one after the other over the round, in this order where they follow on one another. */
  readonly #ofClinic: readonly (readonly [part: string, act: () => void])[] = [
    ['cuffs', () => this.cuffs.tick()],
    ['sound', () => this.#tickSound()],
    ['bell', () => this.#bell.tick()],
    ['pages', () => this.#pages.tick()],
    ['unheard', () => this.#tellUnheard()],
    ['ended visits', () => this.#visits.forgetEnded(this.now)],
    ['states', () => this.#stateKeeping?.tick()],
    ['devices seen', () => this.#keepSeen()],
    ['board', () => this.board.tick()],
    ['audit', () => this.audit.tick()],
  ];
  readonly #answers = new AnswerCache<Answer>();
  readonly #opened = new AnswerCache<Answer<{ readonly visitId: string }>>();
  readonly #siteListeners = new Set<() => void>();
  readonly #visitListeners = new Set<VisitListener>();
  readonly #scheduleListeners = new Set<() => void>();
  readonly #parts;
  #unheard: readonly string[] = [];
  #certificate: SiteView['certificate'];
  #tickedAt = performance.now();
  #tickBeganAt: number | undefined;
  /** By the shares since. */
  #tickTook = 0;

  /** Founds a new site or takes up where the journal stands. Reads the journal on this thread: call it before listening. */
  constructor(deps: ClinicDeps) {
    const { journal, newId } = deps;
    const now = (): Instant => this.now;
    this.#deps = deps;
    this.audit = new Audit({ journal, now, realNow: deps.realNow ?? Date.now });
    const durability = new Durability({
      onLate: () => this.#diskLate(),
      onStuck: () => this.#issueNotRecorded(),
      onCaughtUp: () => this.#diskCaughtUp(),
    });
    const site = new SiteDesk({ journal, durability, onShown: () => this.#siteChanged() });
    const visits = new VisitDesk({
      journal,
      newId,
      durability,
      onFault: (visitId, error) =>
        deps.log?.error(
          { event: 'visit-not-judged', err: error, visitId },
          'the rules failed on a visit: it is not judged',
        ),
      onChair: (chairId, recorded) => this.board.refresh(chairId, recorded),
      // Once the turn of the loop is over in which the disk is given it.
      onGiven: (visit) =>
        void setImmediate(() => visit.shown?.state !== visit.state && this.board.prepare(visit.state)),
      onWaiting: () => this.#tellSite(),
      onOrders: () => this.#tellSite(),
      onEvents: ({ visitId, state }, shown) => {
        for (const listener of this.#visitListeners) listener({ visitId, chairId: state.chairId }, shown);
        if (shown.events.some(({ type }) => ON_SCHEDULE.has(type))) this.#schedule.tell();
      },
    });
    const presence = this.#presence;
    const seen = new DeviceSeen(keptDevices(journal));
    this.#seen = seen;
    const fresh = { probes: new ProbeWatch(), cuffUse: new CuffUse() };
    const answered = Promise.resolve<Answer>({ ok: true, data: null });
    const onChange = (): void => {
      for (const listener of this.#scheduleListeners) listener();
      // Who is asked for the name next is told who is called alike by now.
      for (const { state } of visits.running) if (state.phase.name === 'baseline') this.board.refresh(state.chairId);
    };
    const schedule = new ScheduleDesk(
      { journal, durability, now, onChange },
      (commandId) => void this.#answers.once(commandId, () => answered),
    );
    this.#schedule = schedule;
    const onKnown = (chairId: string): void => this.board.refresh(chairId);
    const lastWeights = new LastWeights({ history: deps.history, journal, now, onKnown, log: deps.log });
    const parts = { journal, newId, now, durability, site, visits, schedule, presence, seen, lastWeights, ...fresh };
    this.#durability = durability;
    this.#site = site;
    this.#visits = visits;
    this.#parts = parts;
    this.sound = new SoundDesk({
      now,
      rate: () => this.rate,
      chairIds: () => site.state.chairs.map(({ chairId }) => chairId),
      isQuiet: (chairId) => visits.onChair(chairId)?.state.quiet === true,
      onChair: (chairId) => this.board.refresh(chairId),
    });
    const { calls, log } = deps;
    this.#bell = new BellDesk({ ...parts, sound: this.sound, calls, log });
    this.#pages = new PageDesk({ ...parts, bell: this.#bell, calls, log });
    this.board = new Board(
      (chairId, coming) => chairSources({ ...parts, sound: this.sound }, chairId, coming),
      now,
      (chairId, error) => log?.error({ event: 'chair-not-drawn', err: error, chairId }, 'a chair cannot be drawn'),
    );
    this.#adapters = new AdapterDesk({
      ...parts,
      onChair: (chairId) => this.board.refresh(chairId),
      onSite: () => this.#tellSite(),
    });
    found(site, deps.founding, this.now);
    this.#ingest = new Ingest({
      ...parts,
      signals: this.signals,
      counters: this.counters,
      onBattery: ({ chairId }) => this.#refresh(chairId),
    });
    this.pleth = new PlethDesk({
      ...parts,
      counters: this.counters,
      rate: () => this.rate,
      waveforms: deps.waveforms,
      learnPast: (instants) => this.#ingest.learnPast(instants),
    });
    this.cuffs = new CuffDesk({ ...parts, rate: () => this.rate });
    this.#stateKeeping = deps.states && new StateKeeping(deps.states, visits);
    resume({ ...parts, states: deps.states }, (commandId, visitId) => {
      if (visitId === undefined) void this.#answers.once(commandId, () => answered);
      else void this.#opened.once(commandId, async () => ({ ok: true, data: { visitId } }));
    });
    for (const { chairId } of site.state.chairs) this.board.refresh(chairId);
  }

  get now(): Instant {
    return this.#deps.clock.now();
  }

  get rate(): number {
    return this.#deps.clock.rate;
  }

  get site(): SiteState {
    return this.#site.state;
  }

  /** Where a device stood then. */
  chairAt(deviceId: string, at: Instant): string | undefined {
    return this.#site.chairAt(deviceId, at);
  }

  /** Whose a reading of this device was then; undefined: nobody's. */
  visitAt(deviceId: string, at: Instant): string | undefined {
    const chairId = this.chairAt(deviceId, at);
    return chairId === undefined ? undefined : this.#visits.visitAt(chairId, at);
  }

  /** That the server's certificate runs out, or cannot be renewed; undefined: all is well. */
  get certificate(): SiteView['certificate'] {
    return this.#certificate;
  }

  noticeCertificate(notice: SiteView['certificate']): void {
    this.#certificate = notice;
    this.#tellSite();
  }

  get siteView(): SiteView {
    const isNearlyFull = (id: string): boolean => this.#adapters.isStorageNearlyFull(id);
    const view = siteView(
      this.#site.state,
      this.#presence,
      this.#seen,
      isNearlyFull,
      this.#unheard,
      this.#waiting(),
      unsignedVisits(this.#visits, this.#site),
    );
    return {
      ...view,
      ...(this.#certificate && { certificate: this.#certificate }),
      ...(this.#deps.inGroup && { inGroup: true }),
    };
  }

  /**
   * `armed`: somebody is watched. `tickAgeMs`: since the last evaluation by time; `waitingMs`: how long the oldest event has waited for the
   * disk (both real time). `notJudged`: visits whose rules fail and of which people are told. `failing`: parts of the newest tick.
   */
  get health(): {
    readonly armed: boolean;
    readonly tickAgeMs: number;
    readonly visits: number;
    readonly notJudged: number;
    readonly failing: readonly string[];
    readonly adapters: number;
    readonly waitingMs: number;
    readonly late: boolean;
    readonly dayOpen: boolean;
    readonly calls: CallHealth;
  } {
    return {
      armed: this.#visits.running.some(
        ({ state: { phase } }) => phase.name === 'infusion' || phase.name === 'recovery',
      ),
      tickAgeMs: this.tickAgeMs,
      visits: this.#visits.running.filter(({ state }) => state.phase.name !== 'ended').length,
      notJudged: this.#visits.running.filter(({ state, failedSince }) => isUnjudged(state, failedSince)).length,
      failing: this.#ticking.failing,
      adapters: this.#presence.adapterCount,
      waitingMs: Math.round(this.#durability.waitingMs),
      late: this.#durability.late,
      dayOpen: this.site.dayClosed === undefined,
      calls: { pages: this.#pages.health, bell: this.#bell.health },
    };
  }

  /** Real ms since it last judged by time. */
  get tickAgeMs(): number {
    return Math.round(performance.now() - this.#tickedAt);
  }

  /** It has judged by time at least once since its start. */
  get hasTicked(): boolean {
    return this.#tickBeganAt !== undefined;
  }

  /** Registered devices that stand on a chair, and how many of them are heard. */
  get devices(): { readonly bound: number; readonly connected: number } {
    const bound = this.site.devices.filter(({ chairId }) => chairId !== undefined);
    const connected = bound.filter(({ deviceId }) => this.#presence.isConnected(deviceId));
    return { bound: bound.length, connected: connected.length };
  }

  /** The newest state of each visit that is not over, for counts alone. */
  get runningStates(): readonly VisitState[] {
    return this.#visits.running.map(({ state }) => state).filter(({ phase }) => phase.name !== 'ended');
  }

  /** One version of a protocol with what was published of it; without a version the one in force. */
  readProtocol(which: { readonly protocolId: string; readonly version?: number }): Result<ProtocolRead> {
    return readProtocol(
      this.#site.state,
      this.#visits.running.map(({ state }) => state),
      which,
    );
  }

  /** What is planned to begin between these instants. */
  schedule(day: { readonly from: Instant; readonly before: Instant }): DaySchedule {
    return daySchedule(this.#parts, day);
  }

  /** Other patients of these hours who share the surname of this visit's. */
  namesakes(visitId: string): readonly PatientView[] {
    const { journal, visits, schedule } = this.#parts;
    const patient = journal.getPatient(visits.get(visitId)?.state.patientId ?? '');
    return patient ? namesakesOf(patient, this.now, { journal, visits, schedule }) : [];
  }

  /** Who waits for the ride, for those who are named. */
  get waitingNames(): readonly WaitingNamed[] {
    return waitingNames(this.#visits, this.#deps.journal);
  }

  /** Orders to co-sign, for those who are named. */
  get unsigned(): readonly UnsignedNamed[] {
    return unsignedNames(this.#visits, this.#site, this.#deps.journal);
  }

  /** Nobody is here under this id, nor expected from then on: name and plan may go by the clinic's rule. */
  mayForget(patientId: string, from: Instant): boolean {
    const isHere = this.#visits.running.some(({ state }) => state.patientId === patientId);
    return !isHere && this.#schedule.mayForget(patientId, from);
  }

  forgot(patientId: string): void {
    this.#schedule.forgot(patientId);
  }

  onScheduleChanged(listener: () => void): () => void {
    this.#scheduleListeners.add(listener);
    return () => this.#scheduleListeners.delete(listener);
  }

  onSiteChanged(listener: () => void): () => void {
    this.#siteListeners.add(listener);
    return () => this.#siteListeners.delete(listener);
  }

  /** Answers once it is on the disk. */
  openVisit(
    request: OpenVisit | BeginVisit,
    actor: Actor,
    commandId?: string,
  ): Promise<Answer<{ readonly visitId: string }>> {
    const make = () => this.#answer(openVisit(this.#parts, request, actor, commandId));
    return commandId === undefined ? make() : this.#opened.once(commandId, make);
  }

  /** Answers once it is on the disk. */
  command(visitId: string, command: WireVisitCommand, by: By): Promise<Answer> {
    return this.#once(by.commandId, () => {
      if (isOfRecord(command)) return this.#commandRecord(visitId, command, by);
      const done = commandVisit(this.#parts, visitId, command, by);
      if (done.ok && (command.type === 'cuff:measure' || command.type === 'cuff:stop'))
        this.cuffs.told(visitId, command.type);
      return this.#answer(done);
    });
  }

  /** Answers once it is on the disk. */
  join(visitId: string, told: WatchedAlone, by: JoinBy): Promise<Answer> {
    return this.#once(by.commandId, () => this.#answer(joinVisit(this.#parts, visitId, told, by)));
  }

  /** Low and medium alerts of this chair sound at the station while it listens. Ends with the visit. Answers once it is on the disk. */
  quiet(chairId: string, quiet: boolean, actor: Actor): Promise<Answer> {
    const done = quietChair(this.#visits.onChair(chairId), quiet, actor, this.now);
    this.sound.tick();
    return this.#answer(done);
  }

  /** The visit as the screens may see it; undefined when it is not running, or nothing of it may be seen yet. */
  followed(visitId: string): FollowedVisit | undefined {
    const visit = this.#visits.get(visitId);
    return visit?.shown && { seq: visit.shownSeq, state: visit.shown.state };
  }

  /** The chair a visit is on that is not over; undefined: on none. */
  chairOf(visitId: string): string | undefined {
    const state = this.#visits.get(visitId)?.shown?.state;
    if (state === undefined || state.phase.name === 'ended') return undefined;
    return this.#visits.shownOn(state.chairId)?.state.visitId === visitId ? state.chairId : undefined;
  }

  /** Told of every event of every visit once the screens may see it, in order. */
  onVisitEvents(listener: VisitListener): () => void {
    this.#visitListeners.add(listener);
    return () => this.#visitListeners.delete(listener);
  }

  /** Answers once it is on the disk. */
  siteCommand(command: WireSiteCommand, by: Omit<By, 'place'>): Promise<Answer> {
    return this.#once(by.commandId, () => {
      if (isOfSchedule(command)) return this.#answer(commandPlan(this.#parts, command, by));
      const done = commandSite(this.#parts, command, by);
      if (done.ok) for (const visit of this.#visits.running) this.#adapters.reconcile(visit);
      return this.#answer(done);
    });
  }

  /** Facts of the site that were decided beside its commands: a screen enrolled, a credential set. Resolves once on the disk. */
  recordSite(bodies: readonly SiteEventBody[], actor: Actor): Promise<void> {
    return this.#site.append(bodies, this.now, actor);
  }

  /** Told of each event of the site at once, before it is on the disk. @returns how to stop. */
  onSiteEvents(listener: (events: readonly SiteEvent[]) => void): () => void {
    return this.#site.onEvents(listener);
  }

  /**
   * @param readings `measuredAt` already corrected to clinic time.
   * @returns one answer for each, in order, once all of them are on the disk.
   */
  ingest(
    adapterId: string,
    readings: readonly WireReading[],
  ): Promise<Answer<{ readonly answers: readonly ReadingAnswer[] }>> {
    return this.#ingest.take(adapterId, readings);
  }

  /**
   * What the clock brings about. Four times a second; more often changes nothing.
   * @param share of the visits that it judges, and of what is of the whole clinic
   */
  tick(share: Share = WHOLE): void {
    const ticking = this.#ticking;
    const beganAt = performance.now();
    if (share.nth > 0) {
      this.#tickVisits(share);
      this.#tickClinic(share);
      this.#tickTook += performance.now() - beganAt;
      return;
    }
    if (this.#tickBeganAt !== undefined) this.counters.betweenTicksMs.observe(beganAt - this.#tickBeganAt);
    this.#tickBeganAt = beganAt;
    ticking.run('clock', () => this.#checkWall());
    // An infusion may have begun since: it is told too.
    ticking.run('disk', () => this.#durability.stuck && this.#issueNotRecorded());
    ticking.run('adapters', () => this.#adapters.tick());
    this.#tickVisits(share);
    this.#tickClinic(share);
    ticking.settle();
    this.#tickedAt = performance.now();
    this.counters.tickMs.observe(this.#tickedAt - beganAt + this.#tickTook);
    this.#tickTook = 0;
  }

  #tickVisits(share: Share): void {
    for (const visit of this.#visits.runningOf(share)) this.#ticking.run('visits', () => visit.tick(this.now));
  }

  #tickClinic(share: Share): void {
    for (const [number, [part, act]] of this.#ofClinic.entries()) if (isOf(share, number)) this.#ticking.run(part, act);
  }

  adapterConnected(adapterId: string, connection: string): void {
    this.#adapters.connected(adapterId, connection);
  }

  /** @param connection of the socket that closed; an adapter that is here by a newer one is not lost. */
  adapterLost(adapterId: string, connection: string): void {
    this.#adapters.lost(adapterId, connection);
    this.#keepSeen(true);
  }

  get siteId(): string {
    return this.#deps.journal.siteId;
  }

  announce(adapterId: string, devices: readonly AnnouncedDevice[]): readonly AnnounceAnswer[] {
    return this.#adapters.announce(adapterId, devices);
  }

  deviceLink(adapterId: string, deviceId: string, connected: boolean, reason?: string): Result<null> {
    const told = this.#adapters.deviceLink(adapterId, deviceId, connected, reason);
    this.#keepSeen(true);
    return told;
  }

  deviceStatus(adapterId: string, deviceId: string, status: DeviceStatus): Result<null> {
    return this.#adapters.deviceStatus(adapterId, deviceId, status);
  }

  /** How full the adapter's own disk is. */
  spoolStatus(adapterId: string, status: SpoolStatus): void {
    this.#adapters.spoolStatus(adapterId, status);
  }

  /** Resolves when all that was given so far is on the disk. */
  drained(): Promise<void> {
    return this.#durability.all();
  }

  /** Another server has the site, or takes it now; no tick may follow. Resolves when the bell that rang for this one was told so. */
  handOver(): Promise<void> {
    return this.#bell.handOver();
  }

  dispose(): void {
    this.cuffs.dispose();
    this.#keepSeen(true);
    this.audit.close();
    this.#durability.dispose();
  }

  /** Who sounds now, and what is recorded of it. */
  #tickSound(): void {
    this.sound.tick();
    if (this.#deps.watchesSound === false) return;
    for (const visit of this.#visits.running)
      recordSound(visit, { site: this.#site, sound: this.sound, now: () => this.now });
  }

  #tellUnheard(): void {
    const unheard = this.#visits.running.flatMap(({ shown }) =>
      shown?.state.alerts['nobody-listening'] ? [shown.state.chairId] : [],
    );
    if (sameValue(unheard, this.#unheard)) return;
    this.#unheard = unheard;
    this.#tellSite();
  }

  async #commandRecord(visitId: string, command: RecordCommand, by: By): Promise<Answer> {
    const parts = { ...this.#parts, history: this.#deps.history };
    return this.#answer(await commandRecord(parts, visitId, command, by));
  }

  #once(commandId: string | undefined, make: () => Promise<Answer>): Promise<Answer> {
    return commandId === undefined ? make() : this.#answers.once(commandId, make);
  }

  async #answer<T>(result: Result<T>): Promise<Answer<T>> {
    if (!result.ok) {
      this.counters.refused('commands', result.refusal);
      return result;
    }
    await this.#durability.all();
    this.counters.commandsAccepted += 1;
    return { ok: true, data: result.value };
  }

  /** When each device was last heard, for the next start. */
  #keepSeen(atOnce = false): void {
    const kept = this.#seen.toKeep((deviceId) => this.#site.device(deviceId) !== undefined, this.now, atOnce);
    if (kept) void this.#deps.journal.putDevicesSeen(JSON.stringify(kept));
  }

  #refresh(chairId: string | undefined): void {
    if (chairId !== undefined) this.board.refresh(chairId);
  }

  #siteChanged(): void {
    const chairs = [...this.board.views.map(({ chair }) => chair), ...this.#site.state.chairs];
    for (const chairId of new Set(chairs.map((chair) => chair.chairId))) this.board.refresh(chairId);
    this.#tellSite();
  }

  #waiting(): readonly WaitingVisit[] {
    return waitingVisits(this.#visits, this.#site);
  }

  #tellSite(): void {
    for (const listener of this.#siteListeners) listener();
  }

  #diskLate(): void {
    for (const visit of this.#visits.running) visit.showNewest();
    // What every screen knows of the clinic is sent only when it is another: thousands of lists are no help to a machine that is late.
    if (this.#site.isWaiting) this.#siteChanged();
  }

  #issueNotRecorded(): void {
    const reason = this.#deps.journal.trouble?.reason ?? 'The disk does not answer: new entries wait in memory.';
    issue(this.#visits.running, 'not-recorded', reason, this.now, this.#deps.newId);
  }

  #diskCaughtUp(): void {
    this.#visits.showRecorded();
    end(this.#visits.running, 'not-recorded', this.now, this.#deps.newId);
  }

  #checkWall(): void {
    const stepped = this.#deps.clock.checkWall?.();
    if (stepped) this.#wallStepped(stepped.steppedByMs);
  }

  #wallStepped(byMs: number): void {
    this.counters.wallClockSteps += 1;
    void this.#site.append([{ type: 'wall-clock-stepped', byMs: Math.round(byMs) }], this.now, { kind: 'system' });
    issue(this.#visits.running, 'clock-stepped', steppedText(byMs), this.now, this.#deps.newId);
  }
}

/** Who is here today is another, or gone. */
const ON_SCHEDULE: ReadonlySet<VisitEvent['type']> = new Set(['visit-opened', 'patient-corrected', 'visit-ended']);

const isOfSchedule = (command: WireSiteCommand): command is WirePlanCommand => command.type.startsWith('plan:');

function keptDevices({ devicesSeen }: Journal): KeptDevices {
  return devicesSeen === undefined ? {} : (JSON.parse(devicesSeen) as KeptDevices);
}
