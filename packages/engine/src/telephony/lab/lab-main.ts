/** `npm run lab:asterisk`: a private Asterisk, an everyday carrier and agents' phones until Ctrl-C, and how to use them. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { everydayCarrier, quietPhone } from './everyday-carrier.ts';
import { fetchedFolder, NoAsteriskError } from './installation.ts';
import { openLab } from './lab.ts';

async function main(): Promise<void> {
  const carrier = everydayCarrier();
  process.stderr.write('starting Asterisk (the first time it is fetched, half a minute)…\n');
  const lab = await openLab({ carrier: (number) => carrier.plan(number), phones: quietPhone, qualifyS: 5 });
  const file = join(dirname(fetchedFolder()), 'lab.json');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(lab.telephony, null, 2)}\n`, { mode: 0o600 });
  process.stderr.write(
    `Asterisk is up (pid ${lab.asterisk.pid}), its ARI at ${lab.telephony.url}; its folder is ${lab.folder}\n` +
      `carrier on UDP ${lab.carrier.port}, agents' phones on UDP ${lab.phones.port}: every address is a phone that picks up\n` +
      `use it: npm run outdial -- up --telephony asterisk --asterisk ${file}\nCtrl-C ends it\n`,
  );
  process.stdout.write(`${file}\n`);
  const end = (): void => {
    process.off('SIGINT', end);
    process.off('SIGTERM', end);
    process.stderr.write(`the carrier got ${lab.carrier.received} calls; ending\n`);
    void lab.close();
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
}

main().catch((error: unknown) => {
  const words = error instanceof NoAsteriskError ? error.message : String(error);
  process.stderr.write(`the lab cannot start: ${words}\n`);
  process.exitCode = 1;
});
