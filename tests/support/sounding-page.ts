/** Pages that beat: what each says of its own sound once a second, and what the clinic makes of it. */
import type { Place } from '#protocol/screen-events.ts';
import type { TestClinic } from './test-clinic.ts';
import type { TestScreen } from './test-screen.ts';

export class SoundingPage {
  readonly screen: TestScreen;
  readonly place: Place;
  canSound = true;
  visible = true;
  /** False: frozen, asleep or gone; no beat comes. */
  beats = true;
  hasSound = false;

  private constructor(screen: TestScreen, place: Place) {
    this.screen = screen;
    this.place = place;
  }

  static async chair(screen: TestScreen, chairId: string): Promise<SoundingPage> {
    await screen.watch(chairId);
    return new SoundingPage(screen, { kind: 'chair', chairId });
  }
  static async station(clinic: TestClinic, token?: string): Promise<SoundingPage> {
    const screen = await clinic.screen(token === undefined ? {} : { token });
    await screen.watchStation();
    return new SoundingPage(screen, { kind: 'station' });
  }

  async beat(): Promise<void> {
    if (!this.beats) return;
    const { canSound, visible, place } = this;
    const answer = await this.screen.request('screen:sound', { canSound, visible, place });
    if (!answer.ok) throw new Error(answer.refusal.message);
    this.hasSound = answer.data.hasSound;
  }
}

/** Time goes on while these pages beat each second, and `each` happens. */
export function passBeating(
  clinic: TestClinic,
  ms: number,
  pages: readonly SoundingPage[],
  each: () => Promise<unknown> = async () => undefined,
): Promise<void> {
  return clinic.pass(ms, async () => {
    for (const page of pages) await page.beat();
    await each();
  });
}

/** `who chair station`, as a screen would show it. */
export function soundOf({ clinic }: TestClinic, chairId: string): string {
  const sound = clinic.board.view(chairId)?.sound;
  return `${sound?.who} ${sound?.chair} ${sound?.station}`;
}
