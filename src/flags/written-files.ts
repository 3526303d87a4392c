// Options by which a compiler, its inner compiler, LLVM, the assembler or a linker writes a file, or shows a picture of what it
// does: a retarget writes into folders of its own alone. From clang's option tables and `-mllvm -help-hidden`; of the
// linkers of GNU, LLVM, mold and Apple, what is known of them, not all of their manuals. What the measured program itself writes is the program's own doing.

/** A pattern for whole options, or for what stands before `=` or a value. */
function anyOf(alternatives: readonly string[]): RegExp {
  return new RegExp(`^-{1,2}(?:${alternatives.join('|')})`, 'u');
}

/** Of the driver, besides dependency files. */
export const DRIVER_WRITES = anyOf([
  'o(?!bject|rder|bjc|ffload)',
  'output(?:=|$)',
  'save-(?:temps|stats)(?:=|$)',
  'f(?:no-)?save-optimization-record(?:=|$)',
  'f(?:optimization-record-|time-trace|proc-stat-report|module-output|codegen-data-generate)',
  'f(?:modules-cache-path|modules-user-build-path|crash-diagnostics-dir|verify-debuginfo-preserve-export)',
  'f(?:crash-diagnostics|modules-prune-(?:interval|after))(?:=|$)',
  'gen-reproducer(?:=|$)',
  '(?:serialize-diagnostics|index-store-path|dumpdir|dumpbase|dsym-dir)',
  '(?:symbol-graph-dir|product-name|extract-api-ignores)(?:=|$)',
  '(?:gsplit-dwarf.*|gmodules|aux-info|object-file-name.*|fstack-usage)$',
]);

/** Of clang's inner compiler: behind -Xclang, -Xclangas, -Wp and -Xpreprocessor. */
export const INNER_WRITES = anyOf([
  '(?:o|dependency-file|dependency-dot|module-dependency-dir|header-include-file|header-include-format)$',
  '(?:sys-header-deps|module-file-deps|show-includes|M[DFGMPQTV]*)$',
  '(?:stats-file|diagnostic-log-file|serialize-diagnostic-file|opt-record-|split-dwarf-|stack-usage-file)',
  '(?:analyzer-|as-secure-log-file|coverage-(?:notes|data)-file|save-temps|dumpdir|index-store-path)',
  '(?:symbol-graph-dir|gen-reproducer|fcrash-diagnostics|ftime-trace|fverify-debuginfo-preserve-export)',
  '(?:fmodule-output|fmodules-cache-path|fmodules-user-build-path|fthin-link-bitcode|fcodegen-data-generate)',
  'fdump-',
]);

/** Of LLVM, behind -mllvm. Some of those that draw run a program to show it. */
export const LLVM_WRITES = anyOf([
  '(?:info-output-file|as-secure-log-file|crash-diagnostics-dir|ir-dump-directory|dataflow-log)',
  '(?:opt-bisect-print-ir-path|print-on-crash-path|print-changed|(?:lto-)?pass-remarks-output|lto-stats-file)',
  '(?:dot-|(?:[a-z0-9-]*-)?(?:view|viewbfi)(?:[=-]|$))',
  '[a-z0-9-]*-dot(?:-(?:file|only|verify)[a-z-]*)?(?:=|$)',
  '(?:attributor-dump|memprof-export|module-summary-dot|amdgpu-module-splitting-print|polly-(?:dump|export))',
  '[a-z0-9-]*(?:write-summary|training-log|interactive-channel-base)(?:=|$)',
]);

/** Of the assembler that stands behind -Wa and -Xassembler: listings, dependencies. */
export const ASSEMBLER_WRITES =
  /^(?:-a[cdghilmns]*(?:=.*)?|--MD(?:=.*)?|-o|--?as-secure-log-file.*)$/u;

/** Of linkers, behind -Wl and -Xlinker. GNU's takes long names cut short. */
export const LINKER_WRITES = anyOf([
  '(?:o|output)(?:=|$)',
  '(?:Ma(?:p)?|map|print-map|cref|repro(?:duce)?|depe[a-z-]*|out-i[a-z-]*|output-d[a-z-]*|base-f[a-z-]*)(?:=|$)',
  '(?:dependency_info|object_path_lto|lto-obj-path|save-temps|plugin-save-temps)',
  '(?:print-symbol-order|print-archive-stats|print-symbol-counts|why-extract|print-gc-sections=)',
  '(?:time-trace|opt-remarks-|separate-debug-file)',
  'M$',
]);

/** What of linkers that takes the next word is named here alone. */
export const LINKER_WRITES_NEXT =
  /^-{1,2}(?:map|base-file|output-def|reproduce|why-extract|dependency_info|object_path_lto|print-symbol-counts|mllvm|time-trace-file|opt-remarks-filename)$/u;
