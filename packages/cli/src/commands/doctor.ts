/** `outdial doctor`: what is wrong with this machine or this installation, and what to do about it. */
import { checkUpAll, type Finding } from '@outdial/engine';
import { realClock } from '@outdial/shared';
import { defineCommand } from 'citty';
import { parseWhole } from '../args/numbers.ts';
import { refuseUnknownOptions } from '../args/strict.ts';
import { checks } from '../doctor/checks.ts';
import { asteriskFile, readAsterisk, telephonyArgs } from '../telephony/arguments.ts';
import { dataFolder, runningServer } from '../up/data-folder.ts';

const args = {
  data: { type: 'string', description: 'The data folder', valueHint: 'FOLDER' },
  port: { type: 'string', description: 'The port that the server would take', default: '4170' },
  telephony: {
    type: 'boolean',
    description: 'Look at an Asterisk instead: everything that calls need of it',
    default: false,
  },
  asterisk: telephonyArgs.asterisk,
  json: { type: 'boolean', description: 'One JSON value on standard output', default: false },
} as const;

export const doctorCommand = defineCommand({
  meta: { name: 'doctor', description: 'Check this machine and this installation' },
  args,
  async run({ args: given, rawArgs }) {
    refuseUnknownOptions(rawArgs, args, 0);
    if (given.telephony) {
      const nodes = readAsterisk(asteriskFile(given.asterisk));
      const findings: Finding[] = [];
      for await (const finding of checkUpAll(nodes, realClock)) findings.push(finding);
      tell(findings, given.json);
      return;
    }
    const port = parseWhole(given.port, '--port', { min: 1, max: 65_535 });
    const demo = dataFolder(given.data, true);
    const data = runningServer(demo) === null ? dataFolder(given.data, false) : demo;
    const findings: Finding[] = [];
    for (const check of checks(data, port)) findings.push(await check());
    tell(findings, given.json);
  },
});

function tell(findings: readonly Finding[], json: boolean): void {
  if (json) process.stdout.write(`${JSON.stringify(findings)}\n`);
  else {
    for (const { check, ok, detail, remedy } of findings) {
      process.stdout.write(
        `${ok ? 'ok  ' : 'BAD '} ${check.padEnd(14)} ${detail}${remedy === null ? '' : `\n                    ${remedy}`}\n`,
      );
    }
  }
  if (findings.some((finding) => !finding.ok)) process.exitCode = 1;
}
