// "withoutFlags": what clang refuses of a build's own flags is left out by name, and said.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadProject } from '../../src/project/load-project.ts';
import { prepareProgram } from '../../src/project/prepare-program.ts';
import { CmakeProject, hasCmake } from '../kinds/cmake/cmake-project.ts';
import { failureFrom } from '../project/temporary-folder.ts';

const project = new CmakeProject();

describe('"withoutFlags"', () => {
  it('takes them out of the units of compile_commands.json, and names those it does not find', async () => {
    await project.files({ 'a.c': 'int main(void) { return 0; }\n', 'b.c': 'int b;\n' });
    const entries = ['a.c', 'b.c'].map((file) => ({
      ...{ directory: project.path, file },
      arguments: ['clang', '-O2', '--param', 'x=1', '-fodd', '-c', file],
    }));
    await project.write('compile_commands.json', JSON.stringify(entries));
    await project.writeConfig({
      programs: [
        {
          ...{ name: 'it', compileCommands: '.', main: 'a.c' },
          withoutFlags: ['-fodd', '--param x=1', '-fnowhere'],
        },
      ],
    });
    const { programs, warnings } = await loadProject(project.path);
    const [program] = programs;
    const all = [...(program?.units ?? []), ...(program?.libraries?.[0]?.units ?? [])];
    expect(all.map(({ flags }) => flags)).toEqual([['-O2'], ['-O2']]);
    expect(all[1]?.removed).toContainEqual({ flag: '-fodd', reason: 'unsupported' });
    expect(warnings).toMatchObject([{ code: 'removed-flags', program: 'it' }]);
    expect(warnings[0]?.message).toMatch(/lists -fnowhere, but this program does not use it/u);
  });

  it('is refused where no build says any flags', async () => {
    await project.write('a.c');
    await project.writeConfig({ programs: [{ sources: ['a.c'], withoutFlags: ['-fodd'] }] });
    const failure = await failureFrom(loadProject(project.path));
    expect(failure).toMatchObject({ code: 'config-invalid', hint: 'Change "flags" instead.' });
  });

  it.skipIf(!hasCmake)(
    'and "language" have the last word where CMake has to configure first',
    async () => {
      await project.files({
        'CMakeLists.txt': `
cmake_minimum_required(VERSION 3.16)
project(demo C)
add_library(part STATIC part.c)
add_executable(app main.c)
target_compile_options(app PRIVATE -fno-common)
target_compile_options(part PRIVATE -fno-common)
target_link_options(app PRIVATE -Wl,-z,now "SHELL:--param x=1")
target_link_libraries(app PRIVATE part)
`,
        'main.c': 'int main(void) { return 0; }\n',
        'part.c': 'int part;\n',
      });
      await project.writeConfig({
        programs: [
          {
            ...{ name: 'it', cmake: { target: 'app' }, language: 'c++', link: ['-flto', '-lm'] },
            withoutFlags: ['-fno-common', '-Wl,-z,now', '--param x=1'],
          },
        ],
      });
      const [planned] = (await loadProject(project.path)).programs;
      if (planned === undefined) throw new Error('There is one program.');
      expect(planned.preparation?.kind).toBe('cmake');
      const { program, warnings } = await prepareProgram(planned, {
        toolchain: project.toolchain,
        signal: new AbortController().signal,
        onStep: () => undefined,
      });
      expect(program.link.language).toBe('c++');
      expect(program.link.flags).not.toContain('-Wl,-z,now');
      expect(program.link.flags).not.toContain('x=1');
      for (const flag of ['-Wl,-z,now', '--param x=1']) {
        expect(program.link.removed).toContainEqual({ flag, reason: 'unsupported' });
      }
      expect(program.link.removed).toContainEqual({ flag: '-flto', reason: 'lto' });
      expect(program.link.flags.at(-1)).toBe('-lm');
      const units = [...program.units, ...(program.libraries?.[0]?.units ?? [])];
      expect(units.map(({ source }) => source)).toEqual(
        ['main.c', 'part.c'].map((name) => join(project.path, name)),
      );
      for (const { flags, removed } of units) {
        expect(flags).not.toContain('-fno-common');
        expect(removed).toContainEqual({ flag: '-fno-common', reason: 'unsupported' });
      }
      expect(warnings).toEqual([]);
      expect(program).not.toHaveProperty('whenPrepared');
      // Configured now, it is read at once; both still hold.
      const [again] = (await loadProject(project.path)).programs;
      expect(again?.preparation).toBeUndefined();
      expect(again?.link).toEqual(program.link);
      expect(again?.units).toEqual(program.units);
    },
  );
});
