/** One Asterisk of the lab: its process, its sounds, and what the adapter must be told of it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { wavOf } from '@outdial/shared';
import type { AsteriskOptions } from '../asterisk/options.ts';
import { AsteriskProcess } from './asterisk-process.ts';
import type { LabSettings } from './configuration.ts';
import { LAB_TONES_HZ, toneSamples } from './sounds.ts';

export const LAB_MESSAGE = { messageId: 'greeting', lengthMs: 1_500 } as const;

export interface LabNode {
  readonly asterisk: AsteriskProcess;
  readonly telephony: AsteriskOptions;
}

/** `onEnd` is told when its process is gone. */
export function labNode(settings: LabSettings, onEnd: () => void): LabNode {
  const { folder, httpPort, password, phonesPort, user } = settings;
  const asterisk = new AsteriskProcess(settings, onEnd);
  const messages = join(folder, 'messages');
  const message = wavOf(toneSamples(LAB_TONES_HZ.message, LAB_MESSAGE.lengthMs));
  writeFileSync(join(messages, `${LAB_MESSAGE.messageId}.wav`), message);
  writeFileSync(join(folder, 'music', 'music.wav'), wavOf(toneSamples(LAB_TONES_HZ.music, 10_000)));
  return {
    asterisk,
    telephony: {
      ...{ url: `http://127.0.0.1:${httpPort}`, user, password },
      trunks: [{ name: 'carrier', maxLines: 500 }],
      phoneEndpoint: `PJSIP/phones/sip:{address}@127.0.0.1:${phonesPort}`,
      messages: { folder: messages },
    },
  };
}
