/** One server with its embedded journal, as most clinics have it. */
import { JournalLook } from './journal-look.ts';
import type { Ground, Look } from './ground.ts';
import { prepareSite } from './prepare-site.ts';
import type { DrillChair, PreparedSite } from './prepare-site.ts';
import { ServerUnderDrill } from './server-under-drill.ts';

export class SingleGround implements Ground {
  readonly phase = 'infusion';
  readonly chairs: readonly DrillChair[];
  readonly database: string;
  readonly server: ServerUnderDrill;
  onDeath: Ground['onDeath'] = () => undefined;

  private constructor({ chairs, database }: PreparedSite) {
    [this.chairs, this.database] = [chairs, database];
    this.server = new ServerUnderDrill(database);
    this.server.onDeath = (code, signal) => this.onDeath(String(signal ?? code));
  }

  static async open(folder: string, chairs: number): Promise<SingleGround> {
    const ground = new SingleGround(await prepareSite(folder, chairs));
    await ground.server.start();
    return ground;
  }

  get port(): number | undefined {
    return this.server.port;
  }

  get peakBytes(): number {
    return this.server.peakBytes;
  }

  look(chair: DrillChair): Look {
    return new JournalLook(this.database, chair);
  }

  weigh(): Promise<void> {
    return this.server.weigh();
  }

  stop(): Promise<void> {
    return this.server.stop();
  }

  close(): Promise<void> {
    return this.server.kill();
  }
}
