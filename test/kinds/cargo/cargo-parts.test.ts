import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Program } from '../../../src/model/program.ts';
import { cargoOffers } from '../../../src/kinds/cargo/cargo-offers.ts';
import { loadProject } from '../../../src/project/load-project.ts';
import { TemporaryFolder, failureFrom } from '../../project/temporary-folder.ts';

const folder = new TemporaryFolder();

async function packageAt(at: string, name: string, more = ''): Promise<void> {
  await folder.write(join(at, 'Cargo.toml'), `[package]\nname = "${name}"\n${more}`);
}

async function configured(cargo: object): Promise<Program | undefined> {
  await folder.writeConfig({ programs: [{ name: 'one', cargo }] });
  return (await loadProject(folder.path)).programs[0];
}

describe('a Cargo package', () => {
  it('has the binaries, examples and benches that cargo finds by their places', async () => {
    await packageAt('', 'tool');
    const places = [
      'src/main.rs',
      'src/bin/other.rs',
      'src/bin/big/main.rs',
      'src/bin/big/part.rs',
    ];
    for (const place of [...places, 'examples/show.rs', 'benches/speed.rs', 'src/lib.rs']) {
      await folder.write(place);
    }
    const offers = await cargoOffers(folder.path);
    expect(offers.map(({ program }) => program.cargo)).toEqual([
      { bin: 'big' },
      { bin: 'other' },
      { bin: 'tool' },
      { example: 'show' },
      // Built by a nightly Rust only.
      { bench: 'speed' },
    ]);
  });

  it('has those that it lists, under the names it gives them', async () => {
    await packageAt(
      '',
      'tool',
      [
        'autobins = false',
        '[[bin]]\nname = "run"\npath = "src/main.rs"',
        '[[bench]]\nname = "speed"\nharness = false\nrequired-features = ["fast", "wide"]',
        '[[example]]\nname = "plugin"\ncrate-type = ["cdylib"]',
        '[dev-dependencies]\ncriterion = "0.5"',
      ].join('\n'),
    );
    for (const place of ['src/main.rs', 'src/bin/hidden.rs', 'benches/speed.rs']) {
      await folder.write(place);
    }
    const offers = await cargoOffers(folder.path);
    expect(offers.map(({ program }) => program.cargo)).toEqual([
      { bench: 'speed', args: ['--features', 'fast,wide'] },
      { bin: 'run' },
    ]);
    expect(offers[0]?.why).toContain('with Criterion');
    expect(offers[0]?.note).toBeUndefined();
  });

  it('says which features it is built with where its target requires them and nobody else named them', async () => {
    await packageAt('', 'tool', '[[bin]]\nname = "wide"\nrequired-features = ["fast"]\n');
    await folder.write('src/main.rs');
    await folder.write('src/bin/wide.rs');
    const said =
      'Built with the feature fast, which wide requires. Crates that check for it are compiled with it too.';
    const { warnings } = await loadProject(folder.path, { programs: ['wide', 'tool'] });
    expect(warnings).toEqual([{ code: 'guessed-flags', message: said, program: 'wide' }]);
    await folder.writeConfig({
      programs: [{ name: 'wide', cargo: { bin: 'wide', args: ['--features', 'fast'] } }],
    });
    expect((await loadProject(folder.path)).warnings).toEqual([]);
  });

  it('is to be built by cargo before anything is known of it', async () => {
    await packageAt('', 'tool');
    await folder.write('src/main.rs');
    const program = await configured({ bin: 'tool', args: ['--features', 'fast'] });
    expect(program).not.toHaveProperty('units');
    expect(program).toMatchObject({
      preparation: {
        kind: 'cargo',
        manifest: join(folder.path, 'Cargo.toml'),
        package: 'tool',
        target: { kind: 'bin', name: 'tool' },
        args: ['--features', 'fast'],
      },
      benchmarks: [{ name: 'default', args: [], directory: folder.path }],
    });
  });

  it('has benches that are run as cargo runs them, each a row', async () => {
    await packageAt('crates/core', 'core');
    await folder.write('crates/core/benches/speed.rs');
    await folder.write('Cargo.toml', '[workspace]\nmembers = ["crates/*"]\n');
    const program = await configured({ bench: 'speed' });
    expect(program).toMatchObject({
      harness: 'cargo-bench',
      preparation: { package: 'core', manifest: join(folder.path, 'crates/core/Cargo.toml') },
      benchmarks: [{ args: ['--bench'], directory: join(folder.path, 'crates/core') }],
    });
  });

  it.each([
    [{ bin: 'tol' }, 'there is no binary tol', 'Did you mean "tool"?'],
    [{ bench: 'speed' }, 'there is no bench speed', 'No package here has benches.'],
    [{ bin: 'tool', package: 'tools' }, 'no package tools', 'Did you mean "tool"?'],
    [{ bin: 'tool', manifest: 'sub/Cargo.toml' }, 'there is no file sub/Cargo.toml', '"manifest"'],
  ])('without %j says so where it is written', async (cargo, message, hint) => {
    await packageAt('', 'tool');
    await folder.write('src/main.rs');
    const failure = await failureFrom(configured(cargo));
    expect(failure.message).toContain(message);
    expect(failure.hint).toContain(hint);
    expect(failure.place?.file).toBe(join(folder.path, 'retarget.json'));
  });

  it('that has no such target is told from the one of the workspace that has it', async () => {
    await packageAt('app', 'app');
    await folder.write('app/src/main.rs');
    await packageAt('core', 'mycore');
    await folder.write('core/src/lib.rs');
    await folder.write('Cargo.toml', '[workspace]\nmembers = ["app", "core"]\n');
    const failure = await failureFrom(configured({ bin: 'app', package: 'mycore' }));
    expect(failure.message).toContain('there is no binary app in the package mycore');
    expect(failure.hint).toBe(
      'It is in the package app: add "package": "app". The package mycore has no binaries.',
    );
    const nowhere = await failureFrom(configured({ bin: 'ap', package: 'mycore' }));
    expect(nowhere.hint).toBe('The package mycore has no binaries.');
  });

  it('whose Cargo.toml is no TOML is answered with the place', async () => {
    const file = await folder.write('Cargo.toml', '[package]\nname = "a\n');
    const failure = await failureFrom(configured({ bin: 'a' }));
    expect(failure).toMatchObject({ code: 'config-invalid', place: { file, line: 2 } });
    const [offer] = await cargoOffers(folder.path);
    expect(offer?.obstacle).toContain('not valid TOML');
  });
});

describe('a Cargo workspace', () => {
  it('of 50 members offers what each of them has, and tells equal names apart', async () => {
    for (let member = 0; member < 50; member += 1) {
      await packageAt(`crates/m${member}`, `m${member}`);
      await folder.write(`crates/m${member}/src/main.rs`);
      await folder.write(`crates/m${member}/benches/speed.rs`);
    }
    await packageAt('crates/left-out', 'left-out');
    await folder.write('crates/left-out/src/main.rs');
    await packageAt('target/debug/copy', 'copy');
    await folder.write(
      'Cargo.toml',
      '[workspace]\nmembers = ["crates/*", "missing"]\nexclude = ["crates/left-out"]\n',
    );
    const offers = await cargoOffers(folder.path);
    expect(offers).toHaveLength(100);
    expect(new Set(offers.map(({ name }) => name)).size).toBe(100);
    expect(offers.find(({ name }) => name === 'speed (bench of m7)')?.program.cargo).toEqual({
      bench: 'speed',
      package: 'm7',
    });
    expect(offers.find(({ name }) => name === 'm7')?.program.cargo).toEqual({ bin: 'm7' });
    const failure = await failureFrom(configured({ bench: 'speed' }));
    expect(failure.message).toContain('50 packages have a bench speed');
    expect(await configured({ bench: 'speed', package: 'm49' })).toMatchObject({
      preparation: { package: 'm49' },
    });
  });
});
