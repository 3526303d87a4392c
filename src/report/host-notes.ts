// What the reader of a run has to know of its host, in one short sentence each; `retarget host` tells it in full.
import type { Host } from '../model/host.ts';

export function briefHostNotes({ notes, cpu, virtualisation }: Host): string[] {
  return notes.map(({ code, message }) => {
    switch (code) {
      case 'virtual-machine':
        return `Virtual machine (${virtualisation ?? 'unknown'}): other guests can disturb its times.`;
      case 'name-disagrees':
        return `LLVM calls this CPU ${cpu}, but its features differ (see retarget host).`;
      case 'loader-disagrees':
      case 'facts-missing':
        return message;
    }
  });
}
