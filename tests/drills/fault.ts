/** One kind of fault: how it is done to a stand, once. */
import type { OpenGround } from './ground.ts';
import type { Stand } from './stand.ts';

export interface Fault {
  /** One word, as `--only` takes it. */
  readonly id: string;
  readonly name: string;
  /** How many injections the full form makes of it. */
  readonly share: number;
  /** Does it, and undoes it. @returns on how many lines, processes or disks it was done at once */
  inject(stand: Stand): Promise<number>;
  /** Once everything is right again: what it had taken away comes back. */
  after?(stand: Stand): Promise<void>;
  /** What it is done to; default one server. */
  readonly openGround?: OpenGround;
  /** Every chair is fed by the real adapter process. */
  readonly processes?: true;
  /** It is these, in turn. */
  readonly mixes?: readonly Fault[];
}
