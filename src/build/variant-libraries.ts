// The project's own libraries for one target: archives of their objects, shared libraries linked by their own lines.
import { copyFile, link as linkFile, mkdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Artifact } from '../cache/artifact-cache.ts';
import { FailureError } from '../model/failure.ts';
import type { Library, PreparedProgram } from '../model/program.ts';
import type { BuiltLibrary } from '../model/run.ts';
import type { Toolchain } from '../model/toolchain.ts';
import { loaderNameOf } from '../toolchain/clang-link.ts';
import { archiveArgv, noArchiver } from '../toolchain/llvm-ar.ts';
import type { Builder } from './builder.ts';
import { inWords, link, type LinkInput, type LinkLibraries } from './link-program.ts';
import { archiveNotCreated, libraryNameInvalid, libraryUnknown } from './messages/linking.ts';
import { shortArgv } from './response-file.ts';
import { linkFailure } from './tool-failure.ts';

/** A shared library of the project, built for one target. */
export interface SharedLibrary {
  /** The file name that the loader looks for. */
  readonly name: string;
  readonly file: Artifact;
  readonly argv: readonly string[];
}

type Built =
  | { readonly kind: 'static'; readonly members: readonly LinkInput[] }
  | {
      readonly kind: 'shared';
      readonly members: readonly LinkInput[];
      readonly shared: SharedLibrary;
    };

/** An archive is needed by the link that reads it alone, so the next one goes before code generation as links do. */
const ARCHIVE_PRIORITY = 1_000_000_001;

export class VariantLibraries implements LinkLibraries {
  readonly hasShared: boolean;
  readonly #builder: Builder;
  readonly #built = new Map<string, Built>();
  readonly #placed = new Map<string, Promise<string>>();
  /** Under their own names: linkers match, list and complain of libraries by name. */
  readonly #folder: string;

  readonly #toolchain: Toolchain;

  /** @param toolchain the builder's, or one of another linker. */
  constructor(builder: Builder, { libraries = [] }: PreparedProgram, toolchain: Toolchain) {
    this.#builder = builder;
    this.#toolchain = toolchain;
    this.#folder = builder.temporary('');
    this.hasShared = libraries.some(({ link: line }) => line !== undefined);
  }

  /**
   * Builds one from its objects; those that its link line names are built already.
   * @param members in the order of its units.
   * @throws {FailureError} link-failed.
   */
  async build(library: Library, members: readonly LinkInput[]): Promise<void> {
    const name = loaderNameOf(library);
    for (const file of [library.name, name]) assertPlainName(file);
    if (library.link === undefined) {
      this.#built.set(library.name, { kind: 'static', members });
      return;
    }
    const { file, argv } = await link(this.#builder, {
      toolchain: this.#toolchain,
      line: { link: library.link, loaderName: name },
      inputs: members,
      libraries: this,
      failed: (result) => linkFailure(library, result, this.#builder.toolchain.major),
    });
    this.#built.set(library.name, { kind: 'shared', members, shared: { name, file, argv } });
  }

  /** In the order they were built. */
  get shared(): SharedLibrary[] {
    return [...this.#built.values()].flatMap((built) =>
      built.kind === 'shared' ? [built.shared] : [],
    );
  }

  /** As the run keeps them. */
  get facts(): BuiltLibrary[] {
    return [...this.#built].map(([name, built]) =>
      built.kind === 'static'
        ? { name, kind: 'static' }
        : {
            ...{ name, kind: 'shared', linkArgv: built.shared.argv },
            ...{ hash: built.shared.file.hash, size: built.shared.file.size },
          },
    );
  }

  contentOf(name: string): unknown {
    const built = this.#get(name);
    return built.kind === 'shared'
      ? built.shared.file.hash
      : built.members.map(({ hash, word }) => [word, hash ?? null]);
  }

  place(name: string): Promise<string> {
    let placed = this.#placed.get(name);
    if (placed === undefined) {
      placed = this.#makeFile(name, this.#get(name));
      this.#placed.set(name, placed);
    }
    return placed;
  }

  async placeShared(): Promise<string> {
    for (const [name, { kind }] of this.#built) if (kind === 'shared') await this.place(name);
    return this.#folder;
  }

  get placedFiles(): string[] {
    return [...this.#built].map(([name, built]) =>
      join(this.#folder, built.kind === 'static' ? name : built.shared.name),
    );
  }

  inWords(stderr: string): string {
    let text = stderr;
    for (const { members } of this.#built.values()) text = inWords(text, members);
    return text.replaceAll(`${this.#folder}/`, '');
  }

  async clear(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }

  #get(name: string): Built {
    const built = this.#built.get(name);
    if (built !== undefined) return built;
    throw new FailureError({
      code: 'link-failed',
      ...libraryUnknown({ name }),
    });
  }

  async #makeFile(name: string, built: Built): Promise<string> {
    await mkdir(this.#folder, { recursive: true });
    if (built.kind === 'static') return this.#makeArchive(name, built.members);
    const path = join(this.#folder, built.shared.name);
    await linkFile(built.shared.file.path, path).catch(() =>
      copyFile(built.shared.file.path, path),
    );
    return path;
  }

  async #makeArchive(name: string, members: readonly LinkInput[]): Promise<string> {
    const { llvmAr } = this.#builder.toolchain;
    if (llvmAr === undefined) throw new FailureError(noArchiver(this.#builder.toolchain, name));
    const path = join(this.#folder, name);
    const thin = !members.some(({ path: member }) => member.endsWith('.a'));
    const files = members.map((member) => member.path);
    const short = await shortArgv(this.#builder, archiveArgv(llvmAr, path, files, { thin }));
    const result = await this.#builder
      .run(short.argv, this.#folder, ARCHIVE_PRIORITY)
      .finally(short.clear);
    if (result.exitCode === 0) return path;
    throw new FailureError({
      code: 'link-failed',
      ...archiveNotCreated({ name }),
      details: this.inWords(inWords(result.stderr, members)).trim(),
    });
  }
}

/** Names come from build tools' files; none may lead out of the folder that libraries are put in. */
function assertPlainName(name: string): void {
  if (name === basename(name) && name !== '' && name !== '.' && name !== '..') return;
  throw new FailureError({
    code: 'link-failed',
    ...libraryNameInvalid({ name }),
  });
}
