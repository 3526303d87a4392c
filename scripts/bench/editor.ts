// What Retarget costs the editor: its activation, its bundles, the panel's first picture, and the extension host's
// event loop during a profile.
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { median } from '../../src/stats/spread.ts';
import { repository } from '../lib/repository.mjs';
import { ensureEditor } from '../setup-editor.mjs';
import type { Editor } from '../setup-editor.mjs';
import type { Activation } from './editor/activation-window.ts';
import { bundleSizes } from './editor/bundles.ts';
import type { Delays } from './editor/delay-window.ts';
import { panelTimes } from './editor/panel.ts';
import { measureInWindow } from './editor/window.ts';
import type { BenchTable } from './table.ts';

/** Fresh starts of the editor; an even number, so that each of the two extensions is first in half of them. */
const STARTS = 6;

const source = (name: string): string => join(repository, 'scripts', 'bench', 'editor', name);

export async function run(): Promise<BenchTable> {
  const editor = await ensureEditor();
  if ('missing' in editor) throw new Error(editor.missing);
  const bundles = await bundleSizes();
  const rest = await measureActivations(editor, 'at rest');
  const opening = await measureActivations(editor, 'opening');
  const panel = await panelTimes({ benchmarks: 20, targets: 50 });
  const delays = await measureDelays(editor);
  return {
    title: `In the editor (${editor.what})`,
    columns: ['what', 'value', 'wanted', 'beside'],
    rows: [
      [
        `activation in a window at rest, median of ${STARTS}`,
        ms(rest.retarget),
        '< 50 ms',
        besideEmpty(rest),
      ],
      ['  in activate() itself', ms(rest.own), '', `${percent(rest.own, rest.retarget)} of it`],
      ['activation while the window still opens', ms(opening.retarget), '', besideEmpty(opening)],
      [
        'extension bundle',
        kB(bundles.extension),
        '< 300 kB',
        `${kB(bundles.activation)} loaded by activation`,
      ],
      ['page bundle', kB(bundles.page), '< 400 kB', ''],
      [
        'panel, 20 benchmarks by 50 targets',
        ms(panel.panel),
        '< 300 ms',
        `plain Chart.js bars: ${ms(panel.plain)}, ratio ${ratio(panel.panel, panel.plain)}`,
      ],
      ['  another view of it', ms(panel.other), '', ''],
      [
        `event loop late during a profile of ${delays.seconds.toFixed(0)} s, most`,
        ms(delays.profile.max),
        '< 50 ms',
        `idle host: ${ms(delays.idle.max)}, idle process beside it: ${ms(delays.bystander.max)}`,
      ],
      [
        '  99th percentile',
        ms(delays.profile.p99),
        '',
        `idle host: ${ms(delays.idle.p99)}, idle process beside it: ${ms(delays.bystander.p99)}`,
      ],
    ],
  };
}

/** Medians. A folder with a C file, in which nothing activates the extension before it is asked. */
async function measureActivations(
  editor: Editor,
  moment: 'at rest' | 'opening',
): Promise<Activation> {
  const found: Activation[] = [];
  for (let i = 0; i < STARTS; i++) {
    const order = i % 2 === 0 ? 'empty first' : 'retarget first';
    const result = await measureInWindow(editor, {
      source: source('activation-window.ts'),
      workspace: (folder) => writeFile(join(folder, 'main.c'), 'int main(void) { return 0; }\n'),
      env: { RETARGET_BENCH_ORDER: order, RETARGET_BENCH_MOMENT: moment },
    });
    found.push(result as Activation);
  }
  return {
    retarget: median(found.map((each) => each.retarget)),
    empty: median(found.map((each) => each.empty)),
    own: median(found.map((each) => each.own)),
  };
}

async function measureDelays(editor: Editor): Promise<Delays> {
  const result = await measureInWindow(editor, {
    source: source('delay-window.ts'),
    workspace: async (folder) => {
      await cp(join(repository, 'examples', 'kernels'), folder, { recursive: true });
      const file = join(folder, 'retarget.json');
      const text = await readFile(file, 'utf8');
      await writeFile(file, text.replace(/"budget": "[^"]*"/, '"budget": "20s"'));
    },
  });
  return result as Delays;
}

const besideEmpty = ({ retarget, empty }: Activation): string =>
  `an empty extension: ${ms(empty)}, ratio ${ratio(retarget, empty)}`;
const ms = (value: number): string => `${value.toFixed(value < 10 ? 1 : 0)} ms`;
const kB = (bytes: number): string => `${(bytes / 1000).toFixed(0)} kB`;
const ratio = (value: number, beside: number): string => (value / beside).toFixed(2);
const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(0)} %`;
