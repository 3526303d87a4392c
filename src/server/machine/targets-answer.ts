// Every target with how it fits the host, and which of them a profile would take: the project's word, or the settings', or what suits the host.
import type { ListedTarget, Target } from '../../model/target.ts';
import { targetNames } from '../../profile/choose-targets.ts';
import { decide } from '../../profile/precedence.ts';
import type { Survey } from '../../profile/survey-host.ts';
import type { WrittenChoice } from '../../project/config-choice.ts';
import type { TargetLine, TargetsAnswer } from '../../protocol/server-requests.ts';
import type { Settings } from '../../protocol/settings.ts';
import { fitWords } from '../../report/fit-words.ts';
import { nativeTarget } from '../../targets/judge-fit.ts';
import { askTargets, listTargets } from '../../targets/resolve-targets.ts';
import { choicesOf } from '../settings/choices.ts';

export interface TargetsQuestion {
  /** What the project's retarget.json chooses, with its path. */
  readonly project?: WrittenChoice & { readonly configFile: string };
  readonly settings: Settings;
}

/** @throws {FailureError} toolchain failures. */
export async function targetsAnswer(
  survey: Survey,
  { project, settings }: TargetsQuestion,
  signal: AbortSignal,
): Promise<TargetsAnswer> {
  const { toolchain, host } = survey;
  const decisions = decide({ settings: choicesOf(settings) }, project ?? {});
  const { baseline, targets: names } = targetNames(decisions, survey);
  const by = decisions.targets?.by;
  const known = await everyTarget(survey, signal);
  const described = new Map((project?.described ?? []).map((spec) => [spec.name, spec]));
  const others = [...new Set([baseline, ...names])].filter(
    (name) => !known.some((target) => target.name === name),
  );
  const answers = await askTargets(
    others.map((name) => described.get(name) ?? name),
    { toolchain, host, signal },
  );
  return {
    toolchain,
    baseline,
    chosen: [...new Set(names)].filter((name) => name !== baseline),
    chosenBy: by === 'project' || by === 'settings' ? by : 'default',
    ...(project === undefined ? {} : { configFile: project.configFile }),
    targets: [
      ...known.map(lineOf),
      ...answers.map((each) =>
        'target' in each ? lineOf(each.target) : unknownLine(each.spec.name),
      ),
    ],
  };
}

/** Every target there is, `native` first. @throws {FailureError} toolchain failures. */
export async function everyTarget(
  { toolchain, host }: Survey,
  signal: AbortSignal,
): Promise<readonly (Target & Partial<ListedTarget>)[]> {
  return [nativeTarget(host), ...(await listTargets({ toolchain, host, signal }))];
}

function lineOf({ name, fit, family }: Target & Partial<ListedTarget>): TargetLine {
  return { name, fit, brief: fitWords(fit), ...(family === undefined ? {} : { family }) };
}

function unknownLine(name: string): TargetLine {
  return { name, fit: { kind: 'unknown' }, brief: fitWords({ kind: 'unknown' }) };
}
