// Source text that travels inside the bundle (esbuild's `text` loader; vitest.config.ts does the same for tests).
declare module '*.c' {
  const source: string;
  export default source;
}
