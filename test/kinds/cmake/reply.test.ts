import { readdirSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { cp, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { failureFrom } from '../../project/temporary-folder.ts';
import { CmakeProject, hasCmake, hasNinja, sourcesOf } from './cmake-project.ts';
import { prepared } from '../../project/prepared.ts';

const project = new CmakeProject();
let build: string;
let reply: string;

describe.skipIf(!hasCmake || !hasNinja)("a reply of CMake's File API", () => {
  beforeEach(async () => {
    await project.files({
      'CMakeLists.txt': `
cmake_minimum_required(VERSION 3.16)
project(demo C)
add_library(part STATIC part.c)
add_executable(app main.c)
target_link_libraries(app PRIVATE part)
`,
      'main.c': 'int main(void) { return 0; }\n',
      'part.c': 'int part;\n',
    });
    build = project.configure('build', '-G', 'Ninja', '-DCMAKE_BUILD_TYPE=Release');
    reply = join(build, '.cmake/api/v1/reply');
  });

  const load = (cmake: Record<string, string> = {}) =>
    project.load({ target: 'app', build: 'build', ...cmake });

  const file = (start: string): string => {
    const name = readdirSync(reply).find((each) => each.startsWith(start));
    if (name === undefined) throw new Error(`There is no ${start}.`);
    return join(reply, name);
  };

  const change = (start: string, how: (text: string) => string): void => {
    writeFileSync(file(start), how(readFileSync(file(start), 'utf8')));
  };

  it.each(['index', 'codemodel', 'target-app', 'target-part', 'cmakeFiles'])(
    'of which %s is half written is refused, with the way out',
    async (start) => {
      change(start, (text) => text.slice(0, text.length / 2));
      const failure = await failureFrom(load());
      expect(failure).toMatchObject({ code: 'config-invalid', place: { file: file(start) } });
      expect(failure.message).toContain('is incomplete');
      expect(failure.hint).toContain(`Remove ${reply}`);
      rmSync(reply, { recursive: true });
      expect((await project.executable({ target: 'app' })).program.units).toHaveLength(1);
    },
  );

  it.each(['codemodel', 'target-app', 'target-part'])(
    'of which %s is missing is refused, with the way out',
    async (start) => {
      const gone = file(start);
      rmSync(gone);
      const failure = await failureFrom(load());
      expect(failure).toMatchObject({ code: 'input-missing', place: { file: gone } });
      expect(failure.hint).toContain(`Remove ${reply}`);
    },
  );

  it('of another shape is refused, saying where', async () => {
    change('target-app', (text) => text.replace(/"type" : "EXECUTABLE"/u, '"type" : 7'));
    const failure = await failureFrom(load());
    expect(failure.code).toBe('config-invalid');
    expect(failure.message).toContain('(at type)');
  });

  it('of another major version is refused by its number, and read where ours is there too', async () => {
    const ours = readFileSync(file('index'), 'utf8');
    const index = JSON.parse(ours) as { objects: { kind: string; version: object }[] };
    const [codemodel] = index.objects.filter(({ kind }) => kind === 'codemodel');
    if (codemodel === undefined) throw new Error('There is a codemodel.');
    const newer = { ...codemodel, version: { major: 3, minor: 0 } };
    const others = index.objects.filter((each) => each !== codemodel);
    change('index', () => JSON.stringify({ ...index, objects: [...others, newer] }));
    const failure = await failureFrom(load());
    expect(failure).toMatchObject({ code: 'config-invalid' });
    expect(failure.message).toMatch(/uses version 3 .*reads version 2/u);
    change('index', () => JSON.stringify({ ...index, objects: [...others, newer, codemodel] }));
    expect((await load()).program.units).toHaveLength(1);
  });

  it('that others asked for serves as well', async () => {
    rmSync(join(build, '.cmake'), { recursive: true });
    await project.write(
      'build/.cmake/api/v1/query/client-vscode/query.json',
      '{"requests":[{"kind":"codemodel","version":2}]}',
    );
    project.cmake(build);
    expect(sourcesOf(prepared((await load()).program).units, project.path)).toEqual(['main.c']);
  });

  it('is the newest one of several', async () => {
    const old = file('index');
    renameSync(old, join(reply, 'index-9999-01-01T00-00-00-0000.json'));
    writeFileSync(old, '{');
    expect((await load()).program.units).toHaveLength(1);
  });

  it('older than CMakeLists.txt is used, with a warning that names the file and the command', async () => {
    utimesSync(join(project.path, 'CMakeLists.txt'), new Date(), new Date(Date.now() + 60_000));
    const { warnings, program } = await load();
    expect(program.units).toHaveLength(1);
    expect(warnings).toMatchObject([{ code: 'outdated-reply' }]);
    expect(warnings[0]?.message).toContain(
      `${build} was configured before CMakeLists.txt changed; the results are for the earlier version.`,
    );
    expect(warnings[0]?.message).toContain(`cmake ${build}`);
  });

  it('of a folder that was moved is refused', async () => {
    await rename(build, join(project.path, 'moved'));
    const failure = await failureFrom(load({ build: 'moved' }));
    expect(failure.message).toContain('has since been moved or copied');
    await cp(join(project.path, 'moved'), build, { recursive: true });
    expect((await load()).program.units).toHaveLength(1);
  });

  it('names what is like a target that it does not have, at the word in retarget.json', async () => {
    const failure = await failureFrom(load({ target: 'ap' }));
    expect(failure).toMatchObject({ code: 'config-invalid' });
    expect(failure.place?.file).toBe(join(project.path, 'retarget.json'));
    expect(failure.message).toContain('has no target ap');
    expect(failure.hint).toContain('Did you mean "app"?');
    const library = await failureFrom(load({ target: 'part' }));
    expect(library.message).toContain('part is a static library');
    const configuration = await failureFrom(load({ configuration: 'Debug' }));
    expect(configuration.message).toContain('has no configuration Debug');
    expect(configuration.hint).toContain('Release');
  });

  it('that names a source which is gone is refused, naming it', async () => {
    rmSync(join(project.path, 'part.c'));
    const failure = await failureFrom(load());
    expect(failure).toMatchObject({ code: 'input-missing' });
    expect(failure.message).toContain('part.c');
  });

  it('refuses C++ modules by name', async () => {
    change('target-part', (text) =>
      text.replaceAll('part.c"', 'part.cppm"').replace('"C"', '"CXX"'),
    );
    const failure = await failureFrom(load());
    expect(failure.message).toContain('part.cppm (a C++ module');
  });

  it('of a folder that is none of CMake is not looked for', async () => {
    await project.write('other/file.txt');
    const failure = await failureFrom(load({ build: 'other' }));
    expect(failure.message).toContain('not a CMake build folder');
    expect(failure.hint).toContain('-DCMAKE_BUILD_TYPE=Release');
  });
});

describe('a folder without CMake', () => {
  it('says that there is no CMakeLists.txt', async () => {
    const failure = await failureFrom(project.load({ target: 'app' }));
    expect(failure).toMatchObject({ code: 'input-missing' });
    expect(failure.message).toContain('CMakeLists.txt is missing');
  });
});
