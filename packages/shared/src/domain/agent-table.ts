/** The agent's states and events, and the total table that says what every event does in every state. */
import { refuse, type Table } from './machine.ts';

export const AGENT_STATES = [
  'logged-out',
  'not-ready',
  'ready',
  'reserved',
  'offered',
  'connecting',
  'talking',
  'held',
  'wrap-up',
] as const;
export type AgentState = (typeof AGENT_STATES)[number];

export const AGENT_EVENTS = [
  'log-in',
  'log-out',
  'set-ready',
  'set-not-ready',
  'reserve',
  'release',
  'offer',
  'join',
  'accept',
  'let-pass',
  'withdraw',
  'connected',
  'hold',
  'resume',
  'hang-up',
  'call-over',
  'finish',
] as const;
export type AgentEventName = (typeof AGENT_EVENTS)[number];

export type AgentRefusal =
  | 'agent-logged-out'
  | 'agent-already-logged-in'
  | 'agent-not-ready'
  | 'agent-busy'
  | 'agent-not-reserved'
  | 'no-offer'
  | 'no-call'
  | 'call-on-hold'
  | 'call-not-held'
  | 'not-in-wrap-up'
  | 'wrap-up-first';

const loggedOut = refuse('agent-logged-out');
const loggedIn = refuse('agent-already-logged-in');
const notReady = refuse('agent-not-ready');
const busy = refuse('agent-busy');
const noOffer = refuse('no-offer');
const noCall = refuse('no-call');
const notReserved = refuse('agent-not-reserved');
const notHeld = refuse('call-not-held');
const onHold = refuse('call-on-hold');
const notWrapUp = refuse('not-in-wrap-up');
const wrapUpFirst = refuse('wrap-up-first');

/** `finish`, `let-pass`, `withdraw` and `release` name `ready` here; what was asked for meanwhile (`after`) decides. */
export const AGENT_TABLE: Table<AgentState, AgentEventName, AgentRefusal> = {
  'logged-out': {
    'log-in': 'not-ready',
    'log-out': 'logged-out',
    'set-ready': loggedOut,
    'set-not-ready': loggedOut,
    reserve: loggedOut,
    release: notReserved,
    offer: loggedOut,
    join: loggedOut,
    accept: noOffer,
    'let-pass': noOffer,
    withdraw: noOffer,
    connected: noCall,
    hold: noCall,
    resume: noCall,
    'hang-up': noCall,
    'call-over': noCall,
    finish: notWrapUp,
  },
  'not-ready': {
    'log-in': loggedIn,
    'log-out': 'logged-out',
    'set-ready': 'ready',
    'set-not-ready': 'not-ready',
    reserve: notReady,
    release: notReserved,
    offer: notReady,
    join: notReady,
    accept: noOffer,
    'let-pass': noOffer,
    withdraw: noOffer,
    connected: noCall,
    hold: noCall,
    resume: noCall,
    'hang-up': noCall,
    'call-over': noCall,
    finish: notWrapUp,
  },
  ready: {
    'log-in': loggedIn,
    'log-out': 'logged-out',
    'set-ready': 'ready',
    'set-not-ready': 'not-ready',
    reserve: 'reserved',
    release: notReserved,
    offer: 'offered',
    join: 'connecting',
    accept: noOffer,
    'let-pass': noOffer,
    withdraw: noOffer,
    connected: noCall,
    hold: noCall,
    resume: noCall,
    'hang-up': noCall,
    'call-over': noCall,
    finish: notWrapUp,
  },
  reserved: {
    'log-in': loggedIn,
    'log-out': 'reserved',
    'set-ready': 'reserved',
    'set-not-ready': 'reserved',
    reserve: busy,
    release: 'ready',
    offer: 'offered',
    join: 'connecting',
    accept: noOffer,
    'let-pass': noOffer,
    withdraw: noOffer,
    connected: noCall,
    hold: noCall,
    resume: noCall,
    'hang-up': noCall,
    'call-over': noCall,
    finish: notWrapUp,
  },
  offered: {
    'log-in': loggedIn,
    'log-out': 'offered',
    'set-ready': 'offered',
    'set-not-ready': 'offered',
    reserve: busy,
    release: notReserved,
    offer: busy,
    join: busy,
    accept: 'connecting',
    'let-pass': 'not-ready',
    withdraw: 'ready',
    connected: noCall,
    hold: noCall,
    resume: noCall,
    'hang-up': noCall,
    'call-over': 'ready',
    finish: notWrapUp,
  },
  connecting: {
    'log-in': loggedIn,
    'log-out': 'connecting',
    'set-ready': 'connecting',
    'set-not-ready': 'connecting',
    reserve: busy,
    release: notReserved,
    offer: busy,
    join: busy,
    accept: 'connecting',
    'let-pass': noOffer,
    withdraw: 'ready',
    connected: 'talking',
    hold: noCall,
    resume: noCall,
    'hang-up': 'connecting',
    'call-over': 'wrap-up',
    finish: notWrapUp,
  },
  talking: {
    'log-in': loggedIn,
    'log-out': 'talking',
    'set-ready': 'talking',
    'set-not-ready': 'talking',
    reserve: busy,
    release: notReserved,
    offer: busy,
    join: busy,
    accept: noOffer,
    'let-pass': noOffer,
    withdraw: busy,
    connected: 'talking',
    hold: 'held',
    resume: notHeld,
    'hang-up': 'talking',
    'call-over': 'wrap-up',
    finish: notWrapUp,
  },
  held: {
    'log-in': loggedIn,
    'log-out': 'held',
    'set-ready': 'held',
    'set-not-ready': 'held',
    reserve: busy,
    release: notReserved,
    offer: busy,
    join: busy,
    accept: noOffer,
    'let-pass': noOffer,
    withdraw: busy,
    connected: busy,
    hold: onHold,
    resume: 'talking',
    'hang-up': onHold,
    'call-over': 'wrap-up',
    finish: notWrapUp,
  },
  'wrap-up': {
    'log-in': loggedIn,
    'log-out': 'wrap-up',
    'set-ready': 'wrap-up',
    'set-not-ready': 'wrap-up',
    reserve: wrapUpFirst,
    release: notReserved,
    offer: wrapUpFirst,
    join: wrapUpFirst,
    accept: noOffer,
    'let-pass': noOffer,
    withdraw: busy,
    connected: noCall,
    hold: noCall,
    resume: noCall,
    'hang-up': noCall,
    'call-over': 'wrap-up',
    finish: 'ready',
  },
};
