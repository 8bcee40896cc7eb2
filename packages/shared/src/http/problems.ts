/** Every problem that the API answers: a stable code, its status, and what the caller can do about it (RFC 9457). */
import { z } from 'zod';

interface Problem {
  readonly status: 400 | 401 | 403 | 404 | 409 | 413 | 415 | 422 | 429 | 500 | 503 | 504;
  readonly title: string;
  /** What to do about it. */
  readonly remedy: string;
}

export const PROBLEMS = {
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
  'stale-version': {
    status: 409,
    title: 'The state has changed since you looked',
    remedy: 'GET /v1/agent and try again with its version.',
  },
  'agent-logged-out': { status: 409, title: 'The agent is logged out', remedy: 'Log in first: POST /v1/agent/log-in.' },
  'agent-already-logged-in': {
    status: 409,
    title: 'The agent is logged in already',
    remedy: 'Go on; GET /v1/agent shows the state.',
  },
  'agent-not-ready': { status: 409, title: 'The agent is not ready', remedy: 'Go ready first: POST /v1/agent/ready.' },
  'agent-busy': { status: 409, title: 'The agent has work in hand', remedy: 'Finish it first.' },
  'agent-not-reserved': { status: 409, title: 'The agent is not reserved', remedy: 'Nothing to release.' },
  'agent-not-assigned': {
    status: 403,
    title: 'The agent is not assigned to this campaign',
    remedy: 'A campaign manager assigns agents to campaigns.',
  },
  'no-offer': {
    status: 409,
    title: 'Nothing is offered to you now',
    remedy: 'Wait for the next alert; this one was answered, withdrawn or timed out.',
  },
  'no-record': {
    status: 409,
    title: 'You have no record in hand',
    remedy: 'Get one first (POST /v1/agent/campaigns/{campaignId}/record), or wait until one is pushed to you.',
  },
  'no-preview-campaign': {
    status: 409,
    title: 'Records are asked for in preview campaigns alone',
    remedy: 'Choose a running campaign with mode preview; GET /v1/agent lists yours.',
  },
  'unknown-number': {
    status: 422,
    title: 'This is none of the contact’s numbers',
    remedy: 'Choose one of the interaction’s `numbers`.',
  },
  'unknown-caller-id': {
    status: 422,
    title: 'The campaign does not offer this caller ID',
    remedy: 'Choose one of the interaction’s `callerIds`.',
  },
  'nothing-to-redial': {
    status: 409,
    title: 'There is nobody to call again',
    remedy: 'A redial is for a call that nobody answered, in its wrap-up or after it; schedule a callback otherwise.',
  },
  'redials-used-up': {
    status: 409,
    title: 'The contact rule allows no further redial by hand',
    remedy: 'Wrap up; the contact rule says when the contact is called again.',
  },
  'not-dialing': {
    status: 409,
    title: 'Nothing may be dialed in this campaign now',
    remedy: 'The detail says why; a supervisor can change it.',
  },
  'interaction-not-called': {
    status: 409,
    title: 'Nobody was called yet',
    remedy: 'Call or decline the record first.',
  },
  'no-call': { status: 409, title: 'You have no call now', remedy: 'GET /v1/agent shows what you have in hand.' },
  'no-message': {
    status: 409,
    title: 'This campaign has no message to leave',
    remedy: 'A campaign manager uploads one (POST /v1/messages) and names it in `detection.messageId`.',
  },
  'message-under-way': {
    status: 409,
    title: 'A message is under way on this call, or the call cannot take one now',
    remedy: 'Wait: you are free in a moment.',
  },
  'unknown-message': { status: 404, title: 'No such message', remedy: 'GET /v1/messages lists them.' },
  'message-in-use': {
    status: 409,
    title: 'A campaign or a contact rule uses this message',
    remedy: 'Give those named in `usedBy` another message first.',
  },
  'invalid-sound': {
    status: 422,
    title: 'The file is no sound that can be played on a telephone line',
    remedy: 'Send a WAV file: PCM of 8 or 16 bit, µ-law or A-law, at 8, 16, 44.1 or 48 kHz, up to 3 minutes and 20 MB.',
  },
  'call-on-hold': {
    status: 409,
    title: 'The call is on hold',
    remedy: 'Resume it first: a call on hold cannot be ended.',
  },
  'call-not-held': { status: 409, title: 'The call is not on hold', remedy: 'Nothing to resume.' },
  consulting: {
    status: 409,
    title: 'You are speaking to somebody else about this call',
    remedy: 'Complete the transfer, or return to the contact first.',
  },
  'no-consultation': {
    status: 409,
    title: 'You are consulting nobody',
    remedy: 'Call somebody first: POST /v1/agent/interactions/{interactionId}/consult.',
  },
  'consultation-not-answered': {
    status: 409,
    title: 'Whom you want to consult has not answered yet',
    remedy: 'Wait for the answer, or return to the contact.',
  },
  'transfer-target-unavailable': {
    status: 409,
    title: 'This agent cannot take the call now',
    remedy: 'Choose an agent who is ready and whose phone is up, or a telephone number.',
  },
  'number-blocked': {
    status: 422,
    title: 'This number must not be called',
    remedy: 'It is on the do-not-call list. Choose another one.',
  },
  'recording-not-allowed': {
    status: 409,
    title: "The campaign's setting for recordings does not allow this",
    remedy: 'A campaign manager sets `recording` to never, always or on-demand.',
  },
  'unknown-recording': {
    status: 404,
    title: 'No such recording',
    remedy: 'GET /v1/recordings lists them; the file may have been deleted since.',
  },
  'unknown-monitor': {
    status: 404,
    title: 'You monitor no such call',
    remedy: 'Open GET /v1/calls/{callId}/monitor; its ticks name the monitor. It ends with the call.',
  },
  'no-phone': {
    status: 409,
    title: 'No phone is known',
    remedy: 'Name one: PUT /v1/me/phone for your own, `phone` in the body for an agent.',
  },
  'phone-on-demand': {
    status: 409,
    title: 'A phone that is called for each conversation is too slow for this dialing mode',
    remedy: 'Log in with `phoneMode` nailed-up to take calls of power and predictive campaigns.',
  },
  'call-not-over': { status: 409, title: 'The call is not over', remedy: 'End the call first.' },
  'call-ended': { status: 409, title: 'The call is over', remedy: 'Wrap it up.' },
  'interaction-closed': {
    status: 409,
    title: 'This interaction is done or was withdrawn',
    remedy: 'GET /v1/agent shows what you have in hand.',
  },
  'interaction-not-accepted': { status: 409, title: 'The offer is not accepted yet', remedy: 'Accept it first.' },
  'interaction-accepted': {
    status: 409,
    title: 'This interaction was accepted already',
    remedy: 'Go on with it; GET /v1/agent shows where it stands.',
  },
  'interaction-not-connected': {
    status: 409,
    title: 'Nobody is on the line yet, or no longer',
    remedy: 'Wait until the call is connected; GET /v1/agent shows where it stands.',
  },
  'not-in-wrap-up': {
    status: 409,
    title: 'There is nothing to wrap up',
    remedy: 'GET /v1/agent shows what you have in hand.',
  },
  'wrap-up-first': { status: 409, title: 'The last interaction is not done', remedy: 'Wrap it up first.' },
  'wrap-up-code-required': {
    status: 409,
    title: 'This campaign asks for a wrap-up code',
    remedy: 'Set one of the codes in `codes`, then mark it done.',
  },
  'campaign-not-running': { status: 409, title: 'The campaign is not running', remedy: 'Start it first.' },
  'campaign-not-paused': { status: 409, title: 'The campaign is not paused', remedy: 'Nothing to resume.' },
  'campaign-not-started': {
    status: 409,
    title: 'The campaign was not started',
    remedy: 'Start it first: POST /v1/campaigns/{campaignId}/start.',
  },
  'campaign-ended': { status: 409, title: 'The campaign has ended', remedy: 'Load it again to run it once more.' },
  'campaign-in-use': { status: 409, title: 'The campaign is running or paused', remedy: 'End it first.' },
  'callback-invalid': {
    status: 422,
    title: 'The callback cannot be called as it was asked for',
    remedy:
      'Correct it or cancel it: until then the interaction cannot be marked done. `reasons` says why, `nextAtMs` when it could be called.',
  },
  'unknown-callback': {
    status: 404,
    title: 'There is no such callback',
    remedy: 'GET /v1/callbacks lists them; on an interaction, schedule one first.',
  },
  'invalid-guide': {
    status: 422,
    title: 'The call guide contradicts itself',
    remedy: 'Correct what `errors` names: each says which question.',
  },
  'no-guide': { status: 409, title: 'This campaign has no call guide', remedy: 'A campaign manager can give it one.' },
  'wrong-answer': {
    status: 422,
    title: 'This is no answer to the question',
    remedy: 'Answer as the question asks; `detail` says how.',
  },
  'question-not-open': {
    status: 409,
    title: 'This question is not on the way',
    remedy: 'Answer the one in `openQuestionId`, or one that was answered before.',
  },
  'callback-closed': {
    status: 409,
    title: 'The callback is done or cancelled',
    remedy: 'Schedule another one.',
  },
  'callback-in-hand': {
    status: 409,
    title: 'The callback is being called now',
    remedy: 'Wait until the call is over.',
  },
  'callback-not-due': { status: 409, title: 'The callback is not due yet', remedy: 'Wait for its time, or change it.' },
  'callback-not-handed-out': {
    status: 409,
    title: 'The callback was not handed out',
    remedy: 'It is called once an agent is there for it.',
  },
  'callback-not-called': { status: 409, title: 'The callback was not called', remedy: 'Nothing to conclude.' },
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
