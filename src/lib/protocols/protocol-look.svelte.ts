/** One version of a protocol as the server has it, asked again when another version is in force. */
import type { Refusal } from '#core/refusal.ts';
import type { ProtocolRead } from '#protocol/protocols.ts';
import type { Line } from '../live/line.ts';

export class ProtocolLook {
  readonly #line: Line;
  readonly #protocolId: string;
  readonly #stops: (() => void)[];
  #read = $state.raw<ProtocolRead | null>(null);
  #refused = $state.raw<Refusal | null>(null);
  #isUnanswered = $state(false);
  #version: number | undefined;
  /** Counts what was asked for: an answer to something older is dropped. */
  #asked = 0;

  constructor(line: Line, protocolId: string) {
    this.#line = line;
    this.#protocolId = protocolId;
    this.#stops = [
      line.onConnect(() => void this.ask(this.#version)),
      // Told of every device that comes and goes: asked again only when this protocol is another.
      line.on('site:changed', ({ protocols }) => {
        const inForce = protocols.find(({ id }) => id === protocolId)?.version;
        if (inForce !== this.#read?.versions[0]?.version) void this.ask(this.#version);
      }),
    ];
  }

  /** Null until the first answer. */
  get read(): ProtocolRead | null {
    return this.#read;
  }

  get refused(): Refusal | null {
    return this.#refused;
  }

  get isUnanswered(): boolean {
    return this.#isUnanswered;
  }

  /** Undefined: the version in force, whichever it is by then. */
  async ask(version: number | undefined): Promise<void> {
    this.#version = version;
    const asked = (this.#asked += 1);
    const answer = await this.#line.request('protocol:read', {
      protocolId: this.#protocolId,
      ...(version !== undefined && { version }),
    });
    if (asked !== this.#asked) return;
    this.#isUnanswered = answer === null;
    if (answer === null) return;
    this.#refused = answer.ok ? null : answer.refusal;
    this.#read = answer.ok ? answer.data : null;
  }

  dispose(): void {
    this.#asked += 1;
    for (const stop of this.#stops) stop();
  }
}
