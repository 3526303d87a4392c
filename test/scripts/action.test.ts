import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { actionArguments, summaryOf } from '../../scripts/action.mjs';
import { repository } from '../../scripts/lib/repository.mjs';
import { runProcess } from '../../src/process/run-process.ts';

interface Action {
  readonly inputs: Readonly<Record<string, { readonly description: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: {
    readonly using: string;
    readonly steps: readonly {
      readonly id?: string;
      readonly run?: string;
      readonly env?: Readonly<Record<string, string>>;
    }[];
  };
}

const action = async (): Promise<Action> =>
  parse(await readFile(join(repository, 'action.yml'), 'utf8')) as Action;

/** As action.yml names the variable of an input. */
const variable = (input: string): string => `INPUT_${input.toUpperCase().replaceAll('-', '_')}`;

describe('action.yml', () => {
  test('hands every input on as a variable, and none to a shell', async () => {
    const { inputs, runs } = await action();
    const step = runs.steps.find(({ id }) => id === 'profile');
    const expected = Object.keys(inputs).map((input) => [
      variable(input),
      `\${{ inputs.${input} }}`,
    ]);
    expect(step?.env).toEqual(Object.fromEntries(expected));
    for (const { run = '' } of runs.steps) expect(run).not.toContain('${{');
  });

  test('has an effect for every input', async () => {
    const { inputs } = await action();
    const without = actionArguments({}, []);
    for (const input of Object.keys(inputs)) {
      expect(actionArguments({ [variable(input)]: 'value' }, []), input).not.toEqual(without);
    }
  });
});

describe('the words for the command line', () => {
  test('are none for inputs that are not given', () => {
    const env = { INPUT_PATH: 'lib', INPUT_TARGETS: '', INPUT_BUILD: '\n' };
    expect(actionArguments(env, ['/t/run.md'])).toEqual([
      ...['profile', '--out=/t/run.md'],
      ...['--', 'lib'],
    ]);
  });

  test('keep every input one word, whatever is in it', () => {
    const env = {
      INPUT_PATH: '-weird; path',
      INPUT_TARGETS: 'x86-64-v3, native',
      INPUT_FAIL_BELOW: '0.98',
      INPUT_ARGUMENTS: '--args\n-9 a.txt\n',
    };
    expect(actionArguments(env, [])).toEqual([
      ...['profile', '--targets=x86-64-v3, native', '--fail-below=0.98', '--args', '-9 a.txt'],
      ...['--', '-weird; path'],
    ]);
  });

  test('watch a build first where one is given', () => {
    const env = { INPUT_BUILD: 'make\r\n-j2\r\n', INPUT_PROGRAM: 'app' };
    expect(actionArguments(env, [])).toEqual([
      ...['record', '--profile', '--name=app'],
      ...['--', 'make', '-j2'],
    ]);
  });
});

test('a report that GitHub would drop becomes a sentence', () => {
  expect(summaryOf('# Run\n\n')).toBe('# Run\n');
  const long = summaryOf('x'.repeat(2 ** 20 + 1));
  expect(long.length).toBeLessThan(200);
  expect(long).toContain('1.0 MB');
});

describe('the action', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'retarget-action-'));
  });

  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  /** Runs it as a step of a job whose workspace has one program. */
  async function step(name: string, source: string, inputs: Readonly<Record<string, string>>) {
    const workspace = join(folder, name, 'workspace');
    await mkdir(join(workspace, 'project'), { recursive: true });
    await writeFile(join(workspace, 'project', 'small.c'), source);
    const summary = join(folder, name, 'summary');
    const output = join(folder, name, 'output');
    await writeFile(summary, '');
    await writeFile(output, '');
    const result = await runProcess({
      command: process.execPath,
      args: [join(repository, 'scripts', 'action.mjs')],
      cwd: workspace,
      env: {
        ...process.env,
        GITHUB_WORKSPACE: workspace,
        GITHUB_STEP_SUMMARY: summary,
        GITHUB_OUTPUT: output,
        RUNNER_TEMP: join(folder, name),
        ...inputs,
      },
    });
    return {
      ...result,
      summary: await readFile(summary, 'utf8'),
      outputs: await readFile(output, 'utf8'),
    };
  }

  test('writes the job summary, and says where the reports are', async () => {
    const result = await step('done', 'int main(void) { return 0; }\n', {
      INPUT_PATH: 'project/small.c',
      INPUT_TARGETS: 'x86-64',
      INPUT_BASELINE: 'x86-64',
      INPUT_BUDGET: '1s',
    });
    expect(result.exitCode, result.stderr).toBe(0);
    expect(result.summary).toMatch(/^\|.*\| *x86-64 *\|/m);
    const outputs = new Map(
      result.outputs.split('\n').map((line) => line.split('=') as [string, string]),
    );
    for (const name of Object.keys((await action()).outputs)) {
      const content = await readFile(outputs.get(name) ?? name, 'utf8');
      expect(content.length, name).toBeGreaterThan(100);
    }
  });

  test('fails as the command line does, here with a build command that fails', async () => {
    const recorded = await step('recorded', '', { INPUT_PATH: 'project', INPUT_BUILD: 'false' });
    expect(recorded.exitCode, recorded.stderr).toBe(4);
    expect(recorded.summary).toBe('');
  });
});
