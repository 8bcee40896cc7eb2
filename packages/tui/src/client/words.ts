/** A failed request in words: what happened, and what to do about it. */
import { ApiError } from '@outdial/shared';

export interface Failure {
  text: string;
  remedy: string | null;
}

export function failureOf(error: unknown): Failure {
  if (error instanceof ApiError && error.problem !== null) {
    const { title, detail, remedy } = error.problem;
    return { text: detail === '' || detail === title ? title : `${title}: ${detail}`, remedy };
  }
  if (error instanceof ApiError && error.code === 'unreachable') {
    return {
      text: error.message.replace(/ Is `outdial up` running there\?$/, ''),
      remedy: 'Is `outdial up` running there?',
    };
  }
  return { text: error instanceof Error ? error.message : String(error), remedy: null };
}
