/** Without a terminal: one snapshot a change of interest, one object a line with `--json`, one and no more with `--once`. */
import { type Clock, every, type StreamEvent } from '@outdial/shared';
import { bannerWords } from '../components/banner.ts';
import { Controller, type ControllerOptions } from '../controller.ts';
import type { ConsoleState, Link } from '../model/state.ts';
import type { Store } from '../model/store.ts';
import { interestOf, snapshotText } from './snapshot.ts';

export interface PlainOptions {
  client: ControllerOptions['client'];
  clock: Clock;
  store: Store;
  json: boolean;
  once: boolean;
  /** Standard output: data. */
  write(text: string): void;
  /** Standard error: talk. */
  talk(text: string): void;
  /** Settles when the caller wants it to end. */
  ended: Promise<void>;
}

/** Pictures come several a second; a pipe gets one of them a second at most. */
const PICTURE_EVERY_MS = 1_000;
/** With `--once`, the server has so long to send a picture. */
const ONCE_WITHIN_MS = 10_000;

/** Gives the exit code: 1 where `--once` saw no picture. */
export async function runPlain(options: PlainOptions): Promise<0 | 1> {
  const { clock, store, json, once, write, talk } = options;
  let finish: (code: 0 | 1) => void = () => undefined;
  const finished = new Promise<0 | 1>((resolve) => {
    finish = resolve;
  });
  void options.ended.then(() => finish(0));
  let lastAtMs = Number.NEGATIVE_INFINITY;
  let lastInterest = '';
  let lastBanner: Link['kind'] | null = null;

  function onPicture(state: ConsoleState): void {
    if (once) {
      // Rules and counts come with the overviews: a moment later.
      if (!json && state.overviews.size === 0 && clock.nowMs() - startedAtMs < 1_000) return;
      write(json ? `${JSON.stringify({ type: 'picture', picture: state.picture })}\n` : snapshotText(state));
      finish(0);
      return;
    }
    if (clock.nowMs() - lastAtMs < PICTURE_EVERY_MS) return;
    if (json) write(`${JSON.stringify({ type: 'picture', picture: state.picture })}\n`);
    else {
      const interest = interestOf(state);
      if (interest === lastInterest) return;
      lastInterest = interest;
      write(`${snapshotText(state)}\n`);
    }
    lastAtMs = clock.nowMs();
  }

  function onEvent(event: StreamEvent): void {
    if (event.event === 'picture' && store.get().picture !== null) onPicture(store.get());
    else if (json && !once && (event.event === 'audit' || event.event === 'engine'))
      write(`${JSON.stringify({ type: event.event, [event.event === 'audit' ? 'entry' : 'engine']: event.data })}\n`);
  }

  const startedAtMs = clock.nowMs();
  const watch = every(clock, 500, () => {
    const state = store.get();
    const kind = state.link.kind;
    if (kind === 'lost' && lastBanner !== 'lost') talk(`${bannerWords({ ...state, nowMs: clock.nowMs() })}\n`);
    if (kind === 'live' && lastBanner === 'lost') talk('Connected again.\n');
    lastBanner = kind;
    if (once && clock.nowMs() - startedAtMs >= ONCE_WITHIN_MS) {
      talk(`No picture came within ${ONCE_WITHIN_MS / 1_000} s. Is \`outdial up\` running there?\n`);
      finish(1);
    }
  });
  const controller = new Controller({ client: options.client, clock, store, onEvent, onQuit: () => finish(0) });
  const code = await finished;
  watch.cancel();
  await controller.close();
  return code;
}
