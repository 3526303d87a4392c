// Why a host is, or is not, a target: `retarget host --explain <target>`.
import type { Explanation } from '../model/explanation.ts';
import { colorsFor } from './terminal-style.ts';
import type { TerminalStyle } from './terminal-style.ts';
import { paragraph, textOf } from './text-layout.ts';
import { visibleText } from '../text/visible-text.ts';
import { counted } from '../text/plural.ts';

/** A verdict in one sentence, then the features behind it by kind. Ends with a newline. */
export function explanationText(explanation: Explanation, style: TerminalStyle): string {
  const colors = colorsFor(style);
  const { target, host, missing, masked, beyond } = explanation;
  const kinds: [string, readonly string[]][] = [
    ['Missing, but code for this target may use them and crash with SIGILL', missing],
    ['Missing, but never used in ordinary code, so Retarget switches them off', masked],
    [`On this host, but not part of ${target.name}`, beyond],
  ];
  const machine = [
    `LLVM calls this CPU ${host.cpu}`,
    ...(host.level === undefined ? [] : [`its highest psABI level is ${host.level}`]),
    ...(host.virtualisation === undefined
      ? []
      : [`this host is a virtual machine (${host.virtualisation}), which can hide CPU features`]),
  ].join('; ');
  return textOf([
    ...paragraph(visibleText(verdictText(explanation)), style).map((line) => colors.bold(line)),
    ...paragraph(visibleText(`${machine}.`), style),
    ...kinds.flatMap(([title, features]) =>
      features.length === 0
        ? []
        : [
            '',
            ...paragraph(visibleText(`${title} (${features.length}):`), style),
            ...paragraph(visibleText(features.join(' ')), style, '  '),
          ],
    ),
  ]);
}

function verdictText({ target, host, missing, masked }: Explanation): string {
  const { name } = target;
  switch (target.fit.kind) {
    case 'runs':
      return `${name} runs on this ${host.brand}, which has all of its ${counted(target.features.length, 'feature')}.`;
    case 'masked':
      return `${name} runs on this ${host.brand} with ${counted(masked.length, 'feature')} switched off.`;
    case 'cannot-run':
      return `${name} cannot run on this ${host.brand}: it lacks ${counted(missing.length, 'feature')} that code for ${name} may use.`;
  }
}
