// Where a number comes from: what ran, what was built from what, with which argv, and the hashes that prove it.
import type {
  BenchmarkResult,
  BuiltLibrary,
  BuiltUnit,
  Comparison,
  Interval,
  ProgramResult,
  Run,
  Variant,
} from '../src/model/run.ts';
import { argvText } from '../src/text/argv-text.ts';
import { askingFiles, bitcodeVariant } from '../src/report/asking-words.ts';
import { measuredFor } from '../src/report/comparison-facts.ts';
import { boundsText, ratioText } from '../src/report/format.ts';
import { bytesText } from '../src/text/bytes-text.ts';
import { el } from './element.ts';
import { longText, nameElement } from './name.ts';
import { failureBlock } from './failure-block.ts';
import { counted } from '../src/text/plural.ts';
import * as say from './messages.ts';

/** Units shown before the rest folds away: a program can have a thousand. */
const UNITS = 8;

export interface Provenance {
  readonly result: Pick<BenchmarkResult, 'benchmark' | 'seed' | 'executor' | 'stopped'>;
  readonly toolchain: Pick<Run['toolchain'], 'banner' | 'triple'>;
  readonly variant: Variant | undefined;
  /** The same target's, from bitcode only. */
  readonly bitcode: Variant | undefined;
  /** The program's files that look at the target, and their part of its speedup. */
  readonly asking: readonly string[];
  readonly askingShare: Interval | undefined;
}

export function provenanceOf(
  run: Run,
  program: ProgramResult,
  result: BenchmarkResult,
  comparison: Comparison,
): Provenance {
  const { benchmark, seed, executor, stopped } = result;
  const { banner, triple } = run.toolchain;
  const { target } = comparison;
  return {
    result: { benchmark, seed, executor, stopped },
    toolchain: { banner, triple },
    variant: program.variants.find((variant) => variant.target === target),
    bitcode: bitcodeVariant(program, target),
    asking: askingFiles(program, target).map(({ source }) => source),
    askingShare: measuredFor(result, comparison)?.askingShare,
  };
}

export function provenance(shown: Provenance): HTMLElement[] {
  const { result, variant } = shown;
  const { benchmark } = result;
  const environment = [
    ...Object.entries(benchmark.env).map(([name, value]) => `${name}=${value}`),
    ...(benchmark.envChanges ?? []).map(
      ({ name, operation, value }) => `${name}=${operation}:${value}`,
    ),
  ];
  return [
    el('h3', {}, 'What ran'),
    factList([
      ['Arguments', codeLine(benchmark.args.length === 0 ? '(none)' : argvText(benchmark.args))],
      ['Folder', codeLine(benchmark.directory)],
      ['Standard input', benchmark.stdin === undefined ? 'empty' : codeLine(benchmark.stdin)],
      ['Environment', environment.length === 0 ? undefined : codeLine(argvText(environment))],
      ['Seed', String(result.seed)],
      ['Timed by', result.executor === 'runner' ? 'the compiled runner' : 'Node.js'],
      ['Stopped by', result.stopped],
    ]),
    el('h3', {}, 'What was built'),
    ...(variant === undefined
      ? [el('p', { class: 'quiet' }, say.NO_BUILD_FACTS)]
      : [...built(shown.toolchain, variant), ...askingBlock(shown)]),
  ];
}

/** The program's files that look at this target, what they bring, and what was measured beside to tell. */
function askingBlock({ asking, askingShare: share, bitcode }: Provenance): HTMLElement[] {
  if (asking.length === 0) return [];
  const rows = asking.map((source) => el('li', {}, nameElement(source, 90)));
  const rest = rows.slice(UNITS);
  return [
    el('h3', {}, 'Files with CPU-specific code'),
    el('p', { class: 'quiet' }, say.specificFilesHelp()),
    el('ul', { class: 'asking-files' }, ...rows.slice(0, UNITS)),
    ...(rest.length === 0
      ? []
      : [
          el(
            'details',
            { 'data-key': 'more files' },
            el('summary', {}, counted(rest.length, 'more file')),
            el('ul', { class: 'asking-files' }, ...rest),
          ),
        ]),
    factList([
      [
        'Their share of the speedup',
        share === undefined ? undefined : `${ratioText(share)} ${boundsText(share)}`,
      ],
      [
        'Executable from bitcode only',
        bitcode?.executableHash === undefined ? undefined : hash(bitcode.executableHash),
      ],
      [
        'Link from bitcode only',
        bitcode === undefined ? undefined : codeLine(argvText(bitcode.linkArgv)),
      ],
    ]),
    ...(bitcode?.failure === undefined ? [] : [failureBlock(bitcode.failure)]),
    ...(bitcode?.units ?? []).slice(0, UNITS).map(unitBlock),
  ];
}

function built(toolchain: Provenance['toolchain'], variant: Variant): HTMLElement[] {
  const units = variant.units.map(unitBlock);
  const rest = units.slice(UNITS);
  return [
    ...(variant.failure === undefined ? [] : [failureBlock(variant.failure)]),
    factList([
      ['State', variant.state],
      [
        'Same executable as',
        variant.identicalTo === undefined ? undefined : nameElement(variant.identicalTo),
      ],
      [
        'Executable',
        variant.executableHash === undefined ? undefined : hash(variant.executableHash),
      ],
      [
        'Size',
        variant.executableSize === undefined ? undefined : bytesText(variant.executableSize),
      ],
      ['Link', variant.linkArgv.length === 0 ? undefined : codeLine(argvText(variant.linkArgv))],
      ['Toolchain', longText(`${toolchain.banner}, ${toolchain.triple}`)],
    ]),
    ...(variant.libraries ?? []).map(libraryBlock),
    ...units.slice(0, UNITS),
    ...(rest.length === 0
      ? []
      : [
          el(
            'details',
            { 'data-key': 'more units' },
            el('summary', {}, counted(rest.length, 'more unit')),
            ...rest,
          ),
        ]),
  ];
}

/** A library of the project; a static one is only its units. */
function libraryBlock(library: BuiltLibrary): HTMLElement {
  const { linkArgv } = library;
  return el(
    'details',
    { class: 'unit', 'data-key': `library ${library.name}` },
    el('summary', {}, nameElement(library.name, 90)),
    factList([
      ['Library', library.kind === 'static' ? say.STATIC_LIBRARY : 'shared'],
      ['File', library.hash === undefined ? undefined : hash(library.hash)],
      ['Size', library.size === undefined ? undefined : bytesText(library.size)],
      ['Link', linkArgv === undefined ? undefined : codeLine(argvText(linkArgv))],
    ]),
  );
}

function unitBlock(unit: BuiltUnit): HTMLElement {
  return el(
    'details',
    { class: 'unit', 'data-key': `unit ${unit.source}` },
    el('summary', {}, nameElement(unit.source, 90)),
    factList([
      ['Front end', codeLine(argvText(unit.frontEndArgv))],
      ['Neutral IR', hash(unit.irHash)],
      ['Code generation', codeLine(argvText(unit.codegenArgv))],
      ['Object', hash(unit.objectHash)],
    ]),
  );
}

export function factList(
  facts: readonly (readonly [string, string | HTMLElement | undefined])[],
): HTMLElement {
  return el(
    'dl',
    { class: 'facts' },
    ...facts.flatMap(([name, value]) =>
      value === undefined ? [] : [el('div', {}, el('dt', {}, name), el('dd', {}, value))],
    ),
  );
}

function codeLine(text: string): HTMLElement {
  return el('code', {}, longText(text, 600));
}

function hash(value: string): HTMLElement {
  return el('code', { class: 'hash' }, nameElement(value, 80));
}
