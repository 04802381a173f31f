/** Keeps the screen awake while a visit is watched on it, and says when it cannot. */

/** `off`: not wanted. `held`: the screen stays awake. `waiting`: hidden, or being asked for. `refused`: it may fall asleep. */
export type WakeLockState = 'off' | 'held' | 'waiting' | 'refused';

export interface WakeLockDeps {
  /** Undefined where the browser has none: an old one, or a page over plain HTTP. */
  readonly wakeLock?: Pick<WakeLock, 'request'> | undefined;
  readonly page?: Pick<Document, 'visibilityState' | 'addEventListener' | 'removeEventListener'>;
}

export class ScreenAwake {
  readonly #wakeLock: Pick<WakeLock, 'request'> | undefined;
  readonly #page: NonNullable<WakeLockDeps['page']>;
  #state = $state<WakeLockState>('off');
  #isWanted = false;
  #isAsking = false;
  #lock: WakeLockSentinel | undefined;

  constructor(deps: WakeLockDeps = {}) {
    // Absent over plain HTTP, whatever the types say.
    this.#wakeLock = 'wakeLock' in deps ? deps.wakeLock : (navigator as Partial<Navigator>).wakeLock;
    this.#page = deps.page ?? document;
  }

  get state(): WakeLockState {
    return this.#state;
  }

  start(): void {
    this.#page.addEventListener('visibilitychange', this.#look);
  }

  want(isWanted: boolean): void {
    if (isWanted === this.#isWanted) return;
    this.#isWanted = isWanted;
    this.#look();
  }

  dispose(): void {
    this.#page.removeEventListener('visibilitychange', this.#look);
    this.want(false);
  }

  readonly #look = (): void => {
    if (!this.#isWanted) {
      void this.#lock?.release().catch(() => undefined);
      this.#lock = undefined;
      this.#state = 'off';
    } else if (this.#lock === undefined) void this.#ask();
  };

  async #ask(): Promise<void> {
    if (!this.#wakeLock) {
      this.#state = 'refused';
      return;
    }
    // A hidden page is refused: it is asked for again when it is seen.
    if (this.#isAsking || this.#page.visibilityState !== 'visible') {
      this.#state = 'waiting';
      return;
    }
    this.#isAsking = true;
    const lock = await this.#wakeLock.request('screen').catch(() => undefined);
    this.#isAsking = false;
    if (!this.#isWanted) {
      void lock?.release().catch(() => undefined);
      return;
    }
    this.#lock = lock;
    this.#state = lock ? 'held' : 'refused';
    lock?.addEventListener('release', () => {
      if (this.#lock !== lock) return;
      this.#lock = undefined;
      this.#look();
    });
  }
}
