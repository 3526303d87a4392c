// Who has the last word: for every key that several may say.
import { describe, expect, it } from 'vitest';
import type { Choices } from '../../src/model/request.ts';
import { decide } from '../../src/profile/precedence.ts';

const REQUEST = {
  ...{ targets: ['request'], baseline: 'request', budget: 1, precision: 0.1, pin: 1 },
  verify: 'all',
} as const;
const PROJECT = {
  ...{ targets: ['project'], baseline: 'project', budget: 2, precision: 0.2, pin: 2 },
  verify: 'none',
} as const;
const SETTINGS = {
  ...{ targets: ['settings'], baseline: 'settings', budget: 3, precision: 0.3, pin: 3 },
  verify: 'all',
} as const;

const said = (by: string, choices: Choices): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(choices).map(([key, value]: [string, unknown]) => [key, { value, by }]),
  );

describe('of all that is said', () => {
  it('the request counts first', () => {
    expect(decide({ ...REQUEST, settings: SETTINGS }, PROJECT)).toEqual(said('request', REQUEST));
  });

  it('then the project', () => {
    expect(decide({ settings: SETTINGS }, PROJECT)).toEqual(said('project', PROJECT));
  });

  it('then the settings', () => {
    expect(decide({ settings: SETTINGS }, {})).toEqual(said('settings', SETTINGS));
  });

  it('then a default, where there is one whatever the host', () => {
    expect(decide({}, {})).toEqual(
      said('default', { budget: 60, precision: 0.01, verify: 'sample' }),
    );
  });

  it('each key is decided by itself, and one that is undefined says nothing', () => {
    const request = { targets: undefined, budget: 1, pin: 0, settings: SETTINGS };
    expect(decide(request, { baseline: 'project' })).toEqual({
      ...said('settings', SETTINGS),
      budget: { value: 1, by: 'request' },
      pin: { value: 0, by: 'request' },
      baseline: { value: 'project', by: 'project' },
    });
  });
});
