import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runProcess, runTool } from '../../src/process/run-process.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'retarget-process-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Waits for a process to be gone: its parent (init) may take a moment to reap it. */
async function isGone(pid: number): Promise<boolean> {
  for (let attempt = 0; attempt < 1000; attempt += 1) {
    if (!isAlive(pid) || (await isZombie(pid))) return true;
    await sleep(20);
  }
  return false;
}

async function isZombie(pid: number): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return /\) Z /.test(status);
}

async function pidIn(file: string): Promise<number> {
  for (let attempt = 0; attempt < 1000; attempt += 1) {
    const text = await readFile(file, 'utf8').catch(() => '');
    if (text.endsWith('\n')) return Number(text);
    await sleep(20);
  }
  throw new Error(`no process wrote ${file}`);
}

const node = process.execPath;

/** A process that starts a grandchild, writes the grandchild's pid to `file`, and waits for it. */
function parentOfSleeper(file: string, detached = false): string[] {
  const script = `
    const child = require('node:child_process').spawn('sleep', ['600'], { stdio: 'inherit', detached: ${detached} });
    require('node:fs').writeFileSync(process.argv[1], child.pid + '\\n');`;
  return ['-e', script, file];
}

describe.each([
  ['runProcess', runProcess],
  ['runTool', runTool],
] as const)('%s', (name, run) => {
  it('returns both streams and the exit status, however it ends', async () => {
    const result = await run({
      command: node,
      args: ['-e', 'process.stdout.write("out\\n"); process.stderr.write("err"); process.exit(7)'],
    });
    expect(result).toEqual({
      exitCode: 7,
      stdout: 'out\n',
      stderr: 'err',
      timedOut: false,
      truncated: false,
    });
  });

  it('names the signal that ended a process, without an exit status', async () => {
    const result = await run({
      command: node,
      args: ['-e', 'process.kill(process.pid, "SIGSEGV"); setTimeout(() => {}, 60000)'],
    });
    expect(result.signal).toBe('SIGSEGV');
    expect(result.exitCode).toBeUndefined();
  });

  it('passes every argument unchanged', async () => {
    const hostile = [
      '',
      ' ',
      '-x',
      '--',
      '$(touch pwned)',
      '`id`',
      '"',
      "'",
      'a\nb',
      '*',
      'é漢🙂',
      '\\',
    ];
    const print = 'process.stdout.write(JSON.stringify(process.argv.slice(1)))';
    const echoed = await run({
      command: node,
      args: ['-e', print, '--', ...hostile],
      cwd: folder,
    });
    expect(JSON.parse(echoed.stdout)).toEqual(hostile);
  });

  it('passes arbitrary text unchanged', async () => {
    const text = fc.array(
      fc.string({ unit: 'grapheme' }).filter((value) => !value.includes('\0')),
      { maxLength: 20 },
    );
    await fc.assert(
      fc.asyncProperty(text, async (args) => {
        const print = 'process.stdout.write(JSON.stringify(process.argv.slice(1)))';
        const { stdout } = await run({ command: node, args: ['-e', print, '--', ...args] });
        expect(JSON.parse(stdout)).toEqual(args);
      }),
      { numRuns: 10 },
    );
  });

  it('gives nothing on standard input', async () => {
    const result = await run({ command: 'cat', args: [], timeLimit: 20_000 });
    expect(result).toMatchObject({ exitCode: 0, stdout: '', timedOut: false });
  });

  it('adds to the inherited environment and removes what is undefined', async () => {
    process.env['RETARGET_TEST_INHERITED'] = 'kept';
    process.env['RETARGET_TEST_REMOVED'] = 'there';
    try {
      const result = await run({
        command: node,
        args: ['-p', 'JSON.stringify(process.env)'],
        env: { RETARGET_TEST_ADDED: 'new', RETARGET_TEST_REMOVED: undefined },
      });
      const seen = JSON.parse(result.stdout) as Record<string, string>;
      expect(seen['RETARGET_TEST_INHERITED']).toBe('kept');
      expect(seen['RETARGET_TEST_ADDED']).toBe('new');
      expect(seen).not.toHaveProperty('RETARGET_TEST_REMOVED');
    } finally {
      delete process.env['RETARGET_TEST_INHERITED'];
      delete process.env['RETARGET_TEST_REMOVED'];
    }
  });

  it('says ENOENT for a program that is not there', async () => {
    const result = await run({ command: join(folder, 'missing'), args: [] });
    expect(result).toMatchObject({ spawnError: 'ENOENT', stdout: '' });
  });

  it('says EACCES for a file that may not be executed', async () => {
    const file = join(folder, 'plain');
    await writeFile(file, '#!/bin/sh\n');
    await chmod(file, 0o644);
    const result = await run({ command: file, args: [] });
    expect(result).toMatchObject({ spawnError: 'EACCES' });
  });

  it('kills a process that writes more than its cap, and keeps the beginning', async () => {
    const result = await run({ command: 'yes', args: [], maxOutput: 1000 });
    expect(result.truncated).toBe(true);
    expect(result.exitCode).toBeUndefined();
    expect(Buffer.byteLength(result.stdout)).toBe(1000);
  });

  it('counts the cap in bytes', async () => {
    const print = 'process.stdout.write("é".repeat(600))';
    expect((await run({ command: node, args: ['-e', print], maxOutput: 1000 })).truncated).toBe(
      true,
    );
    expect((await run({ command: node, args: ['-e', print], maxOutput: 1200 })).truncated).toBe(
      false,
    );
  });

  it('kills the writers a process started once the cap is passed', async () => {
    const file = join(folder, 'pid');
    // It writes only once its number is on disk: whoever passes the cap is killed at once.
    const writer = `
      const { existsSync, readFileSync, writeSync } = require('node:fs');
      const isWritten = (file) => existsSync(file) && readFileSync(file, 'utf8').endsWith('\\n');
      setInterval(() => { while (isWritten(process.argv[1])) writeSync(1, 'y\\n'); }, 5);`;
    const script = `
      const { spawn } = require('node:child_process');
      const file = process.argv[1];
      const child = spawn(process.execPath, ['-e', process.argv[2], file], { stdio: 'inherit' });
      require('node:fs').writeFileSync(file, child.pid + '\\n');
      setTimeout(() => {}, 600000);`;
    const result = await run({
      command: node,
      args: ['-e', script, file, writer],
      maxOutput: 1000,
    });
    expect(result.truncated).toBe(true);
    expect(await isGone(await pidIn(file))).toBe(true);
  });

  it('kills the whole tree at its time limit', async () => {
    const file = join(folder, 'pid');
    const result = await run({
      command: node,
      args: parentOfSleeper(file),
      timeLimit: 5000,
    });
    expect(result).toMatchObject({ timedOut: true, signal: 'SIGKILL' });
    expect(await isGone(await pidIn(file))).toBe(true);
  });

  it('kills a process that ignores SIGTERM', async () => {
    const result = await run({
      command: node,
      args: ['-e', 'process.on("SIGTERM", () => {}); setTimeout(() => {}, 600000)'],
      timeLimit: 500,
    });
    expect(result).toMatchObject({ timedOut: true, signal: 'SIGKILL' });
  });

  it('does not wait for a grandchild that left the group and holds the output open', async () => {
    const file = join(folder, 'pid');
    const result = await run({
      command: node,
      args: parentOfSleeper(file, true),
      timeLimit: 5000,
    });
    const pid = await pidIn(file);
    process.kill(pid, 'SIGKILL');
    expect(result.timedOut).toBe(true);
  });

  it('throws the reason of its signal, leaving no process', async () => {
    const file = join(folder, 'pid');
    const controller = new AbortController();
    const promise = run({
      command: node,
      args: parentOfSleeper(file),
      signal: controller.signal,
    });
    const pid = await pidIn(file);
    controller.abort();
    await expect(promise).rejects.toMatchObject({ name: 'AbortError' });
    expect(await isGone(pid)).toBe(true);
  });

  it('starts nothing where its signal is aborted already', async () => {
    const file = join(folder, 'touched');
    const promise = run({
      command: 'touch',
      args: [file],
      signal: AbortSignal.abort(new Error('too late')),
    });
    await expect(promise).rejects.toThrow('too late');
    await expect(readFile(file)).rejects.toThrow();
  });

  it('kills what still runs when this process exits', async () => {
    const file = join(folder, 'pid');
    const script = join(folder, 'exits.mjs');
    const bundled = join(folder, 'run-process.mjs');
    const { build } = await import('esbuild');
    await build({
      entryPoints: [join(import.meta.dirname, '../../src/process/run-process.ts')],
      bundle: true,
      platform: 'node',
      format: 'esm',
      outfile: bundled,
      banner: {
        js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
      },
    });
    await writeFile(
      script,
      `import { ${name} } from './run-process.mjs';
       import { existsSync, readFileSync } from 'node:fs';
       const written = (file) => existsSync(file) && readFileSync(file, 'utf8').endsWith('\\n');
       void ${name}({ command: process.execPath, args: ${JSON.stringify(parentOfSleeper(file))} });
       setInterval(() => { if (written(${JSON.stringify(file)})) process.exit(3); }, 20);`,
    );
    const result = await run({ command: node, args: [script], timeLimit: 30_000 });
    expect(result).toMatchObject({ exitCode: 3 });
    expect(await isGone(await pidIn(file))).toBe(true);
  });
});
