import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { badInput, GOOD, QUICK } from './bad-input.ts';

const retarget = badInput();

const UNDECLARED = 'int main(void) {\n  return undeclared_thing;\n}\n';
const INTRINSICS = `#include <immintrin.h>
int main(void) { return _mm256_extract_epi32(_mm256_set1_epi32(0), 0); }
`;

describe('a program that does not build', () => {
  const files = {
    'bad.c': UNDECLARED,
    'no-main.c': 'int f(void) { return 1; }\n',
    'undefined.c':
      'int there(void), elsewhere(void);\nint main(void) { return there() + elsewhere(); }\n',
    'good.c': GOOD,
  };
  const program = (name: string, sources: string[]) => ({ name, sources, flags: ['-O1'] });
  const good = program('good', ['good.c']);

  it.each([
    [
      'a unit that does not compile',
      program('broken', ['good.c', 'bad.c']),
      [
        /bad\.c does not compile \(line 2\)\./,
        /bad\.c:2:10: error: use of undeclared identifier 'undeclared_thing'/,
        /hint: Fix what the compiler reports, in the source or in its compiler flags/,
      ],
    ],
    [
      'no main',
      program('broken', ['no-main.c']),
      [/broken has no main function: \S*no-main\.c does not define one\./, /hint: Add the source/],
    ],
    [
      'undefined symbols',
      program('broken', ['undefined.c']),
      [
        /broken could not be linked: undefined symbols there and elsewhere\./,
        // In the words of the system's linker, or of lld where that is the one.
        /undefined\.c:.*undefined reference to `there'|referenced by undefined\.c/,
        /hint: Add the missing sources to "sources", or the library to "link"/,
      ],
    ],
    [
      'a library that is not there',
      { ...good, name: 'broken', link: ['-lno-such-library'] },
      [
        /broken could not be linked\./,
        /(?:cannot|unable to) find (?:library )?-lno-such-library/,
        /"link" in/,
      ],
    ],
  ])('for %s keeps its own words, and the others go on', async (_, broken, words) => {
    await retarget.project(files, { ...QUICK, programs: [broken, good] });
    const { exitCode, stdout, said } = await retarget.run(['profile']);
    for (const each of words) expect(said).toMatch(each);
    expect(stdout).toMatch(/^good\n {2}default {2}\d+ rounds/m);
    expect(said).toContain('not measured: broken.');
    expect(said).not.toContain('Unexpected');
    expect(exitCode).toBe(4);
    const built = await retarget.run(['build', '--out', 'out']);
    expect(built.exitCode).toBe(4);
    expect(await readdir(join(retarget.folder, 'out', 'good', 'x86-64'))).toContain('good');
  });

  it('for want of a flag that was taken out names the flag', async () => {
    const programs = [{ name: 'wide', sources: ['wide.c'], flags: ['-O2', '-mavx2'] }];
    await retarget.project({ 'wide.c': INTRINSICS }, { ...QUICK, programs });
    const { exitCode, said } = await retarget.run(['profile']);
    expect(said).toMatch(/Removed, because each target sets them [^.]*: -mavx2\. Code that uses/);
    expect(exitCode).toBe(4);
  });

  it('in one compiler’s language alone is told from a flag that names no language of ours', async () => {
    const programs = [{ sources: ['good.c'], flags: ['-x', 'cuda'] }];
    await retarget.project(files, { ...QUICK, programs });
    const { exitCode, stderr } = await retarget.run(['profile']);
    expect(stderr).toMatch(
      /retarget\.json:\d+:\d+: programs\[0\]\.flags: Retarget does not support the language of -x cuda/,
    );
    expect(exitCode).toBe(2);
  });
});

describe('a target', () => {
  it('that nobody knows gets the nearest names', async () => {
    await retarget.project({ 'good.c': GOOD });
    const args = ['profile', 'good.c', '--targets', 'x86-64,x86-64-v33,znver44'];
    const { exitCode, said } = await retarget.run(args);
    expect(said).toMatch(/has no \S+ CPU named "x86-64-v33", "znver44"\./);
    expect(said).toMatch(
      /hint: Similar to "x86-64-v33": x86-64-v3, .* Similar to "znver44": znver4/,
    );
    expect(said).toContain('List all targets: retarget targets');
    expect(exitCode).toBe(2);
  });

  it('that nobody knows is shown where retarget.json names it', async () => {
    const programs = [{ sources: ['good.c'] }];
    const folder = await retarget.project(
      { 'good.c': GOOD },
      { targets: ['x86-64', 'haswel'], programs },
    );
    const { exitCode, stderr } = await retarget.run(['profile']);
    expect(stderr).toContain(`error: ${join(folder, 'retarget.json')}:4:5: clang`);
    expect(stderr).toContain('hint: Similar names: haswell');
    expect(exitCode).toBe(2);
  });

  it.each([
    ['--baseline', ['--baseline', 'i386-or-so']],
    ['--explain', []],
  ])('that nobody knows is refused as %s too', async (option, args) => {
    await retarget.project({ 'good.c': GOOD });
    const command =
      option === '--explain' ? ['host', '--explain', 'zen'] : ['profile', 'good.c', ...args];
    const { exitCode, said } = await retarget.run(command);
    expect(said).toMatch(/has no \S+ CPU named .* hint: Similar names: /);
    expect(exitCode).toBe(2);
  });
});

describe('a retarget.json', () => {
  const cases: readonly (readonly [string, string, RegExp])[] = [
    ['empty', '', /:1:1: not valid JSON: it is empty\. hint: /],
    ['cut short', '{\n  "programs": [', /:2:16: not valid JSON: expected a closing bracket \]/],
    [
      'without a comma',
      '{ "programs": [\n  { "name": "x" "sources": ["good.c"] } ] }',
      /:2:17: not valid JSON: expected a comma\. hint: Comments/,
    ],
    [
      'with a word for a list',
      '{ "programs": [\n  { "sources": "good.c" } ] }',
      /:2:16: programs\[0\]\.sources: expected a list \[\.\.\.\], got "good\.c"\. hint: /,
    ],
    ['that is a list', '[]', /:1:1: expected an object \{\.\.\.\}, got a list\./],
    [
      'with an unknown key',
      '{ "programs": [\n  { "source": ["good.c"] } ] }',
      /:2:5: programs\[0\].*"source".*"sources"/,
    ],
    [
      'with a bad duration',
      '{ "budget": "-3",\n  "programs": [{ "sources": ["good.c"] }] }',
      /:1:13: budget: expected a duration such as "60s"/,
    ],
    [
      'whose source is not there',
      '{ "programs": [\n  { "sources": ["gone.c"] } ] }',
      /:2:17: programs\[0\]\.sources\[0\]: there is no file gone\.c \(looked for \S+gone\.c\)/,
    ],
    ['that is no text', '\xff\xfe{}', /is not UTF-8 text\. hint: Save it as UTF-8/],
  ];
  it.each(cases)('%s is refused with the place and what was expected', async (_, text, words) => {
    const folder = await retarget.project({
      'good.c': GOOD,
      'retarget.json': Buffer.from(text, 'latin1'),
    });
    const { exitCode, said, stdout } = await retarget.run(['profile']);
    expect(said).toMatch(words);
    expect(said).toContain(`error: ${join(folder, 'retarget.json')}`);
    expect(stdout).toBe('');
    expect(exitCode).toBe(2);
    expect(await readdir(folder)).toEqual(['good.c', 'retarget.json']);
  });

  it('is shown at its smallest, as lines to copy, where a folder holds nothing usable', async () => {
    const { exitCode, stderr } = await retarget.run(['profile']);
    expect(stderr).toContain('no retarget.json, no supported build system');
    const [shown = ''] = /^ *\{\n[^]*^ *\}$/m.exec(stderr) ?? [];
    expect(JSON.parse(shown)).toMatchObject({ programs: [{ sources: ['src/*.c'] }] });
    expect(exitCode).toBe(2);
  });

  it.each([
    ['gone', 'There is no file or folder'],
    ['notes.txt', 'is a .txt file; it cannot be profiled'],
  ])('or a source is asked for where the command is given %s', async (path, words) => {
    await retarget.project({ 'notes.txt': 'nothing' });
    const { exitCode, said } = await retarget.run(['profile', path]);
    expect(said).toContain(words);
    expect(said).toContain(join(retarget.folder, path));
    expect(exitCode).toBe(2);
  });
});

describe('assembly', () => {
  const PLAIN = '.globl seven\nseven: movl $7, %eax\n  ret\n';
  const NAMED = '#define SEVEN 7\n.globl seven\nseven: movl $SEVEN, %eax\n  ret\n';
  // A comment for the assembler, and nonsense behind the preprocessor.
  const UNREAD = '#define VALUE 9\nVALUE = 7\n.globl seven\nseven: movl $VALUE, %eax\n  ret\n';
  const MAIN = 'int seven(void);\nint main(void) { return seven() - 7; }\n';

  it.each([
    ['as it is', 'seven.s', PLAIN, []],
    ['through the preprocessor by its extension', 'seven.S', NAMED, []],
    ['through the preprocessor by -x', 'seven.s', NAMED, ['-x', 'assembler-with-cpp']],
    ['without it by -x', 'seven.S', UNREAD, ['-x', 'assembler']],
  ])('is read %s, with warnings that are errors', async (_, name, text, language) => {
    const commands = [
      { directory: '.', file: 'main.c', arguments: ['cc', '-O2', '-Werror', '-c', 'main.c'] },
      {
        directory: '.',
        file: name,
        arguments: ['cc', '-Wall', '-Werror', ...language, '-c', name],
      },
    ];
    const files = {
      'main.c': MAIN,
      [name]: text,
      'compile_commands.json': JSON.stringify(commands),
    };
    const { targets } = JSON.parse((await retarget.run(['targets', '--json'])).stdout) as {
      targets: { name: string; fit: { kind: string } }[];
    };
    // Switching features off must not be what makes a unit fail: on hosts where something is masked.
    const masked = targets.filter(({ fit }) => fit.kind === 'masked').slice(0, 1);
    const config = {
      targets: ['x86-64', ...masked.map((target) => target.name)],
      budget: '0.1s',
      programs: [{ name: 'assembled', compileCommands: '.' }],
    };
    await retarget.project(files, config);
    const { exitCode, said } = await retarget.run(['profile']);
    expect(said).not.toContain('Problems');
    expect(exitCode).toBe(0);
  });
});
