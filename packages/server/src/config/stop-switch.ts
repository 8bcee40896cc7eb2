/** The emergency stop (OUT-3): whether no call may be placed anywhere; it outlives engines, and the server where it must. */
import { existsSync } from 'node:fs';
import { Low } from 'lowdb';
import { JSONFile } from 'lowdb/node';
import { z } from 'zod';

const zStop = z.object({ stopped: z.boolean() });
type Stop = z.infer<typeof zStop>;

export interface StopSwitch {
  readonly stopped: boolean;
  /** `untilRestart`: not written down. */
  stop(untilRestart: boolean): Promise<void>;
  resume(): Promise<void>;
}

/** A file that cannot be read counts as stopped: who pressed the button expects it to hold. */
export async function openStopSwitch(file: string): Promise<StopSwitch> {
  const adapter = new JSONFile<Stop>(file);
  const db = new Low<Stop>(adapter, { stopped: false });
  let stopped = false;
  if (existsSync(file)) {
    const kept = zStop.safeParse(await adapter.read().catch(() => null));
    stopped = !kept.success || kept.data.stopped;
    db.data = { stopped };
  }
  const keep = async (next: boolean): Promise<void> => {
    if (db.data.stopped === next && existsSync(file)) return;
    db.data = { stopped: next };
    await db.write();
  };
  return {
    get stopped() {
      return stopped;
    },
    async stop(untilRestart) {
      stopped = true;
      if (!untilRestart) await keep(true);
    },
    async resume() {
      await keep(false);
      stopped = false;
    },
  };
}
