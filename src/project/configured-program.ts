// Which program in the text of a retarget.json has a name, given or not.
import { findNodeAtLocation, parseTree } from 'jsonc-parser';
import { FailureError } from '../model/failure.ts';
import { noSuchProgramHere } from './messages/owners.ts';

/**
 * Its place in `programs`.
 * @throws {FailureError} `usage` where there is none of the name
 */
export function configuredProgram(file: string, text: string, program: string): number {
  const root = parseTree(text, [], { allowTrailingComma: true });
  const all = (root && findNodeAtLocation(root, ['programs']))?.children ?? [];
  const named = all.findIndex((each) => findNodeAtLocation(each, ['name'])?.value === program);
  if (named !== -1) return named;
  const [only] = all;
  // One that has no name is called after what it is made of.
  if (
    all.length === 1 &&
    only?.type === 'object' &&
    findNodeAtLocation(only, ['name']) === undefined
  )
    return 0;
  throw new FailureError({
    code: 'usage',
    ...noSuchProgramHere({ file, program }),
    place: { file },
  });
}
