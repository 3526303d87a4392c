import { mkdir, readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Run } from '../../../src/model/run.ts';
import { badInput, GOOD, writeFiles } from './bad-input.ts';

const retarget = badInput();

/** Each of them is a folder's part, a source's, a program's and a benchmark's name, an argument and an environment value. */
const NAMES = [
  'with space',
  `quote's and "quotes"`,
  'new\nline',
  '$(touch pwned)',
  '`touch pwned`',
  '; touch pwned;',
  '& touch pwned &',
  '-dash',
  '--out=elsewhere',
  '@response',
  'glob*?[x]{a,b}',
  '%s%n | pipe > out',
  'größe-名前-🙂',
  '\u001b[31mred',
  '\u202Egnp.exe',
  '=1+1',
  '<script>alert(1)</script>'.replace('/', ''),
];

/** Keeps its arguments and one variable in a file, each ended by a zero byte. */
const KEEPS = `#include <stdio.h>
#include <stdlib.h>
int main(int argc, char **argv) {
  FILE *log = fopen(getenv("ARGUMENTS"), "ab");
  for (int i = 1; i < argc; i++) fwrite(argv[i], 1, 1 + snprintf(NULL, 0, "%s", argv[i]), log);
  fprintf(log, "%s", getenv("VALUE"));
  fputc(0, log);
  return fclose(log);
}
`;

const STEERS_TERMINALS = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

/** A project whose every name is hostile, in a folder with a hostile name. */
async function hostileProject(): Promise<string> {
  const folder = join(retarget.folder, `-a "b" 'c'\n$(touch pwned) é`);
  await mkdir(folder);
  const programs = NAMES.map((name, index) => ({
    name,
    sources: [`${name}.c`],
    flags: ['-O1', `-DNAME="${name.replace(/[\n"\\]/g, '')}"`],
    benchmarks: [
      {
        name,
        args: [name, '', '-x', ...NAMES],
        env: { ARGUMENTS: join(folder, `log ${index}`), VALUE: name },
        stdin: `${name}.c`,
        warmup: 0,
      },
    ],
  }));
  const config = { targets: ['x86-64', 'x86-64-v2'], budget: '0.1s', programs };
  await writeFiles(folder, {
    ...Object.fromEntries(NAMES.map((name) => [`${name}.c`, KEEPS])),
    'retarget.json': JSON.stringify(config),
  });
  return folder;
}

/** What the page's scripts hold as data. */
function data(scripts: string): string {
  const [, json = ''] =
    /<script type="application\/json"[^>]*>([^]*?)<\/script>/.exec(scripts) ?? [];
  return json;
}

async function everyFile(): Promise<string[]> {
  return readdir(retarget.folder, { recursive: true });
}

describe('hostile names', () => {
  it('are measured, shown safely in every format, and nothing of them is executed', async () => {
    const folder = await hostileProject();
    const profiled = await retarget.run(['profile', folder]);
    expect(profiled.exitCode).toBe(0);
    expect(profiled.stdout + profiled.stderr).not.toMatch(STEERS_TERMINALS);
    for (const [index, name] of NAMES.entries()) {
      const log = await readFile(join(folder, `log ${index}`), 'utf8');
      const once = [name, '', '-x', ...NAMES, name].map((text) => `${text}\0`).join('');
      expect(log.length % once.length).toBe(0);
      expect(log.startsWith(once)).toBe(true);
    }
    for (const format of ['markdown', 'junit', 'csv', 'samples', 'html']) {
      const { stdout, exitCode } = await retarget.run(['report', '-p', folder, '-f', format]);
      expect(stdout).toContain('größe-名前-🙂');
      // The page's own program is text of ours.
      const shown = format === 'html' ? stdout.replace(/<script[^]*<\/script>/, data) : stdout;
      expect(shown.replaceAll('\r\n', '\n')).not.toMatch(STEERS_TERMINALS);
      // A table of values and a block of code are no markup.
      const markup = format === 'markdown' ? shown.replace(/^```[^]*?^```/gm, '') : shown;
      if (!['csv', 'samples'].includes(format)) expect(markup).not.toContain('<script>');
      expect(exitCode).toBe(0);
    }
    const { stdout } = await retarget.run(['report', '-p', folder, '--json']);
    const run = JSON.parse(stdout) as Run;
    expect(run.programs.map(({ name }) => name)).toEqual(NAMES);
    expect(
      run.programs.flatMap((one) => one.benchmarks.map((each) => each.benchmark.name)),
    ).toEqual(NAMES);
    const listed = await retarget.run(['runs', '-p', folder]);
    expect(listed.stdout).not.toMatch(STEERS_TERMINALS);
    expect((await everyFile()).filter((file) => /(^|\/)pwned$/.test(file))).toEqual([]);
  });

  it('are built into one folder each, inside the one that was named', async () => {
    const folder = await hostileProject();
    const out = join(retarget.folder, '-o ut\n$(touch pwned)');
    const { exitCode, stdout, stderr } = await retarget.run(['build', folder, `--out=${out}`]);
    expect(exitCode).toBe(0);
    expect(stdout + stderr).not.toMatch(STEERS_TERMINALS);
    const folders = await readdir(out);
    expect(folders).toHaveLength(NAMES.length);
    for (const program of folders) {
      expect(program).toMatch(/^[^./-]/);
      expect((await readdir(join(out, program))).sort()).toEqual(['x86-64', 'x86-64-v2']);
      expect(await readdir(join(out, program, 'x86-64'))).toHaveLength(2);
    }
    const files = await everyFile();
    expect(files.filter((file) => /(^|\/)(pwned|elsewhere)$/.test(file))).toEqual([]);
  });

  it('that differ, but not as names of files, lose nothing', async () => {
    const programs = ['a:b', 'a*b', 'a_b'].map((name) => ({
      name,
      sources: ['good.c', 'x/good.c'],
    }));
    const deep = Array.from({ length: 8 }, () => 'folder-with-a-long-name-indeed-0123456789').join(
      '/',
    );
    const far = { name: 'far', sources: [`${deep}/good.c`] };
    await retarget.project(
      { 'good.c': GOOD, 'x/good.c': 'int x;', [`${deep}/good.c`]: GOOD },
      { targets: ['x86-64'], programs: [...programs, far] },
    );
    const { exitCode } = await retarget.run(['build', '--out', 'out']);
    expect(exitCode).toBe(0);
    const built = await readdir(join(retarget.folder, 'out'));
    expect(built).toHaveLength(4);
    for (const name of built) {
      const files = await readdir(join(retarget.folder, 'out', name, 'x86-64'));
      expect(files).toHaveLength(name === 'far' ? 2 : 3);
    }
  });

  it.each(['-dash.c', '--json.c', '$(touch pwned).c', 'a\nb.c', '@file.c', '名前.c'])(
    'of a source on the command line are sources: %j',
    async (name) => {
      await retarget.project({ [name]: GOOD });
      const args = ['build', '--out', 'out', '--', name];
      const { exitCode, stdout, stderr } = await retarget.run(args);
      expect(stdout + stderr).not.toMatch(STEERS_TERMINALS);
      expect(exitCode).toBe(0);
      expect((await everyFile()).filter((file) => file.endsWith('pwned'))).toEqual([]);
    },
  );

  it('in messages about what is not there are shown, not obeyed', async () => {
    for (const name of NAMES) {
      const { exitCode, stdout, stderr } = await retarget.run(['profile', '--', name]);
      expect(stdout + stderr).not.toMatch(STEERS_TERMINALS);
      expect(stderr).toMatch(/^error: There is no file or folder/);
      expect(exitCode).toBe(2);
    }
  });
});
