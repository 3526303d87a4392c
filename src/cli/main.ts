// The command line's entry: it only composes. Arguments in, one command run, its exit code out.
import { CommanderError } from 'commander';
import type { Failure } from '../model/failure.ts';
import { failureOf } from '../model/failure-of.ts';
import { EXIT, exitCodeOfFailure } from './exit-code.ts';
import { handleInterrupts } from './interrupts.ts';
import type { CommandContext } from './context.ts';
import { createProgram } from './program.ts';
import type { Start } from './program.ts';

let exitCode: number = EXIT.done;

const start: Start = async ({ json }, body) => {
  const interrupts = handleInterrupts(() => {
    process.stderr.write(
      '\nStopping and saving finished results. Press Ctrl-C again to quit immediately.\n',
    );
  });
  const { commandContext } = await import('./context.ts');
  const context = commandContext(interrupts.signal);
  try {
    exitCode = await body(context);
  } catch (error) {
    const failure = failureOf(error);
    exitCode = exitCodeOfFailure(failure);
    if (json === true)
      await context.out(`${JSON.stringify({ failure }, null, 2)}\n`).catch(() => undefined);
    if (failure.code !== 'interrupted') await tell(failure, context);
  }
  exitCode = interrupts.exitCode() ?? exitCode;
};

async function tell(failure: Failure, context: CommandContext): Promise<void> {
  const { failureText } = await import('../report/failure-text.ts');
  context.note(failureText(failure, context.errorStyle));
}

// Errors of a write arrive at its callback; without listeners they would end the process as well. A reader that has gone
// away (`retarget runs | head`) is no error at all.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

try {
  await createProgram(start).parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  // Commander has told the user already; asked-for help and the version are no errors.
  exitCode = error.exitCode === 0 ? EXIT.done : EXIT.usage;
}

// Nothing a command leaves open may keep it from ending, once what it wrote is out.
for (const stream of [process.stdout, process.stderr]) {
  await new Promise((resolve) => stream.write('', resolve));
}
process.exit(exitCode);
