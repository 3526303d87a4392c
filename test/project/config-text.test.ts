import { describe, expect, it } from 'vitest';
import { addedPrograms, newConfigText } from '../../src/project/config-text.ts';
import type { ConfigProgram } from '../../src/config/config-schema.ts';
import { changedText } from '../../src/project/json-changes.ts';
import { loadProject } from '../../src/project/load-project.ts';
import { TemporaryFolder } from './temporary-folder.ts';

const folder = new TemporaryFolder();
const NEW: ConfigProgram = { name: 'new', sources: ['new.c'] };

function added(text: string, programs: readonly ConfigProgram[] = [NEW]): string {
  return changedText(text, addedPrograms('/p/retarget.json', text, programs));
}

describe('a program added to retarget.json', () => {
  it.each([
    [
      'stands behind the others, each comment where it was',
      '// mine\n{ "programs": [{\n    "name": "a" // old\n  }], /* end */ "pin": 1 }\n',
      '// mine\n{ "programs": [{\n    "name": "a" // old\n  }, {\n    "name": "new",\n    "sources": ["new.c"]\n  }], /* end */ "pin": 1 }\n',
    ],
    [
      'is indented as the others are',
      '{\n    "programs": [\n        { "name": "a" } // the first\n    ]\n}',
      '{\n    "programs": [\n        { "name": "a" }, // the first\n        {\n          "name": "new",\n          "sources": ["new.c"]\n        }\n    ]\n}',
    ],
    [
      'keeps a comma that ends the list',
      '{\n  "programs": [\n  { "name": "a" }, // the first\n  ],\n}',
      '{\n  "programs": [\n  { "name": "a" }, // the first\n  {\n    "name": "new",\n    "sources": ["new.c"]\n  },\n  ],\n}',
    ],
    [
      'is the first of an empty list',
      '{ "programs": [/* none yet */] }',
      '{ "programs": [{\n    "name": "new",\n    "sources": ["new.c"]\n  }/* none yet */] }',
    ],
  ])('%s', (_, before, after) => {
    expect(added(before)).toBe(after);
  });

  it.each([
    '',
    '{ "programs": [',
    '[]',
    '{}',
    '{ "programs": {} }',
    '{ "programs": [{ "name": "new" }] }',
  ])('leaves %j as it is', (text) => {
    expect(() => added(text)).toThrow();
  });
});

it('a new retarget.json says whatever a program can say, and loads', async () => {
  await folder.write('new.c');
  const text = newConfigText([
    {
      ...NEW,
      benchmarks: [
        { name: 'x "y"\n', env: { A: 'b' }, metric: { pattern: '(.)', better: 'lower' } },
      ],
    },
    { name: 'other', bitcode: ['*.bc'], flags: [] },
  ]);
  await folder.write('a.bc');
  const { programs } = await loadProject(await folder.write('retarget.json', text));
  expect(programs.map(({ name, benchmarks }) => [name, benchmarks[0]?.name])).toEqual([
    ['new', 'x "y"\n'],
    ['other', 'default'],
  ]);
  expect(text).toContain('"env": { "A": "b" }');
});
