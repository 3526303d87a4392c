// Every option of clang 22, LLVM 22 and the usual linkers that names a file to write, taken out wherever a line can say it.
import { describe, expect, it } from 'vitest';
import { cleanFlags } from '../../src/flags/flags.ts';

const DRIVER = [
  ...[
    '-o x',
    '-ox',
    '--output=x',
    '--output x',
    '-save-temps',
    '--save-temps=obj',
    '-save-stats=cwd',
  ],
  ...['-MD', '-MMD', '-M', '-MM', '-MF x', '-MFx', '-MJ x', '-MT x', '-MQ x', '-MP', '-MG', '-MV'],
  ...['-dependency-file x', '-dependency-dot x', '-module-dependency-dir x'],
  ...['-gen-cdb-fragment-path x', '--serialize-diagnostics x', '-serialize-diagnostics x'],
  ...['-index-store-path x', '-dumpdir x', '-dumpbase x', '-dsym-dir x', '-aux-info x'],
  ...['-ftime-trace', '-ftime-trace=x', '-ftime-trace-granularity=1', '-fproc-stat-report=x'],
  ...['-fsave-optimization-record', '-fsave-optimization-record=yaml', '-fstack-usage'],
  ...['-foptimization-record-file=x', '-foptimization-record-passes=x', '-fmodule-output=x'],
  ...['-fmodules-cache-path=x', '-fmodules-user-build-path x', '-fcrash-diagnostics-dir=x'],
  ...[
    '-fcrash-diagnostics',
    '-fcrash-diagnostics=all',
    '-gen-reproducer',
    '-gen-reproducer=always',
  ],
  ...['-gsplit-dwarf', '-gsplit-dwarf=single', '-gmodules', '-fthin-link-bitcode=x'],
  ...['-fverify-debuginfo-preserve-export=x', '-fcodegen-data-generate=x'],
  ...['-emit-symbol-graph', '--symbol-graph-dir=x', '--emit-extension-symbol-graphs'],
  ...['-emit-ast', '-emit-interface-stubs', '-emit-merged-ifs', '-extract-api', '-rewrite-objc'],
  ...['-Wp,-MD,x', '-Wp,-MMD,x', '-Wp,-MF,x', '-Wp,-dependency-file,x', '-Wp,-stats-file=x'],
  ...['-Wa,-adhlns=x', '-Wa,-a=x', '-Wa,--MD,x', '-Wa,-o,x', '-Xassembler -al=x'],
];

const INNER = [
  ...['-dependency-file x', '-dependency-dot x', '-module-dependency-dir x', '-MT x', '-o x'],
  ...['-header-include-file x', '-diagnostic-log-file x', '-serialize-diagnostic-file x'],
  ...['-stats-file=x', '-stats-file-append', '-opt-record-file x', '-opt-record-format x'],
  ...['-split-dwarf-output x', '-split-dwarf-file x', '-stack-usage-file x', '-dumpdir x'],
  ...['-analyzer-dump-egraph x', '-analyzer-output x', '-as-secure-log-file x'],
  ...['-coverage-notes-file=x', '-coverage-data-file=x', '-ftime-trace=x', '-fmodule-output=x'],
  ...['-fmodules-cache-path=x', '-fmodules-user-build-path x', '-fthin-link-bitcode=x'],
  ...['-fverify-debuginfo-preserve-export=x', '-emit-pch', '-emit-html', '-fixit', '-fixit=x'],
  ...['-ast-dump', '-dump-tokens', '-rewrite-test', '-emit-symbol-graph', '--symbol-graph-dir=x'],
  ...['-mllvm -info-output-file=x', '-save-temps=x', '-templight-dump'],
];

const LLVM = [
  ...[
    '-info-output-file=x',
    '--info-output-file=x',
    '-crash-diagnostics-dir=x',
    '-ir-dump-directory=x',
  ],
  ...[
    '-as-secure-log-file=x',
    '-dataflow-log=x',
    '-opt-bisect-print-ir-path=x',
    '-print-on-crash-path=x',
  ],
  ...['-print-changed=dot-cfg', '-print-changed-dot-path=x', '-print-changed-diff-path=x'],
  ...[
    '-dot-cfg-dir=x',
    '-dot-cfg-mssa=x',
    '-cfg-dot-filename-prefix=x',
    '-mcfg-dot-filename-prefix=x',
  ],
  ...[
    '-callgraph-dot-filename-prefix=x',
    '-dot-ddg-filename-prefix=x',
    '-attributor-dump-dep-graph',
  ],
  ...['-attributor-depgraph-dot-filename-prefix=x', '-attributor-view-dep-graph', '-view-slp-tree'],
  ...['-memprof-export-to-dot', '-memprof-dot-file-path-prefix=x', '-module-summary-dot-file=x'],
  ...[
    '-amdgpu-module-splitting-print-module-dotcfg=x',
    '-lto-pass-remarks-output=x',
    '-lto-stats-file=x',
  ],
  ...['-wholeprogramdevirt-write-summary=x', '-lowertypetests-write-summary=x', '-polly-export'],
  ...['-polly-dump-after-file=x', '-inliner-interactive-channel-base=x', '-training-log=x'],
  ...['-pgo-view-block-coverage-graph', '-regalloc-evict-interactive-channel-base=x'],
];

const LINKER = [
  ...['-Map=x', '-Map,x', '--Map=x', '-M', '--print-map', '--cref', '-map,x'],
  ...[
    '--dependency-file=x',
    '--dependency-file,x',
    '--depend=x',
    '--out-implib=x',
    '--out-implib,x',
  ],
  ...['--out-impl=x', '--output-def,x', '--base-file,x', '-o,x', '--output=x'],
  ...['--reproduce=x', '--reproduce,x', '--repro', '--print-symbol-order=x', '--why-extract=x'],
  ...['--print-archive-stats=x', '--print-symbol-counts,x', '--print-gc-sections=x'],
  ...['--time-trace=x', '--time-trace', '--time-trace-file=x', '--opt-remarks-filename=x'],
  ...['--opt-remarks-filename,x', '--lto-obj-path=x', '--save-temps', '--save-temps=x'],
  ...['-plugin-save-temps', '--separate-debug-file=x', '-dependency_info,x', '-object_path_lto,x'],
  ...['-mllvm,-info-output-file=x', '-plugin-opt=stats-file=x'],
];

const left = (words: readonly string[], purpose: 'compile' | 'link' = 'compile'): string[] => [
  ...cleanFlags(['-O2', ...words, '-g'], purpose).kept,
];
const NONE = ['-O2', '-g'];

describe('what writes a file is taken out', () => {
  it.each(DRIVER)('of the driver: %s', (line) => {
    expect(left(line.split(' '))).toEqual(NONE);
    expect(left(['-Xclang', '-x', '-Xclang', 'c']).length).toBe(6);
  });

  it.each(INNER)('of the inner compiler: %s', (line) => {
    const words = line.split(' ');
    expect(left(words.flatMap((word) => ['-Xclang', word]))).toEqual(NONE);
    expect(left(words.map((word) => `-Xclang=${word}`))).toEqual(NONE);
    expect(left(words.flatMap((word) => ['-Xpreprocessor', word]))).toEqual(NONE);
  });

  it.each(LLVM)('of LLVM: %s', (word) => {
    expect(left(['-mllvm', word])).toEqual(NONE);
    expect(left([`-mllvm=${word}`])).toEqual(NONE);
    expect(left(['-Xclang', '-mllvm', '-Xclang', word])).toEqual(NONE);
  });

  it.each(LINKER)('of the linker: %s', (list) => {
    const words = list.split(',');
    expect(left([`-Wl,${list}`], 'link')).toEqual(NONE);
    expect(
      left(
        words.flatMap((word) => ['-Xlinker', word]),
        'link',
      ),
    ).toEqual(NONE);
    expect(
      left(
        words.map((word) => `-Wl,${word}`),
        'link',
      ),
    ).toEqual(NONE);
    expect(left([`-Wl,-z,now,${list},--gc-sections`], 'link')).toEqual([
      ...['-O2', '-Wl,-z,now,--gc-sections', '-g'],
    ]);
  });

  it('and named, with its value', () => {
    const line = ['-Xclang', '-stack-usage-file', '-Xclang', 'a b.su', '-Wl,-z,now,-Map,x.map'];
    expect(cleanFlags(line, 'link').removed).toEqual([
      { flag: '-Xclang -stack-usage-file -Xclang a b.su', reason: 'output' },
      { flag: '-Wl,-Map,x.map', reason: 'output' },
    ]);
  });
});

describe('what only looks like it stays', () => {
  it.each([
    ...['-Wp,-D_FORTIFY_SOURCE=2', '-Wa,--noexecstack', '-Wa,-mbranches-within-32B-boundaries'],
    ...['-mllvm -inline-threshold=500', '-mllvm -vectorize-loops', '-mllvm -force-vector-width=4'],
    ...['-mllvm -print-inline-unused', '-mllvm -enable-dot-product', '-Xclang -fno-pch-timestamp'],
    ...['-Xclang -emit-llvm-uselists', '-Xclang -target-abi -Xclang lp64', '-foffload-lto'],
    ...['-fmodules', '-fmodule-map-file=x', '-fprofile-use=x', '-fno-crash-diagnostics'],
    ...['-fmodule-file=x', '-gz=zlib', '-gdwarf-5', '-object', '-Xclang -main-file-name -Xclang x'],
  ])('on a compile: %s', (line) => {
    expect(left(line.split(' '))).toEqual(['-O2', ...line.split(' '), '-g']);
  });

  it.each([
    ...[
      '-Wl,-O1,--as-needed',
      '-Wl,-z,max-page-size=4096',
      '-Wl,--version-script=x.map',
      '-Wl,-T,x.ld',
    ],
    ...['-Wl,--orphan-handling=warn', '-Wl,--build-id', '-Wl,-rpath,/x', '-Wl,-soname,libx.so'],
    ...['-Wl,--defsym,Map=1', '-Wl,-e,_start', '-Wl,--just-symbols=x', '-Wl,--no-print-map'],
    ...['-Wl,--depaudit=x', '-Xlinker -soname -Xlinker -Map', '-Wl,--oformat,elf64-x86-64'],
  ])('on a link: %s', (line) => {
    expect(left(line.split(' '), 'link')).toEqual(['-O2', ...line.split(' '), '-g']);
  });
});
