/** OUT-1: one number looked up. */
import type { NumberLookup } from '@outdial/shared';
import { heading, inHeight, labelled, type Row } from '../components/block.ts';
import { counted, timeOfDay } from '../model/format.ts';
import { type ConsoleState, campaignName } from '../model/state.ts';
import { blank, type Line, line, span } from '../theme/span.ts';
import { wrap } from '../theme/text.ts';

/** The widest label, and a gap. */
const LABEL = 13;

const when = (state: ConsoleState, atMs: number): string =>
  `${new Date(atMs).toISOString().slice(0, 10)} ${timeOfDay(atMs, state.zone)}`;

function ledgerLines(state: ConsoleState, found: NumberLookup): Line[] {
  const marks = found.doNotCall.map(({ campaignId, reason, atMs }) =>
    labelled(
      'do not call',
      [
        span(campaignId === null ? 'in every campaign' : campaignName(state, campaignId), 'bad'),
        span(`  ${reason}, ${when(state, atMs)}`),
      ],
      LABEL,
    ),
  );
  const consents = found.consents.map((one) =>
    labelled(
      'consent',
      [
        span(one.use, one.withdrawnAtMs === null ? 'ok' : 'dim'),
        span(`  ${one.proof}, ${when(state, one.givenAtMs)}${one.withdrawnAtMs === null ? '' : ', withdrawn'}`),
      ],
      LABEL,
    ),
  );
  return [...marks, ...consents];
}

function contactLines(state: ConsoleState, found: NumberLookup, width: number): Line[] {
  if (found.contacts.length === 0) return [[span('It is in no list.', 'dim')]];
  return found.contacts.flatMap((contact) => [
    line(
      span(contact.name === '' ? contact.contactId : contact.name, 'strong'),
      span(`  list ${contact.listName}`, 'dim'),
    ),
    ...contact.campaigns.flatMap((place): Line[] => [
      labelled(
        '',
        [
          span(place.campaignName, 'accent'),
          span(`  ${place.progress}, ${counted(place.attempts, 'attempt')}, `),
          place.now.allowed
            ? span('may be called now', 'ok')
            : span(
                place.now.nextAtMs === null ? 'not called' : `not before ${when(state, place.now.nextAtMs)}`,
                'warn',
              ),
        ],
        2,
      ),
      ...place.now.reasons.flatMap(({ sentence }) =>
        wrap(sentence, width - 4).map((text): Line => [span(`    ${text}`)]),
      ),
    ]),
  ]);
}

export function numberRows(state: ConsoleState, width: number, height: number): Row[] {
  const inside = width - 2;
  const { lookUp } = state;
  const lines: Line[] = [];
  if (lookUp === null || lookUp.asked.state === 'asked') lines.push([span('Looking it up…', 'dim')]);
  else if (lookUp.asked.state === 'failed')
    lines.push(...wrap(lookUp.asked.why, inside).map((text): Line => [span(text, 'bad')]));
  else {
    const found = lookUp.asked.answer;
    const attempts = found.attempts.map((one) =>
      line(
        span(`${when(state, one.intentAtMs)}  `, 'dim'),
        span((one.liveEnd ?? one.outcome ?? one.state).padEnd(18)),
        span(`${campaignName(state, one.campaignId)}: `, 'accent'),
        span(one.because),
      ),
    );
    lines.push(
      ...ledgerLines(state, found),
      ...contactLines(state, found, inside),
      blank,
      heading(`Attempts (${found.attempts.length})`, inside),
      ...(attempts.length === 0 ? [[span('None.', 'dim')]] : attempts),
    );
  }
  return inHeight(lines, height).map((one) => ({ line: line(' ', ...one) }));
}
