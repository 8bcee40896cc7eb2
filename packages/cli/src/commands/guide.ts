/** `outdial campaigns guide import|show|answers|remove`: the call guide of a campaign (WX-7). */
import { readFile } from 'node:fs/promises';
import { guideFaults, zCallGuide } from '@outdial/shared';
import { defineCommand } from 'citty';
import { refuseUnknownOptions } from '../args/strict.ts';
import { CommandFailed } from '../args/usage-error.ts';
import { connectAsOperator, connectionArgs, findCampaign, jsonArg } from './connection.ts';

const oneArgs = {
  ...connectionArgs,
  campaign: { type: 'positional', description: 'Id or name of the campaign', required: true },
} as const;
const importArgs = {
  ...oneArgs,
  file: { type: 'positional', description: 'The guide, a JSON file', required: true },
} as const;
const answersArgs = { ...oneArgs, ...jsonArg } as const;

/** Throws CommandFailed with every fault, each with its question. */
async function readGuide(file: string) {
  const text = await readFile(file, 'utf8').catch((cause: Error) => {
    throw new CommandFailed(`${file} cannot be read: ${cause.message}`, { cause });
  });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new CommandFailed(`${file} is no JSON: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
  const guide = zCallGuide.safeParse(json);
  if (!guide.success) {
    const [first] = guide.error.issues;
    throw new CommandFailed(`${file}: ${first?.path.join('.')}: ${first?.message}.`);
  }
  const faults = guideFaults(guide.data);
  if (faults.length > 0) throw new CommandFailed(`${file}: ${faults.map(({ message }) => message).join('; ')}.`);
  return guide.data;
}

const importCommand = defineCommand({
  meta: { name: 'import', description: 'Give a campaign the guide of a JSON file' },
  args: importArgs,
  async run({ args: given, rawArgs }) {
    refuseUnknownOptions(rawArgs, importArgs, 2);
    const body = await readGuide(given.file);
    const api = connectAsOperator(given);
    const { id, name } = await findCampaign(api, given.campaign);
    const guide = await api.call('setCampaignGuide', { params: { campaignId: id }, body });
    process.stdout.write(`${name} asks the ${guide.questions.length} questions of "${guide.name}"\n`);
  },
});

const show = defineCommand({
  meta: { name: 'show', description: 'The guide of a campaign, as JSON' },
  args: oneArgs,
  async run({ args: given, rawArgs }) {
    refuseUnknownOptions(rawArgs, oneArgs, 1);
    const api = connectAsOperator(given);
    const { id } = await findCampaign(api, given.campaign);
    const guide = await api.call('campaignGuide', { params: { campaignId: id } });
    process.stdout.write(`${JSON.stringify(guide, null, 2)}\n`);
  },
});

const answers = defineCommand({
  meta: { name: 'answers', description: 'The answers that were given, as CSV (or --json)' },
  args: answersArgs,
  async run({ args: given, rawArgs }) {
    refuseUnknownOptions(rawArgs, answersArgs, 1);
    const api = connectAsOperator(given);
    const params = { campaignId: (await findCampaign(api, given.campaign)).id };
    if (given.json) {
      const rows = await api.call('guideAnswers', { params, query: { limit: 10_000 } });
      process.stdout.write(`${JSON.stringify(rows)}\n`);
    } else process.stdout.write(await api.download('guideAnswersCsv', { params }));
  },
});

const remove = defineCommand({
  meta: { name: 'remove', description: 'Take the guide away; answers stay' },
  args: oneArgs,
  async run({ args: given, rawArgs }) {
    refuseUnknownOptions(rawArgs, oneArgs, 1);
    const api = connectAsOperator(given);
    const { id, name } = await findCampaign(api, given.campaign);
    await api.call('removeCampaignGuide', { params: { campaignId: id } });
    process.stdout.write(`${name} has no call guide any more\n`);
  },
});

export const guideCommand = defineCommand({
  meta: { name: 'guide', description: 'The call guide of a campaign' },
  subCommands: { import: importCommand, show, answers, remove },
});
