// The public programs that the baseline rule is proved on and that anyone can profile: where they come from, the
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

/** @type {readonly PublicProject[]} */
export const publicProjects = [
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
