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
 * Runs npm, by the npm that started this script where there is one: on Windows `npm` alone is no program.
 * @param {readonly string[]} args
 */
export function runNpm(args) {
  const besideNode = join(dirname(process.execPath), 'node_modules', 'npm', 'bin', 'npm-cli.js');
  const script = process.env.npm_execpath ?? (existsSync(besideNode) ? besideNode : undefined);
  return script === undefined ? run('npm', args) : run(process.execPath, [script, ...args]);
}
