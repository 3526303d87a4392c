// What archivers, objcopy, strip, mv, cp, ln and install do to files that are there already.
import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { archiveLine, isScripted } from './archive-line.ts';
import type { Archive, ArchiveMember } from './build-products.ts';
import type { BuildState } from './build-state.ts';
import { fileMoves } from './file-line.ts';
import { rewriteLine } from './rewrite-line.ts';
import type { ToolCall } from '../../flags/tools.ts';
import { rewrittenBy } from './messages/program.ts';

export function takeArchive(state: BuildState, words: readonly string[]): void {
  const line = archiveLine(words);
  if (line === undefined) {
    if (isScripted(words)) state.scripted.push(state.index);
    return;
  }
  const path = state.at(line.archive);
  const before = state.locate(path)?.product;
  const members = before?.kind === 'archive' ? before.members : [];
  const nameOf = (file: string): string => (line.fullNames ? state.at(file) : basename(file));
  switch (line.action) {
    case 'add':
    case 'append': {
      const added = line.names.flatMap((file): readonly ArchiveMember[] => {
        const at = state.at(file);
        const known = state.locate(at) ?? state.older(at);
        if (line.thin && known.product.kind === 'archive') {
          const via = [...known.product.steps, ...known.via];
          return known.product.members.map((member) => ({
            ...member,
            file: { ...member.file, via: [...via, ...member.file.via] },
            step: state.index,
          }));
        }
        return [{ name: nameOf(file), file: { ...known, path: at }, step: state.index }];
      });
      const replaced = new Set(line.action === 'add' ? added.map(({ name }) => name) : []);
      putArchive(state, path, [...members.filter(({ name }) => !replaced.has(name)), ...added]);
      break;
    }
    case 'delete': {
      const names = new Set(line.names.map(nameOf));
      const left = members.filter(({ name }) => !names.has(name));
      putArchive(state, path, left, [state.index]);
      break;
    }
    case 'extract': {
      const wanted = new Set(line.names.map((name) => basename(name)));
      for (const { name, file } of members) {
        const base = basename(name);
        if (wanted.size > 0 && !wanted.has(base)) continue;
        const via = [...(before?.steps ?? []), ...file.via, state.index];
        state.files.set(state.at(base), { path: state.at(base), product: file.product, via });
      }
      break;
    }
    case 'other':
      break;
  }
}

function putArchive(
  state: BuildState,
  path: string,
  members: readonly ArchiveMember[],
  further: readonly number[] = [],
): void {
  const steps = [...new Set([...members.map(({ step }) => step), ...further])];
  state.put(path, { kind: 'archive', path, members, steps } satisfies Archive);
}

/** What no link looks at may go; what changes how a file is linked makes something else of it. */
export function takeRewrite(state: BuildState, { kind, words }: ToolCall): void {
  const { files, changes } = rewriteLine(kind, words);
  for (const { from, to } of files) {
    const source = state.at(from);
    const target = to === undefined ? source : state.at(to);
    const known = state.locate(source);
    const same = changes === 'debug' || (changes === 'symbols' && known?.product.kind === 'image');
    if (!same) state.putOpaque(target, rewrittenBy(kind));
    else if (known !== undefined && target !== source) {
      state.files.set(target, { ...known, path: target, via: [...known.via, state.index] });
    }
  }
}

export function takeMove(state: BuildState, { name, words }: ToolCall): void {
  const isFolder = (path: string): boolean =>
    !state.files.has(path) && statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  for (const { from, to, gone } of fileMoves(name, words, state.step.directory, isFolder)) {
    const known = state.locate(from);
    if (from === to) continue;
    if (known === undefined) {
      state.files.delete(to);
      continue;
    }
    state.files.set(to, { ...known, path: to, via: [...known.via, state.index] });
    if (gone) state.files.delete(from);
  }
}
