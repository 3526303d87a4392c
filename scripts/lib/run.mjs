// Starting other programs from scripts: argv only, never a shell.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { repository } from './repository.mjs';

/**
 * Runs a program in the terminal and answers with its exit code (128 + signal where one ended it, 127 where
 * it could not start). Ctrl-C reaches the program itself; this waits for it to finish tidying up.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: Record<string, string | undefined> }} [options]
 * @returns {Promise<number>}
 */
export function run(command, args, options = {}) {
  return new Promise((resolve) => {
    const ignore = () => {};
    process.on('SIGINT', ignore);
    const child = spawn(command, args, {
      stdio: 'inherit',
      cwd: options.cwd ?? repository,
      env: { ...process.env, ...options.env },
    });
    /** @param {number} code */
    const finish = (code) => {
      process.off('SIGINT', ignore);
      resolve(code);
    };
    child.on('error', (error) => {
      process.stderr.write(`${command}: ${error.message}\n`);
      finish(127);
    });
    child.on('exit', (code, signal) => finish(code ?? (signal === 'SIGINT' ? 130 : 143)));
  });
}

/**
 * Runs a program to its end and keeps what it writes, standard output and standard error as they come. Ctrl-C reaches the
 * program itself, as with `run`; the exit code is `run`'s, too.
 * @param {readonly [command: string, ...args: string[]]} argv
 * @param {Record<string, string | undefined>} [env] added to the environment
 * @returns {Promise<{ code: number, output: string }>}
 */
export function runKept([command, ...args], env = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      cwd: repository,
      env: { ...process.env, ...env },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk) => (output += chunk));
    }
    child.on('error', (error) => resolve({ code: 127, output: `${command}: ${error.message}\n` }));
    child.on('close', (code, signal) =>
      resolve({ code: code ?? (signal === 'SIGINT' ? 130 : 143), output }),
    );
  });
}

/**
 * A program's standard output, or undefined where it failed or is not there.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ input?: string, cwd?: string }} [options]
 */
export function outputOf(command, args, options = {}) {
  const result = spawnSync(command, args, {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['pipe', 'pipe', 'ignore'],
    ...options,
  });
  return result.status === 0 ? result.stdout : undefined;
}

/**
 * A program's standard error, with nothing on its standard input, or undefined where it is not there.
 * @param {string} command
 * @param {readonly string[]} args
 */
export function errorOutputOf(command, args) {
  const result = spawnSync(command, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  return result.error === undefined ? result.stderr : undefined;
}

/**
 * How npm is started: by the npm that started this script where there is one, since on Windows `npm` alone is no program.
 * @param {readonly string[]} args
 * @returns {[command: string, ...args: string[]]}
 */
export function npmCommand(args) {
  const besideNode = join(dirname(process.execPath), 'node_modules', 'npm', 'bin', 'npm-cli.js');
  const script = process.env.npm_execpath ?? (existsSync(besideNode) ? besideNode : undefined);
  return script === undefined ? ['npm', ...args] : [process.execPath, script, ...args];
}

/**
 * Runs npm.
 * @param {readonly string[]} args
 */
export function runNpm(args) {
  const [command, ...rest] = npmCommand(args);
  return run(command, rest);
}
