/** Recordings: both sides of a call in one file named by the call's id, through holds and transfers of its agent. */
import type { PortResult } from '../port.ts';
import { OK, wrongState } from '../results.ts';
import { path } from './ari-rest.ts';
import type { AsteriskCall } from './call.ts';
import type { Switchboard } from './switchboard.ts';

export class Recordings {
  readonly #board: Switchboard;

  constructor(board: Switchboard) {
    this.#board = board;
  }

  /** Asterisk writes `CALL-ID.wav` into its spool folder `recording`. */
  async start(call: AsteriskCall): Promise<PortResult> {
    const { callId } = call.request;
    if (call.phase !== 'answered') return wrongState(callId, call.phase, 'answered');
    if (call.recording !== null) return wrongState(callId, 'recorded already', 'not recorded');
    const snoopId = this.#board.name('record', callId);
    const recording = { snoopId, name: callId };
    call.recording = recording;
    const { app, rest } = this.#board;
    try {
      const query = { spy: 'both', app };
      await this.#board.arrive(snoopId, () => rest.post(path`/channels/${call.channelId}/snoop/${snoopId}`, query));
      await rest.post(path`/channels/${snoopId}/record`, { name: callId, format: 'wav', ifExists: 'append' });
    } catch (error) {
      call.recording = null;
      this.#board.drop(snoopId);
      throw error;
    }
    return OK;
  }

  async stop(call: AsteriskCall): Promise<PortResult> {
    const { recording } = call;
    if (recording === null) return wrongState(call.request.callId, 'not recorded', 'recorded');
    await this.#board.rest.post(path`/recordings/live/${recording.name}/stop`);
    this.end(call);
    return OK;
  }

  /** The call is over: what was recorded is kept. */
  end(call: AsteriskCall): void {
    if (call.recording !== null) this.#board.drop(call.recording.snoopId);
    call.recording = null;
  }
}
