/** Routes about one number or person: look-up, do-not-call, consents, erasure and export. */
import { z } from 'zod';
import { zE164 } from '../config/campaign.ts';
import { zRetention } from '../config/retention.ts';
import { route, zOk, zPage } from './route.ts';
import { zAttempt, zImportReport } from './schemas.ts';
import { zEligibility } from './schemas-rules.ts';

const zNumberQuery = z.object({ number: z.string().min(3).max(40), country: z.string().length(2).optional() });
const zNumbersQuery = z.object({
  country: z.string().length(2).optional(),
  column: z.string().max(200).optional(),
  headings: z.enum(['yes', 'no', 'auto']).default('auto'),
});

export const zDoNotCallEntry = z.object({
  number: z.string(),
  campaignId: z.string().nullable().describe('null: in no campaign at all'),
  reason: z.string(),
  atMs: z.number(),
});
export type DoNotCallLine = z.infer<typeof zDoNotCallEntry>;

export const zConsent = z.object({
  id: z.number().int(),
  number: z.string(),
  use: z.string(),
  givenAtMs: z.number(),
  expiresAtMs: z.number().nullable(),
  withdrawnAtMs: z.number().nullable(),
  proof: z.string(),
  recordedAtMs: z.number(),
});
export type ConsentLine = z.infer<typeof zConsent>;

const zConsentDraft = z.object({
  number: z.string().min(3).max(40),
  country: z.string().length(2).optional(),
  use: z.string().min(1).max(64).default('marketing'),
  givenAtMs: z.number().int().min(0),
  expiresAtMs: z.number().int().min(0).nullable().default(null),
  proof: z.string().trim().min(1, 'where the proof is: without one it is no consent').max(500),
});

const zPlace = z.object({
  campaignId: z.string(),
  campaignName: z.string(),
  status: z.string(),
  progress: z.enum(['untried', 'unfinished', 'processed']),
  attempts: z.number().int(),
  reason: z.string().nullable(),
  nextAtMs: z.number().nullable(),
  now: zEligibility,
});

export const zNumberLookup = z.object({
  number: z.string(),
  atMs: z.number(),
  doNotCall: z.array(zDoNotCallEntry),
  consents: z.array(zConsent),
  contacts: z.array(
    z.object({
      contactId: z.string(),
      listId: z.string(),
      listName: z.string(),
      name: z.string(),
      numbers: z.array(z.string()),
      country: z.string(),
      timeZone: z.string().nullable(),
      priority: z.number().int(),
      fields: z.record(z.string(), z.string()),
      campaigns: z.array(zPlace),
    }),
  ),
  attempts: z.array(
    zAttempt.extend({ because: z.string().describe('which rule and which attempt of how many it was') }),
  ),
});
export type NumberLookup = z.infer<typeof zNumberLookup>;

export const zPersonExport = z.object({
  atMs: z.number(),
  numbers: z.array(z.string()),
  contacts: zNumberLookup.shape.contacts,
  attempts: zNumberLookup.shape.attempts,
  doNotCall: z.array(zDoNotCallEntry),
  consents: z.array(zConsent),
  others: z
    .record(z.string(), z.array(z.record(z.string(), z.unknown())))
    .describe('callbacks, case information, answers and recordings, as they are stored'),
});

export const PEOPLE_ROUTES = {
  lookUpNumber: route({
    method: 'get',
    path: '/v1/numbers',
    summary: 'One number looked up: every attempt, and in every campaign why it is not called now',
    rows: ['OUT-1'],
    role: 'supervisor',
    query: zNumberQuery,
    response: zNumberLookup,
  }),

  doNotCall: route({
    method: 'get',
    path: '/v1/do-not-call',
    summary: 'Numbers that are not to be called; of one number, or page by page',
    role: 'supervisor',
    query: zPage.extend({ number: z.string().max(40).optional(), campaignId: z.string().max(64).optional() }),
    response: z.array(zDoNotCallEntry),
  }),
  addDoNotCall: route({
    method: 'post',
    path: '/v1/do-not-call',
    summary: 'A number is not called any more, by one campaign or by any; holds from the next intent on',
    role: 'supervisor',
    body: z.object({
      number: z.string().min(3).max(40),
      country: z.string().length(2).optional(),
      campaignId: z.string().max(64).nullable().default(null),
      reason: z.string().min(1).max(200),
    }),
    response: zDoNotCallEntry,
  }),
  importDoNotCall: route({
    method: 'post',
    path: '/v1/do-not-call/import',
    summary: 'Import a CSV file of numbers that are not to be called',
    role: 'supervisor',
    query: zNumbersQuery.extend({
      campaignId: z.string().max(64).optional(),
      reason: z.string().min(1).max(200).default('imported'),
    }),
    textBody: 'text/csv',
    response: zImportReport,
  }),
  removeDoNotCall: route({
    method: 'delete',
    path: '/v1/do-not-call',
    summary: 'A number may be called again; contacts that were finished for it are reset by hand',
    role: 'administrator',
    query: z.object({
      number: zE164,
      campaignId: z.string().max(64).optional(),
      reason: z.string().min(3, 'say why: it is kept').max(200),
    }),
    response: zOk,
  }),

  consents: route({
    method: 'get',
    path: '/v1/consents',
    summary: 'What the consent ledger holds of a number, withdrawn and expired ones too',
    role: 'supervisor',
    query: zNumberQuery,
    response: z.array(zConsent),
  }),
  addConsent: route({
    method: 'post',
    path: '/v1/consents',
    summary: 'Write a consent down, with where its proof is',
    role: 'supervisor',
    body: zConsentDraft,
    response: z.array(zConsent),
  }),
  importConsents: route({
    method: 'post',
    path: '/v1/consents/import',
    summary: 'Import consents from CSV: number, date given, proof, and (or the same for all) use and date of expiry',
    role: 'supervisor',
    query: zNumbersQuery.extend({
      use: z.string().min(1).max(64).default('marketing'),
      proof: z.string().min(1).max(500).optional().describe('for rows whose proof is not in a column'),
    }),
    textBody: 'text/csv',
    response: zImportReport,
  }),
  withdrawConsent: route({
    method: 'post',
    path: '/v1/consents/withdraw',
    summary: 'A person takes their consent back; honoured at the next intent, before any law asks for it',
    role: 'supervisor',
    body: z.object({
      number: z.string().min(3).max(40),
      country: z.string().length(2).optional(),
      use: z.string().min(1).max(64).nullable().default(null).describe('null: every use'),
    }),
    response: z.object({ withdrawn: z.number().int() }),
  }),

  exportPerson: route({
    method: 'get',
    path: '/v1/persons/export',
    summary: 'Everything that is kept of one person, by any of their numbers',
    rows: ['OUT-8'],
    role: 'administrator',
    query: zNumberQuery,
    response: zPersonExport,
  }),
  erasePerson: route({
    method: 'post',
    path: '/v1/persons/erase',
    summary: 'Erase one person everywhere; do-not-call marks stay, and one is made where there is none',
    rows: ['OUT-8'],
    role: 'administrator',
    body: z.object({
      number: z.string().min(3).max(40),
      country: z.string().length(2).optional(),
      reason: z.string().min(3, 'say why: it is kept').max(200),
      markDoNotCall: z.boolean().default(true).describe('so that the next list does not bring them back'),
    }),
    response: z.object({
      contacts: z.number().int(),
      attempts: z.number().int().describe('kept as figures, without number, notes and answers'),
      consents: z.number().int(),
      others: z.number().int().describe('callbacks, case information, answers, recordings'),
    }),
  }),
  retention: route({
    method: 'get',
    path: '/v1/retention',
    summary: 'How long personal data is kept, in days; null: until it is erased',
    rows: ['OUT-8'],
    role: 'supervisor',
    response: zRetention,
  }),
  setRetention: route({
    method: 'put',
    path: '/v1/retention',
    summary: 'Set how long personal data is kept; what is older is erased within the hour',
    rows: ['OUT-8'],
    role: 'administrator',
    body: zRetention,
    response: zRetention,
  }),
} as const;
