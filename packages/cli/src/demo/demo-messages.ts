/** The demo's recorded messages: notes in place of a voice, for machines that are simulated too. */
import { type Client, type Message, type MessageId, type MessagePurpose, wavOf } from '@outdial/shared';

const RATE_HZ = 8_000;
const NOTE_MS = 400;
const NAMES: Readonly<Record<MessagePurpose, string>> = {
  voicemail: 'Demo: please call back',
  abandonment: 'Demo: nobody is free, we are sorry',
};
/** Up for the one, down for the other. */
const NOTES_HZ: Readonly<Record<MessagePurpose, readonly number[]>> = {
  voicemail: [392, 440, 494, 587, 494, 440, 587, 784, 587, 494, 440, 392],
  abandonment: [587, 494, 440, 392, 440, 392],
};

export type DemoMessages = Readonly<Record<MessagePurpose, MessageId>>;

/** Uploads what is not there yet. `client` needs the campaign manager's role. */
export async function seedMessages(client: Client): Promise<DemoMessages> {
  const known = await client.call('messages');
  const one = async (purpose: MessagePurpose): Promise<MessageId> => {
    const name = NAMES[purpose];
    const found: Message | undefined = known.find((message) => message.name === name);
    if (found !== undefined) return found.id;
    const made = await client.call('uploadMessage', {
      query: { name, purpose },
      text: wavOf(melody(NOTES_HZ[purpose])),
    });
    return made.id;
  };
  return { voicemail: await one('voicemail'), abandonment: await one('abandonment') };
}

/** Each note swells and fades, so that none clicks. */
function melody(notesHz: readonly number[]): Int16Array {
  const each = (RATE_HZ * NOTE_MS) / 1_000;
  const samples = new Int16Array(each * notesHz.length);
  for (const [place, hz] of notesHz.entries()) {
    for (let i = 0; i < each; i++) {
      const loudness = 6_000 * Math.sin((Math.PI * i) / each);
      samples[place * each + i] = Math.round(loudness * Math.sin((2 * Math.PI * hz * i) / RATE_HZ));
    }
  }
  return samples;
}
