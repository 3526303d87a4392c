// The list for `retarget targets`: every CPU name, by how it fits this host, and by vendor and line.
import type { ListedTarget, Target } from '../model/target.ts';
import { colorsFor } from './terminal-style.ts';
import type { TerminalStyle } from './terminal-style.ts';
import { cut, textOf, widest } from './text-layout.ts';
import { visibleText } from '../text/visible-text.ts';
import { counted } from '../text/plural.ts';

interface Section {
  readonly kind: Target['fit']['kind'];
  readonly title: string;
  readonly explains: string;
}

const SECTIONS: readonly Section[] = [
  { kind: 'runs', title: 'Runs here', explains: '' },
  { kind: 'masked', title: 'Runs with features switched off', explains: 'without' },
  { kind: 'cannot-run', title: 'Cannot run here', explains: 'lacks' },
];

/** Ends with a newline. @param defaults names that a profile takes when none are given; marked with `*` */
export function targetsText(
  targets: readonly ListedTarget[],
  style: TerminalStyle,
  defaults: readonly string[] = [],
): string {
  const colors = colorsFor(style);
  const nameWidth = Math.min(24, widest(targets.map(({ name }) => visibleText(name))));
  const sections = SECTIONS.flatMap((section) => {
    const own = targets.filter(({ fit }) => fit.kind === section.kind);
    if (own.length === 0) return [];
    return [
      [
        `${colors.bold(section.title)} ${colors.dim(`(${counted(own.length, 'target')})`)}`,
        ...byFamily(own).flatMap(([family, members]) => [
          `  ${colors.dim(visibleText(family))}`,
          ...members.map((target) =>
            targetLine(target, section.explains, nameWidth, defaults.includes(target.name), style),
          ),
        ]),
      ],
    ];
  });
  const marked = defaults.some((name) => targets.some((target) => target.name === name));
  const legend = marked ? ['* profiled by default'] : [];
  const why = targets.some(({ fit }) => fit.kind === 'cannot-run')
    ? ['To see why: retarget host --explain <target>']
    : [];
  const ends = [...legend, ...why].map((line) => colors.dim(line));
  return textOf(
    [...sections, ends]
      .filter((lines) => lines.length > 0)
      .flatMap((lines, index) => (index === 0 ? lines : ['', ...lines])),
  );
}

/** In the order of the first of each. */
function byFamily(targets: readonly ListedTarget[]): [string, ListedTarget[]][] {
  const families = new Map<string, ListedTarget[]>();
  for (const target of targets) {
    families.set(target.family, [...(families.get(target.family) ?? []), target]);
  }
  return [...families];
}

function targetLine(
  { name, fit }: Target,
  explains: string,
  nameWidth: number,
  isDefault: boolean,
  style: TerminalStyle,
): string {
  const features =
    fit.kind === 'cannot-run' ? fit.missing : fit.kind === 'masked' ? fit.masked : [];
  const shown = cut(visibleText(name), nameWidth, style);
  const start = `  ${isDefault ? '*' : ' '} ${shown}${' '.repeat(nameWidth - widest([shown]))}`;
  if (features.length === 0) return start;
  const room = style.columns - widest([start]) - 2;
  return `${start}  ${colorsFor(style).dim(fitting(explains, features, room, style))}`;
}

/** As many features as the line holds, and how many more there are. */
function fitting(
  word: string,
  features: readonly string[],
  room: number,
  style: TerminalStyle,
): string {
  const texts = features.map(visibleText);
  for (let shown = texts.length; shown > 0; shown -= 1) {
    const rest = texts.length - shown;
    const line = `${word} ${texts.slice(0, shown).join(' ')}${rest > 0 ? ` and ${rest} more` : ''}`;
    if (widest([line]) <= room) return line;
  }
  return cut(`${word} ${counted(texts.length, 'feature')}`, room, style);
}
