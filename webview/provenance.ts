// Where a number comes from: what ran, what was built from what, with which argv, and the hashes that prove it.
import type { BenchmarkResult, BuiltUnit, Run, Variant } from '../src/model/run.ts';
import { argvText } from '../src/report/argv-text.ts';
import { countText } from '../src/report/format.ts';
import { bytesText } from '../src/text/bytes-text.ts';
import { el } from './element.ts';
import { longText, nameElement } from './name.ts';
import { failureBlock } from './failure-block.ts';

/** Units shown before the rest folds away: a program can have a thousand. */
const UNITS = 8;

export function provenance(
  run: Run,
  result: BenchmarkResult,
  variant: Variant | undefined,
): HTMLElement[] {
  const { benchmark } = result;
  const environment = Object.entries(benchmark.env).map(([name, value]) => `${name}=${value}`);
  return [
    el('h3', {}, 'What ran'),
    factList([
      ['Arguments', codeLine(benchmark.args.length === 0 ? '(none)' : argvText(benchmark.args))],
      ['In', codeLine(benchmark.directory)],
      ['Standard input', benchmark.stdin === undefined ? 'empty' : codeLine(benchmark.stdin)],
      ['Environment', environment.length === 0 ? undefined : codeLine(argvText(environment))],
      ['Seed', String(result.seed)],
      ['Timed by', result.executor === 'runner' ? 'the compiled runner' : 'the plain executor'],
      ['Stopped', result.stopped],
    ]),
    el('h3', {}, 'What was built'),
    ...(variant === undefined
      ? [el('p', { class: 'quiet' }, 'Nothing is known of its build.')]
      : built(run, variant)),
  ];
}

function built(run: Run, variant: Variant): HTMLElement[] {
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
      ['Toolchain', longText(`${run.toolchain.banner}, ${run.toolchain.triple}`)],
    ]),
    ...units.slice(0, UNITS),
    ...(rest.length === 0
      ? []
      : [el('details', {}, el('summary', {}, `${countText(rest.length, 'more unit')}`), ...rest)]),
  ];
}

function unitBlock(unit: BuiltUnit): HTMLElement {
  return el(
    'details',
    { class: 'unit' },
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
