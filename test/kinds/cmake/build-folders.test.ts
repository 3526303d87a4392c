import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { findBuildFolder } from '../../../src/kinds/cmake/build-folders.ts';
import { TemporaryFolder } from '../../project/temporary-folder.ts';

const folder = new TemporaryFolder();

/** A folder as CMake leaves it, configured for a project (this one unless another is named). */
async function configured(
  name: string,
  buildType = 'Release',
  source = folder.path,
): Promise<void> {
  await folder.write(
    `${name}/CMakeCache.txt`,
    `# This is the CMakeCache file.\n//Choose\nCMAKE_BUILD_TYPE:STRING=${buildType}\n\nCMAKE_HOME_DIRECTORY:INTERNAL=${source}\n`,
  );
}

async function found(): Promise<string | undefined> {
  return (await findBuildFolder(folder.path))?.path.replace(`${folder.path}/`, '');
}

beforeEach(() => folder.write('CMakeLists.txt'));

describe('the build folder of a CMake project', () => {
  it('is none where nothing was configured', async () => {
    await folder.write('build/main.o');
    expect(await found()).toBeUndefined();
  });

  it.each(['build', 'build-x', 'cmake-build-release', 'out/build/x64', 'build/gcc', '_build'])(
    'is found as %s',
    async (name) => {
      await configured(name);
      expect(await found()).toBe(name);
    },
  );

  it('belongs to this project, not to another one that is built beside it', async () => {
    await configured('build', 'Release', join(folder.path, 'third-party'));
    expect(await found()).toBeUndefined();
  });

  it('optimises rather than not, and is the newest', async () => {
    await configured('build-a', 'Debug');
    await configured('build-b', 'RelWithDebInfo');
    await configured('build-c', 'Release');
    await utimes(join(folder.path, 'build-c/CMakeCache.txt'), new Date(0), new Date(0));
    expect(await found()).toBe('build-b');
    await configured('build-b', '');
    expect(await found()).toBe('build-c');
  });

  it('is what CMakePresets.json says, by inheritance and macros, before any other name', async () => {
    await configured('build');
    await configured('trees/fast-here/out', 'Debug');
    await folder.write(
      'CMakePresets.json',
      JSON.stringify({
        version: 6,
        include: ['more/presets.json'],
        configurePresets: [
          { name: 'fast', inherits: ['nothing', 'base'], generator: 'Ninja' },
          { name: 'unknown', binaryDir: '$env{RETARGET_NO_SUCH_VARIABLE}/x' },
          { name: 7 },
        ],
      }),
    );
    await folder.write(
      'more/presets.json',
      JSON.stringify({
        configurePresets: [
          { name: 'base', hidden: true, binaryDir: '${sourceDir}/trees/${presetName}-here/out' },
        ],
      }),
    );
    expect(await findBuildFolder(folder.path)).toMatchObject({
      path: join(folder.path, 'trees/fast-here/out'),
      namedBy: 'CMakePresets.json',
      buildType: 'Debug',
    });
  });

  it('can be named by CMakeUserPresets.json, and presets that inherit in a circle or are no JSON do no harm', async () => {
    await folder.write('CMakePresets.json', '{ "configurePresets": [');
    await configured('mine');
    await folder.write(
      'CMakeUserPresets.json',
      JSON.stringify({
        configurePresets: [
          { name: 'a', inherits: 'b' },
          { name: 'b', inherits: 'a' },
          { name: 'c', binaryDir: 'mine' },
        ],
      }),
    );
    expect(await found()).toBe('mine');
  });

  it('is what CMake Tools is told, whatever it leaves open', async () => {
    await configured('build');
    await configured('trees/gcc/Release');
    await folder.write(
      '.vscode/settings.json',
      '{\n  // where\n  "cmake.buildDirectory": "${workspaceFolder}/trees/${buildKit}/${buildType}",\n}',
    );
    expect(await findBuildFolder(folder.path)).toMatchObject({
      path: join(folder.path, 'trees/gcc/Release'),
      namedBy: 'CMake Tools',
    });
  });

  it('is the one that Retarget made only where there is no other', async () => {
    await configured('.retarget/cmake/Release');
    expect(await findBuildFolder(folder.path)).toMatchObject({ own: true });
    await configured('build', 'Debug');
    expect(await findBuildFolder(folder.path)).toMatchObject({ own: false });
  });
});
