import { describe, expect, it } from 'vitest';
import { choiceChanges, readChoice } from '../../src/project/config-choice.ts';
import { changedText } from '../../src/project/json-changes.ts';
import { loadProject } from '../../src/project/load-project.ts';
import { TemporaryFolder, failureFrom } from './temporary-folder.ts';

const folder = new TemporaryFolder();
const GATHER = { cpu: 'znver4', flags: ['-mno-gather'] };

async function withTargets(targets: readonly unknown[], baseline: unknown = 'x86-64') {
  await folder.write('a.c');
  return folder.writeConfig({ baseline, targets, programs: [{ sources: ['a.c'] }] });
}

describe('targets with flags in retarget.json', () => {
  it('have the name that is given, or else CPU and flags', async () => {
    const named = { ...GATHER, name: 'znver4 without gather' };
    const base = { cpu: 'znver4', flags: ['-mtune=znver3'] };
    const project = await loadProject(await withTargets(['native', named, GATHER], base));
    expect(project).toMatchObject({
      baseline: 'znver4:-mtune=znver3',
      targets: ['native', 'znver4 without gather', 'znver4:-mno-gather'],
      describedTargets: [
        { ...base, name: 'znver4:-mtune=znver3' },
        named,
        { ...GATHER, name: 'znver4:-mno-gather' },
      ],
    });
    expect(project.placeOfTarget?.('znver4 without gather')).toMatchObject({ line: 10 });
  });

  it.each([
    [['-O2'], '"-O2" is not allowed in a target'],
    [['-DFAST'], '"-DFAST" is not allowed in a target'],
    [['-march=znver3'], 'sets the CPU, which the target already sets'],
    [['-mcpu=apple-m1'], 'sets the CPU'],
    [['-m32'], 'changes how code is called or linked'],
    [['-mlong-double-64'], 'changes how code is called or linked'],
    [['-ffast-math'], 'also affects linking'],
    [['-fplugin=./x.so'], 'is not allowed in a target'],
    [['-fprofile-use=x'], 'is not allowed in a target'],
    [['-mno-gather -mno-fma'], 'contains a space'],
    [['mno-gather'], '"mno-gather" is not a flag'],
    [['-mllvm'], 'needs an LLVM option'],
    [['-mllvm', '-load=x.so'], 'affect nothing but code generation'],
    [['-mllvm', '-info-output-file=/etc/x'], 'affect nothing but code generation'],
    [['-mtune=../x'], 'is not allowed in a target'],
  ])('%j is refused before any compiler is asked', async (flags, words) => {
    const failure = await failureFrom(loadProject(await withTargets([{ cpu: 'znver4', flags }])));
    expect(failure.code).toBe('config-invalid');
    expect(failure.message).toContain(words);
    expect(failure.message).toContain('targets[0].flags');
  });

  it.each([
    [
      [
        { ...GATHER, name: 'a' },
        { cpu: 'znver3', name: 'a' },
      ],
      'x86-64',
      'is listed twice',
    ],
    [[GATHER, 'znver4:-mno-gather'], 'x86-64', 'is listed twice'],
    [[{ ...GATHER, name: 'a' }], { cpu: 'znver3', name: 'a' }, 'are both named "a"'],
    [[{ ...GATHER, name: 'a,b' }], 'x86-64', 'cannot contain a comma'],
    [[{ flags: ['-mno-gather'] }], 'x86-64', 'targets[0].cpu is missing'],
    [[{ ...GATHER, flag: [] }], 'x86-64', 'unknown key "flag"'],
  ])('%j beside %j are refused', async (targets, baseline, words) => {
    const failure = await failureFrom(loadProject(await withTargets(targets, baseline)));
    expect(failure.message).toContain(words);
  });

  it('a choice by name keeps what is described, and reads it', () => {
    const text = `{"baseline": "x86-64", "targets": [${JSON.stringify(GATHER)}, "native"]}`;
    expect(readChoice(text)).toEqual({
      baseline: 'x86-64',
      targets: ['znver4:-mno-gather', 'native'],
      described: [{ ...GATHER, name: 'znver4:-mno-gather' }],
    });
    const targets = ['znver4:-mno-gather', 'znver3'];
    expect(changedText(text, choiceChanges('/p', text, { targets }))).toBe(
      `{"baseline": "x86-64", "targets": [${JSON.stringify(GATHER)}, "znver3"]}`,
    );
  });
});
