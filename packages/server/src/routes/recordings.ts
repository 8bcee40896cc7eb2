/** Recordings: listed, and fetched one by one; who heard which is audited. */
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type CallId, type CampaignId, ProblemError } from '@outdial/shared';
import type { Services } from './handlers.ts';
import type { Handlers } from './types.ts';

export function recordingHandlers({
  store,
  audit,
  recordingsFolder,
}: Services): Pick<Handlers, 'recordings' | 'recordingFile'> {
  return {
    recordings: ({ query: { limit, after, campaignId } }) =>
      store.recordings({
        limit,
        ...(after === undefined ? {} : { after: after as CallId }),
        ...(campaignId === undefined ? {} : { campaignId: campaignId as CampaignId }),
      }),
    async recordingFile({ caller, params }) {
      const recording = await store.recordingOf(params.callId as CallId);
      if (recording === null) throw new ProblemError('unknown-recording', `Call ${params.callId} was not recorded.`);
      const name = basename(recording.file);
      const bytes = await readFile(join(recordingsFolder, name)).catch((cause: unknown) => {
        throw new ProblemError('unknown-recording', `The file ${name} is not in ${recordingsFolder}.`, {}, { cause });
      });
      await audit.record(caller, 'recording.fetch', params.callId);
      return new Uint8Array(bytes);
    },
  };
}
