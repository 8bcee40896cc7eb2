/** The dozen events of ARI that are in use, read from what Asterisk sends; everything else is null. */

export type ChannelState = 'Down' | 'Ring' | 'Ringing' | 'Up' | string;

export type AriEvent =
  | {
      type: 'stasis-start';
      channelId: string;
      args: readonly string[];
      caller: string | null;
      createdAtMs: number | null;
    }
  | { type: 'recording-finished'; name: string; failed: boolean }
  | { type: 'state'; channelId: string; state: ChannelState }
  | { type: 'dial'; channelId: string; status: string }
  | { type: 'dtmf'; channelId: string; digit: string }
  | { type: 'destroyed'; channelId: string; q850: number | null; sipStatus: number | null }
  | { type: 'playback-started'; playbackId: string }
  | { type: 'playback-finished'; playbackId: string; failed: boolean }
  | { type: 'replaced' };

export interface AriChannel {
  readonly id: string;
  readonly state: ChannelState;
  /** As Asterisk calls it: `PJSIP/carrier-0000001a`. */
  readonly name: string;
  /** What the dialplan is at with it: `outdial,inbound,+33…` of a call that came in; empty for channels that we made. */
  readonly appData: string;
  /** By Asterisk's clock; null where it does not tell. */
  readonly createdAtMs: number | null;
}

export interface AriBridge {
  readonly id: string;
  readonly channelIds: readonly string[];
}

/** What is read of Asterisk's objects; each may hold anything. */
interface Json {
  readonly dialplan?: unknown;
  readonly app_data?: unknown;
  readonly creationtime?: unknown;
  readonly type?: unknown;
  readonly channel?: unknown;
  readonly peer?: unknown;
  readonly playback?: unknown;
  readonly recording?: unknown;
  readonly caller?: unknown;
  readonly number?: unknown;
  readonly id?: unknown;
  readonly name?: unknown;
  readonly channels?: unknown;
  readonly state?: unknown;
  readonly args?: unknown;
  readonly dialstatus?: unknown;
  readonly digit?: unknown;
  readonly cause?: unknown;
  readonly tech_cause?: unknown;
  readonly status?: unknown;
  readonly startup_time?: unknown;
  readonly value?: unknown;
}

export function parseEvent(text: string): AriEvent | null {
  const event = readObject(text);
  return event === null ? null : read(event);
}

function read(event: Json): AriEvent | null {
  const channel = object(event.channel);
  const channelId = string(channel?.id);
  switch (event.type) {
    case 'StasisStart':
      if (channelId === null) return null;
      return {
        ...{ type: 'stasis-start', channelId, args: strings(event.args) },
        ...{ caller: string(object(channel?.caller)?.number), createdAtMs: time(channel?.creationtime) },
      };
    case 'RecordingFinished':
    case 'RecordingFailed': {
      const name = string(object(event.recording)?.name);
      return name === null ? null : { type: 'recording-finished', name, failed: event.type === 'RecordingFailed' };
    }
    case 'ChannelStateChange':
      return channelId === null ? null : { type: 'state', channelId, state: string(channel?.state) ?? '' };
    case 'Dial': {
      const peerId = string(object(event.peer)?.id);
      return peerId === null ? null : { type: 'dial', channelId: peerId, status: string(event.dialstatus) ?? '' };
    }
    case 'ChannelDtmfReceived':
      return channelId === null ? null : { type: 'dtmf', channelId, digit: string(event.digit) ?? '' };
    case 'ChannelDestroyed': {
      if (channelId === null) return null;
      return { type: 'destroyed', channelId, q850: number(event.cause), sipStatus: number(event.tech_cause) };
    }
    case 'PlaybackStarted':
    case 'PlaybackFinished': {
      const playback = object(event.playback);
      const playbackId = string(playback?.id);
      if (playbackId === null) return null;
      if (event.type === 'PlaybackStarted') return { type: 'playback-started', playbackId };
      return { type: 'playback-finished', playbackId, failed: playback?.state === 'failed' };
    }
    case 'ApplicationReplaced':
      return { type: 'replaced' };
    default:
      return null;
  }
}

/** The list of channels as `GET /channels` tells it. */
export function readChannels(value: unknown): AriChannel[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((entry) => {
    const channel = object(entry);
    const id = string(channel?.id);
    if (id === null) return [];
    const appData = string(object(channel?.dialplan)?.app_data) ?? '';
    const createdAtMs = time(channel?.creationtime);
    return [{ id, state: string(channel?.state) ?? '', name: string(channel?.name) ?? '', appData, createdAtMs }];
  });
}

/** The list of bridges as `GET /bridges` tells it. */
export function readBridges(value: unknown): AriBridge[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((entry) => {
    const id = string(object(entry)?.id);
    return id === null ? [] : [{ id, channelIds: strings(object(entry)?.channels) }];
  });
}

export function readObject(text: string): Json | null {
  try {
    return object(JSON.parse(text));
  } catch {
    return null;
  }
}

export function object(value: unknown): Json | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : null;
}

export function string(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];
}

/** As `2026-11-26T14:03:07.021+0100`. */
function time(value: unknown): number | null {
  const atMs = Date.parse((string(value) ?? '').replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  return Number.isNaN(atMs) ? null : atMs;
}

/** Statuses come as numbers, and from some versions as text. */
function number(value: unknown): number | null {
  const read = typeof value === 'string' ? Number(value) : value;
  return typeof read === 'number' && Number.isInteger(read) && read > 0 ? read : null;
}
