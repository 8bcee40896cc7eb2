/** Routes of call lists and their contacts: what stands in them, and moving, deleting and resetting many at once. */
import { z } from 'zod';
import { OUTCOMES } from '../domain/attempt.ts';
import { route, zOk, zPage } from './route.ts';
import { zImportReport, zList } from './schemas.ts';

export const CONTACT_STATUSES = ['callable', 'waiting', 'leased', 'under-way', 'finished', 'set-aside'] as const;
export const PROGRESS_WORDS = ['untried', 'unfinished', 'processed'] as const;

/** Contacts by what is known of them; those of status, progress and outcome are the campaign's. */
const filter = {
  campaignId: z.string().max(64).optional(),
  status: z.enum(CONTACT_STATUSES).optional(),
  progress: z.enum(PROGRESS_WORDS).optional().describe('GT-3'),
  outcome: z.enum(OUTCOMES).optional().describe('of the last attempt'),
};

export const zContactFilter = z.object({ listId: z.string().min(1).max(64), ...filter });
/** One by one, or all that a filter finds. */
export const zContactSelection = z.union([
  z.object({ contactIds: z.array(z.string().max(20)).min(1).max(1_000) }).strict(),
  zContactFilter.strict(),
]);
export type ContactSelection = z.infer<typeof zContactSelection>;

export const zContactDone = z.object({
  done: z.number().int(),
  skipped: z.array(z.object({ reason: z.string(), contacts: z.number().int() })),
});

export const zListedContact = z.object({
  contactId: z.string(),
  listId: z.string(),
  number: z.string(),
  otherNumbers: z.array(z.string()),
  name: z.string(),
  country: z.string(),
  timeZone: z.string().nullable(),
  priority: z.number().int(),
  fields: z.record(z.string(), z.string()),
  campaigns: z.array(
    z.object({
      campaignId: z.string(),
      status: z.enum(CONTACT_STATUSES),
      progress: z.enum(PROGRESS_WORDS),
      attempts: z.number().int(),
      lastOutcome: z.enum(OUTCOMES).nullable(),
      nextAtMs: z.number().nullable(),
      reason: z.string().nullable(),
    }),
  ),
});
export type ListedContact = z.infer<typeof zListedContact>;

export const zCampaignList = z.object({
  listId: z.string(),
  name: z.string(),
  total: z.number().int(),
  callable: z.number().int(),
  blocked: z.number().int().describe('not callable now: hours, consent, retry times, caps'),
  inHand: z.number().int().describe('handed out or under way'),
  finished: z.number().int(),
  untried: z.number().int(),
  unfinished: z.number().int(),
  processed: z.number().int(),
  blockedBy: z.array(z.object({ reason: z.string(), contacts: z.number().int() })),
});
export type CampaignList = z.infer<typeof zCampaignList>;

export const zContactChange = z.object({
  name: z.string().max(200).optional(),
  priority: z.number().int().min(0).max(255).optional(),
  timeZone: z.string().max(60).nullable().optional(),
  fields: z
    .record(z.string().max(200), z.string().max(10_000))
    .optional()
    .describe('those that are named; others stay'),
});

const zImportQuery = z.object({
  country: z.string().length(2).optional(),
  column: z.string().max(200).optional(),
  headings: z.enum(['yes', 'no', 'auto']).default('auto'),
  otherColumns: z
    .string()
    .max(1_000)
    .optional()
    .describe('columns of further numbers, with commas between; `none`; left out: those whose headings say so'),
  nameColumn: z.string().max(200).optional(),
  priorityColumn: z.string().max(200).optional().describe('GCC-6: 0 to 255'),
  timeZoneColumn: z.string().max(200).optional().describe('Europe/Paris'),
  duplicates: z
    .enum(['keep-first', 'update', 'keep-all'])
    .default('keep-first')
    .describe('a number that is there already: left out, its contact takes what the file says, or both stand'),
  within: z
    .enum(['list', 'campaign'])
    .default('list')
    .describe('where a number counts as there already: in this list, or in any list of a campaign that calls it'),
});

export const LIST_ROUTES = {
  lists: route({
    method: 'get',
    path: '/v1/lists',
    summary: 'Call lists',
    role: 'supervisor',
    response: z.array(zList),
  }),
  createList: route({
    method: 'post',
    path: '/v1/lists',
    summary: 'Create an empty call list',
    role: 'supervisor',
    body: z.object({ name: z.string().min(1).max(120) }),
    response: zList,
  }),
  importList: route({
    method: 'post',
    path: '/v1/lists/{listId}/import',
    summary: 'Import a CSV file into a call list',
    rows: ['GT-5'],
    role: 'supervisor',
    query: zImportQuery,
    textBody: 'text/csv',
    response: zImportReport,
  }),
  checkList: route({
    method: 'post',
    path: '/v1/lists/check',
    summary: 'What an import of this CSV file would do',
    rows: ['GT-5'],
    role: 'supervisor',
    query: zImportQuery,
    textBody: 'text/csv',
    response: zImportReport,
  }),
  renameList: route({
    method: 'patch',
    path: '/v1/lists/{listId}',
    summary: 'Rename a call list',
    role: 'supervisor',
    body: z.object({ name: z.string().min(1).max(120) }),
    response: zList,
  }),
  deleteList: route({
    method: 'delete',
    path: '/v1/lists/{listId}',
    summary: 'Delete a call list that no campaign has, with its contacts; their attempts stay',
    rows: ['GT-6'],
    role: 'supervisor',
    response: zOk,
  }),
  campaignLists: route({
    method: 'get',
    path: '/v1/campaigns/{campaignId}/lists',
    summary: 'The lists of a campaign, counted: callable, blocked and why, processed, unfinished',
    rows: ['GT-3'],
    role: 'supervisor',
    response: z.array(zCampaignList),
  }),
  listContacts: route({
    method: 'get',
    path: '/v1/lists/{listId}/contacts',
    summary: 'Contacts of a list, page by page',
    rows: ['GT-3', 'GT-6'],
    role: 'supervisor',
    query: zPage.extend(filter),
    response: z.array(zListedContact),
  }),
  exportContacts: route({
    method: 'get',
    path: '/v1/lists/{listId}/contacts.csv',
    summary: 'Contacts of a list as CSV, with where they stand in one campaign; no cell is taken for a formula',
    rows: ['GT-3'],
    role: 'supervisor',
    query: z.object(filter),
    response: z.string(),
    file: 'text/csv',
  }),
  exportAttempts: route({
    method: 'get',
    path: '/v1/attempts.csv',
    summary: 'Attempts as CSV, newest first; no cell is taken for a formula',
    role: 'supervisor',
    query: z.object({
      campaignId: z.string().max(64).optional(),
      outcome: z.enum(OUTCOMES).optional(),
      sinceMs: z.coerce.number().int().min(0).optional(),
      untilMs: z.coerce.number().int().min(0).optional(),
    }),
    response: z.string(),
    file: 'text/csv',
  }),
  contact: route({
    method: 'get',
    path: '/v1/contacts/{contactId}',
    summary: 'One contact',
    role: 'supervisor',
    response: zListedContact,
  }),
  changeContact: route({
    method: 'patch',
    path: '/v1/contacts/{contactId}',
    summary: 'Change name, priority, time zone or custom fields of a contact',
    rows: ['GCC-6'],
    role: 'supervisor',
    body: zContactChange,
    response: zListedContact,
  }),
  moveContacts: route({
    method: 'post',
    path: '/v1/contacts/move',
    summary: 'Move contacts to another list, and so to another campaign; there they begin anew',
    rows: ['GT-6'],
    role: 'supervisor',
    body: z.object({ select: zContactSelection, toListId: z.string().min(1).max(64) }),
    response: zContactDone,
  }),
  deleteContacts: route({
    method: 'post',
    path: '/v1/contacts/delete',
    summary: 'Delete contacts; their attempts stay',
    rows: ['GT-6'],
    role: 'supervisor',
    body: z.object({ select: zContactSelection }),
    response: zContactDone,
  }),
  resetContacts: route({
    method: 'post',
    path: '/v1/contacts/reset',
    summary:
      'Let a campaign try contacts again as if it had not yet, those of one outcome or all; legal caps still count',
    rows: ['GT-6', 'GCC-9'],
    role: 'supervisor',
    body: z.object({ select: zContactSelection, campaignId: z.string().min(1).max(64) }),
    response: zContactDone,
  }),
} as const;
