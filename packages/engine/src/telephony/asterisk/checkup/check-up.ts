/** A look at a user's own Asterisk, step by step: each says what it found and, where something is wrong, what to do. */
import { existsSync } from 'node:fs';
import type { Clock } from '@outdial/shared';
import { AriError, AriRest, path } from '../ari-rest.ts';
import { type AsteriskOptions, DEFAULT_APP } from '../options.ts';
import { audioFinding } from './audio.ts';
import { bad, type Finding, good, wordsOf } from './finding.ts';
import { openProbe, type Probe } from './probe.ts';
import { askWhoItIs, modulesFinding, sessionsFinding, versionFinding } from './server.ts';
import { trunkFindings } from './trunks.ts';

/** Ends early where nothing more can be found out. Makes one media channel for a moment, and no call. */
export async function* checkUp(options: AsteriskOptions, clock: Clock): AsyncGenerator<Finding> {
  const rest = new AriRest(options);
  let probe: Probe | null = null;
  try {
    const { finding, info } = await askWhoItIs(options, rest);
    yield finding;
    if (!finding.ok) return;
    yield versionFinding(info);
    yield await modulesFinding(rest);
    yield await applicationFinding(rest, options.app ?? DEFAULT_APP);
    const app = `${options.app ?? DEFAULT_APP}-check-${process.pid}`;
    probe = await openProbe(options, app, clock).catch(() => null);
    if (probe === null) {
      yield bad('events', 'no WebSocket can be opened', 'is res_http_websocket loaded, and sessionlimit high enough?');
    } else yield good('events', 'the WebSocket opens');
    yield await sessionsFinding(options);
    yield* await trunkFindings(options, rest, clock);
    if (probe !== null) yield await audioFinding(options, rest, app, clock);
    yield messagesFinding(options);
  } catch (error) {
    yield bad('asked', wordsOf(error), 'may the user of ari.conf write (read_only=no)? See the log of Asterisk');
  } finally {
    probe?.close();
    rest.close();
  }
}

/** The first thing that keeps calls from being made, in one line; null where there is none. */
export async function firstTrouble(options: AsteriskOptions, clock: Clock): Promise<string | null> {
  for await (const { check, detail, ok, remedy } of checkUp(options, clock)) {
    if (!ok) return `${check}: ${detail}: ${remedy}`;
  }
  return null;
}

async function applicationFinding(rest: AriRest, app: string): Promise<Finding> {
  try {
    await rest.get(path`/applications/${app}`);
    return good('application', `${app} is in use: by a running engine, it is to be hoped; each needs one of its own`);
  } catch (error) {
    if (error instanceof AriError && error.status === 404) return good('application', `${app} is free`);
    throw error;
  }
}

function messagesFinding({ messages }: AsteriskOptions): Finding {
  if (messages === undefined) return good('messages', 'no folder is told: none can be played');
  if (existsSync(messages.folder)) return good('messages', messages.folder);
  return bad(
    'messages',
    `there is no folder ${messages.folder}`,
    'make it, readable for Asterisk, or correct messages',
  );
}
