// The host for `retarget host`: what it is, and its features by psABI level with what is there and what is missing.
import type { CacheSizes, Host } from '../model/host.ts';
import type { Run } from '../model/run.ts';
import type { Toolchain } from '../model/toolchain.ts';
import { bytesText } from '../text/bytes-text.ts';
import { featureLevels, type FeatureGroup } from './feature-levels.ts';
import { colorsFor } from './terminal-style.ts';
import type { TerminalStyle } from './terminal-style.ts';
import { paragraph, plainWhereNeeded, textOf } from './text-layout.ts';
import { visibleText } from '../text/visible-text.ts';
import { counted } from '../text/plural.ts';

/** A host's features by level, with what no level asks for as a group of its own, `beyond`. */
export function featureGroups(host: Pick<Host, 'features'>, levels: Run['levels']): FeatureGroup[] {
  const { levels: groups, beyond } = featureLevels({ host, levels });
  return beyond.length === 0
    ? groups
    : [...groups, { name: 'beyond', present: beyond, missing: [] }];
}

/** Ends with a newline. @param levels as in Run.levels; empty off x86-64, where all features form one group */
export function hostText(
  host: Host,
  levels: Run['levels'],
  style: TerminalStyle,
  toolchain?: Toolchain,
): string {
  const colors = colorsFor(style);
  const facts = hostFacts(host, toolchain);
  const width = Math.max(...facts.map(([name]) => name.length)) + 2;
  const sections = [
    [
      ...paragraph(visibleText(host.brand), style).map((line) => colors.bold(line)),
      ...facts.flatMap(([name, value]) =>
        paragraph(visibleText(value), style, `  ${name.padEnd(width)}`),
      ),
    ],
    [
      colors.bold(levels.length === 0 ? 'Features' : 'Features by psABI level'),
      ...featureGroups(host, levels).flatMap((group) =>
        groupLines(levels.length === 0 ? { ...group, name: 'all' } : group, style),
      ),
    ],
    host.notes.length === 0
      ? []
      : [
          colors.bold('Notes'),
          ...host.notes.flatMap(({ message }) => paragraph(visibleText(message), style, '  ', 4)),
        ],
  ].filter((lines) => lines.length > 0);
  return plainWhereNeeded(
    textOf(sections.flatMap((lines, index) => (index === 0 ? lines : ['', ...lines]))),
    style,
  );
}

function groupLines({ name, present, missing }: FeatureGroup, style: TerminalStyle): string[] {
  const colors = colorsFor(style);
  const total = present.length + missing.length;
  const state =
    name === 'beyond' || name === 'all'
      ? counted(present.length, 'feature')
      : missing.length === 0
        ? `all ${total} present`
        : `${present.length} of ${total} present`;
  const title = name === 'beyond' ? 'beyond the levels' : name;
  return [
    `  ${visibleText(title)}: ${missing.length === 0 ? state : colors.yellow(state)}`,
    ...(present.length === 0 ? [] : paragraph(visibleText(present.join(' ')), style, '    ')),
    ...(missing.length === 0
      ? []
      : paragraph(visibleText(missing.join(' ')), style, `    ${colors.yellow('missing:')} `)),
  ];
}

/** Name and value of each fact that is known. Also what Markdown and JUnit say of a host. */
export function hostFacts(host: Host, toolchain?: Toolchain): [string, string][] {
  const { cores, frequency } = host;
  const speeds = [
    frequency.base === undefined ? '' : `${frequency.base} GHz`,
    frequency.max === undefined ? '' : `up to ${frequency.max} GHz`,
  ].filter((part) => part !== '');
  const facts: [string, string][] = [
    ['cores', `${cores.physical} physical, ${cores.logical} logical`],
    ['caches', cachesText(host.caches)],
    ['frequency', speeds.join(', ')],
    ['memory', bytesText(host.memory)],
    [
      'system',
      `${host.os.distribution} (${host.os.platform}, ${host.arch}), kernel ${host.os.kernel}`,
    ],
    ['virtualization', host.virtualisation ?? 'none detected'],
    ['LLVM name', host.cpu],
    ['psABI level', host.level ?? ''],
    ['toolchain', toolchain === undefined ? '' : `${toolchain.banner} (${toolchain.clang})`],
  ];
  return facts.filter(([, value]) => value !== '');
}

function cachesText({ l1d, l1i, l2, l3 }: CacheSizes): string {
  const sizes: [string, number | undefined][] = [
    ['L1d', l1d],
    ['L1i', l1i],
    ['L2', l2],
    ['L3', l3],
  ];
  return sizes
    .flatMap(([name, bytes]) => (bytes === undefined ? [] : [`${name} ${bytesText(bytes)}`]))
    .join(', ');
}
