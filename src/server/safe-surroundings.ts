// Where this process stands and looks for programs: a client starts it in the workspace, whose own `cat` must never be found.
import { delimiter, isAbsolute } from 'node:path';

/** Variables that hold lists of folders in which programs and libraries are looked for; an empty entry is the current one. */
const SEARCHED = ['PATH', 'Path', 'LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH'] as const;

/**
 * Before anything else is started: leaves the folder this process was started in, and searches only folders that are the
 * same wherever a process stands.
 * @param folder absolute path of one that holds no one else's files.
 */
export function leaveWorkspace(folder: string): void {
  process.chdir(folder);
  for (const name of SEARCHED) {
    const value = process.env[name];
    if (value === undefined) continue;
    const kept = value.split(delimiter).filter((entry) => isAbsolute(entry));
    // An empty list would be the current folder again.
    if (kept.length === 0) Reflect.deleteProperty(process.env, name);
    else process.env[name] = kept.join(delimiter);
  }
}
