// Names that the manifest and the running extension share. Apart from the tables that hold them: those are not loaded.

export const CONTAINER = 'retarget';

export const VIEWS = {
  results: 'retarget.results',
  targets: 'retarget.targets',
  host: 'retarget.host',
} as const;

/** `viewType` of the chart panel. */
export const PANEL = 'retarget.chart';

/** `type` of tasks. */
export const TASK_TYPE = 'retarget';

/** Values of `viewItem` that menus look at. */
export const ITEMS = {
  run: 'retarget.run',
  /** Of the profile under way: it can be shown, and nothing else yet. */
  liveRun: 'retarget.liveRun',
  /** A stored document that cannot be read: it can only be deleted. */
  unreadableRun: 'retarget.unreadableRun',
  /** Below a run. */
  program: 'retarget.runProgram',
  benchmark: 'retarget.runBenchmark',
  comparison: 'retarget.runTarget',
  target: 'retarget.target',
  baselineTarget: 'retarget.baselineTarget',
  /** A row instead of what could not be shown: the log says more, or LLVM has to be chosen. */
  failure: 'retarget.failure',
  toolchainFailure: 'retarget.toolchainFailure',
} as const;

/** Set by the extension: see `src/editor/context-keys.ts`. */
export const CONTEXT = {
  /** A profile is under way. */
  profiling: 'retarget.profiling',
  /** `found`, `missing`, `unusable` where there is one that cannot be built with, or unset while nobody asked. */
  toolchain: 'retarget.toolchain',
  /** `yes` where some folder has a project that can be profiled, `no` where none has, or unset while nobody knows. */
  hasProject: 'retarget.hasProject',
  /** Some folder has stored runs. */
  hasRuns: 'retarget.hasRuns',
  /** A chart was drawn in this window. */
  sawChart: 'retarget.sawChart',
} as const;
