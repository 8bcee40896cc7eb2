/** A server of its own process for the tests of signals: FOLDER is the argument. */
import { join } from 'node:path';
import { runServer } from '../server-main.ts';

const folder = process.argv[2] ?? '';
const server = await runServer({
  dataFolder: folder,
  port: 0,
  control: `ipc://${join(folder, 'c')}`,
  live: `ipc://${join(folder, 'l')}`,
  operatorTokenFile: join(folder, 'operator.token'),
  logFile: join(folder, 'log'),
});
process.stdout.write(`${server.url}\n`);
