/** What one look at an Asterisk found. */
export interface Finding {
  readonly check: string;
  readonly ok: boolean;
  readonly detail: string;
  /** Null where all is well. */
  readonly remedy: string | null;
}

export const good = (check: string, detail: string): Finding => ({ check, ok: true, detail, remedy: null });
export const bad = (check: string, detail: string, remedy: string): Finding => ({ check, ok: false, detail, remedy });
export const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
