// The page's colours as the chart needs them: read from the CSS variables, and read again whenever the theme changes.

export interface Theme {
  readonly text: string;
  readonly quiet: string;
  readonly line: string;
  /** Lines behind bars: fainter than others where all lines are strong. */
  readonly grid: string;
  readonly strong: string;
  readonly surface: string;
  readonly hover: string;
  readonly broken: string;
  /** By the number that `targetHue` gives. */
  readonly hues: readonly string[];
  readonly font: string;
}

export const HUES = 12;

/** What CSS says now. A probe's computed colour is always plain rgb(), whatever the variable holds. */
export function readTheme(root: HTMLElement): Theme {
  const probe = document.createElement('span');
  probe.hidden = true;
  root.append(probe);
  const read = (name: string): string => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  };
  const theme = {
    text: read('--rt-text'),
    quiet: read('--rt-quiet'),
    line: read('--rt-line'),
    grid: read('--rt-grid'),
    strong: read('--rt-strong'),
    surface: read('--rt-surface'),
    hover: read('--rt-hover'),
    broken: read('--rt-bad'),
    hues: Array.from({ length: HUES }, (_, index) => read(`--rt-hue-${index}`)),
    font: getComputedStyle(root).fontFamily,
  };
  probe.remove();
  return theme;
}

/** A target's colour as a CSS value, for swatches. */
export function hueVariable(index: number): string {
  return `var(--rt-hue-${index % HUES})`;
}

/** Calls back after the system's or the editor's theme changed. @returns what ends that */
export function watchTheme(changed: () => void): () => void {
  const ended = new AbortController();
  for (const query of [
    '(prefers-color-scheme: dark)',
    '(forced-colors: active)',
    '(prefers-contrast: more)',
  ]) {
    matchMedia(query).addEventListener('change', changed, { signal: ended.signal });
  }
  // VS Code sets its variables on <html style> and the kind of theme on <body class>.
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, {
    attributes: true,
    attributeFilter: ['style', 'class'],
  });
  observer.observe(document.body, { attributes: true, attributeFilter: ['class'] });
  return () => {
    ended.abort();
    observer.disconnect();
  };
}
