/**
 * A clinic's years in the database: what the pages over past visits ask is answered soon, and chairs that are watched now do not feel it.
 * Idle and busy runs of the live chairs alternate, so that a slow minute of the machine weighs on both.
 */
import { startChild } from './child-server.ts';
import type { ChildServer } from './child-server.ts';
import { pastVisits } from './past-visits.ts';
import { productAdapter } from './product-clients.ts';
import { atMost, compare, median, percentile } from './stats.ts';
import type { Figure } from './stats.ts';
import { TestScreen } from '../support/test-screen.ts';

const LIVE_CHAIRS = 24;
/** Of each question, one after the other. */
const ASKED = 60;
const RUN_SECONDS = 20;
const DEMO_CHAIRS = 10;

/** What a page asks: its name here, and the question; each turn another visit. */
type Question = readonly [name: string, ask: (turn: number) => Promise<{ readonly ok: boolean }>];

async function questionsOf(reader: TestScreen): Promise<readonly Question[]> {
  const visits: string[] = [];
  let after: string | undefined;
  for (let page = 0; page < 6; page += 1) {
    const answer = await reader.request('history:list', { filter: {}, ...(after !== undefined && { after }) });
    if (!answer.ok) throw new Error(answer.refusal.message);
    visits.push(...answer.data.visits.map(({ visitId }) => visitId));
    after = answer.data.next ?? undefined;
    if (after === undefined) break;
  }
  const visitAt = (turn: number): string => visits[(turn * 37) % visits.length] ?? '';
  const names = ['anna', 'keller', 'leon', 'kovacs', 'ida becker', 'x'];
  return [
    ['history list', () => reader.request('history:list', { filter: {} })],
    [
      'history by name',
      (turn) => reader.request('history:list', { filter: { name: names[turn % names.length] ?? '' } }),
    ],
    ['one visit', (turn) => reader.request('history:visit', { visitId: visitAt(turn) })],
    ["a visit's events", (turn) => reader.request('history:events', { visitId: visitAt(turn), after: 0 })],
    ['report', (turn) => reader.request('report:visit', { visitId: visitAt(turn) })],
    ["a patient's series", (turn) => reader.request('series:patient', { visitId: visitAt(turn) })],
    ['quality, all weeks', () => reader.request('quality:weeks', {})],
  ];
}

async function timed(ask: () => Promise<{ readonly ok: boolean }>): Promise<number> {
  const began = performance.now();
  const answer = await ask();
  if (!answer.ok) throw new Error(`refused: ${JSON.stringify(answer)}`);
  return performance.now() - began;
}

interface LiveChair {
  send(): void;
  /** Since the last time it was asked, ms. */
  take(): readonly number[];
  close(): void;
}

async function liveChair(port: number, number: number, chairId: string): Promise<LiveChair> {
  const adapter = await productAdapter(port, number, { emulated: true });
  const page = await TestScreen.connect(port);
  let sentAt = 0;
  let value = 97;
  let latencies: number[] = [];
  page.raw.on('chair:patch', ({ patch }: { patch: { readonly spo2?: unknown } }) => {
    if (!('spo2' in patch) || sentAt === 0) return;
    latencies.push(performance.now() - sentAt);
    sentAt = 0;
  });
  await page.watch(chairId);
  return {
    send() {
      sentAt = performance.now();
      adapter.send((value = value === 97 ? 98 : 97));
    },
    take() {
      const taken = latencies;
      latencies = [];
      return taken;
    },
    close() {
      adapter.close();
      page.close();
    },
  };
}

async function latenciesFor(chairs: readonly LiveChair[], seconds: number): Promise<readonly number[]> {
  for (const chair of chairs) chair.take();
  await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
  return chairs.flatMap((chair) => chair.take());
}

/** Each chair once a second, spread over it. @returns how to stop */
function beat(chairs: readonly LiveChair[]): () => void {
  const timers: NodeJS.Timeout[] = [];
  for (const [index, chair] of chairs.entries())
    timers.push(setTimeout(() => timers.push(setInterval(() => chair.send(), 1_000)), (index * 1_000) / chairs.length));
  return () => {
    for (const timer of timers) clearInterval(timer);
  };
}

export async function history(visits: number, pairs: number, say: (line: string) => void): Promise<readonly Figure[]> {
  const past = pastVisits(visits, say);
  const server = await startChild('./history-server.ts', (folder) => [past, folder, String(LIVE_CHAIRS)]);
  say(`the list of past visits was made or looked through in ${Math.round(Number(server.told['listMs']) / 1_000)} s`);
  const reader = await TestScreen.connect(server.port, sessionOf(server));
  const questions = await questionsOf(reader);
  const figures: Figure[] = [];
  for (const [name, ask] of questions) {
    say(`${name}, ${ASKED} times over ${visits} past visits`);
    const took: number[] = [];
    for (let turn = 0; turn < ASKED; turn += 1) took.push(await timed(() => ask(turn)));
    figures.push(atMost(`${name}, ${visits} past visits, p50`, 'ms', 200, median(took)));
    figures.push(atMost(`${name}, ${visits} past visits, p95`, 'ms', 200, percentile(took, 0.95)));
  }
  figures.push(...(await besideLive(server, questions, pairs, say)));
  reader.close();
  await server.stop();
  return figures;
}

const sessionOf = ({ told }: ChildServer) => told['session'] as { readonly token: string; readonly session: string };

async function besideLive(
  server: ChildServer,
  questions: readonly Question[],
  pairs: number,
  say: (line: string) => void,
): Promise<readonly Figure[]> {
  const chairs = await Promise.all(
    server.chairIds.map((chairId, index) => liveChair(server.port, DEMO_CHAIRS + 1 + index, chairId)),
  );
  const stop = beat(chairs);
  await latenciesFor(chairs, 3);
  const runs: { busy: readonly number[]; idle: readonly number[] }[] = [];
  const took: number[] = [];
  for (let pair = 1; pair <= pairs; pair += 1) {
    say(`${chairs.length} live chairs, idle and while the history is asked: pair ${pair} of ${pairs}`);
    const idle = await latenciesFor(chairs, RUN_SECONDS);
    let isOver = false;
    const asking = (async () => {
      for (let turn = 0; !isOver; turn += 1) {
        const [, ask] = questions[turn % questions.length] ??
          questions[0] ?? ['', () => Promise.resolve({ ok: false })];
        took.push(await timed(() => ask(turn)));
      }
    })();
    const busy = await latenciesFor(chairs, RUN_SECONDS);
    isOver = true;
    await asking;
    runs.push({ busy, idle });
  }
  stop();
  for (const chair of chairs) chair.close();
  const at = (share: number) =>
    runs.map(({ busy, idle }) => [percentile(busy, share), percentile(idle, share)] as const);
  const name = `reading to screen, ${chairs.length} live chairs, while the history is asked`;
  return [
    compare(`${name}, p50`, 'ms', 1.2, at(0.5)),
    compare(`${name}, p95`, 'ms', 1.2, at(0.95)),
    atMost(`history asked beside ${chairs.length} live chairs, p95`, 'ms', 200, percentile(took, 0.95)),
  ];
}
