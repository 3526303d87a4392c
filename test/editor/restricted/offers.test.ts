// Nothing of a workspace that nobody trusts is offered, written or built.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import type { ExtensionApi } from '../../../src/editor/api.ts';
import { folder, profile, QUICK_SOURCE, retarget } from '../under-test.ts';

describe('a folder with several programs in Restricted Mode', () => {
  let api: ExtensionApi;
  const many = (): string => join(folder(), 'many');

  before(async () => {
    api = await retarget();
    await mkdir(many());
    for (const name of ['first.c', 'second.c']) await writeFile(join(many(), name), QUICK_SOURCE);
  });

  after(async () => {
    await rm(many(), { recursive: true, force: true });
  });

  it('is not offered', async () => {
    assert.equal(await profile(many()), undefined);
    assert.match(api.lastMessage()?.text ?? '', /Restricted Mode/);
    assert.equal(existsSync(join(many(), 'retarget.json')), false);
  });
});
