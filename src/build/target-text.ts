// Code that looks at the target: whether a unit's text, once preprocessed, differs between a target and no target at all, or
// holds what the front end decides by the CPU. Only then a retarget of the shared IR would not be what `-march=<target>`
// gives, and the unit needs a front end of its own.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { ArtifactCache } from '../cache/artifact-cache.ts';
import { FailureError } from '../model/failure.ts';
import type { Unit } from '../model/program.ts';
import type { Target } from '../model/target.ts';
import { DEPENDENCIES_WORD, preprocessArgv, TEXT_WORD } from '../toolchain/clang-compile.ts';
import type { TargetMacros } from '../toolchain/target-macros.ts';
import { FRONT_END_PRIORITY, type Builder } from './builder.ts';
import { compileInputs } from './compile-inputs.ts';
import { withDependencyFile } from './dependencies.ts';
import type { NeutralUnit } from './front-end.ts';
import { cachedStep, type Made } from './cached-step.ts';
import { compileFailure } from './tool-failure.ts';
import type { MayAsk, TargetWords } from './target-words.ts';

/** What sources could ask of this build's targets. */
export interface TargetQuestions {
  readonly macros: TargetMacros;
  readonly words: TargetWords;
}

/** Answers for one unit which targets change its text. */
export class TargetText {
  readonly #builder: Builder;
  readonly #neutral: NeutralUnit;
  readonly #macros: TargetMacros;
  readonly #words: TargetWords;
  #mayAsk: Promise<MayAsk> | undefined;
  /** Hashes, by what was told. */
  readonly #texts = new Map<string, Promise<string>>();

  constructor(builder: Builder, neutral: NeutralUnit, { macros, words }: TargetQuestions) {
    this.#builder = builder;
    this.#neutral = neutral;
    this.#macros = macros;
    this.#words = words;
  }

  /** @throws {FailureError} compile-failed: an `#error` for some CPU is the user's own word. */
  async dependsOn(target: Target): Promise<boolean> {
    const { unit, facts } = this.#neutral;
    if (unit.language !== 'c' && unit.language !== 'c++') return false;
    // A function with features of its own has them on top of the target's: only the front end puts the two together.
    if (facts.asksTarget || facts.pinnedFunctions > 0) return true;
    this.#mayAsk ??= this.#lookAtWords();
    const mayAsk = await this.#mayAsk;
    if (mayAsk.later) return true;
    const plain = this.#told(mayAsk, undefined);
    const own = this.#told(mayAsk, target);
    if (plain === own) return false;
    const [without, within] = await Promise.all([
      this.#text(plain, undefined),
      this.#text(own, target),
    ]);
    return without !== within;
  }

  /** All that a target's name could change in the text: the same for two targets, and both have the same text. */
  #told({ builtins, macros }: MayAsk, target: Target | undefined): string {
    // Which builtins there are, no macro tells.
    const name = builtins ? (target?.name ?? '') : '';
    return `${name} ${this.#macros.definitions(macros, target?.name)}`;
  }

  #text(told: string, target: Target | undefined): Promise<string> {
    const known = this.#texts.get(told);
    const text = known ?? preprocessedHash(this.#builder, this.#neutral.unit, target);
    this.#texts.set(told, text);
    return text;
  }

  async #lookAtWords(): Promise<MayAsk> {
    const { inputs, unit } = this.#neutral;
    // Headers of which nothing is known may hold anything.
    if (inputs === undefined) return { later: true, builtins: true, macros: [] };
    const builder = this.#builder;
    if (inputs.state === undefined) return this.#words.mayAsk(inputs.files, unit.flags);
    const key = ArtifactCache.key('may-ask', [inputs.state, this.#words.macros, unit.flags]);
    const known = await builder.lookup(() => builder.cache.noted(key));
    if (known !== undefined) return known as MayAsk;
    // Within the look-ups' number: thousands of units would read thousands of files at once.
    const mayAsk = await builder.lookup(() => this.#words.mayAsk(inputs.files, unit.flags));
    await builder.cache.note(key, mayAsk).catch(() => undefined);
    return mayAsk;
  }
}

/** SHA-256 of the preprocessed text, hex. */
async function preprocessedHash(
  builder: Builder,
  unit: Unit,
  target: Target | undefined,
): Promise<string> {
  const words = { text: TEXT_WORD, dependencies: DEPENDENCIES_WORD };
  const { hash } = (
    await cachedStep(builder, {
      name: 'preprocessed',
      ingredients: [
        ...[unit.source, preprocessArgv(builder.toolchain, unit, target, words), unit.directory],
        ...[target?.features ?? null, await builder.flagFiles(unit.flags, unit.directory)],
      ],
      make: () =>
        withDependencyFile(builder, (dependencies) =>
          preprocess(builder, unit, target, dependencies),
        ),
    })
  ).artifact;
  return hash;
}

/** The text itself is megabytes and wanted by nobody: its hash is kept. */
async function preprocess(
  builder: Builder,
  unit: Unit,
  target: Target | undefined,
  dependencies: string,
): Promise<Made> {
  const files = { text: builder.temporary('.i'), dependencies };
  try {
    const argv = preprocessArgv(builder.toolchain, unit, target, files);
    const result = await builder.run(argv, unit.directory, FRONT_END_PRIORITY);
    if (result.exitCode !== 0) throw new FailureError(compileFailure(unit, result));
    const hash = createHash('sha256');
    await pipeline(createReadStream(files.text), hash);
    return {
      content: Buffer.from(hash.digest('hex')),
      facts: null,
      ...(await compileInputs(builder, unit, files.dependencies)),
    };
  } finally {
    await rm(files.text, { force: true });
  }
}
