/** What is played to contacts: messages from a folder, and music until it is stopped. */
import { closeSync, existsSync, fstatSync, mkdirSync, openSync, readSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { wavOf } from '@outdial/shared';
import type { Media, PortResult } from '../port.ts';
import { noSuchCall, OK, refused, wrongState } from '../results.ts';
import type { Backstop } from './backstop.ts';
import type { AsteriskCall } from './call.ts';
import type { Conversation } from './conversation.ts';
import type { AsteriskOptions } from './options.ts';
import type { Switchboard } from './switchboard.ts';

/** A message's id is a file's name, and no path. */
const SAFE_ID = /^[\w][\w.-]{0,99}$/;

export class Playing {
  readonly #board: Switchboard;
  readonly #conversation: Conversation;
  readonly #backstop: Backstop;
  readonly #messages: AsteriskOptions['messages'];

  constructor(
    board: Switchboard,
    conversation: Conversation,
    backstop: Backstop,
    messages: AsteriskOptions['messages'],
  ) {
    this.#board = board;
    this.#conversation = conversation;
    this.#backstop = backstop;
    this.#messages = messages;
  }

  /** Puts the message where Asterisk reads it; why not, in words, where that cannot be done. */
  add(messageId: string, samples: Int16Array): string | null {
    const folder = this.#messages?.folder;
    if (folder === undefined) return `message ${messageId}: the options name no folder of messages (messages.folder)`;
    if (!SAFE_ID.test(messageId)) return `message ${messageId}: the id is no file's name`;
    const file = join(folder, `${messageId}.wav`);
    try {
      mkdirSync(folder, { recursive: true });
      writeFileSync(`${file}.part`, wavOf(samples), { mode: 0o644 });
      renameSync(`${file}.part`, file);
      return null;
    } catch (error) {
      return `message ${messageId}: ${file} cannot be written: ${error instanceof Error ? error.message : String(error)}`;
    }
  }

  /** What Asterisk is asked to play; null where there is no such message. */
  uri(messageId: string): string | null {
    const messages = this.#messages;
    if (messages === undefined || !SAFE_ID.test(messageId)) return null;
    if (!existsSync(join(messages.folder, `${messageId}.wav`))) return null;
    return `sound:${join(messages.asteriskFolder ?? messages.folder, messageId)}`;
  }

  /** Answers when it is heard. */
  async play(call: AsteriskCall, playbackId: string, media: Media): Promise<PortResult> {
    const { callId } = call.request;
    if (call.phase !== 'answered') return wrongState(callId, call.phase, 'answered');
    if (call.playback !== null) {
      return refused('wrong-call-state', `call ${callId} is playing ${call.playback.playbackId}: stop that first`);
    }
    if (media.kind === 'tone' && media.tone === 'hold') {
      call.playback = { playbackId, ariId: null, stopped: false };
      await this.#conversation.music(call, true);
      return OK;
    }
    const uri = media.kind === 'tone' ? 'tone:1400/150' : this.uri(media.messageId);
    if (uri === null) {
      return refused(
        'no-such-message',
        `no message ${JSON.stringify(media)} in the folder of messages: upload it first`,
      );
    }
    const ariId = this.#board.name('message', callId);
    call.playback = { playbackId, ariId, stopped: false };
    if (call.link === 'held') await this.#conversation.music(call, false);
    if (media.kind === 'message') await this.#backstop.speaks(call, this.#lengthMs(media.messageId));
    const { promise, resolve } = Promise.withResolvers<PortResult>();
    const hooks = {
      started: () => resolve(OK),
      finished: (failed: boolean) => {
        resolve(
          call.leaving
            ? noSuchCall(callId)
            : refused('no-such-message', `Asterisk cannot play ${uri}: is the file where it can read it?`),
        );
        this.#finished(call, ariId, !failed);
      },
    };
    try {
      await this.#board.play(call.channelId, ariId, uri, hooks);
    } catch (error) {
      call.playback = null;
      this.#backstop.follow(call);
      throw error;
    }
    return promise;
  }

  #lengthMs(messageId: string): number {
    const { folder } = this.#messages ?? {};
    return folder === undefined ? 0 : wavLengthMs(join(folder, `${messageId}.wav`));
  }

  async stop(call: AsteriskCall, playbackId: string): Promise<void> {
    const { playback } = call;
    if (playback?.playbackId !== playbackId || playback.stopped) return;
    playback.stopped = true;
    if (playback.ariId !== null) {
      this.#board.stopPlaying(playback.ariId);
      return;
    }
    if (call.link === 'alone') await this.#conversation.music(call, false);
    this.#told(call, playbackId, false);
  }

  #finished(call: AsteriskCall, ariId: string, completed: boolean): void {
    const { playback } = call;
    if (playback?.ariId !== ariId) return;
    this.#backstop.follow(call);
    if (call.link === 'held') this.#conversation.music(call, true).catch(() => undefined);
    this.#told(call, playback.playbackId, completed && !playback.stopped && !call.leaving);
  }

  #told(call: AsteriskCall, playbackId: string, completed: boolean): void {
    call.playback = null;
    call.tell({ type: 'playback-finished', atMs: this.#board.clock.nowMs(), playbackId, completed });
  }
}

/** By its size and the bytes a second that its head tells. */
function wavLengthMs(file: string): number {
  const head = Buffer.alloc(32);
  const descriptor = openSync(file, 'r');
  try {
    const bytesPerSecond = readSync(descriptor, head) < head.length ? 0 : head.readUInt32LE(28);
    return bytesPerSecond === 0 ? 0 : (1_000 * fstatSync(descriptor).size) / bytesPerSecond;
  } finally {
    closeSync(descriptor);
  }
}
