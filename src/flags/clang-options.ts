// How many arguments each of clang's options takes with it: the one fact needed to walk a command line without breaking it.
// The names are those that LLVM 22's option table calls Separate, JoinedOrSeparate, JoinedAndSeparate or MultiArg, with GCC's own few.

const TAKES_ONE = new Set(
  `-A -alias_list -allowable_client --analyzer-output -arch -arch_only --assert -aux-info -B -b -bundle_loader
  -ccc-gcc-name -ccc-install-dir -client_name -compatibility_version --config -current_version -cxx-isystem -D
  -darwin-target-variant -darwin-target-variant-triple --define-macro -dependency-dot -dependency-file -dsym-dir
  -dumpbase -dumpbase-ext -dumpdir --dyld-prefix -dylib_file -dylinker_install_name -e -exported_symbols_list -F
  -fdebug-compilation-dir -filelist -fmodule-implementation-of -fmodules-user-build-path -fnew-alignment --for-linker
  --force-link -force_load -framework -ftrapv-handler -G -gen-cdb-fragment-path -I -iapinotes-modules -idirafter
  -iframework -iframeworkwithsysroot --imacros -imacros -image_base -imultiarch -imultilib --include -include
  --include-directory --include-directory-after -include-pch --include-prefix --include-with-prefix
  --include-with-prefix-after --include-with-prefix-before -index-store-path -init -install_name -iprefix -iquote
  -isysroot -isystem -isystem-after -ivfsoverlay -iwithprefix -iwithprefixbefore -iwithsysroot -L -l --language
  -lazy_framework -lazy_library --library-directory -meabi -MF --mhwdiv -MJ -mllvm -mmlir -module-dependency-dir -MQ
  -MT -mthread-model -multiply_defined -multiply_defined_unused --no-system-header-prefix -o -object-file-name
  --output -pagezero_size --param --prefix --print-file-name --print-prog-name -read_only_relocs -reexport_framework
  -reexport_library --resource -resource-dir -rpath --rtlib -seg1addr -seg_addr_table -seg_addr_table_filename
  -segs_read_only_addr -segs_read_write_addr --serialize-diagnostics -serialize-diagnostics --specs -specs --std
  --stdlib -stdlib++-isystem -sub_library -sub_umbrella --sysroot --system-header-prefix -T -target -U -u -umbrella
  --undefine-macro -undefined -unexported_symbols_list -V --vfsoverlay -vfsoverlay -weak_framework -weak_library
  -weak_reference_mismatches -working-directory -wrapper -x -Xanalyzer -Xarch_device -Xarch_host -Xassembler -Xclang
  -Xclangas -Xcuda-fatbinary -Xcuda-ptxas -Xlinker -Xopenmp-target -Xparser -Xpreprocessor -z -Zlinker-input`.split(
    /\s+/u,
  ),
);

const TAKES_MORE = new Map([
  ['-sectalign', 3],
  ['-sectcreate', 3],
  ['-sectobjectsymbols', 2],
  ['-sectorder', 3],
  ['-segaddr', 2],
  ['-segcreate', 3],
  ['-segprot', 3],
]);

// Written together with a first value, they take a second one: -Xarch_x86_64 -mavx2.
const JOINED_AND_SEPARATE = /^-X(?:arch_|offload-linker|openmp-target=)/u;

/** How many of the arguments behind this option belong to it; 0 for flags, joined values and inputs. */
export function argumentsTaken(option: string): number {
  if (TAKES_ONE.has(option) || JOINED_AND_SEPARATE.test(option)) return 1;
  return TAKES_MORE.get(option) ?? 0;
}
