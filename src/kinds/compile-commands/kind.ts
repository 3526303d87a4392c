// compile_commands.json: how each unit is compiled, and not which of them make a program or how it is linked.
import type { Kind } from '../kind.ts';
import { commandUnits } from './command-units.ts';
import { compileCommandsOffers } from './compile-commands-offers.ts';
import { optimise } from './messages.ts';

export const COMPILE_COMMANDS: Kind<'compileCommands'> = {
  key: 'compileCommands',
  says: 'units',
  accepts: ['units', 'main', 'withoutFlags'],
  offers: compileCommandsOffers,
  parts: commandUnits,
  isSame: (written, offered) => written.main === undefined || written.main === offered.main,
  advice: {
    optimise: optimise(),
  },
};
