// What those who join the project start from: editor settings, tasks, forms. Nothing of it runs in other tests.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { resolveConfig } from 'prettier';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { repository } from '../../scripts/lib/repository.mjs';
import { satisfies } from '../../scripts/lib/node-version.mjs';

const text = (path: string): Promise<string> => readFile(join(repository, path), 'utf8');
const json = async <Shape>(path: string): Promise<Shape> => JSON.parse(await text(path)) as Shape;

interface Manifest {
  readonly scripts: Readonly<Record<string, string>>;
  readonly engines: { readonly node: string };
}

interface Tasks {
  readonly tasks: readonly { readonly label: string; readonly script: string }[];
}

describe('the workspace in VS Code', () => {
  test('has tasks that run scripts of package.json', async () => {
    const { tasks } = await json<Tasks>('.vscode/tasks.json');
    const { scripts } = await json<Manifest>('package.json');
    expect(tasks.map(({ script }) => script)).toContain('watch');
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(tasks.map(({ script }) => script)));
  });

  test('starts the extension of this folder, after the task that builds it', async () => {
    const { tasks } = await json<Tasks>('.vscode/tasks.json');
    const { configurations } = await json<{
      readonly configurations: readonly {
        readonly type: string;
        readonly args: readonly string[];
        readonly preLaunchTask?: string;
      }[];
    }>('.vscode/launch.json');
    // F5 takes the first one.
    expect(configurations[0]).toMatchObject({ type: 'extensionHost', preLaunchTask: 'watch' });
    expect(configurations[0]?.args).toContain('--extensionDevelopmentPath=${workspaceFolder}');
    const labels = tasks.map(({ label }) => label);
    for (const { preLaunchTask } of configurations) {
      if (preLaunchTask !== undefined) expect(labels).toContain(preLaunchTask);
    }
  });
});

test('.editorconfig and prettier agree', async () => {
  for (const path of ['src/cli/main.ts', 'scripts/build.mjs', 'package.json', 'README.md']) {
    const file = join(repository, path);
    const own = await resolveConfig(file);
    const both = await resolveConfig(file, { editorconfig: true });
    expect(own).toMatchObject({ printWidth: 100 });
    // What .editorconfig adds is what prettier does by itself.
    const unsaid = { tabWidth: 2, useTabs: false, endOfLine: 'lf' };
    expect({ ...unsaid, ...both }, path).toEqual({ ...unsaid, ...own });
  }
});

test('.nvmrc and the dev container name the oldest Node that is supported', async () => {
  const { engines } = await json<Manifest>('package.json');
  const major = (await text('.nvmrc')).trim();
  expect(satisfies(`v${major}.99.0`, engines.node)).toBe(true);
  expect(satisfies(`v${Number(major) - 1}.99.0`, engines.node)).toBe(false);
  const { image } = await json<{ readonly image: string }>('.devcontainer/devcontainer.json');
  expect(image).toContain(`:${major}-`);
});

describe('the issue forms', () => {
  test('have fields with names of their own and labels that people read', async () => {
    const folder = '.github/ISSUE_TEMPLATE';
    const names = (await readdir(join(repository, folder))).filter((name) => name !== 'config.yml');
    expect(names.length).toBeGreaterThan(1);
    for (const name of names) {
      const form = parse(await text(join(folder, name))) as {
        readonly body: readonly {
          readonly type: string;
          readonly id: string;
          readonly attributes: { readonly label: string };
        }[];
      };
      expect(form, name).toMatchObject({
        name: expect.any(String) as string,
        description: expect.any(String) as string,
      });
      const ids = form.body.map(({ id }) => id);
      expect(new Set(ids).size, name).toBe(ids.length);
      for (const { type, id, attributes } of form.body) {
        expect(id, name).toMatch(/^[a-z-]+$/);
        expect(['textarea', 'input', 'dropdown', 'checkboxes'], name).toContain(type);
        expect(attributes.label, name).toMatch(/^[A-Z]/);
      }
    }
  });
});
