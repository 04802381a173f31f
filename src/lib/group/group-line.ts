/** What the other clinics' store needs of a socket. `connectGroup` is the real one; tests pass their own. */
import type { Refusal } from '#core/refusal.ts';
import type { GroupToServer, ServerToGroup } from '#protocol/group-events.ts';

type AnswerOf<E extends keyof GroupToServer> = Parameters<Parameters<GroupToServer[E]>[1]>[0];

export interface GroupLine {
  readonly connected: boolean;
  on<E extends keyof ServerToGroup>(event: E, listener: ServerToGroup[E]): void;
  /** At every (re)connect. */
  onConnect(listener: () => void): void;
  /** It could not connect; null: nobody answered, and it tries again by itself. After a refusal it does not. */
  onRefused(listener: (why: Refusal | null) => void): void;
  /** Null: no answer. Never rejects. */
  request<E extends keyof GroupToServer>(
    event: E,
    payload: Parameters<GroupToServer[E]>[0],
  ): Promise<AnswerOf<E> | null>;
  /** Opens it, and closes it first if it is open. */
  renew(): void;
  close(): void;
}
