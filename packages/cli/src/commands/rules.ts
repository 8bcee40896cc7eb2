/** `outdial rules …` and `outdial packs …`: contact rules and compliance packs, written as JSON. */
import { readFile } from 'node:fs/promises';
import { defineCommand } from 'citty';
import { CommandFailed } from '../args/usage-error.ts';
import { apiCommand } from './api-command.ts';
import { named } from './connection.ts';

const file = {
  type: 'positional',
  description: 'A JSON file with the fields; - reads standard input',
  required: true,
} as const;
const rule = { type: 'positional', description: 'Id or name of the rule', required: true } as const;
const pack = { type: 'positional', description: 'Id or name of the pack', required: true } as const;

async function fields(path: string): Promise<never> {
  try {
    const text = await readFile(path === '-' ? '/dev/stdin' : path, 'utf8');
    return JSON.parse(text) as never;
  } catch (cause) {
    throw new CommandFailed(`${path} is no JSON: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

const usedWords = (usedBy: readonly { name: string }[]): string =>
  usedBy.length === 0 ? 'not used' : `used by ${usedBy.map(({ name }) => name).join(', ')}`;
const saved = ({ id, name, warnings }: { id: string; name: string; warnings: readonly string[] }): string[] => [
  `${name} is saved as ${id}`,
  ...warnings.map((warning) => `Think about it: ${warning}`),
];

const ruleOf = async (api: Parameters<Parameters<typeof apiCommand>[0]['ask']>[0], wanted: string) =>
  named('contact rule', await api.call('contactRules'), ({ rule: { id, name } }) => [id, name], wanted).rule;
const packOf = async (api: Parameters<Parameters<typeof apiCommand>[0]['ask']>[0], wanted: string) =>
  named('compliance pack', await api.call('compliancePacks'), ({ pack: { id, name } }) => [id, name], wanted).pack;

const json = (value: unknown): string[] => [JSON.stringify(value, null, 2)];

export const rulesCommand = defineCommand({
  meta: { name: 'rules', description: 'Contact rules: when and how often contacts are tried again' },
  subCommands: {
    list: apiCommand({
      name: 'list',
      description: 'All contact rules, and who uses them',
      args: {},
      ask: (api) => api.call('contactRules'),
      words: (all) => all.map(({ rule: { id, name }, usedBy }) => `${id}  ${name}  ${usedWords(usedBy)}`),
    }),
    show: apiCommand({
      name: 'show',
      description: 'One contact rule, every field',
      args: { rule },
      ask: (api, given) => ruleOf(api, given.rule),
      words: json,
    }),
    create: apiCommand({
      name: 'create',
      description: 'Make a contact rule from a JSON file',
      args: { file },
      ask: async (api, given) => api.call('createContactRule', { body: await fields(given.file) }),
      words: saved,
    }),
    update: apiCommand({
      name: 'update',
      description: 'Change the fields that a JSON file has; the others stay',
      args: { rule, file },
      ask: async (api, given) => {
        const { id } = await ruleOf(api, given.rule);
        return api.call('updateContactRule', { params: { ruleId: id }, body: await fields(given.file) });
      },
      words: saved,
    }),
    delete: apiCommand({
      name: 'delete',
      description: 'Delete a contact rule that no campaign uses',
      args: { rule },
      ask: async (api, given) => {
        const { id, name } = await ruleOf(api, given.rule);
        await api.call('deleteContactRule', { params: { ruleId: id } });
        return { id, name };
      },
      words: ({ name }) => [`${name} is deleted`],
    }),
  },
});

export const packsCommand = defineCommand({
  meta: { name: 'packs', description: 'Compliance packs: what the law allows, as data' },
  subCommands: {
    list: apiCommand({
      name: 'list',
      description: 'All compliance packs, and who uses them',
      args: {},
      ask: (api) => api.call('compliancePacks'),
      words: (all) => all.map((one) => `${one.pack.id}  ${one.pack.name}  ${usedWords(one.usedBy)}`),
    }),
    show: apiCommand({
      name: 'show',
      description: 'One compliance pack, every figure and its source',
      args: { pack },
      ask: (api, given) => packOf(api, given.pack),
      words: json,
    }),
    create: apiCommand({
      name: 'create',
      description: 'Make a compliance pack of your own from a JSON file',
      args: { file },
      ask: async (api, given) => api.call('createCompliancePack', { body: await fields(given.file) }),
      words: saved,
    }),
    update: apiCommand({
      name: 'update',
      description: 'Change the figures that a JSON file has; the others stay',
      args: { pack, file },
      ask: async (api, given) => {
        const { id } = await packOf(api, given.pack);
        return api.call('updateCompliancePack', { params: { packId: id }, body: await fields(given.file) });
      },
      words: saved,
    }),
    delete: apiCommand({
      name: 'delete',
      description: 'Delete a pack of your own that no campaign uses',
      args: { pack },
      ask: async (api, given) => {
        const { id, name } = await packOf(api, given.pack);
        await api.call('deleteCompliancePack', { params: { packId: id } });
        return { id, name };
      },
      words: ({ name }) => [`${name} is deleted`],
    }),
  },
});
