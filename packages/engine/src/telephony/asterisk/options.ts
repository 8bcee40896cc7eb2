/** What the adapter must be told: where Asterisk is, its trunks, how phones are reached, and where sounds lie. */

export interface AsteriskOptions {
  /** Of ARI, without a path: `http://127.0.0.1:8088`. */
  readonly url: string;
  readonly user: string;
  readonly password: string;
  /** The Stasis application; one for each engine. `outdial` unless told. */
  readonly app?: string;
  readonly trunks: readonly TrunkOptions[];
  /** How an agent's or supervisor's phone is dialed; `{address}` is its address. `PJSIP/{address}` unless told. */
  readonly phoneEndpoint?: string;
  /** How long an agent's or supervisor's phone may ring; 20 s unless told. */
  readonly phoneRingMs?: number;
  /** The address under which Asterisk reaches this engine with the audio of calls. Loopback unless told. */
  readonly mediaHost?: string;
  /** The one UDP port for it; any free one unless told. */
  readonly mediaPort?: number;
  /** The folder of messages (`ID.wav`, 8 kHz mono 16 bit): where the engine sees it, and where Asterisk does. */
  readonly messages?: { readonly folder: string; readonly asteriskFolder?: string };
  /** The music that a contact on hold hears: a class of `musiconhold.conf`. */
  readonly musicClass?: string;
}

export interface TrunkOptions {
  readonly name: string;
  /** `{number}` is the number with its `+`, `{digits}` the same without. `PJSIP/{number}@NAME` unless told. */
  readonly endpoint?: string;
  readonly maxLines?: number;
  readonly callsPerSecond?: number;
  /** Of the calls, trunks that have free lines take their share by weight; 1 unless told. */
  readonly weight?: number;
}

export const DEFAULT_APP = 'outdial';
export const DEFAULT_PHONE_RING_MS = 20_000;
/** An address that dials something else, or a second thing, is no phone's. */
const SAFE_ADDRESS = /^[\w+.@:;=-]{1,128}$/;

/** The endpoint of a phone, or null where the address could mean something else to Asterisk. */
export function phoneEndpoint(options: AsteriskOptions, address: string): string | null {
  const plain = address.startsWith('PJSIP/') ? address.slice('PJSIP/'.length) : address;
  if (!SAFE_ADDRESS.test(plain)) return null;
  return (options.phoneEndpoint ?? 'PJSIP/{address}').replaceAll('{address}', plain);
}
