/** What the adapter and its media thread tell each other. */

export interface MediaStart {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
}

/** A stream is known by the UDP port from which Asterisk sends it. */
export type MediaRequest =
  | { readonly type: 'open'; readonly streamId: number; readonly fromPort: number }
  | { readonly type: 'close'; readonly streamId: number }
  | { readonly type: 'stop' };

export type MediaReport =
  | { readonly type: 'listening'; readonly port: number }
  | { readonly type: 'failed'; readonly reason: string }
  /** Frames in the order in which they came: 160 samples, a stream and an end each. */
  | { readonly type: 'frames'; readonly streams: number[]; readonly endsMs: number[]; readonly samples: Int16Array };
