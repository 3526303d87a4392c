// What this machine is and can run: the host, its targets, the toolchains on it. Nothing of a workspace is run for it.
import { handle } from '../handle.ts';
import { configOf } from '../project/config-text.ts';
import type { ServerContext } from '../server-context.ts';
import { readChoice } from '../../project/config-choice.ts';
import { listToolchains } from '../../toolchain/list-toolchains.ts';
import { hostAnswer } from './host-answer.ts';
import { chosenToolchain, survey } from './survey.ts';
import { targetsAnswer } from './targets-answer.ts';

export function serveMachine(context: ServerContext): void {
  handle(context, 'retarget/host', async (_, signal) => hostAnswer(await survey(context, signal)));

  handle(context, 'retarget/targets', async ({ folder }, signal) => {
    const settings = await context.settings(folder);
    const config = folder === undefined ? undefined : await configOf(context, folder);
    const project =
      config === undefined
        ? {}
        : { project: { ...readChoice(config.text ?? ''), configFile: config.file } };
    return targetsAnswer(await survey(context, signal, folder), { settings, ...project }, signal);
  });

  handle(context, 'retarget/toolchains', async (_, signal) => {
    const configured = await chosenToolchain(context);
    const listed = await listToolchains({ configured, signal });
    return listed.map((each) => ({ ...each, usable: each.reason === undefined }));
  });
}
