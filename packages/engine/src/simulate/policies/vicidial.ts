/** VICIdial's adaptive rule: lines = level × agents; the level drifts with idle agents and falls when the drop share passes the cap. */
import type { Pacer } from '../../pacing/index.ts';
import { plainPacer } from './plain-pacer.ts';

const ACTUATE_MS = 2500;
const ADAPT_MS = 15_000;
const REFRESH_MS = 60_000;

export interface VicidialSettings {
  /** The level's maximum, set by hand. */
  readonly maxLevel: number;
  /** Share of live answers dropped at which the level falls to 1 (hard limit). */
  readonly dropCap: number;
}

export function vicidialPolicy(settings: VicidialSettings = { maxLevel: 3, dropCap: 0.03 }): Pacer {
  let level = 1;
  let live = 0;
  let dropped = 0;
  let shownDropRatio = 0;
  let refreshedMs = Number.NEGATIVE_INFINITY;
  let adaptedMs = Number.NEGATIVE_INFINITY;
  let actuatedMs = Number.NEGATIVE_INFINITY;
  return plainPacer({
    observe(observation) {
      if (observation.type === 'connected') live += 1;
      if (observation.type === 'abandoned') {
        live += 1;
        dropped += 1;
      }
    },
    want({ nowMs, agents, calls }) {
      if (nowMs - refreshedMs >= REFRESH_MS) {
        refreshedMs = nowMs;
        shownDropRatio = live === 0 ? 0 : dropped / live;
      }
      const staff = agents.idle + (agents.reserved ?? 0) + agents.talkingMs.length + agents.wrapUpMs.length;
      if (nowMs - adaptedMs >= ADAPT_MS && staff > 0) {
        adaptedMs = nowMs;
        const next = level * (1 + (agents.idle - calls.waitingMs.length) / staff);
        level = shownDropRatio > settings.dropCap ? 1 : Math.min(settings.maxLevel, Math.max(1, next));
      }
      if (nowMs - actuatedMs < ACTUATE_MS) return 0;
      actuatedMs = nowMs;
      const lines =
        calls.ringingMs.length +
        calls.screeningMs.length +
        calls.waitingMs.length +
        agents.talkingMs.length +
        agents.wrapUpMs.length;
      return level * staff - lines;
    },
  });
}
