// What GCC obeys and clang ignores is said by file and line: pragmas, however written, and attributes.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildVariants } from '../../src/profile/build-variants.ts';
import { RecordedProject, TWICE } from '../kinds/recorded/recorded-project.ts';

const project = new RecordedProject();

async function said(flags: readonly string[]): Promise<readonly string[]> {
  const { warnings } = await built(flags);
  return warnings.flatMap(({ code, message }) => (code === 'unheeded' ? message : []));
}

async function built(flags: readonly string[]): ReturnType<typeof buildVariants> {
  await project.writeConfig({ programs: [{ name: 'tried', sources: ['*.c'], flags }] });
  const options = { paths: [project.path], targets: ['x86-64'], out: join(project.path, 'out') };
  return buildVariants(options, {
    ...{ signal: new AbortController().signal, onEvent: () => undefined },
  });
}

const MAIN = 'int twice(int);\nint main(void) { return twice(0); }\n';

describe('a build of code that was written for GCC', () => {
  it.each([
    [
      'a pragma',
      '#pragma GCC target("avx2")\n#pragma GCC optimize ("O3")\n',
      ['line 1: #pragma GCC target("avx2")', 'line 2: #pragma GCC optimize ("O3")'],
    ],
    ['an operator', '_Pragma("GCC target(\\"avx2\\")")\n', ['line 1: #pragma GCC target("avx2")']],
    [
      'a macro',
      '#define FAST _Pragma("GCC optimize(\\"unroll-loops\\")")\nFAST\n',
      ['line 2: #pragma GCC optimize("unroll-loops")'],
    ],
    ['an attribute', '__attribute__((optimize("O3")))\n', ['line 1: __attribute__((optimize))']],
  ])('says what clang ignores of it: %s', async (_, text, expected) => {
    await project.writeAll({ 'main.c': MAIN, 'kern.c': `${text}${TWICE}` });
    // Flags that keep a compiler quiet keep nothing back.
    const [message = '', ...others] = await said(['-O2', '-w', '-Wno-unknown-pragmas', '-Werror']);
    expect(others).toEqual([]);
    for (const place of expected) expect(message).toContain(`kern.c ${place}`);
    expect(message).not.toContain('main.c');
  });

  it('names the header that has it, once', async () => {
    await project.writeAll({
      'fast.h': '#pragma GCC target("avx2")\n',
      'main.c': `#include "fast.h"\n${MAIN}`,
      'kern.c': `#include "fast.h"\n${TWICE}`,
    });
    const [message = ''] = await said(['-O2']);
    expect(message.match(/fast\.h line 1/gu)).toHaveLength(1);
  });

  it('says nothing of what clang obeys, or never sees', async () => {
    const quiet = `#pragma GCC diagnostic ignored "-Wunused"
#pragma GCC push_options
#ifndef __clang__
#pragma GCC target("avx2")
#endif
#pragma GCC pop_options
#pragma unknown thing
__attribute__((target_clones("avx2", "default")))
`;
    await project.writeAll({ 'main.c': MAIN, 'kern.c': `${quiet}${TWICE}` });
    expect(await said(['-O2'])).toEqual([]);
  });
});

describe('a build whose own flags hold -w', () => {
  it('refuses what clang refuses all the same', async () => {
    await project.writeAll({
      'main.c': 'int main(void) { foo(); }\nint foo(void) { return 0; }\n',
      'kern.c': TWICE,
    });
    const { programs } = await built(['-std=c99', '-w']);
    expect(JSON.stringify(programs)).toContain('"code":"compile-failed"');
  });

  it('takes what only the flags or a pragma make an error', async () => {
    const unused = 'static void unused(void) {}\n';
    await project.writeAll({
      'main.c': `#pragma GCC diagnostic error "-Wreturn-type"\nint none(void) {}\n${MAIN}`,
      'kern.c': `#pragma GCC optimize ("O3")\n${unused}${TWICE}`,
    });
    const { programs, warnings } = await built(['-O2', '-w', '-Wall', '-Werror=unused-function']);
    expect(programs[0]?.variants.map(({ state }) => state)).toEqual(['built']);
    expect(warnings.map(({ message }) => message).join()).toContain('kern.c line 1: #pragma GCC');
  });
});
