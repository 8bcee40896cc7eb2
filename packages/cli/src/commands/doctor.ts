/** `outdial doctor`: what is wrong with this machine or this installation, and what to do about it. */
import { defineCommand } from 'citty';
import { parseWhole } from '../args/numbers.ts';
import { refuseUnknownOptions } from '../args/strict.ts';
import { checks, type Finding } from '../doctor/checks.ts';
import { dataFolder, runningServer } from '../up/data-folder.ts';

const args = {
  data: { type: 'string', description: 'The data folder', valueHint: 'FOLDER' },
  port: { type: 'string', description: 'The port that the server would take', default: '4170' },
  json: { type: 'boolean', description: 'One JSON value on standard output', default: false },
} as const;

export const doctorCommand = defineCommand({
  meta: { name: 'doctor', description: 'Check this machine and this installation' },
  args,
  async run({ args: given, rawArgs }) {
    refuseUnknownOptions(rawArgs, args, 0);
    const port = parseWhole(given.port, '--port', { min: 1, max: 65_535 });
    const demo = dataFolder(given.data, true);
    const data = runningServer(demo) === null ? dataFolder(given.data, false) : demo;
    const findings: Finding[] = [];
    for (const check of checks(data, port)) findings.push(await check());
    if (given.json) process.stdout.write(`${JSON.stringify(findings)}\n`);
    else {
      for (const { check, ok, detail, remedy } of findings) {
        process.stdout.write(
          `${ok ? 'ok  ' : 'BAD '} ${check.padEnd(12)} ${detail}${remedy === null ? '' : `\n                  ${remedy}`}\n`,
        );
      }
    }
    if (findings.some((finding) => !finding.ok)) process.exitCode = 1;
  },
});
