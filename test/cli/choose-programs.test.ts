// What the command line does with a folder that has no configuration: on a terminal, a real one, and without.
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { inTerminal } from './in-terminal.ts';
import { bundledCommandLine } from './retarget.ts';

const retarget = bundledCommandLine();
const QUICK = ['--budget', '0.1s', '--targets', 'x86-64', '--baseline', 'x86-64'];
const MAIN = 'int main(void) { return 0; }\n';
const CONFIG = JSON.stringify({ programs: [{ name: 'from-config', sources: ['main.c'] }] });
const PROMPT = 'Enter: select';

let folder = '';
const config = (): string => join(folder, 'retarget.json');

async function write(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
}

function programsOf(stdout: string): string[] {
  const run = JSON.parse(stdout) as { programs: { name: string }[] };
  return run.programs.map(({ name }) => name);
}

beforeEach(async () => {
  folder = join(retarget.folder, 'project');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder);
});

describe('a file that only a build tool reads', () => {
  it.each(['Makefile', 'CMakeLists.txt', 'Cargo.toml', 'meson.build'])(
    'stands for its folder: %s',
    async (name) => {
      await write({ [`part/${name}`]: '', 'part/retarget.json': CONFIG, 'part/main.c': MAIN });
      const args = ['profile', join(folder, 'part', name), '--json', ...QUICK];
      const { exitCode, stdout } = await retarget.run(args);
      expect(exitCode).toBe(0);
      expect(programsOf(stdout)).toEqual(['from-config']);
    },
  );

  it('says what the folder offers, where that is nothing yet', async () => {
    await write({ 'part/Makefile': 'all:\n', 'part/README': '' });
    const { exitCode, stderr } = await retarget.run(['profile', join(folder, 'part', 'Makefile')]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('retarget record -- make -j2');
  });
});

describe('arguments on the command line', () => {
  const ECHO =
    '#include <stdio.h>\nint main(int n, char **v) { for (int i = 1; i < n; i++) puts(v[i]); return 0; }\n';
  const TWO = JSON.stringify({
    programs: ['a', 'b'].map((name) => ({ name, sources: ['main.c'] })),
  });

  interface Stored {
    programs: { benchmarks: { benchmark: { name: string; args: string[] } }[] }[];
  }
  const ways = (stdout: string): unknown =>
    (JSON.parse(stdout) as Stored).programs[0]?.benchmarks.map(({ benchmark: { name, args } }) => [
      name,
      ...args,
    ]);

  it('take the place of what the project says, and are kept by --save', async () => {
    await write({ 'main.c': ECHO });
    const args = ['profile', folder, '--program', 'project', '--json', ...QUICK];
    const given = ["--args=-9 'two words' $HOME", '--args=-1'];
    const expected = [
      ["-9 'two words' '$HOME'", '-9', 'two words', '$HOME'],
      ['-1', '-1'],
    ];
    const first = await retarget.run([...args, ...given, '--save']);
    expect(first).toMatchObject({ exitCode: 0 });
    expect(ways(first.stdout)).toEqual(expected);
    const again = await retarget.run(args);
    expect(ways(again.stdout)).toEqual(expected);
    const other = await retarget.run([...args, '--args=x']);
    expect(ways(other.stdout)).toEqual([['x', 'x']]);
  });

  it('are refused for several programs, and nothing is run', async () => {
    await write({ 'main.c': ECHO, 'retarget.json': TWO });
    const { exitCode, stderr } = await retarget.run(['profile', folder, '--args=1', ...QUICK]);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/2 would be profiled[^]*a and b[^]*--program NAME/u);
  });
});

describe('retarget build', () => {
  it('says in its own words what it takes', async () => {
    await write({ 'src/tool.c': 'int other(void);\nint main(void) { return other(); }\n' });
    await write({ 'src/other.c': 'int other(void) { return 0; }\n', 'lib/.keep': '' });
    const args = ['build', folder, '--out', join(folder, 'out'), '--targets', 'x86-64'];
    const { exitCode, stderr, stdout } = await retarget.run(args);
    expect(exitCode).toBe(0);
    expect(stderr).toContain('Building tool: main function in src/tool.c');
    expect(stderr + stdout).not.toMatch(/profil/iu);
  });
});

describe('a folder with several programs, where nobody can be asked', () => {
  it('is refused with the list of them, and nothing is built or written', async () => {
    await write({ 'one.c': MAIN, 'two.c': MAIN });
    const { exitCode, stderr, stdout } = await retarget.run(['profile', folder, '--json']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('has 2 programs');
    expect(stderr).toContain('--program NAME');
    expect(stderr).toMatch(/^ +two: main function in two\.c$/m);
    expect(JSON.parse(stdout)).toMatchObject({ failure: { code: 'program-unclear' } });
    await expect(stat(config())).rejects.toThrow('ENOENT');
  });

  it('is profiled by name, without a file', async () => {
    // What is not chosen is not built: it could not be.
    await write({ 'one.c': MAIN, 'two.c': `${MAIN}#error no` });
    const args = ['profile', folder, '--program', 'one', '--json', ...QUICK];
    const { exitCode, stdout } = await retarget.run(args);
    expect(exitCode).toBe(0);
    expect(programsOf(stdout)).toEqual(['one']);
    await expect(stat(config())).rejects.toThrow('ENOENT');
    const wrong = await retarget.run(['profile', folder, '--program', 'three', ...QUICK]);
    expect(wrong).toMatchObject({ exitCode: 2 });
    expect(wrong.stderr).toContain('It has one and two.');
  });

  it('is remembered with --save, and further programs are added to what is there', async () => {
    await write({ 'one.c': MAIN, 'two.c': MAIN });
    const save = (name: string) =>
      retarget.run(['profile', folder, '--program', name, '--save', ...QUICK]);
    expect((await save('one')).stderr).toContain(`Saved in ${config()}: one`);
    await writeFile(config(), `// mine\n${await readFile(config(), 'utf8')}`);
    expect((await save('two')).exitCode).toBe(0);
    const text = await readFile(config(), 'utf8');
    expect(text).toMatch(/^\/\/ mine\n/);
    expect(text).toContain('"name": "two"');
    await save('two');
    expect(await readFile(config(), 'utf8')).toBe(text);
    const all = await retarget.run(['profile', folder, '--json', ...QUICK]);
    expect(programsOf(all.stdout)).toEqual(['one', 'two']);
    const some = await retarget.run(['profile', folder, '--program', 'two', '--json', ...QUICK]);
    expect(programsOf(some.stdout)).toEqual(['two']);
  });
});

describe('a folder with one program', () => {
  it('is profiled without a question and without a file, and it is said which', async () => {
    await write({ 'src/tool.c': MAIN, 'src/help.c': 'int help;\n' });
    const { exitCode, stderr } = await retarget.run(['profile', folder, ...QUICK]);
    expect(exitCode).toBe(0);
    expect(stderr).toContain(
      'Profiling tool: main function in src/tool.c, with 1 other source. To save this choice, add --save.',
    );
    await expect(stat(config())).rejects.toThrow('ENOENT');
  });

  it('is built the same way', async () => {
    await write({ 'one.c': MAIN, 'two.c': MAIN });
    const out = join(retarget.folder, 'out');
    const args = ['build', folder, '--program', 'two', '--out', out, '--targets', 'x86-64'];
    expect((await retarget.run(args)).exitCode).toBe(0);
    expect((await stat(join(out, 'two', 'x86-64', 'two'))).isFile()).toBe(true);
    await expect(stat(join(out, 'one'))).rejects.toThrow('ENOENT');
  });
});

describe.runIf(process.platform === 'linux')('a terminal', () => {
  const profile = (...more: string[]) =>
    inTerminal(retarget, ['profile', folder, ...QUICK, ...more]);

  it('asks which program is meant, remembers the answer, and builds nothing else', async () => {
    await write({ 'one.c': `${MAIN}#error no`, 'two.c': MAIN });
    const terminal = profile();
    await terminal.says(PROMPT);
    terminal.type('\u001b[B');
    await terminal.says('> [ ] two');
    terminal.type('\r');
    expect(await terminal.ended).toBe(0);
    expect(terminal.text()).toContain(`Saved in ${config()}: two`);
    expect(JSON.parse((await readFile(config(), 'utf8')).replace(/^\/\/.*/u, ''))).toEqual({
      programs: [{ name: 'two', sources: ['two.c'], flags: ['-O3'], link: ['-lm'] }],
    });
  });

  it('takes all that are marked, and writes nothing where that is not wanted', async () => {
    await write({ 'one.c': MAIN, 'two.c': MAIN, 'three.c': `${MAIN}#error no` });
    const terminal = profile('--no-save');
    await terminal.says(PROMPT);
    // In the list's order: one, three, two.
    terminal.type(' ');
    await terminal.says('[x] one');
    terminal.type('\u001b[A');
    await terminal.says('> [ ] two');
    terminal.type(' ');
    await terminal.says('[x] two');
    terminal.type('\r');
    expect(await terminal.ended).toBe(0);
    expect(terminal.text()).toContain('What to profile: one, two');
    await expect(stat(config())).rejects.toThrow('ENOENT');
  });

  it.each([
    ['Ctrl-C', '\u0003'],
    ['Escape', '\u001b'],
    ['the end of the input', '\u0004'],
  ])('is left by %s with 130, and nothing was built or written', async (_, key) => {
    await write({ 'one.c': MAIN, 'two.c': MAIN });
    const terminal = profile();
    await terminal.says(PROMPT);
    terminal.type(key);
    expect(await terminal.ended).toBe(130);
    await expect(stat(config())).rejects.toThrow('ENOENT');
    await expect(stat(join(folder, '.retarget'))).rejects.toThrow('ENOENT');
  });

  it('shows names that would steer it as text', async () => {
    await write({ 'one.c': MAIN, 'a\u001b[31m\u202e.c': MAIN });
    const terminal = profile();
    await terminal.says(PROMPT);
    expect(terminal.text()).toContain('a\\x1b[31m\\u202e');
    terminal.type('\u0003');
    expect(await terminal.ended).toBe(130);
  });

  it('offers to watch a build, and goes on with what it makes', async () => {
    await write({
      Makefile: 'tool: tool.c\n\tcc -O1 -o tool tool.c\n',
      'tool.c': MAIN,
      'x.c': MAIN,
    });
    const terminal = profile();
    await terminal.says(PROMPT);
    // The project's own build goes before guesses.
    expect(terminal.text()).toContain('Retarget watches make -j2 once to learn what it builds');
    await expect(stat(join(folder, 'tool'))).rejects.toThrow('ENOENT');
    terminal.type('\r');
    expect(await terminal.ended).toBe(0);
    expect(terminal.text()).toContain('cc -O1 -o tool tool.c');
    expect(terminal.text()).toContain(`Saved in ${config()}: tool`);
    expect(await readFile(config(), 'utf8')).toContain('"executable": "tool"');
  });

  it('that does not say how wide it is gets the list and no question', async () => {
    await write({ 'one.c': MAIN, 'two.c': MAIN });
    const terminal = inTerminal(retarget, ['profile', folder], 0);
    expect(await terminal.ended).toBe(2);
    expect(terminal.text()).toContain('--program NAME');
  });
});
