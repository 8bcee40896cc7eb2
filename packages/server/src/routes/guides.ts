/** Call guides (WX-7): set up on the campaign, answered during the call, exported. */
import { answerFault, type CampaignId, guideFaults, openQuestion, ProblemError, withAnswer } from '@outdial/shared';
import { csvLine, csvTime } from '../lists/csv-line.ts';
import type { Store } from '../store/port.ts';
import type { Services } from './handlers.ts';
import type { Handlers } from './types.ts';

type GuideRoutes =
  | 'answerGuide'
  | 'campaignGuide'
  | 'setCampaignGuide'
  | 'removeCampaignGuide'
  | 'guideAnswers'
  | 'guideAnswersCsv';

export function guideHandlers({ store, clock, desk, book, catalog, audit }: Services): Pick<Handlers, GuideRoutes> {
  return {
    async answerGuide({ caller, params, body: { questionId, answer } }) {
      const picture = desk.inHand(caller, params.interactionId);
      const { guide } = catalog.campaign(picture.campaignId);
      if (guide === null) throw new ProblemError('no-guide', `${picture.campaignName} has no call guide.`);
      // From the store, not from what was shown: two clients of one agent must not overtake each other.
      const { interactionId, campaignId, contactId, attemptId } = picture;
      const { steps } = await store.interactionPage({ interactionId, contactId, attemptId, nowMs: clock.nowMs() });
      const next = withAnswer(guide, steps, { questionId, answer });
      const question = guide.questions.find(({ id }) => id === questionId);
      if (next === null || question === undefined) {
        const openQuestionId = openQuestion(guide, steps)?.id ?? null;
        throw new ProblemError('question-not-open', `The question ${questionId} is not on the way.`, {
          openQuestionId,
        });
      }
      const fault = answerFault(question, answer);
      if (fault !== null) throw new ProblemError('wrong-answer', `“${question.text}”: ${fault}.`, { questionId });
      await store.answerGuide({
        ...{ interactionId, campaignId, contactId, attemptId },
        ...{ agentId: caller.userId, nowMs: clock.nowMs() },
        ...{ step: next.length - 1, questionId, question: question.text, answer },
        complete: openQuestion(guide, next) === null,
      });
      await book.renew(caller.userId);
      return desk.view(caller);
    },

    campaignGuide: ({ params }) => catalog.campaign(params.campaignId).guide,

    async setCampaignGuide({ caller, params, body }) {
      const errors = guideFaults(body);
      if (errors.length > 0) {
        const told = errors.map(({ message }) => message).join('; ');
        throw new ProblemError('invalid-guide', `${told}.`, { errors: [...errors] });
      }
      const { campaign } = await catalog.update(params.campaignId, { guide: body });
      await audit.record(caller, 'campaign.guide', campaign.name, body.name);
      return body;
    },

    async removeCampaignGuide({ caller, params }) {
      const { campaign } = await catalog.update(params.campaignId, { guide: null });
      await audit.record(caller, 'campaign.guide', campaign.name, 'removed');
      return { ok: true };
    },

    guideAnswersCsv: async ({ params, query: { sinceMs } }) => {
      const { id } = catalog.campaign(params.campaignId);
      return answerLines(store, id, sinceMs);
    },

    guideAnswers: ({ params, query }) => {
      const { id } = catalog.campaign(params.campaignId);
      return store.guideAnswers({ campaignId: id satisfies CampaignId, ...query });
    },
  };
}

const HEADINGS = [
  'interaction',
  'attempt',
  'contact',
  'name',
  'number',
  'agent',
  'step',
  'question_id',
  'question',
  'answer',
];
const PAGE = 1_000;

async function* answerLines(store: Store, campaignId: CampaignId, sinceMs: number): AsyncGenerator<string> {
  yield csvLine([...HEADINGS, 'answered_at', 'complete']);
  for (let after = 0; ; after += PAGE) {
    const rows = await store.guideAnswers({ campaignId, sinceMs, limit: PAGE, after });
    for (const row of rows) {
      const answer = Array.isArray(row.answer) ? row.answer.join('; ') : row.answer;
      const who = [row.interactionId, row.attemptId, row.contactId, row.contactName, row.number, row.agentId];
      const what = [row.step, row.questionId, row.question, answer, csvTime(row.atMs), row.complete ? 'yes' : 'no'];
      yield csvLine([...who, ...what]);
    }
    if (rows.length < PAGE) return;
  }
}
