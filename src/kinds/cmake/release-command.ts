// A build folder that optimizes, beside the others of the project, and the command that configures it.
import { join } from 'node:path';
import { quoteCommand } from '../../text/argv-text.ts';

export function releaseFolder(source: string): string {
  return join(source, 'build-release');
}

export function releaseCommand(source: string): string {
  return quoteCommand([
    ...['cmake', '-S', source, '-B', releaseFolder(source), '-DCMAKE_BUILD_TYPE=Release'],
  ]);
}
