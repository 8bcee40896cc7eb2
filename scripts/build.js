/** Builds every package that has changed. It is silent where all is well; what failed goes to standard error. */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';

const turbo = createRequire(import.meta.url).resolve('turbo/bin/turbo');
const built = spawnSync(
  process.execPath,
  [turbo, 'run', 'build', '--output-logs=errors-only', '--log-order=grouped', '--no-update-notifier'],
  {
    // The build speaks to nobody outside.
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' },
    encoding: 'utf8',
  },
);
if (built.status !== 0) {
  process.stderr.write(built.stdout ?? '');
  process.stderr.write(built.stderr ?? '');
  process.stderr.write(
    built.error === undefined ? 'The build failed.\n' : `The build could not start: ${built.error.message}\n`,
  );
}
process.exitCode = built.status ?? 1;
