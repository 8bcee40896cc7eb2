/** Why an act on calls is refused: agents and what they have in hand, transfers, recordings, callbacks, call guides. */
import type { Problem } from './problem.ts';

export const WORK_PROBLEMS = {
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
  'idempotency-key-reused': {
    status: 422,
    title: 'Something else was asked for with this idempotency key',
    remedy: 'Use a new key for a new request; send the same body where the first one is repeated.',
  },
  'call-not-missed': {
    status: 409,
    title: 'A call of this id came in and was not missed',
    remedy: 'Tell it under another id.',
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
} as const satisfies Record<string, Problem>;
