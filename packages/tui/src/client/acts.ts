/** Carries a supervisor's act out through the API, and says what came of it. */
import type { Client, MonitorMode } from '@outdial/shared';
import { counted } from '../model/format.ts';
import type { Act } from '../model/state.ts';
import { performOnContacts } from './contacts.ts';
import { performInOffice } from './office.ts';
import { type Failure, failureOf } from './words.ts';

const MODE_WORDS: Record<MonitorMode, string> = {
  listen: 'You listen: nobody hears you.',
  whisper: 'You whisper: the agent hears you, the contact does not.',
  barge: 'You barge in: both hear you.',
};

export type ActResult = { ok: true; text: string } | ({ ok: false } & Failure);

/** One request an agent; those that were refused are named, the others are done. */
async function each(
  ids: readonly string[],
  done: string,
  request: (agentId: string) => Promise<unknown>,
): Promise<ActResult> {
  const settled = await Promise.allSettled(ids.map((id) => request(id)));
  const failed = settled.filter((result) => result.status === 'rejected');
  const [first] = failed;
  if (first === undefined) return { ok: true, text: `${counted(ids.length, 'agent')} ${done}.` };
  const { text, remedy } = failureOf(first.reason);
  return {
    ok: false,
    text: ids.length === 1 ? text : `${ids.length - failed.length} of ${ids.length} agents ${done}. Refused: ${text}`,
    remedy,
  };
}

/** With how many of them it has to wait until their call is wrapped up. */
const afterWrapUp = (busy: number, all: number): string =>
  busy === 0 ? '' : busy === all ? ', after wrap-up' : `, ${busy} of them after wrap-up`;

async function request(client: Client, act: Act, busy: number): Promise<ActResult> {
  switch (act.type) {
    case 'start-campaign':
      await client.call('startCampaign', { params: { campaignId: act.campaignId } });
      return { ok: true, text: 'Campaign started.' };
    case 'pause-campaign':
      await client.call('pauseCampaign', { params: { campaignId: act.campaignId } });
      return { ok: true, text: 'Campaign paused. Calls under way are finished.' };
    case 'resume-campaign':
      await client.call('resumeCampaign', { params: { campaignId: act.campaignId } });
      return { ok: true, text: 'Campaign dials again.' };
    case 'load-campaign':
      await client.call('loadCampaign', { params: { campaignId: act.campaignId } });
      return { ok: true, text: 'Campaign loaded. Its agents are told.' };
    case 'end-campaign':
      await client.call('endCampaign', { params: { campaignId: act.campaignId } });
      return { ok: true, text: 'Campaign ended. Calls under way are finished.' };
    case 'set-mode':
      await client.call('updateCampaign', { params: { campaignId: act.campaignId }, body: { mode: act.mode } });
      return { ok: true, text: `Mode set to ${act.mode}. Its agents are told.` };
    case 'set-level':
      await client.call('updateCampaign', {
        params: { campaignId: act.campaignId },
        body: { linesPerAgent: act.linesPerAgent },
      });
      return { ok: true, text: `Level set to ${act.linesPerAgent} lines for each agent.` };
    case 'pause-agents':
      return each(act.agentIds, `paused: ${act.reason}${afterWrapUp(busy, act.agentIds.length)}`, (agentId) =>
        client.call('pauseAgent', { params: { agentId }, body: { reason: act.reason } }),
      );
    case 'resume-agents':
      return each(act.agentIds, 'ready again', (agentId) =>
        client.call('resumeAgent', { params: { agentId }, body: {} }),
      );
    case 'log-out-agents':
      return each(act.agentIds, `logged out${afterWrapUp(busy, act.agentIds.length)}`, (agentId) =>
        client.call('logOutAgent', { params: { agentId }, body: {} }),
      );
    case 'log-in-agents': {
      const body = act.campaignId === null ? {} : { campaignId: act.campaignId };
      return each(act.agentIds, 'logged in, not ready; their phones are called', (agentId) =>
        client.call('logInAgent', { params: { agentId }, body }),
      );
    }
    case 'record-call':
      await client.call('recordCall', { params: { callId: act.callId }, body: { on: act.on } });
      return { ok: true, text: act.on ? 'The call is recorded.' : 'Recording stopped.' };
    case 'monitor-mode':
      await client.call('setMonitorMode', { params: { monitorId: act.monitorId }, body: { mode: act.mode } });
      return { ok: true, text: MODE_WORDS[act.mode] };
    case 'set-phone':
      await client.call('setMyPhone', { body: { phone: act.phone } });
      return { ok: true, text: `Your phone is ${act.phone}: it is called when you monitor a call.` };
    case 'add-missed': {
      const { added, duplicates, unknown } = await client.call('addMissedCalls', {
        body: { ids: [...act.ids], campaignId: act.campaignId },
      });
      const known = duplicates === 0 ? '' : `, ${duplicates} there already`;
      const lost = unknown.length === 0 ? '' : `, ${unknown.length} cannot be called back`;
      return { ok: true, text: `${counted(added, 'missed call')} added, to be called back${known}${lost}.` };
    }
    case 'hang-up':
      await client.call('hangUpCall', { params: { callId: act.callId } });
      return { ok: true, text: 'Call ended.' };
    case 'emergency-stop':
      await client.call('stopDialing', { body: { endCalls: act.endCalls } });
      return { ok: true, text: 'Dialing stopped everywhere. Ctrl-X dials again.' };
    case 'create-user':
    case 'reset-password':
    case 'lock-user':
    case 'give-callback':
    case 'cancel-callback':
      return { ok: true, text: await performInOffice(client, act) };
    case 'move-contacts':
    case 'delete-contacts':
    case 'reset-contacts':
      return { ok: true, text: await performOnContacts(client, act) };
    case 'resume-dialing':
      await client.call('resumeDialing');
      return { ok: true, text: 'Dialing goes on.' };
  }
}

/** `busy`: how many of the act's agents have work in hand. */
export async function perform(client: Client, act: Act, busy: number): Promise<ActResult> {
  try {
    return await request(client, act, busy);
  } catch (error) {
    return { ok: false, ...failureOf(error) };
  }
}
