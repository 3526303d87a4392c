// The workflows run on GitHub only; here they are held against what they call. `npm run check:workflows` lints them.
import { access, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { OLDEST_LLVM } from '../../scripts/lib/find-llvm.mjs';
import { repository } from '../../scripts/lib/repository.mjs';

interface Step {
  readonly uses?: string;
  readonly run?: string;
}

interface Job {
  readonly uses?: string;
  readonly 'timeout-minutes'?: number;
  readonly strategy?: { readonly matrix: Readonly<Record<string, unknown>> };
  readonly steps?: readonly Step[];
}

interface Workflow {
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

const FOLDER = '.github/workflows';

const text = (path: string): Promise<string> => readFile(join(repository, path), 'utf8');
const workflow = async (name: string): Promise<Workflow> =>
  parse(await text(join(FOLDER, name))) as Workflow;

const all = async (): Promise<Workflow[]> => {
  const found = await Promise.all((await readdir(join(repository, FOLDER))).map(workflow));
  expect(found.length).toBeGreaterThan(1);
  return found;
};

const lines = (jobs: Workflow['jobs']): string[] =>
  Object.values(jobs).flatMap(({ steps = [] }) => steps.flatMap(({ run }) => run ?? []));

const manifest = async () =>
  JSON.parse(await text('package.json')) as {
    readonly scripts: Readonly<Record<string, string>>;
    readonly engines: { readonly vscode: string };
  };

describe('the workflows', () => {
  test('call scripts that exist', async () => {
    const { scripts } = await manifest();
    const commands = (await all()).flatMap(({ jobs }) => lines(jobs));
    const npm = commands.flatMap((line) => /^npm run (?:--silent )?(\S+)/.exec(line)?.[1] ?? []);
    expect(npm).toEqual(expect.arrayContaining(['check', 'test:editor', 'package']));
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(npm));
    const files = commands.flatMap(
      (line) => /^(?:node )?((?:scripts|\.ci)\/\S+)/.exec(line)?.[1] ?? [],
    );
    expect(files).toContain('.ci/run');
    for (const file of files) await access(join(repository, file));
  });

  test('may read only, but for the job that publishes; every job ends some time', async () => {
    for (const { permissions, jobs } of await all()) {
      expect(permissions).toEqual({ contents: 'read' });
      for (const [name, job] of Object.entries(jobs)) {
        if (job.uses === undefined) expect(job['timeout-minutes'], name).toBeGreaterThan(0);
      }
    }
  });

  test('put nothing that others write into a line that a shell reads', async () => {
    for (const { jobs } of await all()) {
      for (const line of lines(jobs)) {
        const values = [...line.matchAll(/\$\{\{\s*([^}]*?)\s*\}\}/g)].map(([, value]) => value);
        for (const value of values) expect(value).toMatch(/^matrix\./);
      }
    }
  });

  test('test in the oldest VS Code and with the oldest LLVM that are supported, and in newer ones', async () => {
    const { jobs } = await workflow('ci.yml');
    const editors = jobs['vscode']?.strategy?.matrix['vscode'] as string[];
    const oldest = /^\^(\d+\.\d+)\.0$/.exec((await manifest()).engines.vscode)?.[1];
    expect(editors[0]).toMatch(new RegExp(`^${oldest}\\.\\d+$`));
    expect(editors.at(-1)).toBe('stable');
    const toolchains = jobs['llvm']?.strategy?.matrix['include'] as { readonly llvm: number }[];
    expect(toolchains[0]?.llvm).toBe(OLDEST_LLVM);
    expect(toolchains.at(-1)?.llvm).toBeGreaterThan(OLDEST_LLVM);
  });

  test('publish only what all tests passed on', async () => {
    const { jobs } = await workflow('release.yml');
    expect(jobs['publish']).toMatchObject({ needs: ['ci', 'package'] });
    expect(jobs['ci']?.uses).toBe(`./${FOLDER}/ci.yml`);
    const [pinned] = (await text(join(FOLDER, 'release.yml'))).match(/(?<=vsce@)[\d.]+/) ?? [];
    const installed = JSON.parse(await text('node_modules/@vscode/vsce/package.json')) as {
      readonly version: string;
    };
    expect(pinned).toBe(installed.version);
  });
});
