// Whose libraries are in the bundles, and under which terms: their licences ask to be passed on with them.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { repository } from './repository.mjs';
import { parseJson } from './typed.mjs';

/** The folder of the package that a bundled file belongs to. */
const PACKAGE = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/;

/** Files in which packages say what they may be used for. */
const TERMS = /^(?:licen[cs]e|copying|notice|third-?party-?notices?)/i;

/**
 * @typedef {object} ThirdParty
 * @property {string} name
 * @property {string} version
 * @property {string} licence as the package names it
 * @property {string} text its own words
 */

/**
 * The packages of which something is in the bundles, by name and version.
 * @param {readonly import('esbuild').Metafile[]} metafiles
 * @returns {Promise<ThirdParty[]>}
 * @throws {Error} where a package brings no licence's text
 */
export async function thirdParties(metafiles) {
  const inputs = metafiles
    .flatMap(({ outputs }) => Object.values(outputs))
    .flatMap((output) => Object.entries(output.inputs))
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .flatMap(([input]) => PACKAGE.exec(input)?.[0] ?? []);
  const found = await Promise.all([...new Set(inputs)].map(thirdParty));
  const different = new Map(found.map((each) => [`${each.name} ${each.version}`, each]));
  return [...different.values()].sort(
    (a, b) => compare(a.name, b.name) || compare(a.version, b.version),
  );
}

/**
 * By code unit, the same on every machine.
 * @param {string} a
 * @param {string} b
 */
const compare = (a, b) => (a < b ? -1 : Number(a > b));

/**
 * @param {string} path of a package's folder, in the repository
 * @returns {Promise<ThirdParty>}
 */
async function thirdParty(path) {
  const folder = join(repository, path);
  /** @type {{ name: string, version: string, license: unknown }} */
  const { name, version, license } = parseJson(
    await readFile(join(folder, 'package.json'), 'utf8'),
  );
  const files = (await readdir(folder)).filter((file) => TERMS.test(file)).sort(compare);
  if (files.length === 0) throw new Error(`${name} ${version} comes without its licence's text.`);
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  const text = texts.map((each) => each.replaceAll('\r\n', '\n').trim()).join('\n\n');
  return { name, version, licence: String(license), text };
}

/**
 * One document of them all.
 * @param {readonly ThirdParty[]} packages
 */
export function thirdPartyText(packages) {
  const rule = '-'.repeat(80);
  return [
    'Retarget contains code of the following packages. Their licences:',
    ...packages.map(
      ({ name, version, licence, text }) => `${rule}\n${name} ${version} (${licence})\n\n${text}`,
    ),
    '',
  ].join('\n\n');
}
