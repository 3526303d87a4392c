// What changed in a release, for its page: `node scripts/release-notes.mjs v0.2.0`. Fails unless the tag, package.json and
// CHANGELOG.md name the same version, so that nothing is published under a wrong one.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { isMain } from './lib/is-main.mjs';
import { readPackageJson } from './lib/package-json.mjs';
import { repository } from './lib/repository.mjs';
import { stop } from './lib/stop.mjs';

/**
 * The text below the heading of a version.
 * @param {string} changelog in the format of Keep a Changelog
 * @param {string} version
 * @returns {string | undefined} undefined where there is no such heading with a date, or nothing below it
 */
export function sectionOf(changelog, version) {
  const [, ...sections] = changelog.split(/^## /m);
  const section = sections.find((each) => each.startsWith(`[${version}] - `));
  if (section === undefined || !/^\S+ - \d{4}-\d{2}-\d{2}\n/.test(section)) return undefined;
  const text = section.slice(section.indexOf('\n')).trim();
  return text === '' ? undefined : text;
}

/**
 * Why a tag may not be released, or undefined where it may.
 * @param {string} tag
 * @param {string} version package.json's
 * @param {string | undefined} section
 */
export function mismatch(tag, version, section) {
  if (tag !== `v${version}`) return `The tag is ${tag}, but package.json has version ${version}.`;
  if (section === undefined) {
    return `CHANGELOG.md has no section "## [${version}] - <date>", or it is empty.`;
  }
  return undefined;
}

if (isMain(import.meta.url)) {
  const tag = process.argv[2];
  if (tag === undefined) stop('usage: node scripts/release-notes.mjs TAG', 2);
  const { version } = await readPackageJson();
  const section = sectionOf(await readFile(join(repository, 'CHANGELOG.md'), 'utf8'), version);
  const problem = mismatch(tag, version, section);
  if (problem !== undefined) stop(problem);
  process.stdout.write(`${section}\n`);
}
