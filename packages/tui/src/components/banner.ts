/** The banner when connection or engine are lost, or when nothing new comes: since when, why, and what happens next. */
import { spoken } from '../model/format.ts';
import { type ConsoleState, isStale } from '../model/state.ts';
import { type Line, span } from '../theme/span.ts';

/** In whole seconds: tenths would flicker. */
const ago = (ms: number): string => spoken(Math.max(1_000, ms));

export function bannerWords(state: ConsoleState): string | null {
  const { link, engine, nowMs } = state;
  const age = state.picture === null ? '' : ` Data ${ago(nowMs - state.pictureAtMs)} old.`;
  if (link.kind === 'lost') {
    const next = Math.max(0, link.nextTryAtMs - nowMs);
    const when = next === 0 ? 'trying now' : `next in ${spoken(Math.ceil(next / 1_000) * 1_000)}`;
    const first = state.picture === null ? 'No connection' : 'Connection lost';
    return `${first} for ${ago(nowMs - link.sinceMs)}, try ${link.tries}, ${when} (Ctrl-R: now).${age} ${link.why}`;
  }
  if (link.kind === 'live' && engine.state === 'lost')
    return `Engine lost for ${ago(nowMs - engine.sinceMs)}.${age} It restarts itself; nothing is dialed.`;
  if (link.kind === 'live' && isStale(state))
    return `No news for ${ago(nowMs - state.pictureAtMs)}: the server is reached, but the engine sends no picture.`;
  if (link.kind === 'live' && engine.dialing === 'stopped')
    return 'Emergency stop: nothing new is dialed in any campaign. Ctrl-X dials again.';
  return null;
}

export function bannerLine(state: ConsoleState, width: number): Line | null {
  const words = bannerWords(state);
  return words === null ? null : [span(` ${words}`.padEnd(width), 'alarm')];
}
