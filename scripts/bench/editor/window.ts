// Opens a real VS Code whose extension host runs one measurement, and brings back what it found.
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { build } from 'esbuild';
import { endMarked, MARK, newMark } from '../../lib/editor/processes.mjs';
import { TESTS_BEGIN, TESTS_END } from '../../lib/editor/session-lines.mjs';
import { writeUserSettings } from '../../lib/editor/settings.mjs';
import { repository } from '../../lib/repository.mjs';
import type { Editor } from '../../setup-editor.mjs';

/** An extension that only takes hold of the API: what activation costs at least. */
const EMPTY = {
  'package.json': JSON.stringify({
    ...{ name: 'empty', publisher: 'bench', version: '0.0.1', type: 'module' },
    ...{ engines: { vscode: '^1.100.0' }, main: './extension.js', activationEvents: [] },
  }),
  'extension.js':
    "import { version } from 'vscode';\nexport const activate = () => ({ version });\n",
};

export interface Measurement {
  /** Source of the module whose `measure` the extension host calls; what it answers comes back as JSON. */
  readonly source: string;
  /** Makes the window's folder. */
  readonly workspace: (folder: string) => Promise<void>;
  readonly env?: Readonly<Record<string, string>>;
}

/** What VS Code calls. The two lines keep what the window itself logs out of the output. */
function entry(source: string): string {
  return `
    import { writeFile } from 'node:fs/promises';
    import { measure } from ${JSON.stringify(source)};
    export async function run() {
      console.log(${JSON.stringify(TESTS_BEGIN)});
      await writeFile(process.env.RETARGET_BENCH, JSON.stringify(await measure()));
      console.log(${JSON.stringify(TESTS_END)});
    }`;
}

/** @throws {Error} where the window ended without a result */
export async function measureInWindow(editor: Editor, measurement: Measurement): Promise<unknown> {
  const scratch = await realpath(await mkdtemp(join(tmpdir(), 'retarget-bench-window-')));
  const mark = newMark();
  const place = (name: string): string => join(scratch, name);
  try {
    for (const name of ['workspace', 'lock']) await mkdir(place(name));
    await measurement.workspace(place('workspace'));
    // As an installed one: VS Code's server takes only one extension in development.
    const empty = join(place('extensions'), 'bench.empty-0.0.1');
    await mkdir(empty, { recursive: true });
    for (const [name, text] of Object.entries(EMPTY)) await writeFile(join(empty, name), text);
    await build({
      stdin: { contents: entry(measurement.source), resolveDir: repository },
      outfile: place('measure.mjs'),
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      external: ['vscode'],
      logLevel: 'error',
    });
    await writeUserSettings(place('user'));
    const code = await runTests({
      vscodeExecutablePath: editor.executable,
      extensionDevelopmentPath: repository,
      extensionTestsPath: place('measure.mjs'),
      launchArgs: [
        ...editor.before,
        place('workspace'),
        `--user-data-dir=${place('user')}`,
        `--extensions-dir=${place('extensions')}`,
      ],
      extensionTestsEnv: {
        RETARGET_BENCH: place('result.json'),
        RETARGET_CACHE: place('cache'),
        RETARGET_LOCK_FOLDER: place('lock'),
        [MARK]: mark,
        ...measurement.env,
      },
    }).catch(() => 1);
    const written = await readFile(place('result.json'), 'utf8').catch(() => undefined);
    if (written === undefined || code !== 0) {
      throw new Error(
        `The window ended with ${code}, ${written === undefined ? 'and found nothing' : 'after it was measured'}.`,
      );
    }
    return JSON.parse(written) as unknown;
  } finally {
    await endMarked(mark);
    await rm(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}
