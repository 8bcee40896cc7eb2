/** `outdial amd FILES…`: what the detector makes of recordings of answered calls. */
import { amd } from '@outdial/engine/amd';
import { defineCommand } from 'citty';
import { refuseUnknownOptions } from '../args/strict.ts';
import { UsageError } from '../args/usage-error.ts';

const args = {
  json: { type: 'boolean', description: 'One JSON object a file', default: false },
  explain: {
    type: 'boolean',
    description: 'Draw each call as a timeline: level, speech, tones, evidence, verdict',
    default: false,
  },
} as const;

export const amdCommand = defineCommand({
  meta: { name: 'amd', description: 'Judge recordings: WAV (PCM, µ-law, A-law; 8 or 16 kHz), t = 0 being the answer' },
  args,
  async run({ args: given, rawArgs }) {
    refuseUnknownOptions(rawArgs, args, Number.POSITIVE_INFINITY);
    const files = given._;
    if (files.length === 0) throw new UsageError('Name one WAV file or more.');
    for await (const line of amd(files, { explain: given.explain, width: process.stdout.columns ?? 80 })) {
      if ('error' in line) {
        process.stderr.write(`${line.file}: ${line.error}\n`);
        process.exitCode = 1;
      } else if (given.json) process.stdout.write(`${JSON.stringify(line)}\n`);
      else {
        const beep = line.beepMs === null ? '' : `, beep at ${line.beepMs} ms`;
        const why = line.timeline === undefined ? ` (${line.reasons.join('; ')})` : '';
        process.stdout.write(`${line.file}: ${line.label} after ${line.decisionMs} ms${beep}${why}\n`);
        if (line.timeline !== undefined) process.stdout.write(`${line.timeline.join('\n')}\n\n`);
      }
    }
  },
});
