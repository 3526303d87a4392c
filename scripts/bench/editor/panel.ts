// How long the panel's page takes from the last piece of a run to its picture, beside a plain Chart.js chart of the same
// numbers in the same browser.
import { build } from 'esbuild';
import type { Run } from '../../../src/model/run.ts';
import { median } from '../../../src/stats/spread.ts';
import { bigRun } from '../../../test/ui/big-run.ts';
import { PanelBrowser } from '../../../test/ui/panel-browser.ts';
import { repository } from '../../lib/repository.mjs';

const PAGES = 7;

export interface PanelTimes {
  /** Milliseconds, medians: from the arrival of the run's last piece to the next frame. */
  readonly panel: number;
  readonly plain: number;
  /** Milliseconds from choosing another view until it is drawn. */
  readonly other: number;
}

/** Runs in a page: a click, and the frame after it. */
const SWITCH = `(async () => {
  const started = performance.now();
  document.querySelector('input[value=times]').click();
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  return performance.now() - started;
})()`;

/** Chart.js with all that it has, for a page without modules. */
async function plainLibrary(): Promise<string> {
  const { outputFiles } = await build({
    stdin: {
      contents: "import Chart from 'chart.js/auto'; globalThis.Chart = Chart;",
      resolveDir: repository,
    },
    bundle: true,
    format: 'iife',
    minify: true,
    write: false,
  });
  return outputFiles[0]?.text ?? '';
}

/** Runs in an empty page with Chart.js: the same bars, with all of its defaults but the animation. */
function plainChart(run: Run): string {
  const benchmarks = run.programs.flatMap((program) => program.benchmarks);
  const numbers = {
    labels: benchmarks.map(({ benchmark }) => benchmark.name),
    datasets: run.targets.map(({ name }) => ({
      label: name,
      data: benchmarks.map(
        ({ comparisons }) =>
          comparisons.find(({ target }) => target === name)?.speedup?.estimate ?? 1,
      ),
    })),
  };
  const text = JSON.stringify(JSON.stringify(numbers));
  return `(async () => {
    const canvas = document.body.appendChild(document.createElement('canvas'));
    const started = performance.now();
    new Chart(canvas, { type: 'bar', data: JSON.parse(${text}), options: { animation: false } });
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    return performance.now() - started;
  })()`;
}

export async function panelTimes(size: {
  readonly benchmarks: number;
  readonly targets: number;
}): Promise<PanelTimes> {
  const run = bigRun({ ...size, rounds: 15 });
  const library = await plainLibrary();
  const browser = await PanelBrowser.start();
  const times = { panel: [] as number[], plain: [] as number[], other: [] as number[] };
  try {
    for (let i = 0; i < PAGES; i++) {
      const panel = await browser.open();
      await panel.showRun(run);
      await panel.page.waitForFunction("told.some((message) => message.type === 'drawn')");
      const [drawn] = await panel.toldOf('drawn');
      times.panel.push(drawn?.milliseconds ?? NaN);
      times.other.push(await panel.page.evaluate<number>(SWITCH));
      const blank = await panel.page.context().newPage();
      await blank.evaluate(library);
      times.plain.push(await blank.evaluate<number>(plainChart(run)));
      await blank.close();
      await panel.page.close();
    }
  } finally {
    await browser.stop();
  }
  return { panel: median(times.panel), plain: median(times.plain), other: median(times.other) };
}
