// A run's JSON text in pieces: the editor's own process passes them on to its page unread, and never holds one for long.
import type { Run, Variant } from '../../model/run.ts';
import { standing } from '../../model/variant.ts';
import type { RunPiece } from '../../protocol/server-requests.ts';

/** Bytes of UTF-8 in one piece, at most. */
export const PIECE_SIZE = 256 * 1024;

/** Texts kept while their pieces are asked for. */
const MOST = 3;

export class RunPieces {
  /** By version, path and kind, the longest unused first. */
  readonly #texts = new Map<string, string>();

  /**
   * @param from where the piece starts, in UTF-16, as an earlier piece's `next` said; ignored where its version is another one.
   */
  piece(
    path: string,
    { run, version }: { readonly run: Run; readonly version: string },
    asked: { readonly from: number; readonly version?: string; readonly brief?: boolean },
  ): RunPiece {
    const brief = asked.brief === true;
    const text = this.#textOf(JSON.stringify([version, path, brief]), run, brief);
    const isSame = asked.version === undefined || asked.version === version;
    const from = isSame ? asked.from : 0;
    const end = endOfPiece(text, from);
    return {
      version,
      text: text.slice(from, end),
      ...(end < text.length ? { next: end } : {}),
    };
  }

  #textOf(key: string, run: Run, brief: boolean): string {
    const text = this.#texts.get(key) ?? JSON.stringify(brief ? withoutSamples(run) : run);
    this.#texts.delete(key);
    this.#texts.set(key, text);
    for (const oldest of this.#texts.keys()) {
      if (this.#texts.size <= MOST) break;
      this.#texts.delete(oldest);
    }
    return text;
  }
}

/** Where a piece that starts at `from` ends: within the size, and not between the two halves of one character. */
export function endOfPiece(text: string, from: number): number {
  let end = Math.min(text.length, from + PIECE_SIZE);
  while (Buffer.byteLength(text.slice(from, end)) > PIECE_SIZE) {
    end = from + Math.floor((end - from) / 2);
  }
  const last = text.charCodeAt(end - 1);
  const isHalf = end < text.length && end - 1 > from && last >= 0xd800 && last <= 0xdbff;
  return isHalf ? end - 1 : end;
}

/** The same run without what fills it, and what a picture does not need: samples and command lines. */
function withoutSamples(run: Run): Run {
  return {
    ...run,
    programs: run.programs.map((program) => ({
      ...program,
      variants: withoutCommands(program.variants),
      benchmarks: program.benchmarks.map((result) => ({ ...result, samples: [] })),
    })),
  };
}

function withoutCommands(variants: readonly Variant[]): Variant[] {
  const ofTargets = standing(variants);
  return variants.map((variant) => ({
    ...variant,
    // Which files differ of code from bitcode only is what notes say.
    units: ofTargets.includes(variant)
      ? []
      : variant.units.map((unit) => ({ ...unit, frontEndArgv: [], codegenArgv: [] })),
    linkArgv: [],
  }));
}
