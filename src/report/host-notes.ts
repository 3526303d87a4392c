// What the reader of a run has to know of its host, in one short sentence each; `retarget host` tells it in full.
import type { Host } from '../model/host.ts';
import { featuresDiffer, virtualMachine } from './messages/notes.ts';

export function briefHostNotes({ notes, cpu, virtualisation }: Host): string[] {
  return notes.map(({ code, message }) => {
    switch (code) {
      case 'virtual-machine':
        return virtualMachine({ hypervisor: virtualisation ?? 'unknown' });
      case 'name-disagrees':
        return featuresDiffer({ cpu });
      case 'loader-disagrees':
      case 'facts-missing':
        return message;
    }
  });
}
