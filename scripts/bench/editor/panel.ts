// How long the panel's page takes from the last piece of a run to its picture, beside a plain Chart.js chart of the same
// numbers in the same browser.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Run } from '../../../src/model/run.ts';
import { median } from '../../../src/stats/spread.ts';
import { bigRun } from '../../../test/ui/big-run.ts';
import { PanelBrowser } from '../../../test/ui/panel-browser.ts';

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
  const library = await readFile(
    createRequire(import.meta.url).resolve('chart.js/dist/chart.umd.js'),
    'utf8',
  );
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
