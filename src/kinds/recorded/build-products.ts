// What a recorded build made, and out of what.
import type { CompileEntry } from '../../flags/compile-entry.ts';

export type BuildProduct = ObjectFile | JoinedObjects | Archive | Image | Opaque | Text;

interface Made {
  /** Absolute path it was first written to. */
  readonly path: string;
  /** Indices of the steps that made it, without those of its parts. */
  readonly steps: readonly number[];
}

/** One unit. */
export interface ObjectFile extends Made {
  readonly kind: 'object';
  readonly entry: CompileEntry;
  /** Which step compiled it: what its compiler and environment were. */
  readonly compiledBy: number;
}

/** Several objects that `ld -r` made one; archives among them were taken whole. */
export interface JoinedObjects extends Made {
  readonly kind: 'joined';
  readonly parts: readonly Located[];
}

export interface Archive extends Made {
  readonly kind: 'archive';
  readonly members: readonly ArchiveMember[];
}

export interface ArchiveMember {
  readonly name: string;
  readonly file: Located;
  /** The step that put it in. */
  readonly step: number;
}

/** What a linker made: an executable or a shared library. */
export interface Image extends Made {
  readonly kind: 'image';
  readonly shared: boolean;
  readonly language: 'c' | 'c++';
  /** Absolute. */
  readonly directory: string;
  readonly items: readonly LinkItem[];
  /** Not by clang: flags are asked about. */
  readonly linkedBy: number;
}

export type LinkItem =
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'file'; readonly file: Located; readonly words: readonly string[] };

/** A file that is linked as it is, the same for every target. */
export interface Opaque extends Made {
  readonly kind: 'opaque';
  /** Why nothing else is known of it, such as `assembled by nasm`. */
  readonly reason: string;
  /** Nothing recorded made it: it was there before. */
  readonly older?: boolean;
  /** It is an executable or a library that a tool linked which clang cannot stand for. */
  readonly linked?: boolean;
}

/** What `-E` or `-S` made of a source: compiling it compiles that source. */
export interface Text extends Made {
  readonly kind: 'text';
  readonly entry: CompileEntry;
  readonly compiledBy: number;
}

/** A product at a path, and the steps that copied or moved it there. */
export interface Located {
  /** Absolute. */
  readonly path: string;
  readonly product: BuildProduct;
  readonly via: readonly number[];
}
