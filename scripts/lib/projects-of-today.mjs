// Which public projects a test session holds the baseline rule on: one of each list a day, in turn, or all of them
// (`npm run test:all`).
import { publicProjects } from './public-projects.mjs';

/** @typedef {import('./public-projects.mjs').PublicProject} PublicProject */

/** What makes tests take all projects. */
export const TAKE_ALL = { RETARGET_TEST_ALL: '1' };

const DAY = 24 * 60 * 60 * 1000;

/** The projects that are built for six targets: one in C, one in C++. */
export const inDepth = publicProjects.filter(({ name }) => ['lz4', 'soundtouch'].includes(name));

/**
 * The project of a day; each gets its turn.
 * @param {readonly PublicProject[]} projects
 * @param {number} [now] milliseconds since 1970
 */
export function ofToday(projects, now = Date.now()) {
  return projects[Math.floor(now / DAY) % projects.length];
}

/**
 * Why a project is skipped; undefined where it is not.
 * @param {PublicProject} project
 * @param {readonly PublicProject[]} projects the list it is one of
 */
export function skippedToday(project, projects) {
  const chosen = ofToday(projects);
  if (process.env.RETARGET_TEST_ALL === TAKE_ALL.RETARGET_TEST_ALL || project === chosen) return;
  return `today it is ${chosen?.name}'s turn; npm run test:all takes all`;
}

/** What is taken today, as a sentence. */
export function todaysProjects() {
  const names = [inDepth, publicProjects].map((projects) => ofToday(projects)?.name);
  return `Of the public projects, the baseline rule is held today on ${names[0]}, and retarget verify on ${names[1]}; npm run test:all takes all.`;
}
