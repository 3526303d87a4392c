// A reply of CMake's in Retarget's own folder that was damaged since: made anew or refused, never replaced by a guess.
import { readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Run } from '../../../src/model/run.ts';
import { bundledCommandLine } from '../../cli/retarget.ts';
import { CmakeProject, hasCmake, hasNinja } from './cmake-project.ts';

const retarget = bundledCommandLine();
const project = new CmakeProject();

/** What the sources say by themselves is another program than what CMake builds. */
const FILES = {
  'CMakeLists.txt': `cmake_minimum_required(VERSION 3.16)
project(demo C)
add_executable(tool tool.c)
target_compile_definitions(tool PRIVATE DEFINED)
`,
  'tool.c': `#include <stdio.h>
int main(void) {
#ifdef DEFINED
  puts("as CMake builds it");
#else
  puts("a guess");
#endif
  return 0;
}
`,
};

const REPLY = '.cmake/api/v1/reply';

async function profiled(): Promise<{ readonly said: string; readonly run: Run | undefined }> {
  const words = ['profile', project.path, '--program', 'tool', '--budget', '0.1s', '--json'];
  const { stdout, stderr } = await retarget.run([
    ...[...words, '--baseline', 'x86-64', '--targets', 'x86-64-v3'],
  ]);
  return {
    said: stderr,
    run: stdout.includes('"programs"') ? (JSON.parse(stdout) as Run) : undefined,
  };
}

/** Replaces a word once, as one that flips bits would; the file's time stays. */
function damage(build: string, file: RegExp, from: string, to: string): void {
  const folder = join(project.path, build, REPLY);
  const name = readdirSync(folder).find((each) => file.test(each)) ?? '';
  const path = join(folder, name);
  const { atime, mtime } = statSync(path);
  const text = readFileSync(path, 'utf8');
  expect(text).toContain(from);
  writeFileSync(path, text.replace(from, to));
  utimesSync(path, atime, mtime);
}

const OWN = '.retarget/cmake/Release';
const defined = ({ programs }: Run): boolean =>
  JSON.stringify(programs[0]?.variants).includes('-DDEFINED');

describe.skipIf(!hasCmake || !hasNinja || process.arch !== 'x64')(
  'a reply that was damaged since CMake wrote it',
  () => {
    beforeEach(() => project.files(FILES));

    it('is made anew in a folder of our own, whatever the damage', async () => {
      expect((await profiled()).said).toContain('cmake is configuring');
      expect((await profiled()).said).not.toContain('cmake is configuring');
      const damages = [
        [/^codemodel-/u, '"configurations"', '"configurations'],
        [/^codemodel-/u, '"name" : "tool"', '"name" : "uool"'],
        [/^index-/u, '"codemodel"', '"codemodem"'],
        [/^index-/u, '{', '['],
      ] as const;
      for (const [file, from, to] of damages) {
        damage(OWN, file, from, to);
        const { said, run } = await profiled();
        expect(said).toContain('cmake is configuring');
        expect(run === undefined ? said : defined(run)).toBe(true);
      }
    }, 120_000);

    it('is refused where it is of the one target', async () => {
      await profiled();
      damage(OWN, /^target-tool-/u, 'DEFINED', 'DEFINEE');
      const { said, run } = await profiled();
      expect([run, said.replaceAll(/\s+/gu, '')]).toEqual([
        undefined,
        expect.stringContaining('waschangedafterCMakewroteit'),
      ]);
    }, 120_000);

    it('of the user’s own folder is refused, too', async () => {
      project.configure('build', '-DCMAKE_BUILD_TYPE=Release');
      damage('build', /^codemodel-/u, '"configurations"', '"configurations');
      const { said, run } = await profiled();
      expect([run, said.replaceAll(/\s+/gu, '')]).toEqual([
        undefined,
        expect.stringContaining('isincomplete'),
      ]);
    }, 120_000);
  },
);
