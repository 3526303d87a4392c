// What two real objects' comparison came to is remembered with both listings, whole or not at all.
import { chmod, readFile, truncate } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { Builder } from '../../../src/build/builder.ts';
import { compareCode } from '../../../src/build/verify/compare-code.ts';
import { hashOf } from '../../../src/cache/file-hashes.ts';
import { ArtifactCache, type StoredFile } from '../../../src/cache/artifact-cache.ts';
import { runProcess } from '../../../src/process/run-process.ts';
import { BuildPlace } from '../build-place.ts';

const place = new BuildPlace('compared');

const SAME = 'int same(int x) { return x * 17 + 4; }\n';

async function objectOf(name: string, source: string, flags: readonly string[]) {
  const file = await place.write(`${name}.c`, source);
  const path = `${file}.o`;
  const { exitCode, stderr } = await runProcess({
    command: place.toolchain.clang,
    args: ['-O2', ...flags, '-c', file, '-o', path],
  });
  expect(exitCode, stderr).toBe(0);
  const content = await readFile(path);
  return { path, hash: hashOf(content), size: content.length };
}

async function pair(changed: string): Promise<readonly [StoredFile, StoredFile]> {
  return [
    await objectOf('ours', `${SAME}int f(int x) { return x + 1; }\n`, []),
    await objectOf('theirs', `int f(int x) { return ${changed}; }\n${SAME}`, []),
  ];
}

/** A build of another process; without `llvmObjdump` nothing can be listed. */
function builder(llvmObjdump = place.toolchain.llvmObjdump): Promise<Builder> {
  const cache = new ArtifactCache({ folder: place.cache.folder });
  return Builder.open({
    ...place.options(),
    cache,
    toolchain: { ...place.toolchain, llvmObjdump },
  });
}

async function broken(): Promise<Builder> {
  const path = await place.write('objdump', '#!/bin/sh\nexit 1\n');
  await chmod(path, 0o755);
  return builder(path);
}

describe('comparing the code of two objects', () => {
  it('remembers what differs, with both sides of it', async () => {
    const objects = await pair('x + 2');
    const first = await compareCode(await builder(), ...objects);
    if (first.kind !== 'different') throw new Error(first.kind);
    expect(first.functions).toMatchObject([{ name: 'f', kind: 'code' }]);
    const listings = await first.listings();
    expect(listings?.retargeted).toMatch(/^f {2}\(\.text\)\n/u);
    expect(listings?.direct).not.toBe(listings?.retargeted);
    const again = await compareCode(await broken(), ...objects);
    expect(again).toMatchObject({ functions: first.functions, functionCount: 1 });
    expect(again.kind === 'different' && (await again.listings())).toEqual(listings);
  });

  it('compares anew where one listing is damaged, and mends it', async () => {
    const objects = await pair('x + 2');
    const first = await compareCode(await builder(), ...objects);
    const listings = first.kind === 'different' ? await first.listings() : undefined;
    const direct = await place.cache.put('seen', Buffer.from(listings?.direct ?? ''));
    await truncate(direct.path, 3);
    expect(await compareCode(await broken(), ...objects)).toEqual({ kind: 'unlisted' });
    const mended = await compareCode(await builder(), ...objects);
    expect(mended.kind === 'different' && (await mended.listings())).toEqual(listings);
    expect((await compareCode(await broken(), ...objects)).kind).toBe('different');
  });

  it('remembers that nothing differs', async () => {
    const objects = await pair('1 + x');
    expect(objects[0].hash).not.toBe(objects[1].hash);
    expect(await compareCode(await builder(), ...objects)).toEqual({
      ...{ kind: 'equal', isRemembered: false },
    });
    expect(await compareCode(await broken(), ...objects)).toEqual({
      ...{ kind: 'equal', isRemembered: true },
    });
  });
});
