import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { repository } from '../../scripts/lib/repository.mjs';
import { manifestFiles } from '../../scripts/manifest.mjs';
import { CATEGORY, COMMANDS, SOURCE } from '../../src/manifest/commands.ts';
import type { Command } from '../../src/manifest/commands.ts';
import { MENUS } from '../../src/manifest/menus.ts';
import { CONTEXT, VIEWS } from '../../src/manifest/names.ts';
import { WELCOMES } from '../../src/manifest/views.ts';
import { WALKTHROUGHS } from '../../src/manifest/walkthrough.ts';
import { isHeaderFile, languageOfFile } from '../../src/flags/languages.ts';
import { isRustSource } from '../../src/kinds/rust-sources.ts';
import { SETTINGS } from '../../src/protocol/settings.ts';
import type { Setting } from '../../src/protocol/settings.ts';

interface Manifest {
  readonly engines: { readonly vscode: string };
  readonly icon: string;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly capabilities: {
    readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] };
  };
  readonly contributes: {
    readonly configuration: {
      readonly properties: Readonly<
        Record<string, { readonly markdownDescription: string; readonly scope: string }>
      >;
    };
    readonly views: {
      readonly retarget: readonly { readonly id: string; readonly name: string }[];
    };
  };
}

const text = (path: string): Promise<string> => readFile(join(repository, path), 'utf8');
/** The texts that VS Code puts in the place of `%key%`. */
const nls = async (): Promise<Readonly<Record<string, string>>> =>
  JSON.parse(await text('package.nls.json')) as Readonly<Record<string, string>>;
const said = (texts: Readonly<Record<string, string>>, words = ''): string | undefined =>
  texts[/^%(.+)%$/.exec(words)?.[1] ?? ''];
const manifest = async (): Promise<Manifest> => JSON.parse(await text('package.json')) as Manifest;

/** Every `command:` that a text with links offers. */
const linksIn = (words: string): string[] =>
  [...words.matchAll(/\]\(command:([\w.]+)\)/g)].map(([, id = '']) => id);

/** VS Code's own commands that our texts link to. */
const BUILT_IN = ['workbench.action.files.openFolder', 'workbench.trust.manage'];

describe('package.json', () => {
  test('says what the tables in src/manifest say; if not, run `npm run manifest`', async () => {
    for (const [name, content] of Object.entries(await manifestFiles())) {
      expect(await text(name), name).toBe(content);
    }
  });

  test('names its texts by keys, so that they can be translated: each has one, and is used', async () => {
    const texts = await nls();
    const named = [...(await text('package.json')).matchAll(/"%([^"%]+)%"/g)].map(([, key]) => key);
    // The package says its own description by this key, for VS Code alone.
    expect([...named, 'description'].sort()).toEqual(Object.keys(texts).sort());
    for (const [key, words] of Object.entries(texts)) expect(words, key).toMatch(/\S/);
  });

  test('supports the VS Code whose API it is compiled against, and none that is older', async () => {
    const { engines, devDependencies } = await manifest();
    const oldest = /^\^(\d+\.\d+)\.0$/.exec(engines.vscode)?.[1];
    expect(devDependencies['@types/vscode']).toBe(`~${oldest}.0`);
    const installed = JSON.parse(await text('node_modules/@types/vscode/package.json')) as {
      readonly version: string;
    };
    expect(installed.version.startsWith(`${oldest}.`)).toBe(true);
  });

  test('has an icon as large as the marketplace wants it', async () => {
    const png = await readFile(join(repository, (await manifest()).icon));
    // IHDR: width and height.
    expect(png.readUInt32BE(16)).toBeGreaterThanOrEqual(128);
    expect(png.readUInt32BE(20)).toBe(png.readUInt32BE(16));
  });
});

describe('the commands', () => {
  const all = Object.entries<Command>(COMMANDS);

  test('are those that a user was promised, by these names', () => {
    const offered = all
      .filter(([, { palette }]) => palette !== 'false')
      .map(([, each]) => each.title);
    expect(offered).toEqual([
      'Profile Build for CPU Targets',
      'Profile Current File',
      'Select Program...',
      'Set Arguments...',
      'Select Targets...',
      'Select Baseline...',
      'Show Results',
      'Show Host Features',
      'Compare with Earlier Run...',
      'Export Report...',
      'Create Configuration',
      'Select LLVM Toolchain...',
      'Cancel Profile',
      'Show Log',
    ]);
    expect(CATEGORY).toBe('Retarget');
  });

  test('each say when the palette offers them', () => {
    const listed = MENUS['commandPalette']?.map(({ command }) => command);
    expect(listed).toEqual(all.map(([id]) => id));
    for (const { when } of MENUS['commandPalette'] ?? []) expect(when).toBeTruthy();
  });

  test('are in menus only with a condition, and with an icon where they are drawn as one', () => {
    for (const [menu, items] of Object.entries(MENUS)) {
      for (const { command, when, group = '' } of items) {
        expect(COMMANDS, `${menu}: ${command}`).toHaveProperty([command]);
        expect(when, `${menu}: ${command}`).toBeTruthy();
        if (/^(?:inline|navigation)/.test(group) && menu.startsWith('view/')) {
          expect(COMMANDS[command].icon, `${menu}: ${command}`).toMatch(/^\$\([a-z-]+\)$/);
        }
      }
    }
  });

  test('take the files from menus that the engine takes', () => {
    const pattern = /=~ \/(\^\\\.\([^/]*)\/i$/.exec(SOURCE)?.[1] ?? 'none';
    const accepts = new RegExp(pattern, 'i');
    for (const extension of ['.c', '.C', '.cc', '.cp', '.cpp', '.cxx', '.c++', '.bc', '.ll']) {
      expect(accepts.test(extension), extension).toBe(true);
      expect(languageOfFile(`source${extension}`), extension).toBeDefined();
    }
    // Part of a program, which is profiled then.
    for (const extension of ['.h', '.hh', '.hpp', '.hxx', '.rs']) {
      expect(accepts.test(extension), extension).toBe(true);
      const file = `part${extension}`;
      expect(isHeaderFile(file) || isRustSource(file), extension).toBe(true);
    }
    for (const extension of ['.cs', '.js', '.txt', '.json', '.hs']) {
      expect(accepts.test(extension), extension).toBe(false);
    }
  });
});

describe('the settings', () => {
  test('are described, and have defaults that they accept themselves', async () => {
    const { properties } = (await manifest()).contributes.configuration;
    const texts = await nls();
    expect(Object.keys(properties)).toEqual(Object.keys(SETTINGS).map((key) => `retarget.${key}`));
    for (const [key, { schema, scope }] of Object.entries<Setting>(SETTINGS)) {
      const written = properties[`retarget.${key}`];
      expect(said(texts, written?.markdownDescription), key).toMatch(/^[A-Z].{20,}\.$/);
      expect(written?.scope, key).toBe(scope);
      expect(schema.parse(undefined), key).toEqual(schema.parse(schema.parse(undefined)));
    }
  });

  test('are all in docs/vscode.md, as they are', async () => {
    const table =
      /<!-- settings -->([^]*)<!-- \/settings -->/.exec(await text('docs/vscode.md'))?.[1] ?? '';
    const rows = table
      .split('\n')
      .filter((line) => line.startsWith('| `retarget.'))
      .map((line) => line.replace(/ +/g, ' '));
    const wanted = Object.entries<Setting>(SETTINGS).map(([key, { schema }]) => {
      const value = JSON.stringify(schema.parse(undefined));
      return `| \`retarget.${key}\` | \`${value}\` | ${schema.description} |`;
    });
    expect(rows).toEqual(wanted);
  });

  test('that name programs, or change what programs see, need trust', async () => {
    const { restrictedConfigurations } = (await manifest()).capabilities.untrustedWorkspaces;
    expect(restrictedConfigurations).toEqual([
      'retarget.toolchain.path',
      'retarget.cache.folder',
      'retarget.environment',
    ]);
    expect(SETTINGS['toolchain.path'].scope).toBe('machine');
    expect(SETTINGS['cache.folder'].scope).toBe('machine');
  });
});

describe('the views', () => {
  test('have names, and say one next step while they are empty', async () => {
    const { retarget } = (await manifest()).contributes.views;
    expect(retarget.map(({ id }) => id)).toEqual(Object.values(VIEWS));
    const texts = await nls();
    for (const { name } of retarget) expect(said(texts, name)).toMatch(/^[A-Z]/);
    for (const view of Object.values(VIEWS)) {
      expect(
        WELCOMES.some((welcome) => welcome.view === view),
        view,
      ).toBe(true);
    }
    for (const { contents } of WELCOMES) expect(linksIn(contents).length).toBeLessThanOrEqual(1);
  });

  test('link only to commands that exist', () => {
    const words = [
      ...WELCOMES.map(({ contents }) => contents),
      ...WALKTHROUGHS.flatMap(({ steps }) => steps.map(({ description }) => description)),
    ];
    for (const id of words.flatMap(linksIn)) {
      expect([...Object.keys(COMMANDS), ...BUILT_IN]).toContain(id);
    }
  });
});

describe('the walkthrough', () => {
  test('has four steps, each with pictures for every kind of theme that are there and small', async () => {
    const [walkthrough] = WALKTHROUGHS;
    expect(walkthrough.steps).toHaveLength(4);
    for (const { id, media } of walkthrough.steps) {
      expect(media.altText.length, id).toBeGreaterThan(20);
      for (const path of new Set(Object.values(media.image))) {
        expect((await stat(join(repository, path))).size, path).toBeLessThan(100_000);
      }
    }
  });

  test('ends its steps by what came of them: a command may have found nothing to do', () => {
    const keys: readonly string[] = Object.values(CONTEXT);
    for (const { id, completionEvents } of WALKTHROUGHS[0].steps) {
      for (const event of completionEvents) {
        expect(keys, id).toContain(/^onContext:(\S+)/.exec(event)?.[1]);
      }
    }
  });
});
