// What cargo is told to run in place of rustc: rustc itself, told to keep each crate's bitcode from before the optimiser.
import { NOTED_COMMAND, NOTED_ENVIRONMENT } from '../../toolchain/rustc-notes.ts';

/** Raised where crates built before would not do any more. */
export const WRAPPER_VERSION = 6;

/** The variable that names the folder of link lines, which has to be there. */
export const LINK_LINES = 'RETARGET_LINK_LINES';

/**
 * The variable that is set where rustc's LLVM can write the uses of values in their order, which the optimiser looks at: read back
 * without it, bitcode may become other code than rustc's own.
 */
export const USE_LISTS = 'RETARGET_USE_LISTS';

/**
 * Takes out what chooses a CPU, optimises across crates, or asks for passes that the optimiser here does not run, wherever it
 * comes from (RUSTFLAGS, a config.toml), and notes it in `<crate>.dropped` beside the crate. Flags of cargo cannot do it: those
 * of the user would no longer be read. What else decides how code is generated is noted in `<crate>.codegen`, in rustc's order.
 * The optimiser itself is left out, since nothing that it makes is used.
 *
 * How the crate is compiled but for that, the folder and the environment are noted beside it too, for its user's eyes alone: so it
 * can be compiled again for one target, as `-C target-cpu` does.
 *
 * How a crate links is written into the folder that LINK_LINES names, under the name of what is made: cargo keeps a crate as
 * it was for each profile, RUSTFLAGS and set of features, and runs no rustc where it has that crate still.
 *
 * The question marks: rustc takes `opt_level` for `opt-level`, too.
 */
export const WRAPPER_SCRIPT = `#!/bin/sh
crate= out= extra= proc= dropped= codegen= pending= before=
for word do
  shift
  case $pending$word in
    -C | --codegen | -Z) pending=$word before=; continue ;;
  esac
  value=
  if [ -n "$pending" ]; then
    value="\${pending#-} $word"
  else case $word in
    -[CZ]?*) value="\${word%"\${word#-?}"} \${word#-?}"; value=\${value#-} ;;
    --codegen=*) value="C \${word#--codegen=}" ;;
    -O) codegen="\${codegen}opt-level=3
" ;;
  esac; fi
  case $value in -codegen\\ *) value="C \${value#-codegen }" ;; esac
  case $value in
    *crt-static*) ;;
    C\\ target?cpu=* | C\\ target?feature=* | C\\ lto | C\\ lto=* | C\\ linker?plugin?lto* | C\\ codegen?units=* | \\
    C\\ passes=* | C\\ profile?use=* | C\\ profile?generate* | C\\ instrument?coverage* | \\
    Z\\ sanitizer=* | Z\\ merge?functions=* | Z\\ function?sections=* | Z\\ trap?unreachable=* | Z\\ tls?model=* | Z\\ llvm?plugins=*)
      case $value in
        *\\ codegen?units=* | *\\ lto=off | *\\ lto=no | *\\ lto=false) ;;
        *) dropped="$dropped-$value
" ;;
      esac
      pending=
      continue ;;
    C\\ opt?level=*) codegen="\${codegen}opt-level=\${value#*=}
" ;;
    C\\ llvm?args=*) codegen="\${codegen}llvm-args=\${value#*=}
" ;;
    C\\ relocation?model=*) codegen="\${codegen}relocation-model=\${value#*=}
" ;;
    C\\ code?model=*) codegen="\${codegen}code-model=\${value#*=}
" ;;
    C\\ no?vectorize?loops) codegen="\${codegen}no-vectorize-loops
" ;;
    C\\ no?vectorize?slp) codegen="\${codegen}no-vectorize-slp
" ;;
    C\\ extra-filename=*) extra=\${value#*=} ;;
  esac
  case $before in
    --crate-name) crate=$word ;;
    --out-dir) out=$word ;;
    --crate-type) [ "$word" = proc-macro ] && proc=yes ;;
  esac
  [ -n "$pending" ] && set -- "$@" "$pending"
  pending=
  before=$word
  set -- "$@" "$word"
done
case $crate in build_script_*) proc=yes ;; esac
if [ -z "$out" ] || [ -n "$proc" ]; then exec "$@"; fi
printf %s "$dropped" >"$out/$crate$extra.dropped"
printf %s "$codegen" >"$out/$crate$extra.codegen"
(
  umask 077
  { pwd && printf '%s\\000' "$@"; } >"$out/$crate$extra${NOTED_COMMAND}"
  env -0 >"$out/$crate$extra${NOTED_ENVIRONMENT}"
)
[ -n "$${USE_LISTS}" ] && set -- "$@" -C llvm-args=-preserve-bc-uselistorder=1
exec "$@" -C save-temps -C codegen-units=1 -C lto=off -C no-prepopulate-passes "--print=link-args=$${LINK_LINES}/$crate$extra"
`;
