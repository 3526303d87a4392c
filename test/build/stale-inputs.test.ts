// What the compiler reads without listing it must still be noticed when it changes: nothing stale is ever measured.
import { chmod, mkdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { buildProgram, type BuiltProgram } from '../../src/build/build-program.ts';
import { ArtifactCache } from '../../src/cache/artifact-cache.ts';
import type { Toolchain } from '../../src/model/toolchain.ts';
import { runProcess } from '../../src/process/run-process.ts';
import { BuildPlace, targets } from './build-place.ts';

const place = new BuildPlace('stale');

async function build(
  source: string,
  options: {
    flags?: readonly string[];
    link?: readonly string[];
    with?: Toolchain;
    /** Assembly beside it, by name. */
    assembly?: Readonly<Record<string, string>>;
    language?: 'c++';
    /** What else happens once the build has begun. */
    meanwhile?: () => Promise<void>;
  } = {},
): Promise<BuiltProgram> {
  const { language = 'c', assembly = {} } = options;
  const flags = ['-O2', ...(options.flags ?? [])];
  const units = [await place.unit('main.c', source, { flags, language })];
  for (const [name, text] of Object.entries(assembly))
    units.push(await place.unit(name, text, { language: 'assembly' }));
  const buildOptions = place.options(options.with === undefined ? {} : { toolchain: options.with });
  const built = await buildProgram(
    {
      name: 'stale',
      directory: place.folder,
      units,
      link: { flags: options.link ?? [], language, directory: place.folder, removed: [] },
      benchmarks: [],
    },
    targets('x86-64'),
    {
      ...buildOptions,
      unitDefault: async (unit) => {
        await options.meanwhile?.();
        return buildOptions.unitDefault(unit);
      },
    },
  );
  expect(built.variants[0]?.variant.failure).toBeUndefined();
  return built;
}

function output(built: BuiltProgram): Promise<string> {
  return place.output(built);
}

describe('a build after a change that no dependency file lists', () => {
  const INCBIN = `#include <stdio.h>
extern const char data[];
__asm__(".section .rodata\\n.globl data\\ndata:\\n.incbin \\"data.bin\\"\\n.byte 0\\n.text\\n");
int main(void) { puts(data); return 0; }
`;

  it('takes in new bytes of a file that .incbin names', async () => {
    await writeFile(join(place.folder, 'data.bin'), 'first');
    expect(await output(await build(INCBIN))).toBe('first\n');
    await writeFile(join(place.folder, 'data.bin'), 'second');
    expect(await output(await build(INCBIN))).toBe('second\n');
  });

  const SHOWS =
    '#include <stdio.h>\nextern const char data[];\nint main(void) { puts(data); return 0; }\n';
  const STACK = '.section .note.GNU-stack,"",@progbits\n';

  it('takes in the new text of a file that .include names, in inline assembly and in assembly', async () => {
    const inline = `${SHOWS}__asm__(".include \\"data.inc\\"");\n`;
    const text = (word: string): string =>
      `.section .rodata\n.globl data\ndata: .asciz "${word}"\n.text\n`;
    const assembly = { 'data.s': `.include "data.inc"\n${STACK}` };
    await place.write('data.inc', text('first'));
    expect(await output(await build(inline))).toBe('first\n');
    expect(await output(await build(SHOWS, { assembly }))).toBe('first\n');
    await place.write('data.inc', text('second'));
    expect(await output(await build(inline))).toBe('second\n');
    expect(await output(await build(SHOWS, { assembly }))).toBe('second\n');
  });

  it('takes in new bytes by a macro of a header that assembly includes', async () => {
    await place.write('embed.h', '#define EMBED(name, file) .globl name; name: .incbin file\n');
    const assembly = {
      'data.S': `#include "embed.h"\n.section .rodata\nEMBED(data, "data.txt")\n.byte 0\n${STACK}`,
    };
    await place.write('data.txt', 'first');
    expect(await output(await build(SHOWS, { assembly }))).toBe('first\n');
    await place.write('data.txt', 'second');
    expect(await output(await build(SHOWS, { assembly }))).toBe('second\n');
  });

  it.for([
    ['by its name', '#if __has_include("fast.h")\n#include "fast.h"\n', 'fast.h'],
    [
      'on the include path, in a folder that is not there yet',
      '#if __has_include(<fast.h>)\n#include <fast.h>\n',
      'later/fast.h',
    ],
    [
      'through a macro of a header',
      '#include "config.h"\n#if HAS("fast.h")\n#include "fast.h"\n',
      'fast.h',
    ],
    [
      'by a macro that stands for another, handed to a macro of a macro',
      '#include "config.h"\n#define OTHER "fast.h"\n#define FAST OTHER\n#if 1 && (HAS_TOO(FAST))\n#include FAST\n',
      'fast.h',
    ],
    [
      'by a macro that a flag defines',
      '#if __has_include(FROM_FLAG)\n#include FROM_FLAG\n',
      'later/flag.h',
    ],
  ])(
    'notices a header that a source asks for %s, once it comes and once it goes',
    async ([, asks, header]) => {
      await place.write(
        'config.h',
        '#define HAS(name) __has_include(name)\n#define HAS_TOO(name) HAS(name)\n',
      );
      const source = `#include <stdio.h>\n${asks ?? ''}#else\n#define MODE "slow"\n#endif\nint main(void) { puts(MODE); return 0; }\n`;
      const flags = ['-Ilater', '-DFROM_FLAG=<flag.h>'];
      expect(await output(await build(source, { flags }))).toBe('slow\n');
      expect((await build(source, { flags })).facts.stepsRun).toBe(0);
      const path = await place.write(header ?? '', '#define MODE "fast"\n');
      expect(await output(await build(source, { flags }))).toBe('fast\n');
      expect((await build(source, { flags })).facts.stepsRun).toBe(0);
      await rm(path);
      expect(await output(await build(source, { flags }))).toBe('slow\n');
    },
  );

  it('notices a file that __has_embed asks for, and what #embed takes in', async () => {
    const source =
      '#include <stdio.h>\nint main(void) {\n  static const char data[] = {\n#if __has_embed("data.txt")\n#embed "data.txt"\n#else\n\'-\'\n#endif\n, 0};\n  puts(data);\n  return 0;\n}\n';
    const words: string[] = [];
    for (const text of [undefined, 'first', 'second']) {
      if (text !== undefined) await place.write('data.txt', text);
      words.push(await output(await build(source, { flags: ['-std=c23'] })));
    }
    expect(words).toEqual(['-\n', 'first\n', 'second\n']);
  });

  it('finds a source again whose macro asks for headers, whatever happens in folders that other lines name', async () => {
    await place.write(
      'config.h',
      '#ifndef __has_include\n#define __has_include(x) 0\n#endif\n#define HAS(x) __has_include(x)\n',
    );
    await mkdir(join(place.folder, 'sub'));
    const source =
      '#include <stdio.h>\n#include "config.h"\n#if HAS("fast.h") || HAS("sub")\n#include "fast.h"\n#endif\nint main(void) { return 0; }\n';
    const busy = [join(tmpdir(), `retarget-busy-${process.pid}`), join(place.folder, 'sub/busy')];
    await build(source, {
      meanwhile: async () => {
        for (const file of busy) await writeFile(file, '');
      },
    });
    for (const file of busy) await rm(file);
    expect((await build(source)).facts.stepsRun).toBe(0);
  });

  it('finds a source again where clang does not tell where it looks, and asks anew once it does', async () => {
    const clang = join(place.folder, 'bin', 'clang');
    const mute = join(place.folder, 'mute');
    await mkdir(dirname(clang));
    await writeFile(
      clang,
      `#!/bin/sh\ncase " $* " in *" -E -v "*) [ ! -e '${mute}' ] || exit 1 ;; esac\nexec ${place.toolchain.clang} "$@"\n`,
    );
    await chmod(clang, 0o755);
    await writeFile(mute, '');
    const options = { with: { ...place.toolchain, clang }, flags: ['-Ilater'] };
    const source = (mode: string): string =>
      `#include <stdio.h>\n#if __has_include(<fast.h>)\n#include <fast.h>\n#else\n#define MODE "${mode}"\n#endif\nint main(void) { puts(MODE); return 0; }\n`;
    expect(await output(await build(source('slow'), options))).toBe('slow\n');
    expect((await build(source('slow'), options)).facts.stepsRun).toBe(0);
    await rm(mute);
    expect(await output(await build(source('slower'), options))).toBe('slower\n');
    await place.write('later/fast.h', '#define MODE "fast"\n');
    expect(await output(await build(source('slower'), options))).toBe('fast\n');
  });

  it.for([
    [['-Xclang', '-include', '-Xclang', 'all.h']],
    [['-include', 'all.h']],
    [['--include=all.h']],
    [['-imacros', 'macros.h', '-include', 'stdio.h', '-Xclang', '-DX=1']],
  ])('notices a header that a source with %j asks for', async ([first = []]) => {
    await place.write('all.h', '#include <stdio.h>\n');
    await place.write('macros.h', '#define ONE 1\n');
    const source =
      '#if __has_include(<fast.h>)\n#include <fast.h>\n#else\n#define MODE "slow"\n#endif\nint main(void) { puts(MODE); return 0; }\n';
    const flags = [...first, '-Ilater'];
    expect(await output(await build(source, { flags }))).toBe('slow\n');
    await place.write('later/fast.h', '#define MODE "fast"\n');
    expect(await output(await build(source, { flags }))).toBe('fast\n');
  });

  const MODE_OF = (include: string): string =>
    `#include <stdio.h>\n${include}\n#ifndef MODE\n#define MODE "system"\n#endif\nint main(void) { puts(MODE); return 0; }\n`;

  it.for([
    ['beside the source', '#include "mode.h"', ['-Iold'], 'mode.h'],
    ['in an earlier folder', '#include <mode.h>', ['-Iearly', '-Iold'], 'early/mode.h'],
    ['in a folder for quotes', '#include "mode.h"', ['-iquote', 'early', '-Iold'], 'early/mode.h'],
    ['beside a header that includes it', '#include "deep/a.h"', ['-Iold'], 'old/deep/mode.h'],
    ['in the place of the system\u2019s', '#include <limits.h>', ['-Iold'], 'old/limits.h'],
    ['in the place of one that a flag names', '', ['-Iold', '-include', 'mode.h'], 'mode.h'],
  ] as const)(
    'notices a header that comes %s, before the one that was read',
    async ([, include, flags, newcomer]) => {
      await place.write('old/mode.h', '#define MODE "old"\n');
      await place.write('old/deep/a.h', '#include "mode.h"\n');
      const before = include.includes('limits') ? 'system\n' : 'old\n';
      expect(await output(await build(MODE_OF(include), { flags }))).toBe(before);
      expect((await build(MODE_OF(include), { flags })).facts.stepsRun).toBe(0);
      await place.write(newcomer, '#define MODE "new"\n');
      expect(await output(await build(MODE_OF(include), { flags }))).toBe('new\n');
      await rm(join(place.folder, newcomer));
      expect(await output(await build(MODE_OF(include), { flags }))).toBe(before);
    },
  );

  it('finds C++ again, whose standard headers ask for others', async () => {
    const source =
      '#include <algorithm>\n#include <memory>\n#include <mutex>\n#include <numeric>\n#include <string>\nint main() { return 0; }\n';
    const flags = ['-std=c++17'];
    await build(source, { flags, language: 'c++' });
    expect((await build(source, { flags, language: 'c++' })).facts.stepsRun).toBe(0);
  });

  it('uses a changed file that a flag names', async () => {
    const list = join(place.folder, 'unchecked.txt');
    const source =
      'int twice(int a) { return a + a; }\nint main(int n, char **v) { return twice(n) - 2 * n; }\n';
    const flags = [
      '-fsanitize=signed-integer-overflow',
      '-fsanitize-trap=all',
      `-fsanitize-ignorelist=${list}`,
    ];
    const ir = (built: BuiltProgram): string | undefined =>
      built.variants[0]?.variant.units[0]?.irHash;
    await writeFile(list, 'fun:main\n');
    const checked = ir(await build(source, { flags }));
    await writeFile(list, 'fun:*\n');
    expect(ir(await build(source, { flags }))).not.toBe(checked);
  });

  it.for([
    ['the folder that -fprofile-use names', '-fprofile-use=profiles', 'profiles'],
    ['its own folder, which the bare flag means', '-fprofile-use', '.'],
    ['its own folder, which -fprofile-instr-use means', '-fprofile-instr-use', '.'],
  ])('uses a changed profile in %s', async ([, flag = '', folder = '']) => {
    const source =
      '#include <stdio.h>\nint h(int x) { if (x > 100) return x * 7 + 3; else return x / 3 - 1; }\nint main(void) { return h(200) == 0; }\n';
    // The number is the hash of the function's structure, which clang compares.
    const keep = async (calls: number, branches: number): Promise<void> => {
      const text = await place.write('text', `h\n717567899153\n2\n${calls}\n${branches}\n`);
      const profile = join(place.folder, folder, 'default.profdata');
      await mkdir(dirname(profile), { recursive: true });
      const command = join(dirname(place.toolchain.llvmObjdump), 'llvm-profdata');
      const merged = await runProcess({ command, args: ['merge', '-o', profile, text] });
      expect(merged.exitCode, merged.stderr).toBe(0);
      await setTimeout(2);
    };
    const ir = (built: BuiltProgram): string | undefined =>
      built.variants[0]?.variant.units[0]?.irHash;
    await keep(10_000, 5);
    const first = ir(await build(source, { flags: [flag] }));
    await keep(10_000, 9990);
    const second = await build(source, { flags: [flag] });
    expect(ir(second)).not.toBe(first);
    expect((await build(source, { flags: [flag] })).facts.stepsRun).toBe(0);
  });

  it('links anew when a linker script that a flag names has changed', async () => {
    const script = join(place.folder, 'exports.map');
    const source = 'int one(void) { return 1; }\nint main(void) { return 0; }\n';
    const link = ['-Wl,--export-dynamic', `-Wl,--version-script=${script}`];
    const hash = (built: BuiltProgram): string | undefined =>
      built.variants[0]?.variant.executableHash;
    await writeFile(script, '{ global: one; main; local: *; };\n');
    const exported = hash(await build(source, { link }));
    await writeFile(script, '{ global: main; local: *; };\n');
    expect(hash(await build(source, { link }))).not.toBe(exported);
  });

  it('takes nothing from before once the compiler itself was replaced', async () => {
    const clang = join(place.folder, 'bin', 'clang');
    await mkdir(dirname(clang));
    await writeFile(clang, `#!/bin/sh\nexec ${place.toolchain.clang} "$@"\n`);
    await chmod(clang, 0o755);
    const own = { ...place.toolchain, clang };
    const source = 'int main(void) { return 0; }\n';
    await build(source, { with: own });
    expect((await build(source, { with: own })).facts.stepsRun).toBe(0);
    // The same size, another time: as after an upgrade to a build of the same version.
    await utimes(clang, new Date(), new Date(Date.now() + 60_000));
    expect((await build(source, { with: own })).facts.stepsRun).toBe(3);
  });
});

describe('trimming the cache', () => {
  it('keeps what was used just now, however small the limit', async () => {
    const small = new ArtifactCache({ folder: join(place.folder, 'cache'), limit: 1 });
    place.cache = small;
    const built = await build('#include <stdio.h>\nint main(void) { puts("kept"); return 0; }\n');
    await small.trim();
    expect(await output(built)).toBe('kept\n');
  });
});
