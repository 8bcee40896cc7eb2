/**
 * Recordings: both sides of a call in one file named by the call's id, through holds and transfers between agents.
 * Asterisk writes it into its spool; when the call is over it is fetched from there, kept, and deleted at Asterisk.
 */
import type { AttemptId, CallId } from '@outdial/shared';
import type { CarrierEvent, PortResult } from '../port.ts';
import { OK, wrongState } from '../results.ts';
import type { KeepRecording } from '../simulated/recorder.ts';
import { object, string } from './ari-events.ts';
import { AriError, path } from './ari-rest.ts';
import type { AsteriskCall } from './call.ts';
import { readRecordingName, recordingName } from './names.ts';
import type { Switchboard } from './switchboard.ts';

/** Asterisk says when it has closed a file; where that is missed, it is taken for closed after so long all the same. */
const CLOSED_WITHIN_MS = 2_000;
/** A file that is being closed cannot be gone on with yet: Asterisk is asked again after so long. */
const ASK_AGAIN_MS = 50;
const CONFLICT = 409;
const WAV_HEAD_BYTES = 44;
/** 8 kHz, 16 bit. */
const BYTES_PER_MS = 16;

interface Kept {
  /** Of it in Asterisk's spool. */
  readonly name: string;
  readonly startedAtMs: number;
  /** Asterisk writes to it now. */
  open: boolean;
  over: boolean;
  /** Who waits for the file to be closed. */
  onClosed: (() => void) | null;
  readonly forget: () => void;
}

interface Spooled {
  readonly name: string;
  readonly startedAtMs?: number;
  readonly attemptId?: AttemptId;
}

export class Recordings {
  readonly #board: Switchboard;
  readonly #keep: KeepRecording | null;
  readonly #say: (words: string) => void;
  readonly #tell: (event: CarrierEvent) => void;
  readonly #kept = new Map<CallId, Kept>();

  constructor(
    board: Switchboard,
    keep: KeepRecording | null,
    say: (words: string) => void,
    tell: (event: CarrierEvent) => void,
  ) {
    this.#board = board;
    this.#keep = keep;
    this.#say = say;
    this.#tell = tell;
  }

  /** Started again, it goes on in the same file. */
  async start(call: AsteriskCall): Promise<PortResult> {
    const { attemptId, callId } = call.request;
    if (call.phase !== 'answered') return wrongState(callId, call.phase, 'answered');
    if (call.recording !== null) return wrongState(callId, 'recorded already', 'not recorded');
    const snoopId = this.#board.name('record', callId);
    const { app, rest } = this.#board;
    const name = recordingName(app, callId, attemptId);
    call.recording = { snoopId, name };
    const kept = this.#remember(callId, name);
    try {
      const query = { spy: 'both', app };
      await this.#board.arrive(snoopId, () => rest.post(path`/channels/${call.channelId}/snoop/${snoopId}`, query));
      await this.#record(snoopId, name);
      kept.open = true;
    } catch (error) {
      call.recording = null;
      this.#board.drop(snoopId);
      throw error;
    }
    return OK;
  }

  async stop(call: AsteriskCall): Promise<PortResult> {
    const { recording } = call;
    const { callId } = call.request;
    if (recording === null) return wrongState(callId, 'not recorded', 'recorded');
    const closed = this.#untilClosed(callId);
    await this.#board.rest.post(path`/recordings/live/${recording.name}/stop`);
    this.#close(call);
    await closed;
    return OK;
  }

  async #record(snoopId: string, name: string): Promise<void> {
    const { clock, rest } = this.#board;
    const query = { name, format: 'wav', ifExists: 'append' };
    for (let waitedMs = 0; ; waitedMs += ASK_AGAIN_MS) {
      try {
        await rest.post(path`/channels/${snoopId}/record`, query);
        return;
      } catch (error) {
        if (!(error instanceof AriError) || error.status !== CONFLICT || waitedMs >= CLOSED_WITHIN_MS) throw error;
        await new Promise<void>((resolve) => clock.after(ASK_AGAIN_MS, resolve));
      }
    }
  }

  /** What is told of a file that is stopped must not be taken for the end of what is recorded next. */
  #untilClosed(callId: CallId): Promise<void> {
    const kept = this.#kept.get(callId);
    if (kept?.open !== true) return Promise.resolve();
    const { promise, resolve } = Promise.withResolvers<void>();
    const late = this.#board.clock.after(CLOSED_WITHIN_MS, resolve);
    kept.onClosed = resolve;
    return promise.finally(() => late.cancel());
  }

  /** An earlier life of the engine records this call. */
  takeOver(call: AsteriskCall, snoopId: string): void {
    const { attemptId, callId } = call.request;
    const name = recordingName(this.#board.app, callId, attemptId);
    call.recording = { snoopId, name };
    this.#remember(callId, name).open = true;
  }

  /** Recordings of an earlier life whose calls are over: they are kept like any other. */
  keepLeft(): void {
    this.#board.clock.after(CLOSED_WITHIN_MS, () => {
      this.#board.rest.get('/recordings/stored').then(
        (stored) => this.#keepAll(stored),
        (error: unknown) => this.#say(`what an earlier engine recorded cannot be listed: ${wordsOf(error)}`),
      );
    });
  }

  #keepAll(stored: unknown): void {
    for (const entry of Array.isArray(stored) ? stored : []) {
      const name = string(object(entry)?.name) ?? '';
      const ids = readRecordingName(this.#board.app, name);
      if (ids !== null && !this.#kept.has(ids.callId)) this.#keepFile(ids.callId, { name, attemptId: ids.attemptId });
    }
  }

  /** The call is over: what was recorded is kept. */
  end(call: AsteriskCall): void {
    this.#close(call);
    const { callId } = call.request;
    const kept = this.#kept.get(callId);
    if (kept === undefined) return;
    kept.over = true;
    if (kept.open) this.#board.clock.after(CLOSED_WITHIN_MS, () => this.#closed(callId));
    else this.#fetch(callId, kept);
  }

  #close(call: AsteriskCall): void {
    if (call.recording !== null) this.#board.drop(call.recording.snoopId);
    call.recording = null;
  }

  #remember(callId: CallId, name: string): Kept {
    const known = this.#kept.get(callId);
    if (known !== undefined) return known;
    const forget = this.#board.onRecording(name, () => this.#closed(callId));
    const kept: Kept = {
      name,
      startedAtMs: this.#board.clock.nowMs(),
      open: false,
      over: false,
      onClosed: null,
      forget,
    };
    this.#kept.set(callId, kept);
    return kept;
  }

  #closed(callId: CallId): void {
    const kept = this.#kept.get(callId);
    if (kept === undefined) return;
    kept.open = false;
    kept.onClosed?.();
    kept.onClosed = null;
    if (kept.over) this.#fetch(callId, kept);
  }

  #fetch(callId: CallId, { forget, name, startedAtMs }: Kept): void {
    this.#kept.delete(callId);
    forget();
    this.#keepFile(callId, { name, startedAtMs });
  }

  /** From Asterisk's spool into the folder; `attemptId` where nobody here knows the call. */
  #keepFile(callId: CallId, { attemptId, name, startedAtMs }: Spooled): void {
    const keep = this.#keep;
    if (keep === null) return;
    const { clock, rest } = this.#board;
    rest.download(path`/recordings/stored/${name}/file`).then(
      (wav) =>
        keep(callId, wav, (file) => {
          if (file === null) return;
          const durationMs = Math.max(0, Math.round((wav.length - WAV_HEAD_BYTES) / BYTES_PER_MS));
          this.#tell({
            ...{ type: 'recorded', callId, file, durationMs, bytes: wav.length },
            startedAtMs: startedAtMs ?? clock.nowMs() - durationMs,
            ...(attemptId === undefined ? {} : { attemptId }),
          });
          rest.delete(path`/recordings/stored/${name}`).catch(() => undefined);
        }),
      (error: unknown) => {
        this.#say(
          `the recording of call ${callId} stays in Asterisk's spool, it could not be fetched: ${wordsOf(error)}`,
        );
      },
    );
  }
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
