/** `outdial number|do-not-call|consents|person|retention`: what concerns one number or person. */
import { counted, type NumberLookup } from '@outdial/shared';
import { defineCommand } from 'citty';
import { UsageError } from '../args/usage-error.ts';
import { apiCommand, streamOf, timeText } from './api-command.ts';
import { findCampaign } from './connection.ts';

const number = {
  type: 'positional',
  description: 'The telephone number, with + or nationally',
  required: true,
} as const;
const country = { type: 'string', description: 'Country of national numbers (ISO 3166)', default: 'FR' } as const;
const file = { type: 'positional', description: 'The CSV file', required: true } as const;
const column = {
  type: 'string',
  description: 'Column of the numbers: its heading or its number from 1',
  valueHint: 'phone',
} as const;
const campaign = { type: 'string', description: 'Id or name of one campaign; left out: every campaign' } as const;

type Api = Parameters<Parameters<typeof apiCommand>[0]['ask']>[0];

async function campaignId(api: Api, wanted: string | undefined): Promise<string | undefined> {
  return wanted === undefined ? undefined : (await findCampaign(api, wanted)).id;
}

const importedWords = (report: {
  rows: number;
  accepted: number;
  duplicates: number;
  refused: readonly { line: number; reason: string }[];
}) => [
  `${report.accepted} of ${counted(report.rows, 'row is', 'rows are')} in; ${report.duplicates} were there already`,
  ...report.refused.map(({ line, reason }) => `line ${line}: ${reason}`),
];

function lookedUp(found: NumberLookup): string[] {
  const lines = [found.number];
  for (const { campaignId: only, reason, atMs } of found.doNotCall) {
    lines.push(`Not to be called ${only === null ? 'at all' : `by ${only}`}: ${reason} (${timeText(atMs)})`);
  }
  for (const one of found.consents) {
    const end = one.withdrawnAtMs === null ? '' : `, withdrawn ${timeText(one.withdrawnAtMs)}`;
    lines.push(`Consent to ${one.use}: ${one.proof}, given ${timeText(one.givenAtMs)}${end}`);
  }
  if (found.contacts.length === 0) lines.push('It is in no list.');
  for (const contact of found.contacts) {
    lines.push(`${contact.contactId} ${contact.name}, list ${contact.listName}`);
    for (const place of contact.campaigns) {
      const now = place.now.allowed ? 'may be called now' : `not now (next ${timeText(place.now.nextAtMs)})`;
      lines.push(`  ${place.campaignName}: ${place.progress}, ${place.attempts} attempts, ${now}`);
      lines.push(...place.now.reasons.map(({ sentence }) => `    ${sentence}`));
    }
  }
  for (const attempt of found.attempts) {
    const end = attempt.outcome ?? attempt.state;
    lines.push(`${timeText(attempt.intentAtMs)} ${end}: ${attempt.because}`);
  }
  return lines;
}

export const numberCommand = apiCommand({
  name: 'number',
  description: 'Look a number up: why it was called, when, by which rule; why it is not called now',
  args: { number, country },
  ask: (api, given) => api.call('lookUpNumber', { query: { number: given.number, country: given.country } }),
  words: lookedUp,
});

export const doNotCallCommand = defineCommand({
  meta: { name: 'do-not-call', description: 'Numbers that are not to be called, by one campaign or by any' },
  subCommands: {
    list: apiCommand({
      name: 'list',
      description: 'The first thousand, by number',
      args: { campaign, after: { type: 'string', description: 'Go on after this number' } },
      ask: async (api, given) => {
        const only = await campaignId(api, given.campaign);
        const query = { limit: 1_000, ...(only === undefined ? {} : { campaignId: only }) };
        return api.call('doNotCall', { query: given.after === undefined ? query : { ...query, after: given.after } });
      },
      words: (all) => all.map((one) => `${one.number}  ${one.campaignId ?? 'every campaign'}  ${one.reason}`),
    }),
    add: apiCommand({
      name: 'add',
      description: 'Put a number on the list; holds from the next call on',
      args: { number, country, campaign, reason: { type: 'string', description: 'Why', required: true } },
      ask: async (api, given) =>
        api.call('addDoNotCall', {
          body: {
            ...{ number: given.number, country: given.country, reason: given.reason },
            campaignId: (await campaignId(api, given.campaign)) ?? null,
          },
        }),
      words: (one) => [`${one.number} is not called any more`],
    }),
    import: apiCommand({
      name: 'import',
      description: 'Import a CSV file of numbers',
      args: { file, country, column, campaign, reason: { type: 'string', description: 'Why', default: 'imported' } },
      ask: async (api, given) => {
        const only = await campaignId(api, given.campaign);
        return api.call('importDoNotCall', {
          text: await streamOf(given.file),
          query: {
            ...{ country: given.country, reason: given.reason },
            ...(given.column === undefined ? {} : { column: given.column }),
            ...(only === undefined ? {} : { campaignId: only }),
          },
        });
      },
      words: importedWords,
    }),
    remove: apiCommand({
      name: 'remove',
      description: 'Take a number off the list (administrators; it is kept who and why)',
      args: { number, campaign, reason: { type: 'string', description: 'Why', required: true } },
      ask: async (api, given) => {
        const [entry] = await api.call('doNotCall', { query: { number: given.number } });
        const only = await campaignId(api, given.campaign);
        return api.call('removeDoNotCall', {
          query: {
            ...{ number: entry?.number ?? given.number, reason: given.reason },
            ...(only === undefined ? {} : { campaignId: only }),
          },
        });
      },
      words: (_, given) => [`${given.number} is off the list`],
    }),
  },
});

export const consentsCommand = defineCommand({
  meta: { name: 'consents', description: 'The consent ledger: who agreed to be called, for what, with the proof' },
  subCommands: {
    show: apiCommand({
      name: 'show',
      description: 'What the ledger holds of a number',
      args: { number, country },
      ask: (api, given) => api.call('consents', { query: { number: given.number, country: given.country } }),
      words: (all) =>
        all.map(
          (one) =>
            `${one.use}  given ${timeText(one.givenAtMs)}  ${one.withdrawnAtMs === null ? (one.expiresAtMs === null ? 'stands' : `until ${timeText(one.expiresAtMs)}`) : `withdrawn ${timeText(one.withdrawnAtMs)}`}  ${one.proof}`,
        ),
    }),
    add: apiCommand({
      name: 'add',
      description: 'Write a consent down',
      args: {
        ...{ number, country },
        use: { type: 'string', description: 'What the calls are for', default: 'marketing' },
        given: {
          type: 'string',
          description: 'Day or time at which it was given',
          valueHint: '2026-10-14',
          required: true,
        },
        expires: { type: 'string', description: 'Day on which it ends' },
        proof: { type: 'string', description: 'Where the proof is', required: true },
      },
      ask: (api, given) =>
        api.call('addConsent', {
          body: {
            ...{ number: given.number, country: given.country, use: given.use, proof: given.proof },
            givenAtMs: instant('--given', given.given),
            expiresAtMs: given.expires === undefined ? null : instant('--expires', given.expires),
          },
        }),
      words: (all) => [`${all.length} on record for this number`],
    }),
    import: apiCommand({
      name: 'import',
      description: 'Import a CSV file: number, given, proof, and perhaps use and expires',
      args: {
        ...{ file, country, column },
        use: { type: 'string', description: 'What the calls are for, where no column says so', default: 'marketing' },
        proof: { type: 'string', description: 'Where the proof is, where no column says so' },
      },
      ask: async (api, given) =>
        api.call('importConsents', {
          text: await streamOf(given.file),
          query: {
            ...{ country: given.country, use: given.use },
            ...(given.column === undefined ? {} : { column: given.column }),
            ...(given.proof === undefined ? {} : { proof: given.proof }),
          },
        }),
      words: importedWords,
    }),
    withdraw: apiCommand({
      name: 'withdraw',
      description: 'A person takes their consent back; honoured from the next call on',
      args: { number, country, use: { type: 'string', description: 'One use; left out: every use' } },
      ask: (api, given) =>
        api.call('withdrawConsent', {
          body: { number: given.number, country: given.country, use: given.use ?? null },
        }),
      words: ({ withdrawn }) => [`${withdrawn} withdrawn`],
    }),
  },
});

function instant(option: string, text: string): number {
  const atMs = Date.parse(text);
  if (Number.isNaN(atMs))
    throw new UsageError(`${option} ${text}: use a day, 2026-10-14, or a time, 2026-10-14T09:00Z.`);
  return atMs;
}

export const personCommand = defineCommand({
  meta: { name: 'person', description: 'Export or erase everything that is kept of one person' },
  subCommands: {
    export: apiCommand({
      name: 'export',
      description: 'Everything that is kept of one person, as JSON',
      args: { number, country },
      ask: (api, given) => api.call('exportPerson', { query: { number: given.number, country: given.country } }),
      words: (person) => [JSON.stringify(person, null, 2)],
    }),
    erase: apiCommand({
      name: 'erase',
      description: 'Erase one person everywhere; the do-not-call mark stays',
      args: { number, country, reason: { type: 'string', description: 'Why; it is kept', required: true } },
      ask: (api, given) =>
        api.call('erasePerson', { body: { number: given.number, country: given.country, reason: given.reason } }),
      words: (done) => [
        `Erased: ${counted(done.contacts, 'contact')}, ${counted(done.consents, 'consent')} and ${counted(done.others, 'other entry', 'other entries')}; ${counted(done.attempts, 'attempt')} of nobody now`,
      ],
    }),
  },
});

const days = { type: 'string', description: 'Days, or `keep`' } as const;

export const retentionCommand = apiCommand({
  name: 'retention',
  description: 'How long personal data is kept; with options, set it',
  args: { attempts: days, notes: days, recordings: days },
  ask: async (api, given) => {
    const now = await api.call('retention');
    const { attempts, notes, recordings } = given;
    if (attempts === undefined && notes === undefined && recordings === undefined) return now;
    return api.call('setRetention', {
      body: {
        attemptsDays: daysOf('attempts', attempts, now.attemptsDays),
        notesDays: daysOf('notes', notes, now.notesDays),
        recordingsDays: daysOf('recordings', recordings, now.recordingsDays),
      },
    });
  },
  words: (kept) =>
    Object.entries(kept).map(([kind, n]) => `${kind.replace('Days', '')}: ${n === null ? 'kept' : counted(n, 'day')}`),
});

function daysOf(option: string, text: string | undefined, before: number | null): number | null {
  if (text === undefined) return before;
  if (text === 'keep') return null;
  if (!/^\d{1,5}$/.test(text)) throw new UsageError(`--${option} ${text}: a number of days, or keep.`);
  return Number(text);
}
