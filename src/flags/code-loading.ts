// Flags by which a compiler or a linker loads, or runs, what the command line names: they do more than say how code is made.
import type { Option } from './options.ts';

const LOADS =
  /^(?:-fplugin=|-fpass-plugin=|--?specs(?:=|$)|-wrapper$|-B|--prefix(?:=|$)|--ld-path=|-fuse-ld=.*[/\\]|--config(?:=|$)|-Wl,.*-plugin(?:[=,]|$))/u;
const INNER_LOADS = /^-(?:load|add-plugin|plugin|fpass-plugin=.*)$/u;
const LINKER_LOADS = /^-{1,2}plugin(?:=|$)/u;

export function loadsCode({ words: [first = '', second = ''] }: Option): boolean {
  if (first === '-Xclang') return INNER_LOADS.test(second);
  if (first === '-Xlinker' || first === '--for-linker') return LINKER_LOADS.test(second);
  return LOADS.test(first);
}
