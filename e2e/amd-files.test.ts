import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { run, temporaryFolder } from './support/program.ts';

const temporary = temporaryFolder();
afterAll(temporary.remove);
const clip = (name: string): string => {
  const file = join(temporary.folder, name);
  copyFileSync(new URL(`../packages/engine/clips/${name}`, import.meta.url), file);
  return file;
};

describe('outdial amd', () => {
  it('judges the good files, says of each bad one what is wrong with it, and ends with 1', async () => {
    const broken = join(temporary.folder, 'broken.wav');
    writeFileSync(broken, 'RIFF');
    const files = [
      clip('fax-ced.wav'),
      broken,
      temporary.folder,
      join(temporary.folder, 'absent.wav'),
      clip('sit-itu.wav'),
    ];
    const { code, stdout, stderr } = await run(['amd', '--json', ...files]);
    expect(code).toBe(1);
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { decisionMs: number; confidence: number; reasons: string[] });
    expect(lines).toMatchObject([
      { file: files[0], label: 'fax', beepMs: null, beepAll: [] },
      { file: files[4], label: 'sit', sitKind: 'unknown' },
    ]);
    for (const line of lines) {
      expect(line.decisionMs).toBeTypeOf('number');
      expect(line.confidence).toBeGreaterThan(0.5);
      expect(line.reasons).not.toEqual([]);
    }
    expect(stderr).toContain(`${files[1]}: this is no WAV file`);
    expect(stderr).toContain(`${files[2]}: this is a folder`);
    expect(stderr).toContain(`${files[3]}: there is no such file`);
  });

  it('ends with 0 when every file was judged, and draws them with --explain in 80 columns', async () => {
    const file = clip('busy-us-busy.wav');
    const { code, stdout } = await run(['amd', '--explain', file]);
    expect(code).toBe(0);
    const [first, ...drawn] = stdout.trimEnd().split('\n');
    expect(first).toMatch(/: busy after \d+ ms$/);
    expect(drawn.join('\n')).toMatch(/▲ busy after|busy after \d+ ms ▲/);
    for (const line of drawn) expect(line.length).toBeLessThanOrEqual(80);
  });

  it('ends with 2 when no file is named', async () => {
    expect(await run(['amd'])).toMatchObject({ code: 2, stderr: expect.stringContaining('Name one WAV file or more') });
  });
});
