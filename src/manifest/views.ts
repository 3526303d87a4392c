// The sidebar's views: their names, and their welcome texts while they are empty.
import { CONTEXT, VIEWS } from './names.ts';

export const VIEW_NAMES = {
  [VIEWS.results]: 'Results',
  [VIEWS.targets]: 'Targets',
  [VIEWS.host]: 'Host',
} as const;

interface Welcome {
  /** For translators; VS Code does not see it. */
  readonly id: string;
  readonly view: string;
  readonly contents: string;
  readonly when: string;
}

const TRUSTED_FOLDER = 'isWorkspaceTrusted && workspaceFolderCount != 0 && !virtualWorkspace';

/** Also true while nobody has asked for one yet. */
const USABLE_TOOLCHAIN = `${CONTEXT.toolchain} != missing && ${CONTEXT.toolchain} != unusable`;

const SELECT_TOOLCHAIN = '[Select LLVM Toolchain](command:retarget.selectToolchain)';

/** Each offers the one next step. */
export const WELCOMES: readonly Welcome[] = [
  {
    id: 'noFolder',
    view: VIEWS.results,
    when: 'workspaceFolderCount == 0',
    contents:
      'To profile a C, C++ or Rust program for several CPU targets, open its folder.\n[Open Folder](command:workbench.action.files.openFolder)',
  },
  {
    id: 'virtual',
    view: VIEWS.results,
    when: 'workspaceFolderCount != 0 && virtualWorkspace',
    contents:
      'Compilers cannot read this virtual folder. To profile it, clone it or open it on the machine where it is stored. The Host and Targets views still work.',
  },
  {
    id: 'restricted',
    view: VIEWS.results,
    when: 'workspaceFolderCount != 0 && !virtualWorkspace && !isWorkspaceTrusted',
    contents:
      'In Restricted Mode, Retarget never builds or runs code from this workspace. The Host and Targets views still work.\n[Manage Workspace Trust](command:workbench.trust.manage)',
  },
  {
    id: 'toolchainMissing',
    view: VIEWS.results,
    when: `${TRUSTED_FOLDER} && ${CONTEXT.toolchain} == missing`,
    contents: `Retarget needs LLVM (clang 16 or newer), but found none on this machine.\n${SELECT_TOOLCHAIN}`,
  },
  {
    id: 'toolchainUnusable',
    view: VIEWS.results,
    when: `${TRUSTED_FOLDER} && ${CONTEXT.toolchain} == unusable`,
    contents: `Retarget needs LLVM (clang 16 or newer). The selected one is too old, incomplete or missing.\n${SELECT_TOOLCHAIN}`,
  },
  {
    id: 'noProject',
    view: VIEWS.results,
    when: `${TRUSTED_FOLDER} && ${USABLE_TOOLCHAIN} && ${CONTEXT.hasProject} == no`,
    contents:
      'Retarget does not know what to build here yet. In a retarget.json file, list the sources and specify how to run the program.\n[Create Configuration](command:retarget.createConfiguration)',
  },
  {
    id: 'noResults',
    view: VIEWS.results,
    when: `${TRUSTED_FOLDER} && ${USABLE_TOOLCHAIN} && ${CONTEXT.hasProject} == yes`,
    contents:
      'No results yet. Build this project for several CPU targets and compare their speed.\n[Profile Build for CPU Targets](command:retarget.profile)',
  },
  {
    id: 'targetsWithoutToolchain',
    view: VIEWS.targets,
    when: `${CONTEXT.toolchain} == missing`,
    contents: `LLVM provides the list of targets, but Retarget found no LLVM on this machine.\n${SELECT_TOOLCHAIN}`,
  },
  {
    id: 'hostWithoutToolchain',
    view: VIEWS.host,
    when: `${CONTEXT.toolchain} == missing`,
    contents: `LLVM detects the features of this host, but Retarget found no LLVM on this machine.\n${SELECT_TOOLCHAIN}`,
  },
];
