// Removes what one test session shared; a session that goes on after sources changed (`vitest --watch`) bundles them anew.
import { rm } from 'node:fs/promises';
import type { TestProject } from 'vitest/node';
import { forgetSharedBundle } from './shared-bundle.ts';

export default function setup(project: TestProject): () => Promise<void> {
  const session = project.config.env['RETARGET_TEST_SESSION'];
  if (session === undefined) return () => Promise.resolve();
  project.onTestsRerun(() => forgetSharedBundle(session));
  return () => rm(session, { recursive: true, force: true });
}
