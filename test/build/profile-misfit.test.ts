// A profile of another version of the sources is ignored by clang where it does not fit, which the run says by file.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { runProcess } from '../../src/process/run-process.ts';
import { buildVariants } from '../../src/profile/build-variants.ts';
import { clang, RecordedProject } from '../kinds/recorded/recorded-project.ts';

const project = new RecordedProject();
let profdata = '';
beforeAll(async () => {
  profdata = join(dirname(await clang()), 'llvm-profdata');
});

/** Of `work`, as the sources were once; `main` is as it is. */
const MAIN = 'int work(int);\nint main(void) { return work(0); }\n';
const WORK = `int work(int n) {
  int sum = 0;
  for (int at = 0; at < n; at++) sum += n / (at + 1);
  return sum;
}
`;
const COUNTS = 'work\n12345\n1\n100\n';

async function said(text: string, flags: readonly string[]): Promise<readonly string[]> {
  await project.writeAll({ 'main.c': MAIN, 'work.c': WORK, 'p.proftext': text });
  const made = await runProcess({
    ...{ command: profdata, args: ['merge', '-o', 'p.profdata', 'p.proftext'] },
    cwd: project.path,
  });
  expect(made.stderr).toBe('');
  await project.writeConfig({ programs: [{ name: 'tried', sources: ['*.c'], flags }] });
  const options = { paths: [project.path], targets: ['x86-64'], out: join(project.path, 'out') };
  const built = await buildVariants(options, {
    ...{ signal: new AbortController().signal, onEvent: () => undefined },
  });
  return built.warnings.flatMap(({ code, message }) => (code === 'profile-misfit' ? message : []));
}

describe('a profile of sources that have changed since', () => {
  it.each([
    ['of instrumented IR', `:ir\n${COUNTS}`, '-fprofile-use=p.profdata', 'work changed'],
    ['of clang’s front end', COUNTS, '-fprofile-instr-use=p.profdata', 'functions have changed'],
  ])('is told by file, also from the cache: %s', async (_, text, flag, how) => {
    if (!existsSync(profdata)) throw new Error(`There is no ${profdata}.`);
    // Flags that keep a compiler quiet keep nothing back.
    const flags = ['-O2', '-w', '-Werror', flag];
    const [message = '', ...others] = await said(text, flags);
    expect(others).toEqual([]);
    expect(message).toContain('does not match');
    expect(message).toContain('work.c (');
    expect(message).toContain(how);
    expect(await said(text, flags)).toEqual([message]);
  });

  it('says nothing without a profile, or of one that fits', async () => {
    expect(await said(`:ir\n${COUNTS}`, ['-O2'])).toEqual([]);
    expect(await said(':ir\nother\n1\n1\n1\n', ['-O2', '-fprofile-use=p.profdata'])).toEqual([]);
  });
});
