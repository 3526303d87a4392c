// Units that differ only in what an answer of clang's does not depend on share it.
import { describe, expect, it } from 'vitest';
import { attributeFlags, machineFlags, searchFlags } from '../../src/flags/question-flags.ts';

const LINE =
  '-O2 -g3 -Wall -Wp,-DX -DA -D B -UC -Iinc -isystem sys -include a.h --imacros=m.h -Xclang -include -Xclang p.h -Xclang -target-feature -Xclang +avx2 -m32 -mllvm -mattr=x --target=i686-linux-gnu -fPIC'.split(
    ' ',
  );

describe('flags that an answer depends on', () => {
  it.each([
    [
      'where headers are',
      searchFlags,
      '-Wp,-DX -Iinc -isystem sys -Xclang -target-feature -Xclang +avx2 -m32 -mllvm -mattr=x --target=i686-linux-gnu -fPIC',
    ],
    [
      'what stands on functions',
      attributeFlags,
      '-O2 -g3 -Wp,-DX -Xclang -target-feature -Xclang +avx2 -m32 -mllvm -mattr=x --target=i686-linux-gnu -fPIC',
    ],
    [
      'which machine it is',
      machineFlags,
      '-Xclang -target-feature -Xclang +avx2 -m32 --target=i686-linux-gnu',
    ],
  ])('are few: %s', (_, asked, flags) => {
    expect(asked(LINE).join(' ')).toBe(flags);
  });

  it('are no values of others', () => {
    expect(searchFlags(['-D', '-Iinc', '-Xpreprocessor', '-DX'])).toEqual([
      '-Xpreprocessor',
      '-DX',
    ]);
    expect(machineFlags(['-I', '-m32', '-Xassembler', '-m32'])).toEqual([]);
  });
});
