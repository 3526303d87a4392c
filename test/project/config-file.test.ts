import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Benchmark, Program } from '../../src/model/program.ts';
import { loadProject } from '../../src/project/load-project.ts';
import { TemporaryFolder, failureFrom } from './temporary-folder.ts';
import { prepared } from './prepared.ts';

const folder = new TemporaryFolder();

async function programs(config: { programs: readonly object[] }): Promise<readonly Program[]> {
  return (await loadProject(await folder.writeConfig(config))).programs;
}

/** The benchmark that a program of a.c gets from this. */
async function benchmark(written: object): Promise<Benchmark | undefined> {
  await folder.write('a.c');
  const [program] = await programs({ programs: [{ sources: ['a.c'], benchmarks: [written] }] });
  return program?.benchmarks[0];
}

/** The failure of a configuration whose one program, of a.c, has these keys. */
async function failureOfProgram(
  program: object,
  besides: object = {},
): Promise<{
  code: string;
  message: string;
  hint?: string;
}> {
  await folder.write('a.c');
  return failureFrom(
    loadProject(
      await folder.writeConfig({ programs: [{ sources: ['a.c'], ...program }], ...besides }),
    ),
  );
}

describe('retarget.json', () => {
  it('gives sources of each language only the -std of their own, from one list of flags', async () => {
    await folder.write('a.c');
    await folder.write('b.cpp');
    const flags = ['-O2', '-std=c11', '-std=c++20'];
    const [program] = await programs({ programs: [{ sources: ['a.c', 'b.cpp'], flags }] });
    expect(prepared(program).units.map((unit) => unit.flags)).toEqual([
      ['-O2', '-std=c11'],
      ['-O2', '-std=c++20'],
    ]);
  });

  it('gives every setting, with comments and trailing commas', async () => {
    await folder.write('src/b.c');
    await folder.write('src/a.c');
    await folder.write('in.txt');
    await mkdir(join(folder.path, 'work'));
    const file = await folder.write(
      'retarget.json',
      `\uFEFF// what is profiled
      {
        "$schema": "./schemas/retarget.schema.json",
        "baseline": "x86-64", "targets": ["x86-64-v3", "native"],
        "programs": [{
          "name": "kernels", "sources": ["src/*.c", "src/a.c"],
          "flags": ["-O3", "-march=native"], "link": ["-lm", "-flto"], "language": "c++",
          "benchmarks": [
            { "name": "all", "args": ["--quick", ""], "stdin": "in.txt", "env": { "A": "b c" }, "directory": "work",
              "metric": { "pattern": "^time: ([0-9.]+)", "better": "lower", "unit": "ms" },
              "check": { "output": "numbers", "tolerance": 1e-3, "ignoreLines": ["^#"] },
              "timeLimit": "2m", "warmup": 0, },
            { "name": "cpu", "metric": "cpu", "timeLimit": 1.5 },
          ],
        }],
        "precision": 0.02, "budget": "1.5m", "pin": 1, /* done */
      }`,
    );
    const project = await loadProject(folder.path);
    expect(project).toMatchObject({
      directory: folder.path,
      configFile: file,
      baseline: 'x86-64',
      targets: ['x86-64-v3', 'native'],
      precision: 0.02,
      budget: 90,
      pin: 1,
      warnings: [],
    });
    const unit = {
      language: 'c',
      directory: folder.path,
      flags: ['-O3'],
      removed: [{ flag: '-march=native', reason: 'target' }],
    };
    expect(project.programs).toEqual([
      {
        name: 'kernels',
        benchmarksNamed: true,
        directory: folder.path,
        units: [
          { ...unit, source: join(folder.path, 'src/a.c'), given: 'src/a.c' },
          { ...unit, source: join(folder.path, 'src/b.c'), given: 'src/b.c' },
        ],
        link: {
          flags: ['-lm'],
          language: 'c++',
          directory: folder.path,
          removed: [{ flag: '-flto', reason: 'lto' }],
        },
        benchmarks: [
          {
            name: 'all',
            args: ['--quick', ''],
            stdin: join(folder.path, 'in.txt'),
            env: { A: 'b c' },
            directory: join(folder.path, 'work'),
            metric: {
              ...{ kind: 'output', pattern: '^time: ([0-9.]+)', better: 'lower', unit: 'ms' },
              oneLine: true,
            },
            check: { output: 'numbers', tolerance: 1e-3, ignoreLines: ['^#'] },
            timeLimit: 120_000,
            warmup: 0,
          },
          {
            name: 'cpu',
            args: [],
            env: {},
            directory: folder.path,
            metric: { kind: 'cpu' },
            check: { output: 'exact', ignoreLines: [] },
            timeLimit: 1500,
            warmup: 1,
          },
        ],
      },
    ]);
  });

  it('gives a program without benchmarks one that runs it with no arguments', async () => {
    await folder.write('a.c');
    const [program] = await programs({ programs: [{ sources: ['a.c'] }] });
    expect(program?.benchmarks).toMatchObject([
      { name: 'default', args: [], metric: { kind: 'wall' }, timeLimit: 60_000, warmup: 1 },
    ]);
  });

  it('calls programs without a name after what a build is asked for, and others after the folder', async () => {
    for (const file of ['a.c', 'CMakeLists.txt', 'src/main.rs']) await folder.write(file);
    await folder.write('Cargo.toml', '[package]\nname = "tool"\n');
    const record = { executable: 'out/bin/run', command: ['make'] };
    const found = await programs({
      programs: [
        { cmake: { target: 'app' } },
        { cmake: { target: 'check' } },
        { record },
        { record: { ...record, executable: 'out/bin/run2' }, name: 'second' },
        { cargo: { bin: 'tool' } },
        { sources: ['a.c'] },
      ],
    });
    const names = ['app', 'check', 'run', 'second', 'tool', basename(folder.path)];
    expect(found.map(({ name }) => name)).toEqual(names);
    await folder.write(
      'compile_commands.json',
      JSON.stringify([{ directory: folder.path, file: 'a.c', command: 'cc -c a.c' }]),
    );
    const [inferred] = await programs({ programs: [{ compileCommands: '.', main: 'a.c' }] });
    expect(inferred?.name).toBe('a');
  });

  it('holds several programs with several benchmarks', async () => {
    await folder.write('a.c');
    await folder.write('b.cpp');
    const found = await programs({
      programs: [
        { name: 'one', sources: ['a.c'], benchmarks: [{ name: 'x' }, { name: 'y' }] },
        { name: 'two', sources: ['*.cpp'], benchmarks: [{ name: 'x' }] },
      ],
    });
    expect(found.map(prepared).map(({ name, link }) => [name, link.language])).toEqual([
      ['one', 'c'],
      ['two', 'c++'],
    ]);
    expect(found.map(({ benchmarks }) => benchmarks.length)).toEqual([2, 1]);
  });

  it('joins sources, bitcode and chosen units of compile_commands.json in one program', async () => {
    for (const name of ['a.c', 'lib/x.c', 'lib/y.c', 'z.bc']) await folder.write(name);
    await folder.write(
      'build/compile_commands.json',
      JSON.stringify(
        ['x', 'y'].map((name) => ({
          directory: folder.path,
          file: `lib/${name}.c`,
          arguments: ['cc', `-D${name}`, '-c', `lib/${name}.c`],
        })),
      ),
    );
    const [program] = await programs({
      programs: [
        {
          sources: ['a.c'],
          compileCommands: 'build',
          units: ['./lib/*.c', '!**/y.c'],
          bitcode: ['*.bc'],
        },
      ],
    });
    expect(
      prepared(program).units.map(({ source }) => source.slice(folder.path.length + 1)),
    ).toEqual(['a.c', 'lib/x.c', 'z.bc']);
  });

  it.each([
    'with space.c',
    '-dash.c',
    `quote"'.c`,
    'new\nline.c',
    '$(touch pwned).c',
    'ünïcødé 日本.c',
    '[a](b){c}*?!.c',
    'back\\slash.c',
    '!bang.c',
    '@at.c',
  ])('builds a source called %j, named or by glob', async (name) => {
    const source = await folder.write(`d/${name}`);
    for (const pattern of [`d/${name}`, 'd/*.c']) {
      const [program] = await programs({
        programs: [{ name: name.replaceAll('\\', ''), sources: [pattern] }],
      });
      expect(prepared(program).units.map((unit) => unit.source)).toEqual([source]);
    }
  });

  it('finds hostile folders, standard inputs and arguments as they are written', async () => {
    await folder.write(' $(x)\n"q"/in -.txt');
    const found = await benchmark({
      name: '-n "\n$(x)',
      args: ['$(touch pwned)', '-', '\n'],
      stdin: ' $(x)\n"q"/in -.txt',
      directory: ' $(x)\n"q"',
    });
    expect(found).toMatchObject({
      name: '-n "\n$(x)',
      args: ['$(touch pwned)', '-', '\n'],
      stdin: join(folder.path, ' $(x)\n"q"/in -.txt'),
      directory: join(folder.path, ' $(x)\n"q"'),
    });
  });

  it('takes patterns with ! away from globs', async () => {
    for (const name of ['a.c', 'b.c', 'test/c.c']) await folder.write(name);
    const [program] = await programs({
      programs: [{ sources: ['**/*.c', '!test/**', '!b.c'] }],
    });
    expect(prepared(program).units.map(({ source }) => source)).toEqual([join(folder.path, 'a.c')]);
  });

  it('fills in a tolerance only where numbers are compared', async () => {
    expect((await benchmark({ name: 'n', check: { output: 'numbers' } }))?.check).toEqual({
      output: 'numbers',
      tolerance: 1e-6,
      ignoreLines: [],
    });
    expect((await benchmark({ name: 'n', check: { ignoreLines: ['x'] } }))?.check).toEqual({
      output: 'exact',
      ignoreLines: ['x'],
    });
  });
});

describe('arguments that look like a shell’s', () => {
  it('are passed on, with a warning where a shell may be meant', async () => {
    await folder.write('a.c');
    const ways: { args: string[]; prepare?: string[]; words?: string }[] = [
      { args: ['|'] },
      { args: ['<'] },
      { args: ['-e', 'a > b'] },
      { args: ['.', '-exec', 'ls', ';'] },
      { args: ['in', '|', 'sort'], words: "'|' is shell syntax" },
      { args: ['3', '>', '2'], words: "'>' is shell syntax" },
      { args: ['-v', '<', 'in.txt'], words: '"stdin": "in.txt" next to "args"' },
      { args: ['2>', 'log'], words: "'2>' is shell syntax" },
      { args: ['>>', 'out'], words: "'>>' is shell syntax" },
      { args: [], prepare: ['ls', '>', 'out'], words: "'>' is shell syntax" },
    ];
    const benchmarks = ways.map(({ args, prepare }, at) => ({ name: `way ${at}`, args, prepare }));
    const config = { programs: [{ name: 'it', sources: ['a.c'], benchmarks }] };
    const { programs: found, warnings } = await loadProject(await folder.writeConfig(config));
    expect(found[0]?.benchmarks.map(({ args }) => args)).toEqual(ways.map(({ args }) => args));
    expect(warnings.filter(({ code }) => code === 'shell-words')).toEqual(
      ways.flatMap(({ words }, at) =>
        words === undefined
          ? []
          : {
              code: 'shell-words',
              message: expect.stringContaining(words) as string,
              ...{ program: 'it', benchmark: `way ${at}` },
            },
      ),
    );
  });
});

describe('a bad retarget.json', () => {
  it.each([
    ['', 1, 1, 'it is empty'],
    ['{', 1, 2, 'expected'],
    ['{\n  "programs": [}', 2, 16, 'expected a value'],
    ['{ "programs": [] "x": 1 }', 1, 18, 'expected a comma'],
    ['{ "a": "b\n', 1, 8, 'string is not closed'],
    ["{ 'a': 1 }", 1, 3, 'unexpected word'],
    ['{}', 1, 1, 'programs is missing: expected a list'],
    ['[]', 1, 1, 'expected an object {...}, got a list'],
    ['{ "programs": [] }', 1, 15, 'at least one program'],
    ['{\n\t"programs": "x"\n}', 2, 14, 'programs: expected a list [...], got "x"'],
    ['{ "programs": [], "programs": [] }', 1, 19, 'occurs twice, first at line 1'],
    ['{ "programs": [{\r\n"sources": [1] }] }', 2, 13, 'sources[0]: expected a string, got 1'],
    ['{ "programs": [{ "sources": [] }] }', 1, 29, 'at least one glob'],
    ['{ "programs": [{}] }', 1, 16, 'nothing to build'],
  ])('%j is refused at its line and column', async (text, line, column, words) => {
    const file = await folder.write('retarget.json', text);
    const failure = await failureFrom(loadProject(folder.path));
    expect(failure).toMatchObject({ code: 'config-invalid', place: { file, line, column } });
    expect(failure.message).toContain(`retarget.json:${line}:${column}`);
    expect(failure.message).toContain(words);
    expect(failure.hint).toBeTruthy();
  });

  it.each([
    [{ flag: ['-O2'] }, 'unknown key "flag"', 'Did you mean "flags"?'],
    [{ compile_commands: 'x' }, 'unknown key', 'Did you mean "compileCommands"?'],
    [{ zzzzzz: 1 }, 'unknown key "zzzzzz"', 'Known keys: name, sources'],
    [{ benchmarks: [{ name: 'a', arg: [] }] }, 'unknown key "arg"', 'Did you mean "args"?'],
    [
      { benchmarks: [{ name: 'a', metric: { patern: '(x)', better: 'lower' } }] },
      'unknown key "patern"',
      'Did you mean "pattern"?',
    ],
  ])('with %j suggests the nearest key', async (program, message, hint) => {
    const failure = await failureOfProgram(program);
    expect(failure.message).toContain(message);
    expect(failure.hint).toContain(hint);
  });

  it.each([
    [{ name: '' }, 'cannot be empty'],
    [{ name: '../x' }, 'cannot contain /'],
    [{ name: '..' }, 'cannot contain /'],
    [{ flags: ['main.c'] }, 'main.c is not a flag'],
    [{ units: ['*'] }, 'requires "compileCommands"'],
    [{ sources: ['*.zz'] }, '"*.zz" matches no file'],
    [{ sources: ['gone.c'] }, 'there is no file gone.c'],
    [{ sources: ['.'] }, 'is a folder, but files are expected'],
    [{ sources: ['retarget.json'] }, 'Retarget does not support'],
    [{ bitcode: ['a.c'] }, 'neither .bc nor .ll'],
    [{ compileCommands: 'build' }, 'there is no file'],
    [{ benchmarks: [] }, 'at least one benchmark'],
    [{ benchmarks: [{ name: 'a', stdin: 'gone' }] }, 'there is no file gone'],
    [{ benchmarks: [{ name: 'a', stdin: '.' }] }, 'is a folder, but a file is expected'],
    [{ benchmarks: [{ name: 'a', directory: 'a.c' }] }, 'is a file, but a folder is expected'],
    [{ benchmarks: [{ name: 'a', directory: 'gone' }] }, 'there is no folder gone'],
    [{ benchmarks: [{ name: 'a' }, { name: 'a' }] }, 'the name "a" is already used at line'],
    [{ benchmarks: [{ name: 'a', args: [1] }] }, 'args[0]: expected a string, got 1'],
    [{ benchmarks: [{ name: 'a', args: ['\0'] }] }, 'NUL'],
    [{ benchmarks: [{ name: 'a', env: { 'A=B': 'x' } }] }, 'cannot contain ='],
    [{ benchmarks: [{ name: 'a', metric: 'wal' }] }, 'expected "wall" or "cpu" or an object'],
    [{ benchmarks: [{ name: 'a', metric: { pattern: '(', better: 'lower' } }] }, 'Unterminated'],
    [{ benchmarks: [{ name: 'a', metric: { pattern: 'x', better: 'lower' } }] }, 'capture group'],
    [{ benchmarks: [{ name: 'a', metric: { pattern: '(x)' } }] }, 'better is missing'],
    [{ benchmarks: [{ name: 'a', check: { output: 'exakt' } }] }, '"exact" or "numbers"'],
    [
      { benchmarks: [{ name: 'a', check: { tolerance: 1 } }] },
      '"tolerance" requires "output": "numbers"',
    ],
    [{ benchmarks: [{ name: 'a', timeLimit: 'soon' }] }, 'such as "60s"'],
    [{ benchmarks: [{ name: 'a', timeLimit: 0 }] }, 'greater than 0'],
    [{ benchmarks: [{ name: 'a', warmup: 1.5 }] }, 'a whole number'],
  ])('with %j says what was expected', async (program, words) => {
    expect((await failureOfProgram(program)).message).toContain(words);
  });

  it.each([
    [{ precision: 1 }, 'a fraction'],
    [{ budget: '0s' }, 'greater than 0'],
    [{ budget: '5 fortnights' }, 'such as "60s"'],
    [{ budget: true }, 'a number or a string'],
    [{ pin: -1 }, 'pin'],
    [{ targets: ['x', 'x'] }, '"x" is listed twice'],
    [{ toolchain: '/bin/sh' }, 'unknown key "toolchain"'],
  ])('with %j beside its programs says what was expected', async (besides, words) => {
    expect((await failureOfProgram({}, besides)).message).toContain(words);
  });

  it('gives benchmarks without a name that of how they are run, each another one', async () => {
    await folder.write('a.c');
    await folder.write('in.txt');
    const benchmarks = [
      {},
      { args: ['-9', 'a b'] },
      { args: ['-9', 'a b'], env: { X: '1' } },
      { stdin: 'in.txt' },
      { name: 'default' },
      { args: ['x'.repeat(300)] },
    ];
    const file = await folder.writeConfig({ programs: [{ sources: ['a.c'], benchmarks }] });
    const [program] = (await loadProject(file)).programs;
    expect(program?.benchmarks.map(({ name }) => name)).toEqual([
      ...['default (2)', "-9 'a b'", "-9 'a b' (2)", '< in.txt', 'default'],
      `${'x'.repeat(99)}…`,
    ]);
  });

  it('with two programs of one name points at the second and names the first', async () => {
    await folder.write('a.c');
    const file = await folder.writeConfig({
      programs: [
        { name: 'p', sources: ['a.c'] },
        { name: 'p', sources: ['a.c'] },
      ],
    });
    const failure = await failureFrom(loadProject(file));
    expect(failure).toMatchObject({ code: 'config-invalid', place: { line: 10 } });
    expect(failure.message).toContain('the name "p" is already used by programs[0] at line 3');
  });

  it('lists everything else that is wrong as details, in the order of the file', async () => {
    const failure = await failureFrom(
      loadProject(await folder.write('retarget.json', '{ "x": 1, "pin": "a", "y": 2 }')),
    );
    expect(failure.message).toContain(':1:1: programs is missing');
    expect(failure.details?.split('\n').map((line) => /:1:(\d+):/u.exec(line)?.[1])).toEqual([
      '3',
      '18',
      '23',
    ]);
  });

  it('that is a folder, or not text, is said to be one', async () => {
    await mkdir(join(folder.path, 'retarget.json'));
    expect((await failureFrom(loadProject(folder.path))).message).toContain(
      'is a folder, but a file is expected',
    );
    await writeFile(join(folder.path, 'other.json'), Buffer.from([0xff, 0xfe, 0x00]));
    expect((await failureFrom(loadProject(join(folder.path, 'other.json')))).message).toContain(
      'not UTF-8',
    );
  });
});
