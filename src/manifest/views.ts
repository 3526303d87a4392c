// What the sidebar's views say while they are empty.
import { CONTEXT, VIEWS } from './names.ts';

interface Welcome {
  readonly view: string;
  readonly contents: string;
  readonly when: string;
}

const TRUSTED_FOLDER = 'isWorkspaceTrusted && workspaceFolderCount != 0 && !virtualWorkspace';

/** Or one that nobody asked for yet. */
const USABLE_TOOLCHAIN = `${CONTEXT.toolchain} != missing && ${CONTEXT.toolchain} != unusable`;

/** Each has the one next step. */
export const WELCOMES: readonly Welcome[] = [
  {
    view: VIEWS.results,
    when: 'workspaceFolderCount == 0',
    contents:
      'Open the folder of a C, C++ or Rust program to profile it for several CPU targets.\n[Open Folder](command:workbench.action.files.openFolder)',
  },
  {
    view: VIEWS.results,
    when: 'workspaceFolderCount != 0 && virtualWorkspace',
    contents:
      'This folder is not on a disk that a compiler can reach. Clone it, or open it where it is stored, to profile it. Host and targets work all the same.',
  },
  {
    view: VIEWS.results,
    when: 'workspaceFolderCount != 0 && !virtualWorkspace && !isWorkspaceTrusted',
    contents:
      'In Restricted Mode nothing of this workspace is built or run. Host and targets work all the same.\n[Manage Workspace Trust](command:workbench.trust.manage)',
  },
  {
    view: VIEWS.results,
    when: `${TRUSTED_FOLDER} && ${CONTEXT.toolchain} == missing`,
    contents:
      'Retarget builds with LLVM (clang, 16 or newer), and none was found on this machine.\n[Select LLVM Toolchain](command:retarget.selectToolchain)',
  },
  {
    view: VIEWS.results,
    when: `${TRUSTED_FOLDER} && ${CONTEXT.toolchain} == unusable`,
    contents:
      'Retarget builds with LLVM (clang, 16 or newer), and the one it would use cannot be used: it is too old, incomplete, or not where the settings say.\n[Select LLVM Toolchain](command:retarget.selectToolchain)',
  },
  {
    view: VIEWS.results,
    when: `${TRUSTED_FOLDER} && ${USABLE_TOOLCHAIN} && ${CONTEXT.hasProject} == no`,
    contents:
      'Nothing says yet what to build here. A small file, retarget.json, names the sources and how to run the program.\n[Create Configuration](command:retarget.createConfiguration)',
  },
  {
    view: VIEWS.results,
    when: `${TRUSTED_FOLDER} && ${USABLE_TOOLCHAIN} && ${CONTEXT.hasProject} == yes`,
    contents:
      'No results yet. Build this project for several CPU targets, measure each, and see what they gain.\n[Profile Build for CPU Targets](command:retarget.profile)',
  },
  {
    view: VIEWS.targets,
    when: `${CONTEXT.toolchain} == missing`,
    contents:
      'The targets are those that LLVM knows, and none was found on this machine.\n[Select LLVM Toolchain](command:retarget.selectToolchain)',
  },
  {
    view: VIEWS.host,
    when: `${CONTEXT.toolchain} == missing`,
    contents:
      'LLVM says what this host can do, and none was found on this machine.\n[Select LLVM Toolchain](command:retarget.selectToolchain)',
  },
];
