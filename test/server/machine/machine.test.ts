import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fakeLlvm } from '../../toolchain/fake-llvm.ts';
import { bundledServer } from '../language-server.ts';

const server = bundledServer();
const folder = (name: string): string => join(server.folder, name);

describe('what this machine is', () => {
  it('is told with each feature in the group of its level, here or not', async () => {
    const client = await server.start();
    const { host, toolchain, levels, groups } = await client.request('retarget/host', {});
    expect(toolchain.version).toMatch(/^\d+\.\d+/u);
    expect(levels.map(({ name }) => name)).toEqual(groups.map(({ name }) => name).slice(0, 4));
    const states = groups.flatMap(({ features }) => features);
    expect(new Set(states.map(({ name }) => name)).size).toBe(states.length);
    const here = states.filter((state) => state.here).map(({ name }) => name);
    expect([...here].sort()).toEqual([...host.features].sort());
    expect(groups[0]?.features.length).toBeGreaterThan(0);
    expect(groups[0]?.features.filter((state) => !state.here)).toEqual([]);
    expect(Object.keys(levels[0] ?? {})).toEqual(['name', 'features']);
  });

  it('is a failure with what to do where there is no toolchain', async () => {
    const client = await server.start({ env: { RETARGET_LLVM: '/nothing/here' } });
    expect(await client.failure('retarget/host', {})).toMatchObject({
      code: 'toolchain-broken',
      message: 'The configured LLVM, /nothing/here, does not exist.',
      hint: expect.any(String) as string,
    });
    expect((await client.failure('retarget/targets', {})).code).toBe('toolchain-broken');
  });
});

describe('the targets', () => {
  it('are all there are, native and the levels first, with whether each runs', async () => {
    const client = await server.start();
    const answer = await client.request('retarget/targets', {});
    const names = answer.targets.map(({ name }) => name);
    expect(names.slice(0, 5)).toEqual([
      ...['native', 'x86-64', 'x86-64-v2', 'x86-64-v3', 'x86-64-v4'],
    ]);
    expect(new Set(names).size).toBe(names.length);
    const line = answer.targets.find(({ name }) => name === 'bdver4');
    expect(line).toMatchObject({
      fit: { kind: 'cannot-run' },
      brief: expect.stringMatching(/^cannot run: lacks fma4/u) as string,
    });
    expect(answer).toMatchObject({ baseline: 'x86-64', chosenBy: 'default' });
    expect(answer.configFile).toBeUndefined();
    expect(answer.chosen).toContain('native');
    expect(answer.chosen).not.toContain('x86-64');
  });

  it('are judged with their flags, whether the project describes them or settings name them', async () => {
    await server.write({
      'flagged/retarget.json':
        '{ "targets": [{ "cpu": "x86-64-v2", "flags": ["-mno-popcnt"], "name": "no popcnt" }, "x86-64:-mxop"] }',
      'plain/retarget.json': '{ "programs": [] }',
    });
    const client = await server.start({
      settings: () => ({ targets: ['x86-64-v2:-mtune=znver3', 'x86-64-v2:-mno-such'] }),
    });
    const ask = (name: string) => client.request('retarget/targets', { folder: folder(name) });
    const described = await ask('flagged');
    expect(described.chosen).toEqual(['no popcnt', 'x86-64:-mxop']);
    expect(described.targets.slice(-2)).toMatchObject([
      { name: 'no popcnt', fit: { kind: 'runs' } },
      { name: 'x86-64:-mxop', fit: { kind: 'cannot-run' } },
    ]);
    expect((await ask('plain')).targets.slice(-2)).toMatchObject([
      { name: 'x86-64-v2:-mtune=znver3', fit: { kind: 'runs' } },
      { name: 'x86-64-v2:-mno-such', fit: { kind: 'unknown' } },
    ]);
  });

  it('are chosen by the project before the settings, and by these before the host', async () => {
    await server.write({
      'chosen/retarget.json':
        '// mine\n{ "baseline": "x86-64-v2", "targets": ["x86-64-v2", "zz", "native"], }',
      'silent/retarget.json': '{ "programs": [] }',
      'damaged/retarget.json': '{ "targets": [',
    });
    const client = await server.start({
      settings: () => ({ targets: ['x86-64-v4'], baseline: 'x86-64-v3' }),
    });
    const ask = (name: string) => client.request('retarget/targets', { folder: folder(name) });
    const chosen = await ask('chosen');
    expect(chosen).toMatchObject({
      baseline: 'x86-64-v2',
      chosen: ['zz', 'native'],
      chosenBy: 'project',
      configFile: folder('chosen/retarget.json'),
    });
    expect(chosen.targets.at(-1)).toEqual({
      name: 'zz',
      fit: { kind: 'unknown' },
      brief: 'unknown to this LLVM',
    });
    expect(await ask('silent')).toMatchObject({
      baseline: 'x86-64-v3',
      chosen: ['x86-64-v4'],
      chosenBy: 'settings',
      configFile: folder('silent/retarget.json'),
    });
    expect((await ask('damaged')).chosenBy).toBe('settings');
    expect((await ask('nowhere')).configFile).toBeUndefined();
  });
});

describe('the toolchains', () => {
  it('are all listed, with why one cannot be used', async () => {
    const old = await fakeLlvm(folder('old llvm/bin'), { version: '14.0.0' });
    const bare = await fakeLlvm(folder('bare/bin'), { version: '18.1.0', tools: ['clang'] });
    const whole = await fakeLlvm(folder('whole/bin'), { version: '21.1.0' });
    const client = await server.start({
      env: { PATH: `${old}:${bare}:${whole}:/bin`, RETARGET_LLVM_FOLDERS: '', RETARGET_LLVM: '' },
    });
    const listed = await client.request('retarget/toolchains', {});
    const ours = listed.filter(({ path }) => path.startsWith(server.folder));
    expect(ours.map(({ version, usable, current }) => [version, usable, current])).toEqual([
      ['21.1.0', true, expect.any(Boolean)],
      ['18.1.0', false, false],
      ['14.0.0', false, false],
    ]);
    expect(listed.filter(({ current }) => current)).toHaveLength(1);
    expect(ours[1]?.reason).toContain('llvm-dis and llvm-objdump');
    expect(ours[2]?.reason).toContain('Too old');
  });

  it('begin with a chosen one that cannot be used', async () => {
    const client = await server.start({
      options: { settings: { 'toolchain.path': '/nothing/here' } },
    });
    const [first, ...others] = await client.request('retarget/toolchains', {});
    expect(first).toMatchObject({ path: '/nothing/here', usable: false, current: true });
    expect(first?.reason).toContain('does not exist');
    expect(others.some(({ usable }) => usable)).toBe(true);
  });
});
