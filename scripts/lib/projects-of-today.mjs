// Which public projects a test session holds the baseline rule on, and for which targets: one of each list a day, in turn,
// or all of them (`npm run test:all`).
import { publicProjects } from './public-projects.mjs';

/** @typedef {import('./public-projects.mjs').PublicProject} PublicProject */

/** What makes tests take all projects. */
export const TAKE_ALL = { RETARGET_TEST_ALL: '1' };

const DAY = 24 * 60 * 60 * 1000;

/** The projects whose every unit is held against direct builds for several targets: one in C, one in C++. */
export const inDepth = publicProjects.filter(({ name }) => ['lz4', 'soundtouch'].includes(name));

const takesAll = () => process.env.RETARGET_TEST_ALL === TAKE_ALL.RETARGET_TEST_ALL;

/**
 * What has its turn on a day.
 * @template T
 * @param {readonly T[]} list
 * @param {number} [now] milliseconds since 1970
 */
export function ofToday(list, now = Date.now()) {
  return list[Math.floor(now / DAY) % list.length];
}

/**
 * The targets that a public project is built for: the first two, and one of the others a day, or all of them.
 * @template T
 * @param {readonly T[]} targets
 * @returns {readonly T[]}
 */
export function targetsOfToday(targets) {
  const always = targets.slice(0, 2);
  // Slower than the projects, so that each of them meets every target.
  const today = ofToday(targets.slice(2), Date.now() / inDepth.length);
  return takesAll() || today === undefined ? targets : [...always, today];
}

/**
 * Why a project is skipped; undefined where it is not.
 * @param {PublicProject} project
 * @param {readonly PublicProject[]} projects the list it is one of
 */
export function skippedToday(project, projects) {
  const chosen = ofToday(projects);
  if (takesAll() || project === chosen) return;
  return `today it is ${chosen?.name}'s turn; npm run test:all takes all`;
}

/** What is taken today, as a sentence. */
export function todaysProjects() {
  const names = [inDepth, publicProjects].map((projects) => ofToday(projects)?.name);
  return `Of the public projects, the baseline rule is held today on ${names[0]} for three targets, and retarget verify on ${names[1]}; npm run test:all takes all.`;
}
