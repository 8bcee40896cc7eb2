/** The work beside the call on the fake floor: callbacks judged by the fake clock, case information, a call guide, the day. */
import {
  answerFault,
  type Callback,
  type CampaignId,
  openQuestion,
  ProblemError,
  withAnswer,
  zCallbackBody,
  zCallGuide,
  zCaseEntryBody,
  zGuideAnswerBody,
} from '@outdial/shared';
import type { FakeAgent } from './fake-agent.ts';
import type { FakeHandlers, FakeRequest } from './fake-routes.ts';
import type { FakeServer } from './fake-server.ts';

export const GUIDE = zCallGuide.parse({
  name: 'Renewal',
  questions: [
    {
      id: 'renew',
      text: 'Will you renew?',
      kind: 'single',
      options: [
        { value: 'yes', label: 'Yes, of course', next: 'years' },
        { value: 'no', label: 'No', next: 'end' },
      ],
    },
    { id: 'years', text: 'For how many years?', kind: 'number' },
  ],
});

/** Handlers for a floor that is made right after them. */
export function fakeWork(server: () => FakeServer): FakeHandlers {
  const inHand = ({ user, params }: FakeRequest): FakeAgent => {
    const agent = server().agent(user.id);
    agent.inHand(params.interactionId ?? '');
    return agent;
  };
  const change = (agent: FakeAgent, what: object) => {
    agent.interaction = { ...agent.inHand(), ...what };
    agent.touch();
    return agent.view();
  };
  return {
    scheduleCallback: (request) => {
      const agent = inHand(request);
      const body = zCallbackBody.parse(request.body);
      const { number, contactId, contactName, campaignId, campaignName } = agent.inHand();
      const dueAtMs = Date.parse(`${body.date}T${body.time}:00Z`);
      const past = dueAtMs <= server().clock.nowMs();
      const callback: Callback = {
        ...{ callbackId: 'cb-1', campaignId: campaignId as CampaignId, campaignName, contactId, contactName },
        ...{ number: body.number ?? number, personal: body.personal, notes: body.notes, dueAtMs },
        ...{ date: body.date, time: body.time, timeZone: body.timeZone ?? 'Europe/Paris' },
        state: past ? 'invalid' : 'scheduled',
        reasons: past ? [{ code: 'callback-in-the-past', message: 'that is in the past' }] : [],
        agentId: body.personal ? agent.agentId : null,
        ...{ source: 'agent', tries: 0, createdAtMs: 0, overdue: false, supervisorsToldAtMs: null, remedy: null },
      };
      const view = change(agent, { callback });
      if (past) throw new ProblemError('callback-invalid', 'that is in the past.');
      return view;
    },
    cancelCallback: (request) => change(inHand(request), { callback: null }),
    myCallbacks: () => [],
    addCaseEntry: (request) => {
      const agent = inHand(request);
      const entry = { ...zCaseEntryBody.parse(request.body), agentId: agent.agentId, agentName: agent.name };
      const others = agent.inHand().caseInformation.filter(({ name }) => name !== entry.name);
      return change(agent, { caseInformation: [...others, { ...entry, campaignId: null, atMs: 0 }] });
    },
    answerGuide: (request) => {
      const agent = inHand(request);
      const step = zGuideAnswerBody.parse(request.body);
      const steps = withAnswer(GUIDE, agent.inHand().guide?.steps ?? [], step);
      const question = GUIDE.questions.find(({ id }) => id === step.questionId);
      if (steps === null || question === undefined) throw new ProblemError('question-not-open', step.questionId);
      const fault = answerFault(question, step.answer);
      if (fault !== null) throw new ProblemError('wrong-answer', `“${question.text}”: ${fault}.`);
      return change(agent, { guide: { guide: GUIDE, steps, openQuestionId: openQuestion(GUIDE, steps)?.id ?? null } });
    },
    agentDay: () => ({
      today: { calls: 12, talkMs: 1_800_000, wrapUpMs: 240_000, readyMs: 600_000 },
      expectedNextCallMs: 20_000,
      because: '0 ready before you',
      callbacksDue: 1,
    }),
  };
}
