// Which commands stand in which menus. Context menus show only what can be done with what was clicked.
import { COMMANDS, LOCAL, SOURCE } from './commands.ts';
import type { CommandId } from './commands.ts';
import { CONTEXT, ITEMS, VIEWS } from './names.ts';

export interface MenuItem {
  readonly command: CommandId;
  readonly when?: string;
  readonly group?: string;
}

/** Key chords: the second key alone would be taken by every editor already. */
export const KEYBINDINGS: readonly {
  readonly command: CommandId;
  readonly key: string;
  readonly mac: string;
  readonly when: string;
}[] = [
  {
    ...{ command: 'retarget.profile', key: 'ctrl+k ctrl+f5', mac: 'cmd+k cmd+f5' },
    when: `workspaceFolderCount != 0 && !${CONTEXT.profiling}`,
  },
];

const IDLE = `!${CONTEXT.profiling}`;
const RUN = `view == ${VIEWS.results} && viewItem == ${ITEMS.run}`;
const PART = `view == ${VIEWS.results} && viewItem =~ /^retarget\\.run(Program|Benchmark|Target)$/`;
const TARGET = `view == ${VIEWS.targets} && viewItem == ${ITEMS.target}`;
const LIVE = `view == ${VIEWS.results} && viewItem == ${ITEMS.liveRun}`;
const STORED = `view == ${VIEWS.results} && viewItem =~ /^retarget\\.(run|unreadableRun)$/`;

export const MENUS: Readonly<Record<string, readonly MenuItem[]>> = {
  commandPalette: Object.entries(COMMANDS).map(([command, { palette }]) => ({
    command: command as CommandId,
    when: palette,
  })),
  'explorer/context': [
    { command: 'retarget.profileFile', when: `${IDLE} && ${SOURCE}`, group: '7_modification@9' },
    {
      command: 'retarget.profile',
      when: `${IDLE} && explorerResourceIsFolder && ${LOCAL}`,
      group: '7_modification@9',
    },
    {
      command: 'retarget.profile',
      when: `${IDLE} && ${LOCAL} && resourceFilename == retarget.json`,
      group: '7_modification@9',
    },
  ],
  'editor/context': [
    { command: 'retarget.profileFile', when: `${IDLE} && ${SOURCE}`, group: '7_retarget@1' },
  ],
  'editor/title/run': [{ command: 'retarget.profileFile', when: `${IDLE} && ${SOURCE}` }],
  'view/title': [
    {
      command: 'retarget.profile',
      when: `view == ${VIEWS.results} && ${IDLE}`,
      group: 'navigation@1',
    },
    {
      command: 'retarget.cancel',
      when: `view == ${VIEWS.results} && ${CONTEXT.profiling}`,
      group: 'navigation@1',
    },
    {
      command: 'retarget.showResults',
      when: `view == ${VIEWS.results} && ${CONTEXT.hasRuns}`,
      group: 'navigation@2',
    },
    { command: 'retarget.refresh', when: `view == ${VIEWS.results}`, group: 'navigation@3' },
    {
      command: 'retarget.compare',
      when: `view == ${VIEWS.results} && ${CONTEXT.hasRuns}`,
      group: '2_runs@1',
    },
    {
      command: 'retarget.export',
      when: `view == ${VIEWS.results} && ${CONTEXT.hasRuns}`,
      group: '2_runs@2',
    },
    { command: 'retarget.createConfiguration', when: `view == ${VIEWS.results}`, group: '3_set@1' },
    { command: 'retarget.showLog', when: `view == ${VIEWS.results}`, group: '4_log@1' },
    {
      command: 'retarget.selectProgram',
      when: `view == ${VIEWS.results}`,
      group: '3_set@0',
    },
    {
      command: 'retarget.setArguments',
      when: `view == ${VIEWS.results} && ${IDLE}`,
      group: '3_set@2',
    },
    { command: 'retarget.selectTargets', when: `view == ${VIEWS.targets}`, group: 'navigation@1' },
    { command: 'retarget.selectBaseline', when: `view == ${VIEWS.targets}`, group: 'navigation@2' },
    { command: 'retarget.selectToolchain', when: `view == ${VIEWS.targets}`, group: '2_set@1' },
    { command: 'retarget.selectToolchain', when: `view == ${VIEWS.host}`, group: '2_set@1' },
    { command: 'retarget.refresh', when: `view == ${VIEWS.targets}`, group: '3_refresh@1' },
    { command: 'retarget.refresh', when: `view == ${VIEWS.host}`, group: '3_refresh@1' },
  ],
  'view/item/context': [
    { command: 'retarget.profileItem', when: PART, group: 'inline@1' },
    {
      command: 'retarget.profileItem',
      when: `${PART} || ${RUN} || ${TARGET}`,
      group: '0_profile@1',
    },
    { command: 'retarget.showResults', when: RUN, group: 'inline@1' },
    { command: 'retarget.compare', when: RUN, group: 'inline@2' },
    { command: 'retarget.export', when: RUN, group: 'inline@3' },
    { command: 'retarget.deleteRun', when: STORED, group: 'inline@4' },
    { command: 'retarget.showResults', when: RUN, group: '1_show@1' },
    { command: 'retarget.compare', when: RUN, group: '1_show@2' },
    { command: 'retarget.export', when: RUN, group: '1_show@3' },
    { command: 'retarget.deleteRun', when: STORED, group: '2_delete@1' },
    {
      command: 'retarget.makeBaseline',
      when: TARGET,
      group: '1_target@1',
    },
    { command: 'retarget.showResults', when: LIVE, group: 'inline@1' },
    { command: 'retarget.cancel', when: LIVE, group: 'inline@2' },
    { command: 'retarget.showLog', when: `viewItem == ${ITEMS.failure}`, group: 'inline@1' },
    {
      command: 'retarget.selectToolchain',
      when: `viewItem == ${ITEMS.toolchainFailure}`,
      group: 'inline@1',
    },
  ],
};
