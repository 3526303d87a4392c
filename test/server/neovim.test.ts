import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runProcess } from '../../src/process/run-process.ts';
import { bundledServer } from './language-server.ts';

const server = bundledServer();
const neovim = await runProcess({ command: 'nvim', args: ['--version'] });
const isThere = neovim.exitCode === 0;
if (!isThere) {
  process.stderr.write(
    '\nNeovim is not installed: that the server works in a second editor is NOT tested.\n',
  );
}

interface Seen {
  readonly messages: readonly string[];
  readonly errors: readonly string[];
  readonly diagnostics: readonly { readonly line: number; readonly message: string }[];
  readonly completions: readonly string[];
  readonly compileErrors: readonly string[];
}

const CONFIG = `{
  "targets": [
    "x86-64-v33"
  ],
  "programs": [{ "name": "tool", "sources": ["main.c"], "benchmarks": [{ "name": "only" }] }],
  "budget": "1s"
}
`;

describe('Neovim, set up as docs/editors.md says', () => {
  it.runIf(isThere)(
    'shows problems, completes targets, profiles by command and shows compile errors',
    async () => {
      const manual = await readFile(new URL('../../docs/editors.md', import.meta.url), 'utf8');
      const recipe = /```lua\n(?<lua>.*?)```/su.exec(manual)?.groups?.['lua'] ?? '';
      const folder = join(server.folder, 'my project');
      await server.write(
        { 'retarget.json': CONFIG, 'main.c': 'int main(void) { return 0; }\n' },
        folder,
      );
      const init = join(server.folder, 'init.lua');
      await writeFile(init, recipe);
      const programs = join(server.folder, 'bin');
      await mkdir(programs);
      await symlink(join(server.bundle, 'server.js'), join(programs, 'retarget-language-server'));
      const written = join(server.folder, 'seen.json');
      const result = await runProcess({
        command: 'nvim',
        args: [
          ...['--headless', '--clean', '-n', '-u', init],
          ...['-c', `luafile ${new URL('neovim.lua', import.meta.url).pathname}`],
        ],
        cwd: folder,
        env: {
          ...server.environment(),
          PATH: [programs, process.env['PATH'] ?? ''].join(delimiter),
          // Neovim's own log and state are the tests' too.
          XDG_STATE_HOME: server.folder,
          XDG_CACHE_HOME: server.folder,
          RETARGET_SEEN: written,
        },
        timeLimit: 120_000,
      });
      const seen = JSON.parse(await readFile(written, 'utf8').catch(() => 'null')) as Seen | null;
      expect(seen?.errors, result.stderr).toEqual([]);
      expect(seen?.diagnostics).toMatchObject([{ line: 3 }]);
      expect(seen?.diagnostics[0]?.message).toContain('x86-64-v33');
      expect(seen?.completions).toContain('x86-64-v3');
      expect(seen?.messages[0]).toMatch(/^On this |^Nothing was measured|identical code/u);
      expect(seen?.compileErrors[0]).toContain("undeclared identifier 'missing'");
    },
    150_000,
  );
});
