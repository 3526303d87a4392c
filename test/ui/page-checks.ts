// What tests of the page ask of it, in a report or in a panel.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Frame, Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** How many different colours the chart's canvas holds: an empty one holds one. */
export function coloursDrawn(page: Page | Frame): Promise<number> {
  return page.evaluate<number>(`(() => {
    const canvas = document.querySelector('.chart-pane canvas');
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    return new Set(new Uint32Array(data.buffer)).size;
  })()`);
}

/** The chart's pixels, as text that differs when they do. */
export function picture(page: Page | Frame): Promise<string> {
  return page.evaluate<string>(`document.querySelector('.chart-pane canvas').toDataURL()`);
}

/** What axe calls serious or critical. */
export async function seriousProblems(page: Page | Frame): Promise<string[]> {
  // As an argument to the debugger, not as a script element: the page's policy forbids those.
  await page.evaluate(AXE);
  return page.evaluate<string[]>(`axe.run(document).then(({ violations }) => violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).slice(0, 3).join(' | ')))`);
}

export function sidewaysScroll(page: Page | Frame): Promise<boolean> {
  return page.evaluate<boolean>(
    'document.documentElement.scrollWidth > document.documentElement.clientWidth',
  );
}
