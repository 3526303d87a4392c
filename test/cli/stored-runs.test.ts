import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../src/store/run-store.ts';
import { sampleRun } from '../report/sample-run.ts';
import { bundledCommandLine } from './retarget.ts';

const retarget = bundledCommandLine();
const FIRST = '20261120-080000-0001';
const SECOND = '20261121-080000-0002';
const ELSEWHERE = '20261122-080000-0003';

beforeAll(async () => {
  const store = openStore(retarget.folder);
  const run = sampleRun();
  await store.save({ ...run, id: FIRST });
  await store.save({ ...run, id: SECOND });
  await store.save({ ...run, id: ELSEWHERE, host: { ...run.host, id: 'another' } });
});

describe('stored runs', () => {
  it('are listed, the newest first, with what they found', async () => {
    const { stdout, exitCode } = await retarget.run(['runs']);
    expect(exitCode).toBe(0);
    const ids = [...stdout.matchAll(/\d{8}-\d{6}-\d{4}/g)].map(([id]) => id);
    expect(ids).toEqual([ELSEWHERE, SECOND, FIRST]);
    expect(stdout).toContain('znver4');
  });

  it('are reported from anywhere, by project or by path', async () => {
    const document = join(openStore(retarget.folder).folder, `${FIRST}.json`);
    const byPath = await retarget.run(['report', document], { cwd: '/' });
    const byProject = await retarget.run(['report', FIRST, '-p', retarget.folder], { cwd: '/' });
    expect(byPath).toMatchObject({ exitCode: 0, stderr: '' });
    expect(byPath.stdout).toContain('saxpy');
    expect(byProject).toEqual(byPath);
  });

  it.each([
    ['markdown', /^## Retarget/],
    ['junit', /^<\?xml/],
    ['csv', /^run,program,benchmark,target/],
    ['samples', /^run,program,benchmark,/],
    ['html', /^<!doctype html>/],
    ['json', /^\{[^]*"id": "20261121-080000-0002"/],
  ])('are reported as %s', async (format, start) => {
    const { stdout, exitCode } = await retarget.run(['report', SECOND, '--format', format]);
    expect(stdout).toMatch(start);
    expect(exitCode).toBe(0);
  });

  it('are written to several files at once, beside the table', async () => {
    const files = ['a.md', 'b.html', 'c.json'];
    const args = files.flatMap((file) => ['--out', file]);
    const { stdout, stderr } = await retarget.run(['report', SECOND, ...args]);
    expect(stdout).toContain('saxpy');
    expect(stderr.match(/^Wrote /gm)).toHaveLength(3);
    expect(await readdir(retarget.folder)).toEqual(expect.arrayContaining(files));
    expect(JSON.parse(await readFile(join(retarget.folder, 'c.json'), 'utf8'))).toEqual({
      ...sampleRun(),
      id: SECOND,
    });
  });

  it('fail below a threshold, by name, and pass above it', async () => {
    const low = await retarget.run(['report', SECOND, '--fail-below', '0.9']);
    expect(low.exitCode).toBe(0);
    const high = await retarget.run(['report', SECOND, '--fail-below', '0.99']);
    expect(high.stderr).toMatch(/below 0.99x: kernels\/parse for znver4 is 0.96x/);
    expect(high.exitCode).toBe(1);
  });

  it('fail any threshold where nothing was compared', async () => {
    const run = sampleRun();
    const programs = run.programs.map((program) => ({ ...program, benchmarks: [], overall: [] }));
    const id = '20261119-080000-0000';
    await openStore(retarget.folder).save({ ...run, id, programs });
    const { exitCode, stderr } = await retarget.run(['report', id, '--fail-below', '0.5']);
    expect(stderr).toContain('nothing was compared');
    expect(exitCode).toBe(1);
    await openStore(retarget.folder).delete(id);
  });

  it('are compared, but on different hosts only when that is wanted', async () => {
    const same = await retarget.run(['compare', FIRST, SECOND]);
    expect(same).toMatchObject({ exitCode: 0, stderr: '' });
    expect(same.stdout).toContain('identical code');
    const refused = await retarget.run(['compare', FIRST, ELSEWHERE]);
    expect(refused.stderr).toMatch(/--across-hosts/);
    expect(refused.exitCode).toBe(2);
    const wanted = await retarget.run(['compare', FIRST, ELSEWHERE, '--across-hosts', '--json']);
    expect(JSON.parse(wanted.stdout)).toMatchObject({ sameHost: false, before: FIRST });
    expect(wanted.exitCode).toBe(0);
  });

  it('that are damaged, too old or too new are listed as such, refused by name, and deleted', async () => {
    const folder = openStore(retarget.folder).folder;
    const documents: [string, string, RegExp][] = [
      ['20250101-000000-000a', '{"schema":1', /not valid JSON[^]*hint: Delete the file/],
      ['20250101-000000-000b', '{"schema":0}', /schema version is 0/],
      ['20250101-000000-000c', '{"schema":99,"tool":"9.0.0"}', /Retarget 9\.0\.0[^]*hint: Update/],
    ];
    for (const [id, text] of documents) await writeFile(join(folder, `${id}.json`), text);
    const { stdout, exitCode } = await retarget.run(['runs', '--json']);
    expect(JSON.parse(stdout)).toHaveLength(6);
    expect(exitCode).toBe(0);
    for (const [id, , message] of documents) {
      const refused = await retarget.run(['report', id]);
      expect(refused.stderr.replace(/\n +/g, ' ')).toMatch(message);
      expect(refused.stderr).toContain(`${id}.json`);
      expect(refused.exitCode).toBe(2);
    }
    const ids = documents.flatMap(([id]) => ['--delete', id]);
    expect(await retarget.run(['runs', ...ids])).toMatchObject({ exitCode: 0, stdout: '' });
    const left = await retarget.run(['runs', '--json']);
    expect(JSON.parse(left.stdout)).toHaveLength(3);
  });

  it('do not mind a reader that goes away', async () => {
    const report = retarget.start(['report', SECOND, '--format', 'html']);
    report.stdout?.destroy();
    let stderr = '';
    report.stderr?.on('data', (data: Buffer) => (stderr += data.toString()));
    expect(await report.ended).toEqual({ exitCode: 0 });
    expect(stderr).toBe('');
  });
});
