/** Every problem that the API answers: a stable code, its status, and what the caller can do about it (RFC 9457). */
import { z } from 'zod';
import type { Problem } from './problem.ts';
import { WORK_PROBLEMS } from './work-problems.ts';

export const PROBLEMS = {
  ...WORK_PROBLEMS,
  'malformed-body': {
    status: 400,
    title: 'The body is not what this route takes',
    remedy: 'Send the JSON that /openapi.json describes; `errors` names each field.',
  },
  'malformed-parameter': {
    status: 400,
    title: 'A path or query parameter is not what this route takes',
    remedy: 'Correct the parameter that `errors` names.',
  },
  'wrong-credentials': {
    status: 401,
    title: 'User name or password is wrong',
    remedy: 'Check both; an administrator can reset the password.',
  },
  'not-logged-in': {
    status: 401,
    title: 'No valid bearer token',
    remedy: 'Log in with POST /v1/sessions and send `Authorization: Bearer TOKEN`.',
  },
  'wrong-role': {
    status: 403,
    title: 'Your role does not allow this',
    remedy: 'Ask a user with the role named in `needs`.',
  },
  'user-locked': { status: 403, title: 'This user is locked', remedy: 'Ask an administrator to unlock it.' },
  'not-found': { status: 404, title: 'No such route', remedy: 'See /openapi.json for the routes.' },
  'unknown-campaign': { status: 404, title: 'No such campaign', remedy: 'GET /v1/campaigns lists them.' },
  'unknown-agent': { status: 404, title: 'No such agent', remedy: 'GET /v1/agents lists them.' },
  'unknown-user': { status: 404, title: 'No such user', remedy: 'GET /v1/users lists them.' },
  'unknown-call': {
    status: 404,
    title: 'No such call under way',
    remedy: 'It may have ended; GET /v1/calls lists those under way.',
  },
  'unknown-list': { status: 404, title: 'No such call list', remedy: 'GET /v1/lists lists them.' },
  'unknown-contact': { status: 404, title: 'No such contact', remedy: 'GET /v1/lists/{listId}/contacts lists them.' },
  'unknown-contact-rule': { status: 404, title: 'No such contact rule', remedy: 'GET /v1/contact-rules lists them.' },
  'unknown-compliance-pack': {
    status: 404,
    title: 'No such compliance pack',
    remedy: 'GET /v1/compliance-packs lists them.',
  },
  'invalid-rule': { status: 422, title: 'The rule contradicts itself', remedy: 'Correct what `errors` names.' },
  'invalid-number': {
    status: 422,
    title: 'This is no telephone number',
    remedy: 'Send it with + and the country code, or name the country of a national number.',
  },
  'in-use': { status: 409, title: 'Campaigns use it', remedy: 'Give those in `usedBy` another one first.' },
  'person-in-call': {
    status: 409,
    title: 'This person is being called',
    remedy: 'Wait until the call is over, then try again.',
  },
  'shipped-pack': {
    status: 409,
    title: 'This pack comes with Outdial',
    remedy: 'Make a pack of your own, and let your campaigns name that one.',
  },
  'unknown-interaction': {
    status: 404,
    title: 'You have no such interaction in hand',
    remedy: 'GET /v1/agent shows what you have in hand.',
  },
  'unknown-wrap-up-code': {
    status: 422,
    title: 'This campaign has no such wrap-up code',
    remedy: 'Use one of the codes in `codes`.',
  },
  'invalid-campaign': { status: 422, title: 'The campaign contradicts itself', remedy: 'Correct what `errors` names.' },
  'invalid-file': {
    status: 422,
    title: 'The file cannot be read as a call list',
    remedy: 'Send CSV text with a column of phone numbers; `detail` says where reading stopped.',
  },
  'user-exists': { status: 409, title: 'A user of this name exists', remedy: 'Choose another name.' },
  'campaign-not-running': { status: 409, title: 'The campaign is not running', remedy: 'Start it first.' },
  'campaign-not-paused': { status: 409, title: 'The campaign is not paused', remedy: 'Nothing to resume.' },
  'campaign-not-started': {
    status: 409,
    title: 'The campaign was not started',
    remedy: 'Start it first: POST /v1/campaigns/{campaignId}/start.',
  },
  'campaign-ended': { status: 409, title: 'The campaign has ended', remedy: 'Load it again to run it once more.' },
  'campaign-in-use': { status: 409, title: 'The campaign is running or paused', remedy: 'End it first.' },
  'too-large': { status: 413, title: 'The body is too large', remedy: 'Send it in parts; `limitBytes` is the most.' },
  'wrong-content-type': {
    status: 415,
    title: 'This route takes another content type',
    remedy: 'Use the content type that `takes` names.',
  },
  'too-many-requests': { status: 429, title: 'Too many requests', remedy: 'Wait `retryAfterS` seconds.' },
  'engine-lost': {
    status: 503,
    title: 'The engine is not connected',
    remedy: 'It is restarted by itself within seconds; try again.',
  },
  'engine-timeout': {
    status: 504,
    title: 'The engine did not answer in time',
    remedy: 'GET the state, then try again.',
  },
  'store-failed': {
    status: 503,
    title: 'The store did not take it',
    remedy: 'Nothing was changed. Check the disk (`outdial doctor`), then try again.',
  },
  'internal-error': {
    status: 500,
    title: 'A fault of ours',
    remedy: 'Nothing more was done. The log has it under `requestId`.',
  },
} as const satisfies Record<string, Problem>;

export type ProblemCode = keyof typeof PROBLEMS;

export const isProblemCode = (code: string): code is ProblemCode => Object.hasOwn(PROBLEMS, code);

export const zProblem = z
  .object({
    type: z.string().describe('`urn:outdial:problem:` and the code'),
    code: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    remedy: z.string(),
    instance: z.string().optional(),
    errors: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
  })
  .loose();
export type ProblemBody = z.infer<typeof zProblem>;

/** Thrown wherever a request cannot be carried out; the API answers it as problem+json. */
export class ProblemError extends Error {
  readonly code: ProblemCode;
  readonly extra: Readonly<Record<string, unknown>>;

  constructor(
    code: ProblemCode,
    detail: string,
    extra: Readonly<Record<string, unknown>> = {},
    options?: ErrorOptions,
  ) {
    super(detail, options);
    this.name = 'ProblemError';
    this.code = code;
    this.extra = extra;
  }

  body(instance?: string): ProblemBody {
    const { status, title, remedy } = PROBLEMS[this.code];
    return {
      type: `urn:outdial:problem:${this.code}`,
      code: this.code,
      title,
      status,
      detail: this.message,
      remedy,
      ...(instance === undefined ? {} : { instance }),
      ...this.extra,
    };
  }
}
