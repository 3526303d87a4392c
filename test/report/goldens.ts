// Expected texts as files under test/fixtures/report: read one to see what a report looks like; vitest -u writes them anew.
import { expect } from 'vitest';

export async function expectGolden(text: string, name: string): Promise<void> {
  await expect(text).toMatchFileSnapshot(`../fixtures/report/${name}`);
}
