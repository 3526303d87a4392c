import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { bundledCommandLine } from './retarget.ts';

const retarget = bundledCommandLine();

interface Case {
  readonly args: readonly string[];
  readonly code: number;
  readonly stdout?: RegExp;
  readonly stderr?: RegExp;
}

const CASES: readonly Case[] = [
  { args: [], code: 2, stderr: /Usage: retarget/ },
  { args: ['--help'], code: 0, stdout: /Examples:[^]*Exit codes: 0 success/ },
  { args: ['help', 'profile'], code: 0, stdout: /--fail-below <speedup>[^]*Examples:/ },
  { args: ['profile', '--help'], code: 0, stdout: /--precision <fraction>/ },
  { args: ['profle'], code: 2, stderr: /unknown command 'profle'[^]*Did you mean profile\?/ },
  { args: ['profile', '--budgte', '1'], code: 2, stderr: /Did you mean --budget\?/ },
  { args: ['profile', '--budget', 'soon'], code: 2, stderr: /'soon' is invalid. Expected a time/ },
  { args: ['profile', '--precision', '2'], code: 2, stderr: /Expected a fraction/ },
  { args: ['profile', '--format', 'pdf'], code: 2, stderr: /Expected one of markdown, junit/ },
  { args: ['profile', '--out', 'report'], code: 2, stderr: /format of --out report is not clear/ },
  { args: ['profile', '-f', 'csv', '-f', 'html'], code: 2, stderr: /Only one format/ },
  { args: ['profile', '--out', 'no/such/a.md'], code: 2, stderr: /no\/such does not exist/ },
  { args: ['build'], code: 2, stderr: /required option '-o, --out <dir>' not specified/ },
  {
    args: ['record'],
    code: 2,
    stderr: /argument 'command'[^]*retarget record \[options\] -- make -j2/,
  },
  {
    args: ['record', 'make', '-j2'],
    code: 2,
    stderr: /option '-j2'[^]*record \[options\] -- make -j2/,
  },
  { args: ['compare', 'latest'], code: 2, stderr: /missing required argument 'after'/ },
  { args: ['runs', 'all'], code: 2, stderr: /too many arguments/ },
  { args: ['runs'], code: 0, stdout: /No runs are stored/ },
  { args: ['runs', '--json'], code: 0, stdout: /^\[\]\n$/ },
  {
    args: ['report'],
    code: 2,
    stderr: /error: There are no stored runs in .*\nhint: Profile the project first/,
  },
  { args: ['report', './gone.json'], code: 2, stderr: /gone\.json does not exist/ },
  { args: ['cache'], code: 0, stdout: /0 artifacts, 0 B of \d/ },
  { args: ['cache', 'info', '--json'], code: 0, stdout: /"artifacts": 0/ },
  { args: ['cache', 'clear'], code: 0, stdout: /Removed 0 artifacts/ },
];

describe('the command line', () => {
  it.each(CASES)('ends `retarget $args` with $code', async ({ args, code, stdout, stderr }) => {
    const result = await retarget.run(args);
    expect(result.stderr).toMatch(stderr ?? /^$/);
    expect(result.stdout).toMatch(stdout ?? /^$/);
    expect(result.exitCode).toBe(code);
  });

  it('says the version that package.json says', async () => {
    const manifest = new URL('../../package.json', import.meta.url);
    const { version } = JSON.parse(await readFile(manifest, 'utf8')) as { version: string };
    const { stdout, exitCode } = await retarget.run(['--version']);
    expect([stdout, exitCode]).toEqual([`${version}\n`, 0]);
  });

  it('gives a failure as JSON too where JSON is asked for', async () => {
    const { stdout, stderr, exitCode } = await retarget.run(['report', 'latest', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ failure: { code: 'run-missing' } });
    expect(stderr).toContain('error: There are no stored runs');
    expect(exitCode).toBe(2);
  });
});
