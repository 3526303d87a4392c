// `npm run fuzz`: the campaigns of test/fuzz for an hour in all, from a seed that is printed; `npm test` gives each a few seconds.
// `npm run fuzz -- --minutes 10 --seed 7 [vitest arguments]`, such as `-t bitcode` for one campaign.
import { parseArgs } from 'node:util';

import { repository } from './lib/repository.mjs';
import { run } from './lib/run.mjs';
import { join } from 'node:path';

/** Of test/fuzz; two files run beside each other. */
const CAMPAIGNS = 10;
const WORKERS = 2;

const { values, tokens } = parseArgs({
  options: { minutes: { type: 'string' }, seed: { type: 'string' } },
  strict: false,
  tokens: true,
});
const minutes = numberOf(values['minutes'], 60);
const seed = numberOf(values['seed'], Math.floor(Math.random() * 2 ** 31));
const others = tokens.flatMap((token) =>
  token.kind === 'option' && token.name !== 'minutes' && token.name !== 'seed'
    ? [token.rawName, ...(token.value === undefined ? [] : [token.value])]
    : token.kind === 'positional'
      ? [token.value]
      : [],
);

/**
 * @param {string | boolean | undefined} given
 * @param {number} usual
 */
function numberOf(given, usual) {
  const number = given === undefined ? usual : Number(given);
  if (Number.isFinite(number) && number >= 0) return number;
  process.stderr.write(`fuzz: expected a number, got ${JSON.stringify(given)}\n`);
  process.exit(2);
}

process.stdout.write(`Seed ${seed}, ${minutes} minutes\n`);
const vitest = join(repository, 'node_modules', 'vitest', 'vitest.mjs');
process.exitCode = await run(
  process.execPath,
  [vitest, 'run', '--project', 'node', 'test/fuzz', ...others],
  {
    env: {
      RETARGET_FUZZ_SECONDS: String((minutes * 60 * WORKERS) / CAMPAIGNS),
      RETARGET_FUZZ_SEED: String(seed),
    },
  },
);
