// Every command of the extension: what it is called, and where it can be called from.
import { CONTEXT } from './names.ts';

export const CATEGORY = 'Retarget';

export interface Command {
  readonly title: string;
  /** A codicon, where the command stands in a view's title or beside an item. */
  readonly icon?: string;
  /** When the command palette offers it: a `when` clause; `false` for commands that need an item of a view. */
  readonly palette: string;
  /** When it can be clicked at all. */
  readonly enablement?: string;
}

/** On a disk that compilers reach: in a remote window, the workbench sees the remote machine's files under its own scheme. */
export const LOCAL = 'resourceScheme =~ /^(file|vscode-remote)$/';

/** What `Profile Current File` takes. */
export const SOURCE = `${LOCAL} && resourceExtname =~ /^\\.(c|cc|cp|cpp|cxx|c\\+\\+|h|hh|hpp|hxx|rs|bc|ll)$/i`;

/** Something of this workspace can be compiled and run at all. */
const HAS_FOLDER = 'workspaceFolderCount != 0 && !virtualWorkspace';

export const COMMANDS = {
  'retarget.profile': {
    title: 'Profile Build for CPU Targets',
    icon: '$(play)',
    palette: `!${CONTEXT.profiling}`,
    enablement: `!${CONTEXT.profiling}`,
  },
  'retarget.profileFile': {
    title: 'Profile Current File',
    icon: '$(play)',
    palette: `!${CONTEXT.profiling} && ${SOURCE}`,
    enablement: `!${CONTEXT.profiling}`,
  },
  'retarget.selectProgram': {
    title: 'Select Program...',
    icon: '$(package)',
    palette: HAS_FOLDER,
  },
  'retarget.setArguments': {
    title: 'Set Arguments...',
    icon: '$(terminal)',
    palette: `!${CONTEXT.profiling} && ${HAS_FOLDER}`,
  },
  'retarget.selectTargets': {
    title: 'Select Targets...',
    icon: '$(checklist)',
    palette: HAS_FOLDER,
  },
  'retarget.selectBaseline': {
    title: 'Select Baseline...',
    icon: '$(milestone)',
    palette: HAS_FOLDER,
  },
  'retarget.showResults': { title: 'Show Results', icon: '$(graph)', palette: HAS_FOLDER },
  'retarget.showHost': { title: 'Show Host Features', icon: '$(circuit-board)', palette: 'true' },
  'retarget.compare': {
    title: 'Compare with Earlier Run...',
    icon: '$(git-compare)',
    palette: CONTEXT.hasRuns,
  },
  'retarget.export': {
    title: 'Export Report...',
    icon: '$(export)',
    palette: CONTEXT.hasRuns,
  },
  'retarget.createConfiguration': {
    title: 'Create Configuration',
    icon: '$(new-file)',
    palette: HAS_FOLDER,
  },
  'retarget.selectToolchain': {
    title: 'Select LLVM Toolchain...',
    icon: '$(tools)',
    palette: 'true',
  },
  'retarget.cancel': {
    title: 'Cancel Profile',
    icon: '$(stop-circle)',
    palette: CONTEXT.profiling,
    enablement: CONTEXT.profiling,
  },
  'retarget.showLog': { title: 'Show Log', icon: '$(output)', palette: 'true' },
  // Of items in views only.
  'retarget.deleteRun': { title: 'Delete Run...', icon: '$(trash)', palette: 'false' },
  'retarget.profileItem': {
    title: 'Profile This',
    icon: '$(play)',
    palette: 'false',
    enablement: `!${CONTEXT.profiling}`,
  },
  'retarget.refresh': { title: 'Refresh', icon: '$(refresh)', palette: 'false' },
  'retarget.makeBaseline': { title: 'Make Baseline', icon: '$(milestone)', palette: 'false' },
} as const satisfies Readonly<Record<string, Command>>;

export type CommandId = keyof typeof COMMANDS;
