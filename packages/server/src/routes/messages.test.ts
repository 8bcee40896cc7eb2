import { type MessageId, readWav } from '@outdial/shared';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type WavKind, wavFile } from '../messages/testing/wav-file.ts';
import { type Bench, DRAFT, makeCampaign, openBench, problemOf } from '../testing/bench.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

const SPEECH: WavKind = { code: 'pcm', bits: 16, rateHz: 8_000, channels: 1, seconds: 2 };

const upload = (kind: Partial<WavKind> = {}, query: { name?: string; purpose?: 'voicemail' | 'abandonment' } = {}) =>
  bench.manager.call('uploadMessage', {
    query: { name: 'Please call back', ...query },
    text: wavFile({ ...SPEECH, ...kind }),
  });

/** How strong a frequency is in the samples, of full scale. */
function strength(samples: Int16Array, hz: number): number {
  let [sine, cosine] = [0, 0];
  for (const [i, sample] of samples.entries()) {
    sine += sample * Math.sin((2 * Math.PI * hz * i) / 8_000);
    cosine += sample * Math.cos((2 * Math.PI * hz * i) / 8_000);
  }
  return (2 * Math.hypot(sine, cosine)) / samples.length / 32_768;
}

describe('recorded messages', () => {
  it('BP-10, GCC-5: a WAV file is uploaded, listed, fetched as contacts hear it, and deleted', async () => {
    const made = await upload();
    expect(made).toMatchObject({ name: 'Please call back', purpose: 'voicemail', lengthMs: 2_000, usedBy: [] });
    expect(await bench.supervisor.call('messages')).toEqual([made]);
    const sound = readWav(await bench.supervisor.client.download('messageSound', { params: { messageId: made.id } }));
    expect(sound).toMatchObject({ sourceRateHz: 8_000, sourceChannels: 1 });
    expect(sound.samples).toHaveLength(16_000);
    expect(strength(sound.samples, 400)).toBeCloseTo(0.5, 2);
    await bench.manager.call('deleteMessage', { params: { messageId: made.id } });
    expect(await bench.supervisor.call('messages')).toEqual([]);
    expect((await bench.supervisor.call('audit')).map(({ act }) => act).slice(0, 2)).toEqual([
      'message.delete',
      'message.upload',
    ]);
  });

  it.each<Partial<WavKind>>([
    { bits: 8 },
    { code: 'mu-law', bits: 8 },
    { code: 'a-law', bits: 8 },
    { rateHz: 16_000 },
    { rateHz: 44_100, channels: 2 },
    { rateHz: 48_000, channels: 2, bits: 8 },
  ])('BP-10: %o becomes 8 kHz mono, with its tone in it', async (kind) => {
    const { id, lengthMs } = await upload(kind);
    expect(lengthMs).toBe(2_000);
    const { samples } = readWav(await bench.supervisor.client.download('messageSound', { params: { messageId: id } }));
    expect(strength(samples, 400)).toBeGreaterThan(0.4);
    expect(strength(samples, 1_130)).toBeLessThan(0.01);
  });

  it('what a telephone line cannot carry does not come back as another tone', async () => {
    const { id } = await upload({ rateHz: 48_000, hz: 6_000 });
    const { samples } = readWav(await bench.supervisor.client.download('messageSound', { params: { messageId: id } }));
    expect(strength(samples, 2_000)).toBeLessThan(0.001);
  });

  it.each<[string, Buffer<ArrayBuffer>, RegExp]>([
    ['no WAV', Buffer.from('ID3 this is an MP3'), /no WAV file/],
    ['another code', wavFile({ ...SPEECH, code: 'mp3', bits: 8 }), /format code 85 is not read/],
    ['a rate that no telephone has', wavFile({ ...SPEECH, rateHz: 4_000 }), /4000 Hz is not read/],
    ['nothing to hear', wavFile({ ...SPEECH, peak: 0 }), /silence/],
    ['too short', wavFile({ ...SPEECH, seconds: 0.2 }), /200 ms long; 500 ms are the least/],
    ['too long', wavFile({ ...SPEECH, seconds: 181 }), /181 s long; 180 s are the most/],
  ])('%s is refused in words', async (_what, text, words) => {
    const problem = await problemOf(bench.manager.call('uploadMessage', { query: { name: 'Wrong' }, text }));
    expect(problem.code).toBe('invalid-sound');
    expect(problem.message).toMatch(words);
    expect(await bench.supervisor.call('messages')).toEqual([]);
  });

  it('a file that is too large is refused before it is read, and another content type too', async () => {
    const { token } = bench.manager;
    const send = (headers: Record<string, string>) =>
      bench.raw('/v1/messages?name=x', { method: 'POST', headers, body: 'RIFF' }, token);
    const large = await send({ 'content-type': 'audio/wav', 'content-length': String(21 * 1024 * 1024) });
    expect(large.status).toBe(413);
    const csv = await send({ 'content-type': 'text/csv' });
    expect(csv.status).toBe(415);
    expect(await csv.json()).toMatchObject({ code: 'wrong-content-type', takes: 'audio/wav' });
  });

  it('BP-10: an agent cannot upload; a message in use cannot be deleted, and the answer names who plays it', async () => {
    const text = wavFile(SPEECH);
    expect(await problemOf(bench.agent.call('uploadMessage', { query: { name: 'x' }, text }))).toMatchObject({
      code: 'wrong-role',
    });
    const { id } = await upload();
    await makeCampaign(bench, [], { detection: { onMachine: 'leave-message', messageId: id } });
    const problem = await problemOf(bench.manager.call('deleteMessage', { params: { messageId: id } }));
    expect(problem).toMatchObject({ code: 'message-in-use', problem: { usedBy: ['campaign Contract renewals'] } });
    const gone = problemOf(bench.manager.call('deleteMessage', { params: { messageId: 'none' } }));
    expect(await gone).toMatchObject({ code: 'unknown-message' });
  });
});

describe('what a campaign does with machines', () => {
  const refused = async (more: object) =>
    (await problemOf(bench.manager.call('createCampaign', { body: { ...DRAFT, ...more } }))).problem?.errors;

  it('GCC-5: a message must be there, be for this purpose, and be named where one is to be left', async () => {
    const excuse = await upload({}, { purpose: 'abandonment' });
    expect(await refused({ detection: { onMachine: 'leave-message' } })).toMatchObject([
      { field: 'detection.messageId', message: expect.stringContaining('neither campaign nor contact rule names one') },
    ]);
    expect(await refused({ detection: { messageId: 'gone' } })).toMatchObject([
      { field: 'detection.messageId', message: 'there is no message gone: upload it first' },
    ]);
    expect(await refused({ detection: { messageId: excuse.id } })).toMatchObject([
      { field: 'detection.messageId', message: expect.stringContaining('is for abandonment') },
    ]);
  });

  it('GCC-5: the contact rule may leave a message where the campaign leaves it to the rule; its message must be there', async () => {
    const { id: machineMessageId } = await upload();
    const wrong = (body: object) =>
      problemOf(bench.manager.call('createContactRule', { body: { name: 'Kind', ...body } }));
    expect((await wrong({ onMachine: 'leave-message' })).problem?.errors).toMatchObject([
      { field: 'machineMessageId' },
    ]);
    expect((await wrong({ abandonMessageId: machineMessageId })).problem?.errors).toMatchObject([
      { field: 'abandonMessageId', message: expect.stringContaining('is for voicemail') },
    ]);
    const body = { name: 'Kind', onMachine: 'leave-message', machineMessageId } as const;
    const rule = await bench.manager.call('createContactRule', { body });
    await makeCampaign(bench, [], { contactRuleId: rule.id });
    const used = await problemOf(bench.manager.call('deleteMessage', { params: { messageId: machineMessageId } }));
    expect(used.problem).toMatchObject({ usedBy: ['contact rule Kind'] });
  });

  it('GCC-5: machines are hung up on unless somebody says otherwise, and a change leaves the rest as it was', async () => {
    const { id, detection } = await makeCampaign(bench, []);
    expect(detection).toMatchObject({
      enabled: true,
      connect: 'after-verdict',
      onMachine: null,
      maxScreeningMs: 5_500,
    });
    await bench.manager.call('updateCampaign', {
      params: { campaignId: id },
      body: { detection: { maxScreeningMs: 6_000 } },
    });
    const after = await bench.manager.call('updateCampaign', {
      params: { campaignId: id },
      body: { detection: { onMachine: 'connect' } },
    });
    expect(after.detection).toMatchObject({ maxScreeningMs: 6_000, onMachine: 'connect', enabled: true });
    const typo = await problemOf(
      bench.manager.call('updateCampaign', {
        params: { campaignId: id },
        body: { detection: { onMachin: 'connect' } as object },
      }),
    );
    expect(typo.code).toBe('malformed-body');
  });

  it.each<[string, object, RegExp]>([
    ['connect first costs agents', { mode: 'predictive', detection: { connect: 'first' } }, /as many more agents/],
    [
      'a short screening lets machines through',
      { detection: { maxScreeningMs: 1_000 } },
      /most machines are not known/,
    ],
    ['less than one machine a person', { detection: { machinesPerPerson: 0.5 } }, /more people are hung up on/],
    ['nothing is checked', { detection: { checkedShare: 0 } }, /prior estimate/],
    [
      'a pack wants a message for the abandoned',
      { mode: 'power', compliancePack: 'uk-ofcom' },
      /uk-ofcom asks for a recorded message/,
    ],
    ['a pack locks machines out', { compliancePack: 'uk-ofcom' }, /not dialed again for 24 h/],
  ])('%s: said as a warning', async (_what, more, words) => {
    const { warnings } = await bench.manager.call('createCampaign', { body: { ...DRAFT, ...more } });
    expect(warnings.filter((warning) => words.test(warning))).toHaveLength(1);
  });

  it('BP-10: the agent is offered to leave the message only where there is one, and the engine is asked', async () => {
    const { agent, bus } = bench;
    const { id: messageId } = await upload();
    const campaign = await makeCampaign(bench, [agent], { detection: { messageId } });
    await agent.call('agentLogIn', { body: {} });
    await agent.call('agentReady', { body: {} });
    const { interactionId } = bus.deliver(agent.user.id, campaign, 'connected');
    const view = await agent.call('agentView');
    expect(view.allowedActions).toContain('leave-message');
    expect(view.interaction?.canLeaveMessage).toBe(true);
    const after = await agent.call('leaveMessage', { params: { interactionId }, body: {} });
    expect(after.presence.kind).toBe('ready');
    expect(bus.sent.at(-1)?.command).toMatchObject({ type: 'interaction.leave-message', interactionId });
    await bench.manager.call('updateCampaign', {
      params: { campaignId: campaign.id },
      body: { detection: { messageId: null as MessageId | null } },
    });
    bus.deliver(agent.user.id, campaign, 'connected');
    expect((await agent.call('agentView')).allowedActions).not.toContain('leave-message');
  });
});
