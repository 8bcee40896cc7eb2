/** The demo's campaigns: one for each way in which the engine dials by itself, and two in which the person dials by hand. */
import type { CampaignDraft, E164 } from '@outdial/shared';
import type { DemoPart } from './demo-list.ts';

/** Caller IDs of the same ranges as the contacts: they belong to nobody either. */
const caller = (number: string, name: string) => ({ number: number as E164, name });

export interface DemoCampaign {
  part: DemoPart;
  listName: string;
  /** For the person who tries the demo alone: simulated agents do not read records. */
  byHand?: true;
  /** Machines get the demo's message, and so does whoever finds no agent. */
  leavesMessages?: true;
  draft: Omit<CampaignDraft, 'agentIds' | 'listIds'>;
}

/** Simulated agents hear nothing: asked what a machine was, they would say anything (docs/amd.md, people lost). */
const UNCHECKED = { checkedShare: 0 } as const;

/** WX-7: what an agent of the renewals asks. */
const RENEWAL_GUIDE: NonNullable<CampaignDraft['guide']> = {
  name: 'Renewal',
  questions: [
    {
      id: 'renew',
      text: 'Your contract ends soon. Will you renew it?',
      kind: 'single',
      options: [
        { value: 'yes', label: 'Yes', next: 'years' },
        { value: 'undecided', label: 'Thinks it over', next: 'decide-by' },
        { value: 'no', label: 'No', next: 'why-not' },
      ],
    },
    {
      id: 'years',
      text: 'For how many years?',
      kind: 'number',
      branches: [{ from: 3, next: 'discount' }],
      next: 'end',
    },
    { id: 'discount', text: 'Three years and more: which discount was agreed?', kind: 'text', next: 'end' },
    { id: 'decide-by', text: 'By when will you decide?', kind: 'date', next: 'end' },
    {
      id: 'why-not',
      text: 'What is the reason?',
      kind: 'multiple',
      required: false,
      options: [
        { value: 'price', label: 'The price' },
        { value: 'service', label: 'The service' },
        { value: 'moves', label: 'Moves away' },
      ],
    },
  ],
};

export const DEMO_CAMPAIGNS: readonly DemoCampaign[] = [
  {
    part: 'renewals',
    listName: 'Demo: contracts that end soon',
    draft: {
      name: 'Contract renewals',
      mode: 'progressive',
      compliancePack: 'demo-24h',
      detection: UNCHECKED,
      callerIds: [caller('+33199000001', 'Outdial demo')],
      answer: 'automatic',
      wrapUpCodes: [
        { code: 'renewed', label: 'Renewed', effect: 'finish' },
        { code: 'thinks-it-over', label: 'Thinks it over', effect: 'retry' },
        { code: 'leaves', label: 'Leaves', effect: 'finish' },
        { code: 'wrong-person', label: 'Wrong person', effect: 'finish' },
        { code: 'call-back', label: 'Call back', effect: 'callback' },
        { code: 'do-not-call', label: 'Do not call again', effect: 'do-not-call' },
      ],
      guide: RENEWAL_GUIDE,
    },
  },
  {
    part: 'survey',
    listName: 'Demo: customers to ask',
    draft: {
      name: 'Satisfaction survey',
      mode: 'power',
      linesPerAgent: 2,
      compliancePack: 'demo-24h',
      detection: UNCHECKED,
      callerIds: [caller('+33261910001', 'Outdial demo')],
      // BP-9: not done without a code.
      wrapUpMandatory: true,
      wrapUpLimitMs: 120_000,
      wrapUpDefaultCode: 'not-now',
      wrapUpCodes: [
        { code: 'answered', label: 'Answered the survey', effect: 'finish' },
        { code: 'part-answered', label: 'Answered a part', effect: 'finish' },
        { code: 'not-now', label: 'Not now', effect: 'retry' },
        { code: 'refused', label: 'Refused', effect: 'finish' },
        { code: 'do-not-call', label: 'Do not call again', effect: 'do-not-call' },
      ],
    },
  },
  {
    part: 'offers',
    listName: 'Demo: winter offers',
    leavesMessages: true,
    draft: {
      name: 'Winter offers',
      mode: 'predictive',
      compliancePack: 'demo-24h',
      detection: UNCHECKED,
      callerIds: [caller('+33353010001', 'Outdial demo')],
      wrapUpCodes: [
        { code: 'sale', label: 'Sale', effect: 'finish' },
        { code: 'not-interested', label: 'Not interested', effect: 'finish' },
        { code: 'later', label: 'Call back later', effect: 'retry' },
        { code: 'do-not-call', label: 'Do not call again', effect: 'do-not-call' },
      ],
    },
  },
  {
    part: 'customers',
    listName: 'Demo: customers of long ago',
    byHand: true,
    draft: {
      name: 'Old customers',
      mode: 'preview',
      compliancePack: 'demo-24h',
      // GW-8: the agent chooses.
      callerIds: [caller('+33465710001', 'Outdial demo'), caller('+33465710002', 'Customer service')],
      wrapUpCodes: [
        { code: 'comes-back', label: 'Comes back', effect: 'finish' },
        { code: 'not-interested', label: 'Not interested', effect: 'finish' },
        { code: 'not-reached', label: 'Not reached', effect: 'retry' },
        { code: 'do-not-call', label: 'Do not call again', effect: 'do-not-call' },
      ],
    },
  },
  {
    part: 'visits',
    listName: 'Demo: service visits to arrange',
    byHand: true,
    draft: {
      name: 'Service visits',
      mode: 'push-preview',
      compliancePack: 'demo-24h',
      callerIds: [caller('+33536490001', 'Outdial demo')],
      offerTimeoutMs: 30_000,
      wrapUpCodes: [
        { code: 'visit-agreed', label: 'Visit agreed', effect: 'finish' },
        { code: 'no-visit', label: 'Wants no visit', effect: 'finish' },
        { code: 'not-reached', label: 'Not reached', effect: 'retry' },
        { code: 'do-not-call', label: 'Do not call again', effect: 'do-not-call' },
      ],
    },
  },
];
