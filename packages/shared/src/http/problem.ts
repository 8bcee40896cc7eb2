/** What a problem's code stands for. */
export interface Problem {
  readonly status: 400 | 401 | 403 | 404 | 409 | 413 | 415 | 422 | 429 | 500 | 503 | 504;
  readonly title: string;
  /** What to do about it. */
  readonly remedy: string;
}
