/** A lab for tests, or in words why there is none here: then they are skipped, and say so. */
import { NoAsteriskError } from '../../lab/installation.ts';
import { type Lab, type LabOptions, openLab } from '../../lab/lab.ts';

/** Tests fetch nothing: where no Asterisk is, they are counted as skipped. Any other failure to start one fails them. */
export async function labOrReason(options: LabOptions): Promise<Lab | string> {
  try {
    return await openLab({ ...options, fetch: false });
  } catch (error) {
    if (error instanceof NoAsteriskError) return error.message;
    throw error;
  }
}
