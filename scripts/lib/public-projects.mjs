// The public programs that `retarget verify` is proved on and that anyone can profile: where they come from, the
// retarget.json each gets (test/baseline-rule/projects/), and the inputs its benchmarks read.
import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { unpackPublicSource } from './public-source.mjs';
import { repository } from './repository.mjs';
import { sampleText, sampleWav } from './sample-data.mjs';

/**
 * @typedef {object} PublicProject
 * @property {string} name
 * @property {'c' | 'c++'} language
 * @property {import('./public-source.mjs').PublicSource} source
 * @property {Readonly<Record<string, () => Buffer>>} inputs file names beside the retarget.json, and what they hold
 */

/** Builds and sorts a table, joins strings, and calls itself: what an interpreter does all day. */
const LUA_SCRIPT = `
local state = 1
local function number() state = (state * 48271) % 2147483647 return state end
local values = {}
for at = 1, 200000 do values[at] = number() end
table.sort(values)
local parts = {}
for at = 1, #values, 100 do parts[#parts + 1] = string.format("%x", values[at]) end
local function fib(n) if n < 2 then return n end return fib(n - 1) + fib(n - 2) end
print(values[1], values[#values], #table.concat(parts), fib(25))
`;

/** @type {readonly PublicProject[]} */
export const publicProjects = [
  {
    name: 'bzip2',
    language: 'c',
    source: {
      archive: 'pool/main/b/bzip2/bzip2_1.0.8.orig.tar.gz',
      sha256: 'ab5a03176ee106d3f0fa90e381da478ddae405918153cca248e682cd0c4a2269',
      folder: 'bzip2-1.0.8',
    },
    inputs: { 'sample.txt': () => sampleText(2 * 1024 * 1024) },
  },
  {
    name: 'lua',
    language: 'c',
    source: {
      archive: 'pool/main/l/lua5.4/lua5.4_5.4.4.orig.tar.gz',
      sha256: '164c7849653b80ae67bec4b7473b884bf5cc8d2dca05653475ec2ed27b9ebf61',
      folder: 'lua-5.4.4',
    },
    inputs: { 'sample.lua': () => Buffer.from(LUA_SCRIPT) },
  },
  {
    name: 'lz4',
    language: 'c',
    source: {
      archive: 'pool/main/l/lz4/lz4_1.9.4.orig.tar.gz',
      sha256: '0b0e3aa07c8c063ddf40b082bdf7e37a1562bda40a0ff5272957f3e987e0e54b',
      folder: 'lz4-1.9.4',
    },
    inputs: { 'sample.txt': () => sampleText(2 * 1024 * 1024) },
  },
  {
    name: 'soundtouch',
    language: 'c++',
    source: {
      archive: 'pool/main/s/soundtouch/soundtouch_2.3.2+ds1.orig.tar.xz',
      sha256: '9f07b1583d798c3b1caa4a45941468992441688ce5c9164bed7121f12d3032a5',
      folder: 'soundtouch',
    },
    inputs: { 'sample.wav': () => sampleWav(40) },
  },
  {
    name: 'zlib',
    language: 'c',
    source: {
      archive: 'pool/main/z/zlib/zlib_1.2.13.dfsg.orig.tar.bz2',
      sha256: '71feb7947e3c00ef125f83b79a4e529bde31171e5babe48b391f06758d1ab0a1',
      folder: 'zlib-1.2.13.dfsg',
    },
    inputs: { 'sample.txt': () => sampleText(2 * 1024 * 1024) },
  },
];

/**
 * Brings one public project into a folder, ready to profile.
 * @param {PublicProject} project
 * @param {string} into absolute path of a folder, made where missing
 * @returns {Promise<{ folder: string } | { missing: string }>} the project's folder, or why there is none
 */
export async function bringPublicProject(project, into) {
  const unpacked = await unpackPublicSource(project.source, into);
  if ('missing' in unpacked) return unpacked;
  const { folder } = unpacked;
  const config = join(repository, 'test', 'baseline-rule', 'projects', `${project.name}.json`);
  await copyFile(config, join(folder, 'retarget.json'));
  for (const [name, content] of Object.entries(project.inputs)) {
    await writeFile(join(folder, name), content());
  }
  return { folder };
}
