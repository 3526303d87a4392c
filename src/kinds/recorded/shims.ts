// Which of a build's tools the loader does not let the recorder into, and the folder of what stands before those instead.
import { createHash } from 'node:crypto';
import { mkdir, open, readdir, realpath, rename, rm, symlink } from 'node:fs/promises';
import { basename, delimiter, dirname, isAbsolute, join } from 'node:path';
import { isWatched } from '../../flags/tools.ts';
import type { RecorderProgram } from './recorder-program.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Variables by which a build is told its tools; only the first word of each is a program. */
const TOOL_VARIABLES = ['CC', 'CXX', 'AR', 'LD', 'RANLIB', 'AS', 'OBJCOPY', 'STRIP'];

/**
 * Changes to the environment that put shims before tools; none where the recorder's library reaches all of them. Shims stay
 * where they are, and pass every call on: a configured build may remember them.
 */
export async function placeShims(
  recorder: RecorderProgram,
  env: Environment,
): Promise<Record<string, string>> {
  const needsShim = recorder.library === undefined ? () => Promise.resolve(true) : isClosed;
  const onPath = new Map<string, string>();
  for (const folder of (env['PATH'] ?? '').split(delimiter).filter(isAbsolute)) {
    // What an earlier record put in front is no tool.
    if (folder.startsWith(join(recorder.folder, 'shims-'))) continue;
    for (const name of await readdir(folder).catch(() => [])) {
      if (isWatched(name) && !onPath.has(name)) onPath.set(name, join(folder, name));
    }
  }
  const links: { readonly folder: string; readonly name: string; readonly real: string }[] = [];
  for (const [name, real] of onPath) {
    if (await needsShim(real)) links.push({ folder: '.', name, real });
  }
  const named: Record<string, (shims: string) => string> = {};
  for (const variable of TOOL_VARIABLES) {
    const [real = '', ...rest] = (env[variable] ?? '').split(' ');
    if (!isAbsolute(real) || dirname(dirname(real)) === recorder.folder) continue;
    if (!(await needsShim(real))) continue;
    links.push({ folder: variable, name: basename(real), real });
    named[variable] = (shims) => [join(shims, variable, basename(real)), ...rest].join(' ');
  }
  if (links.length === 0) return {};
  const shims = await madeFolder(recorder, links);
  return {
    PATH: [shims, env['PATH'] ?? ''].join(delimiter),
    RETARGET_RECORD_SHIMS: shims,
    ...Object.fromEntries(Object.entries(named).map(([key, value]) => [key, value(shims)])),
  };
}

async function madeFolder(
  { folder, shim }: RecorderProgram,
  links: readonly { readonly folder: string; readonly name: string; readonly real: string }[],
): Promise<string> {
  const key = createHash('sha256').update(JSON.stringify(links)).digest('hex').slice(0, 16);
  const shims = join(folder, `shims-${key}`);
  const making = `${shims}.${process.pid}`;
  try {
    for (const { folder: inside, name, real } of links) {
      await mkdir(join(making, inside), { recursive: true });
      await symlink(shim, join(making, inside, name));
      await symlink(real, join(making, inside, `${name}.real`));
    }
    // Where it is there already it holds the same.
    await rename(making, shims).catch(() => undefined);
  } finally {
    await rm(making, { recursive: true, force: true });
  }
  return shims;
}

const PROGRAM_INTERPRETER = 3;

/** Whether a program starts without the loader: linked statically, as some compilers are. Scripts are not: who runs them is seen. */
async function isClosed(path: string): Promise<boolean> {
  const file = await open(await realpath(path).catch(() => path)).catch(() => undefined);
  if (file === undefined) return false;
  try {
    const { buffer: head, bytesRead } = await file.read(Buffer.alloc(4096), 0, 4096, 0);
    if (bytesRead < 64 || head.toString('latin1', 0, 4) !== '\x7fELF') return false;
    const wide = head[4] === 2;
    const little = head[5] === 1;
    if (!little) return false;
    const start = wide ? Number(head.readBigUInt64LE(0x20)) : head.readUInt32LE(0x1c);
    const size = head.readUInt16LE(wide ? 0x36 : 0x2a);
    const count = head.readUInt16LE(wide ? 0x38 : 0x2c);
    for (let at = start; at < start + size * count; at += size) {
      if (at + 4 > bytesRead) return false;
      if (head.readUInt32LE(at) === PROGRAM_INTERPRETER) return false;
    }
    return true;
  } finally {
    await file.close();
  }
}
