// The question before the commands of a record are run that came with a clone.
import { ConfirmPrompt } from '@clack/core';
import type { RecordQuestion } from '../profile/confirm-record.ts';
import { colorsFor } from '../report/terminal-style.ts';
import { paragraph } from '../report/text-layout.ts';
import { visibleText } from '../text/visible-text.ts';
import type { CommandContext } from './context.ts';
import { recordAllowed, recordAsked, recordNotAllowed } from './messages.ts';

/** @returns whether they said yes; an answer that was left is none */
export async function askRecord(
  { message, commands }: RecordQuestion,
  { stderr, errorStyle: style, signal }: CommandContext,
): Promise<boolean> {
  const { dim } = colorsFor(style);
  const prompt = new ConfirmPrompt({
    ...{ active: 'yes', inactive: 'no', initialValue: false, signal, output: stderr },
    render() {
      if (this.state === 'submit') return this.value === true ? recordAllowed : recordNotAllowed;
      if (this.state === 'cancel') return recordNotAllowed;
      const answer = this.cursor === 0 ? '> yes    no' : '  yes  > no';
      return [
        ...paragraph(visibleText(message), style),
        ...commands.flatMap((line) => paragraph(visibleText(line), style, '  ')),
        recordAsked,
        answer,
        dim(KEYS),
      ].join('\n');
    },
  });
  prompt.on('key', (_, key) => {
    // The end of the input would leave nobody to answer.
    if (key.ctrl === true && key.name === 'd') prompt.state = 'cancel';
  });
  return (await prompt.prompt()) === true;
}

const KEYS = 'y: yes, n: no, arrows: move, Enter: select, Esc: cancel';
