// URIs of the protocol and paths on disk, each as the other. What is on no disk has no path.
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** Absolute path, without a slash at its end; undefined for what is no file on this machine, such as an unsaved or a virtual document. */
export function pathOfUri(uri: string): string | undefined {
  try {
    return resolve(fileURLToPath(uri));
  } catch {
    return undefined;
  }
}

export function uriOf(path: string): string {
  return pathToFileURL(path).href;
}
