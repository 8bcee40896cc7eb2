/** What the adapter must be told: where Asterisk is, its trunks, how phones are reached, and where sounds lie. */
import { z } from 'zod';
import { pjsipEndpointIn } from './trunk.ts';

const trunkSchema = z.strictObject({
  name: z.string().regex(/^[\w.-]{1,64}$/, 'letters, digits, dot, dash and underscore'),
  /** `{number}` is the number with its `+`, `{digits}` the same without. `PJSIP/{number}@NAME` unless told. */
  endpoint: z
    .string()
    .regex(/\{(?:number|digits)\}/, 'holds {number} or {digits}')
    .exactOptional(),
  maxLines: z.int().min(0).max(100_000).exactOptional(),
  callsPerSecond: z.number().positive().max(10_000).exactOptional(),
  /** Of the calls, trunks that have free lines take their share by weight; 1 unless told. */
  weight: z.number().positive().exactOptional(),
});

const asteriskOptionsSchema = z.strictObject({
  /** Of ARI, without a path: `http://127.0.0.1:8088`. */
  url: z.url({ protocol: /^https?$/ }),
  user: z.string().min(1),
  /** Here, in a file of its own (seen from this one), or in the environment: see `options-file.ts`. */
  password: z.string().min(1).exactOptional(),
  passwordFile: z.string().min(1).exactOptional(),
  /** The Stasis application; one for each engine. `outdial` unless told. */
  app: z
    .string()
    .regex(/^[\w-]{1,40}$/, 'letters, digits, dash and underscore')
    .exactOptional(),
  trunks: z.array(trunkSchema).min(1),
  /** How an agent's or supervisor's phone is dialed; `{address}` is its address. `PJSIP/{address}` unless told. */
  phoneEndpoint: z.string().includes('{address}').exactOptional(),
  /** How long an agent's or supervisor's phone may ring; 20 s unless told. */
  phoneRingMs: z.int().min(1_000).max(120_000).exactOptional(),
  /** Without any word from the far end a call is given up after so long; 32 s (timer B of RFC 3261) unless told. */
  setupLimitMs: z.int().min(1_000).max(180_000).exactOptional(),
  /** The address under which Asterisk reaches this engine with the audio of calls. Loopback unless told. */
  mediaHost: z.string().min(1).exactOptional(),
  /** The one UDP port for it; any free one unless told. */
  mediaPort: z.int().min(0).max(65_535).exactOptional(),
  /** The folder of messages (`ID.wav`, 8 kHz mono 16 bit): where the engine sees it, and where Asterisk does. */
  messages: z.strictObject({ folder: z.string(), asteriskFolder: z.string().exactOptional() }).exactOptional(),
  /** The music that a contact on hold hears: a class of `musiconhold.conf`. */
  musicClass: z.string().exactOptional(),
});

/** One Asterisk of several. */
const nodeSchema = asteriskOptionsSchema.extend({
  name: z
    .string()
    .regex(/^[\w-]{1,40}$/, 'letters, digits, dash and underscore')
    .refine((name) => name.toUpperCase() !== 'PJSIP', 'any name but PJSIP'),
  /** A node that only has phones has none. */
  trunks: z.array(trunkSchema),
  /** Of the calls, nodes that have free lines take their share by weight, and of the phones too; 1 unless told. */
  weight: z.number().positive().exactOptional(),
  /** Whether agents' phones are called from here; they are unless told. */
  phones: z.boolean().exactOptional(),
  /** How the other nodes dial this one; `{token}` says there who is meant: `PJSIP/{token}@paris`. */
  reachedBy: z.string().includes('{token}'),
});

const fleetSchema = z
  .strictObject({ nodes: z.array(nodeSchema).min(1) })
  .refine(({ nodes }) => new Set(nodes.map(({ name }) => name)).size === nodes.length, 'two nodes have the same name')
  .refine(({ nodes }) => nodes.some(({ trunks }) => trunks.length > 0), 'no node has a trunk')
  .refine(({ nodes }) => nodes.some(({ phones = true }) => phones), 'no node has phones');

/** As they are written down; the password may be kept elsewhere. */
export type WrittenAsteriskOptions = z.infer<typeof asteriskOptionsSchema>;
export type AsteriskOptions = Omit<WrittenAsteriskOptions, 'password' | 'passwordFile'> & { readonly password: string };
export type TrunkOptions = z.infer<typeof trunkSchema>;

/** One Asterisk, and its part among several; one by itself has an empty name, and nobody reaches it. */
export interface AsteriskNode {
  readonly name: string;
  readonly weight: number;
  readonly phones: boolean;
  readonly reachedBy: string | null;
  readonly options: AsteriskOptions;
}

/** Thrown where the options cannot be used; the message names every place that is wrong. */
export class AsteriskOptionsError extends Error {
  readonly code = 'asterisk-options-invalid';
  override name = 'AsteriskOptionsError';
}

type Elsewhere = (written: WrittenAsteriskOptions) => string | null;

/**
 * One Asterisk as an object, or several as `{ "nodes": [...] }`. Throws {@link AsteriskOptionsError}. `elsewhere` is
 * asked for a password that does not stand in the options.
 */
export function readAsteriskNodes(value: unknown, elsewhere: Elsewhere = () => null): readonly AsteriskNode[] {
  if (typeof value !== 'object' || value === null || !('nodes' in value)) {
    const options = withPassword(parsed(asteriskOptionsSchema, value), elsewhere);
    return [{ name: '', weight: 1, phones: true, reachedBy: null, options }];
  }
  return parsed(fleetSchema, value).nodes.map(({ name, weight = 1, phones = true, reachedBy, ...written }) => {
    try {
      return { name, weight, phones, reachedBy, options: withPassword(written, elsewhere) };
    } catch (cause) {
      if (cause instanceof AsteriskOptionsError)
        throw new AsteriskOptionsError(`node ${name}: ${cause.message}`, { cause });
      throw cause;
    }
  });
}

function parsed<Schema extends z.ZodType>(schema: Schema, value: unknown): z.infer<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const wrong = z
    .prettifyError(result.error)
    .replaceAll(/\s*\n\s*→ at /g, ' at ')
    .replaceAll('\n', ' ');
  throw new AsteriskOptionsError(`the options of Asterisk cannot be used: ${wrong}`);
}

function withPassword(written: WrittenAsteriskOptions, elsewhere: Elsewhere): AsteriskOptions {
  const { password = elsewhere(written), passwordFile: _, ...options } = written;
  if (password !== null) return { ...options, password };
  throw new AsteriskOptionsError(
    `the options of Asterisk hold no password: write password or passwordFile, or set ${PASSWORD_VARIABLE}`,
  );
}

/** Of the environment: what is used where the options name no password. */
export const PASSWORD_VARIABLE = 'OUTDIAL_ASTERISK_PASSWORD';

export const DEFAULT_APP = 'outdial';
export const DEFAULT_PHONE_RING_MS = 20_000;
export const DEFAULT_SETUP_LIMIT_MS = 32_000;
/** An address that dials something else, or a second thing, is no phone's. */
const SAFE_ADDRESS = /^[\w+.@:;=-]{1,128}$/;

/** `112@carrier`: a call out at somebody's cost that no rule has seen. Who wants phones behind a trunk says so in `phoneEndpoint`. */
function isByTrunk({ trunks }: AsteriskOptions, address: string): boolean {
  const outside = trunks.map(({ name, endpoint = `PJSIP/{number}@${name}` }) =>
    pjsipEndpointIn(endpoint)?.toLowerCase(),
  );
  return address.split('@').some((part) => outside.includes(part.toLowerCase()));
}

/** The endpoint of a phone, or null where the address could mean something else to Asterisk. */
export function phoneEndpoint(options: AsteriskOptions, address: string): string | null {
  const plain = address.startsWith('PJSIP/') ? address.slice('PJSIP/'.length) : address;
  if (!SAFE_ADDRESS.test(plain) || isByTrunk(options, plain)) return null;
  return (options.phoneEndpoint ?? 'PJSIP/{address}').replaceAll('{address}', plain);
}
