// What a run is called, so that two of one day can be told apart: its name, its time to the second, its commit.
import type { Run, SourceState } from '../model/run.ts';
import { visibleText } from '../text/visible-text.ts';
import { localTimeText } from './format.ts';

/** Digits of a commit that tell it apart, as git shows them. */
const COMMIT = 8;

/** Such as `3f2a91c0`, with a `+` where files differed from it. */
export function commitText({ commit, dirty }: SourceState): string {
  return `${commit.slice(0, COMMIT)}${dirty === true ? '+' : ''}`;
}

/** Such as `nightly, 2026-11-22 17:05:01, 3f2a91c0+`, on this machine's clock. */
export function runLabel({
  name,
  startedAt,
  source,
}: Pick<Run, 'name' | 'startedAt' | 'source'>): string {
  const parts = [
    ...(name === undefined ? [] : [name]),
    localTimeText(startedAt),
    ...(source === undefined ? [] : [commitText(source)]),
  ];
  return visibleText(parts.join(', '));
}
