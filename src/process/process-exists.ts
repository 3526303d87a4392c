// Whether a process number is somebody's now.

/** Numbers are used again: that there is such a process does not say that it is still the same one. */
export function processExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Not ours to signal, but there.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
