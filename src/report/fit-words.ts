// How a target fits this host, in a few words.
import type { Fit } from '../model/target.ts';
import { listText } from '../text/list-text.ts';

/** Features named before the rest is only counted. */
const NAMED = 3;

/** Such as `runs`, `runs with sgx switched off`, `cannot run: lacks avx512f, avx512bw, avx512vl and 3 more`. */
export function fitWords(fit: Fit | { readonly kind: 'unknown' }): string {
  switch (fit.kind) {
    case 'runs':
      return 'runs';
    case 'masked':
      return `runs with ${listText(fit.masked, NAMED)} switched off`;
    case 'cannot-run':
      return `cannot run: lacks ${listText(fit.missing, NAMED)}`;
    case 'unknown':
      return 'unknown to this LLVM';
  }
}
