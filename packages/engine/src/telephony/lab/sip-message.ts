/** SIP messages as text (RFC 3261), as far as a far end on loopback needs them. */

export interface SipMessage {
  /** `INVITE sip:…`, or `SIP/2.0 200 OK`. */
  readonly first: string;
  /** Lower-case names; a header that comes several times keeps all its values, in order. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
  readonly body: string;
}

const COMPACT: Readonly<Record<string, string>> = {
  v: 'via',
  f: 'from',
  t: 'to',
  i: 'call-id',
  m: 'contact',
  l: 'content-length',
};

/** Null where it is no SIP message. */
export function parseSip(text: string): SipMessage | null {
  const split = text.indexOf('\r\n\r\n');
  const [first, ...lines] = (split < 0 ? text : text.slice(0, split)).split('\r\n');
  if (first === undefined || !first.includes('SIP/2.0')) return null;
  const headers = new Map<string, string[]>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon < 1) continue;
    const name = line.slice(0, colon).trim().toLowerCase();
    const key = COMPACT[name] ?? name;
    const values = headers.get(key) ?? [];
    values.push(line.slice(colon + 1).trim());
    headers.set(key, values);
  }
  return { first, headers, body: split < 0 ? '' : text.slice(split + 4) };
}

/** The first value of a header; empty where there is none. */
export function header(message: SipMessage, name: string): string {
  return message.headers.get(name)?.[0] ?? '';
}

export function methodOf(message: SipMessage): string | null {
  return message.first.startsWith('SIP/2.0') ? null : (message.first.split(' ')[0] ?? null);
}

/** The status of an answer; null for a request. */
export function statusOf(message: SipMessage): number | null {
  const found = /^SIP\/2\.0 (\d{3})/.exec(message.first);
  return found === null ? null : Number(found[1]);
}

/** The user in the request's address: the number that was called. */
export function calledUser(message: SipMessage): string {
  return /sips?:([^@;>\s]*)@/.exec(message.first)?.[1] ?? '';
}

/** The user and the name in From: who calls. */
export function caller(message: SipMessage): { number: string; name: string } {
  const from = header(message, 'from');
  return { number: /sips?:([^@;>\s]*)@/.exec(from)?.[1] ?? '', name: /^"([^"]*)"/.exec(from)?.[1] ?? '' };
}

/** Where the other side wants its audio; null where there is none to send. */
export function mediaPort(sdp: string): number | null {
  const found = /^m=audio (\d+)/m.exec(sdp);
  return found === null || found[1] === '0' ? null : Number(found[1]);
}

/** µ-law and telephone events on one port of loopback. */
export function sessionDescription(port: number): string {
  return `${[
    'v=0',
    'o=- 1 1 IN IP4 127.0.0.1',
    's=-',
    'c=IN IP4 127.0.0.1',
    't=0 0',
    `m=audio ${port} RTP/AVP 0 101`,
    'a=rtpmap:0 PCMU/8000',
    'a=rtpmap:101 telephone-event/8000',
    'a=fmtp:101 0-15',
    'a=ptime:20',
    'a=sendrecv',
  ].join('\r\n')}\r\n`;
}

export function writeSip(first: string, headers: readonly (readonly [string, string])[], body = ''): string {
  const type: (readonly [string, string])[] = body === '' ? [] : [['Content-Type', 'application/sdp']];
  const all = [...headers, ...type, ['Content-Length', String(Buffer.byteLength(body))] as const];
  return `${first}\r\n${all.map(([name, value]) => `${name}: ${value}`).join('\r\n')}\r\n\r\n${body}`;
}

const REASONS: Readonly<Record<number, string>> = {
  100: 'Trying',
  180: 'Ringing',
  183: 'Session Progress',
  200: 'OK',
  404: 'Not Found',
  480: 'Temporarily Unavailable',
  486: 'Busy Here',
  487: 'Request Terminated',
  500: 'Server Internal Error',
  503: 'Service Unavailable',
  603: 'Decline',
};

export function reasonOf(status: number): string {
  return REASONS[status] ?? 'Unknown';
}
