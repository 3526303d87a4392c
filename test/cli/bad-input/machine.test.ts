import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RunListing } from '../../../src/model/run-summary.ts';
import { openStore } from '../../../src/store/run-store.ts';
import { executions, writeSpinningProject } from '../spinning-project.ts';
import { badInput, gone, saidOn } from './bad-input.ts';

const retarget = badInput();

async function spinning(name: string, budget: string): Promise<string> {
  const folder = join(retarget.folder, name);
  await writeSpinningProject(folder, budget);
  return folder;
}

async function listed(folder: string): Promise<RunListing[]> {
  return JSON.parse((await retarget.run(['runs', '-p', folder, '--json'])).stdout) as RunListing[];
}

describe('two profiles at once', () => {
  it('go one after the other: the second says whom it waits for, and both finish', async () => {
    const first = retarget.start(['profile', await spinning('first', '1.5s')]);
    await saidOn(first.stderr, /^Profiling /m);
    const folder = await spinning('second', '0.3s');
    const second = retarget.start(['profile', folder]);
    const words = await saidOn(second.stderr, /Waiting for another profile[^\n]*\n/);
    expect(words).toContain('because they would disturb each other');
    expect(words).toContain(`/first (process ${first.pid ?? 0})`);
    expect(words).not.toContain('Profiling');
    expect(await executions(folder)).toEqual([]);
    expect(await first.ended).toEqual({ exitCode: 0 });
    expect(await second.ended).toEqual({ exitCode: 0 });
    for (const name of ['first', 'second']) {
      const runs = await listed(join(retarget.folder, name));
      expect(runs).toMatchObject([{ state: 'finished' }]);
    }
  });

  it('let the second be interrupted while it waits, without a trace', async () => {
    const first = retarget.start(['profile', await spinning('first', '60s')]);
    await saidOn(first.stderr, /^Profiling /m);
    const folder = await spinning('second', '1s');
    const second = retarget.start(['profile', folder]);
    await saidOn(second.stderr, /Waiting for another profile/);
    process.kill(second.pid ?? 0, 'SIGINT');
    expect(await second.ended).toEqual({ exitCode: 130 });
    expect(await listed(folder)).toEqual([]);
    process.kill(first.pid ?? 0, 'SIGINT');
    expect(await first.ended).toEqual({ exitCode: 130 });
  });
});

describe('a profile that is killed in mid-run', () => {
  it('leaves no process and a store that reads; the next one clears up after it', async () => {
    const folder = await spinning('killed', '60s');
    const killed = retarget.start(['profile', folder]);
    await saidOn(killed.stderr, /\d+ rounds/);
    process.kill(killed.pid ?? 0, 'SIGKILL');
    expect(await killed.ended).toEqual({ signal: 'SIGKILL' });
    expect(await gone(retarget.left)).toEqual([]);
    expect(await gone(() => executions(folder))).toEqual([]);
    expect(await readdir(join(retarget.cache, 'work'))).toHaveLength(1);
    expect((await retarget.run(['report', '-p', folder])).exitCode).toBe(0);
    // The lock of a dead process counts for ten seconds; where it lies is not what this is about.
    const env = { RETARGET_LOCK_FOLDER: retarget.cache };
    const next = await retarget.run(['profile', folder, '--budget', '0.2'], { env });
    expect(next.exitCode).toBe(0);
    expect(await readdir(join(retarget.cache, 'work'))).toEqual([]);
    const runs = await listed(folder);
    expect(runs).toMatchObject([{ state: 'finished' }, { state: 'interrupted' }]);
    const names = await readdir(openStore(folder).folder);
    expect(names.filter((name) => !name.endsWith('.json'))).toEqual([]);
  });
});

// That each of them is refused by name, and deleted: see ../stored-runs.test.ts.
describe('runs that are damaged, or of another version', () => {
  it('keep no new profile from being stored, listed and shown', async () => {
    const folder = await spinning('mixed', '0.2s');
    const store = openStore(folder).folder;
    expect((await retarget.run(['profile', folder])).exitCode).toBe(0);
    const documents = {
      '29990101-000000-000a': '{"schema":1,"id":"2999',
      '29990101-000000-000b': '{"schema":0}',
      '29990101-000000-000c': '{"schema":99,"tool":"9.0.0"}',
      '29990101-000000-000d': '',
    };
    for (const [id, text] of Object.entries(documents)) {
      await writeFile(join(store, `${id}.json`), text);
    }
    expect((await retarget.run(['profile', folder])).exitCode).toBe(0);
    const runs = await listed(folder);
    expect(runs.filter(({ kind }) => kind === 'unreadable')).toHaveLength(4);
    expect(runs.filter(({ kind }) => kind === 'run')).toHaveLength(2);
    const [run] = runs.flatMap((each) => (each.kind === 'run' ? [each] : []));
    const report = await retarget.run(['report', run?.id ?? '', '-p', folder]);
    expect(report.exitCode).toBe(0);
    for (const id of Object.keys(documents)) {
      const compared = await retarget.run(['compare', id, run?.id ?? '', '-p', folder]);
      expect(compared.stderr).toContain(`${id}.json`);
      expect(compared.stderr).toContain('hint: ');
      expect(compared.exitCode).toBe(2);
    }
  });
});
