import { mkdtemp, rm, stat } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildAll } from '../../scripts/build.mjs';
import { packagedReadme } from '../../scripts/lib/packaged-readme.mjs';
import { repository } from '../../scripts/lib/repository.mjs';
import { thirdParties } from '../../scripts/lib/third-party.mjs';
import { packageExtension, SIZE_LIMIT } from '../../scripts/package.mjs';
import { readVsix } from './vsix.ts';

let out: string;
let file: string;
let built: Awaited<ReturnType<typeof buildAll>>;
let files: ReadonlyMap<string, Buffer>;

beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), 'retarget-vsix-'));
  ({ file } = await packageExtension(out));
  files = await readVsix(file);
  built = await buildAll(join(out, 'dist'), { maps: false });
}, 120_000);

afterAll(async () => {
  await rm(out, { recursive: true, force: true });
});

const content = (name: string): string => files.get(`extension/${name}`)?.toString() ?? '';
const manifest = (): Record<string, unknown> =>
  JSON.parse(content('package.json')) as Record<string, unknown>;

/** What esbuild made of the extension, by its path in `dist`. */
function extensionOutputs(): ReadonlyMap<string, Output> {
  const made = built.flatMap(({ outputs }) => Object.entries(outputs));
  return new Map(made.map(([path, output]) => [path.replace(/^.*\/dist\//, ''), output] as const));
}

type Output = (typeof built)[number]['outputs'][string];

function outputsNamed(pattern: RegExp): string[] {
  return [...extensionOutputs().keys()].filter((name) => pattern.test(name));
}

/** A file and what it imports at once, not on demand. */
function loadedWith(name: string): ReadonlySet<string> {
  const outputs = extensionOutputs();
  const loaded = new Set([name]);
  for (const each of loaded) {
    for (const { path, kind } of outputs.get(each)?.imports ?? []) {
      const imported = path.replace(/^.*\/dist\//, '');
      if (kind === 'import-statement' && outputs.has(imported)) loaded.add(imported);
    }
  }
  return loaded;
}

/** Bytes of files of the package. */
function bytesOf(names: ReadonlySet<string>): number {
  return [...names].reduce((sum, name) => {
    const file = files.get(`extension/dist/${name}`);
    if (file === undefined) throw new Error(`${name} is not in the package.`);
    return sum + file.length;
  }, 0);
}

describe('the package', () => {
  test('is small', async () => {
    const { size } = await stat(file);
    expect(size).toBeLessThan(1.5e6);
    expect(SIZE_LIMIT).toBeLessThanOrEqual(1.5e6);
  });

  test('brings little to load: at activation 70 kB, with the client of the server 300 kB, 330 kB in all, and 400 kB for the page', () => {
    const size = (pattern: RegExp): number =>
      [...files]
        .filter(([name]) => pattern.test(name))
        .reduce((sum, [, { length }]) => sum + length, 0);
    const atOnce = loadedWith('extension.js');
    expect(bytesOf(atOnce)).toBeLessThan(70_000);
    const [client = ''] = outputsNamed(/^extension\/language-client-/);
    expect(bytesOf(new Set([...atOnce, ...loadedWith(client)]))).toBeLessThan(300_000);
    expect(size(/\/dist\/extension(?:\/.*)?\.js$/)).toBeLessThan(330_000);
    expect(size(/\/dist\/page\.(?:js|css)$/)).toBeLessThan(400_000);
  });

  test('holds what runs, what is shown and what the law asks for, and nothing else', () => {
    const kinds = [...files.keys()].map((name) =>
      name
        .replace(/(dist\/(?:chunks|extension)\/).*\.js$/, '$1*.js')
        .replace(/(media\/walkthrough\/).*\.webp$/, '$1*'),
    );
    expect([...new Set(kinds)].sort()).toEqual(
      [
        '[Content_Types].xml',
        'extension.vsixmanifest',
        'extension/LICENSE.txt',
        'extension/THIRD-PARTY-LICENSES.txt',
        'extension/changelog.md',
        'extension/dist/chunks/*.js',
        'extension/dist/cli.js',
        'extension/dist/extension.js',
        'extension/dist/extension/*.js',
        'extension/dist/page.css',
        'extension/dist/page.js',
        'extension/dist/server.js',
        'extension/l10n/bundle.l10n.json',
        'extension/media/activity-bar.svg',
        'extension/media/icon.png',
        'extension/media/walkthrough/*',
        'extension/package.json',
        'extension/package.nls.json',
        'extension/readme.md',
      ].sort(),
    );
  });

  test('names no folder of the machine it was made on', () => {
    const places = [repository, `${homedir()}/`, tmpdir() + '/retarget-'];
    for (const [name, bytes] of files) {
      for (const place of places) expect(bytes.includes(place), `${place} in ${name}`).toBe(false);
    }
  });

  test('refers to no source map', () => {
    for (const [name, bytes] of files) {
      expect(bytes.includes('//# sourceMappingURL='), name).toBe(false);
    }
  });

  test('imports nothing but itself, what Node has, and VS Code', () => {
    const imports = built.flatMap(({ outputs }) =>
      Object.values(outputs).flatMap((output) => output.imports),
    );
    const from = new Set(imports.filter(({ external }) => external).map(({ path }) => path));
    const missing = [...from].filter((path) => path !== 'vscode' && !isBuiltin(path));
    // systeminformation looks whether these are there, on macOS.
    expect(missing.filter((path) => !/^(?:osx|macos)-temperature-sensor$/.test(path))).toEqual([]);
    expect(from).toContain('vscode');
  });

  test('has a manifest without what only development needs, which still says what it contributes', () => {
    expect(Object.keys(manifest())).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/ependencies|scripts|private/)]),
    );
    expect(manifest()).toMatchObject({ main: './dist/extension.js', icon: 'media/icon.png' });
    expect(manifest()).toHaveProperty('contributes.commands');
  });

  test('has a README that needs nothing around it', () => {
    const readme = content('readme.md');
    expect(readme).toContain('# Retarget');
    expect(readme).not.toContain('![');
    const links = [...readme.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
    for (const link of links) expect(link).toMatch(/^(?:https:|#)/);
  });
});

describe('the licences', () => {
  test('of all that is bundled are in the package', async () => {
    const packages = await thirdParties(built);
    const text = content('THIRD-PARTY-LICENSES.txt');
    expect(packages.length).toBeGreaterThan(20);
    for (const name of ['chart.js', 'vscode-languageclient', 'zod']) {
      expect(packages.map((each) => each.name)).toContain(name);
    }
    for (const { name, version, licence, text: own } of packages) {
      expect(text).toContain(`${name} ${version} (${licence})`);
      expect(own.length, name).toBeGreaterThan(200);
      expect(text, name).toContain(own);
    }
  });

  test('allow to pass the code on under our own', async () => {
    const packages = await thirdParties(built);
    const free = /^(?:MIT|ISC|0BSD|BSD-[23]-Clause|Apache-2\.0|BlueOak-1\.0\.0)$/;
    const others = packages.filter(
      ({ licence, text }) => !free.test(licence) && !/^The MIT License \(MIT\)/.test(text),
    );
    expect(others.map(({ name, licence }) => `${name}: ${licence}`)).toEqual([]);
  });
});

describe('the README of the package', () => {
  test('has no pictures, keeps links into the web, and the words of other links', () => {
    const text = packagedReadme(
      'See\n\n![an icon](media/icon.png)\n\nthe [guide](docs/guide.md), [MIT](LICENSE), [site](https://example.org/a), [below](#below)',
    );
    expect(text).toBe('See\n\nthe guide, MIT, [site](https://example.org/a), [below](#below)');
  });
});
