// What is said of how a program is run, where whoever asks for the profile says so.
import { outputIsCaptured } from '../../flags/messages.ts';
import type { FailureWords } from '../../model/failure.ts';
import { listText, orText } from '../../text/list-text.ts';
import { shown } from '../../text/shown.ts';

/** @param name that two ways to run the program have */
export function nameTwice({ name }: { readonly name: string }): FailureWords {
  return {
    message: `Two sets of arguments have the name ${JSON.stringify(name)}.`,
    hint: "Give each a unique name, such as one='-1 a.txt' and two='-9 a.txt'.",
  };
}

/** @param text such as `if=a of=b`, quoted as on a command line @param named @param unnamed the same, each without doubt */
export function nameOrArgument(facts: {
  readonly text: string;
  readonly name: string;
  readonly named: string;
  readonly unnamed: string;
}): FailureWords {
  const { text, name, named, unnamed } = facts;
  return {
    message: `In the arguments ${text}, ${JSON.stringify(`${name}=`)} may be a name for this way to run the program, or part of its first argument.`,
    hint: `Put a name in front (${named}), or = if it has no name (${unnamed}).`,
  };
}

/** A value of a benchmark's setting that is not accepted. @param setting such as `--check` @param complaint without its full stop */
export function settingInvalid(facts: {
  readonly setting: string;
  readonly complaint: string;
}): FailureWords {
  return {
    message: `${facts.setting}: ${facts.complaint}.`,
    hint: 'Use what the same key of a benchmark in retarget.json accepts.',
  };
}

/** @param there names of the benchmarks that the program has */
export function benchmarksUnknown(of: {
  readonly names: readonly string[];
  readonly there: readonly string[];
}): { readonly message: string; readonly hint: string } {
  return {
    message: `The program has no benchmark named ${orText(of.names.map(shown))}.`,
    hint: `It has ${listText(of.there.map(shown), 6)}.`,
  };
}

/** @param complaint what is wrong with it, without its full stop @param input the file after `<`, quoted; absent for other words */
export function shellInArguments(facts: {
  readonly complaint: string;
  readonly input: string | undefined;
}): FailureWords {
  const { complaint, input } = facts;
  const quote = 'To pass it as an argument, put it in quotes within the arguments.';
  return input === undefined
    ? { message: `${complaint}.`, hint: `${outputIsCaptured()} ${quote}` }
    : {
        message: `${complaint}.`,
        hint: `${quote} To use a file as standard input, set it separately, for example with "stdin" in retarget.json.`,
        remedies: [{ kind: 'set', what: 'stdin', value: input }],
      };
}
