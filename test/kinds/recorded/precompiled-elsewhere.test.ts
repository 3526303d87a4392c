// Headers that a build precompiles in one folder out of a header in another, as Meson does with GCC: the text is read instead.
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { RecordedProject } from './recorded-project.ts';

const project = new RecordedProject();

/** Without the header they do not compile. */
const FILES = {
  'pch/all.h': '#include <cstdio>\n#include <vector>\n#define SIX 6\n',
  'main.cpp':
    'int twice(const std::vector<int> &);\nint main() { std::printf("%d\\n", twice({SEVEN * SIX / 2})); }\n',
  'lib/twice.cpp':
    'static int two() { return SIX / 3; }\nint twice(const std::vector<int> &v) { return v[0] * two(); }\n',
  'lib/unused.cpp': 'int unused() { return two(); }\n',
};

const run = (printed: string): string[] => [printed, printed];

describe('a header that GCC precompiled in another folder', () => {
  it('is read as text where -include names it by the folder of the precompiled one', async () => {
    await project.writeAll({ ...FILES, 'const.h': '#define SEVEN 7\n' });
    await project.recordScript(`mkdir -p out/own
g++ -O2 -x c++-header -c pch/all.h -o out/own/all.h.gch
g++ -O2 -Iout/own -Winvalid-pch -include all.h -include const.h -c main.cpp -o out/main.o
g++ -O2 -I out/own -include all.h -c lib/twice.cpp -o out/twice.o
g++ -o program out/main.o out/twice.o
`);
    expect(await project.buildAndRun('program', ['./build.sh'])).toEqual(run('42\n'));
  });
});

describe.runIf(existsSync('/usr/bin/meson') && existsSync('/usr/bin/ninja'))('Meson', () => {
  it('gives each unit of a unity build its precompiled header, and what a tool just built has written', async () => {
    await project.writeAll({
      ...FILES,
      'tools/mk.c':
        '#include <stdio.h>\nint main(int n, char **v) { FILE *f = fopen(v[n - 1], "w"); fputs("#define SEVEN 7\\n", f); return fclose(f); }\n',
      'main.cpp': `#include "const.h"\n${FILES['main.cpp']}`,
      'meson.build': `project('um', 'cpp', 'c', default_options: ['buildtype=release', 'unity=on', 'cpp_std=c++17'])
mk = executable('mk', 'tools/mk.c', native: true)
made = custom_target('made', output: 'const.h', command: [mk, '@OUTPUT@'])
k = static_library('k', 'lib/twice.cpp', 'lib/unused.cpp', cpp_pch: 'pch/all.h')
executable('um', 'main.cpp', made, link_with: k, cpp_pch: 'pch/all.h')
`,
    });
    const command = ['sh', '-c', 'env CC=gcc CXX=g++ meson setup out && ninja -C out'];
    const { executables } = await project.record(command);
    expect(executables.map(({ name }) => name)).toEqual(['out/mk', 'out/um']);
    expect(await project.buildAndRun('out/um', command)).toEqual(run('42\n'));
  });
});
