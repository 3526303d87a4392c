// What is said of a folder that holds nothing but Rust, and nothing of it that could be run.
import { expect, it } from 'vitest';
import type { Failure } from '../../../src/model/failure.ts';
import { loadProject } from '../../../src/project/load-project.ts';
import { findOffers } from '../../../src/project/find-offers.ts';
import { startingConfig } from '../../../src/project/suggestion.ts';
import { TemporaryFolder, failureFrom } from '../../project/temporary-folder.ts';

const folder = new TemporaryFolder();

async function crate(at: string, name: string): Promise<void> {
  await folder.write(`${at}/Cargo.toml`, `[package]\nname = "${name}"\n`);
  await folder.write(`${at}/src/lib.rs`);
}

async function failure(): Promise<Failure> {
  const found = await failureFrom(loadProject(folder.path));
  expect(found.code).toBe('project-empty');
  // No configuration for sources in C, which nothing here has.
  expect(found.hint).not.toContain('sources');
  return found;
}

it('a crate that is only a library is called that, with what to add', async () => {
  await crate('.', 'kernels');
  const { message, hint } = await failure();
  expect(message).toBe(
    `${folder.path}/Cargo.toml has only a library, kernels: no binary, example or bench to run.`,
  );
  expect(hint).toContain('benches/speed.rs');
});

it('the libraries of a workspace are named', async () => {
  await folder.write('Cargo.toml', '[workspace]\nmembers = ["parts/*"]\n');
  expect((await failure()).message).toContain('names no existing package');
  for (const name of ['one', 'two']) await crate(`parts/${name}`, name);
  expect((await failure()).message).toContain('has only libraries, one and two:');
});

it('crates in folders below are named, the outermost first, and one of them by its whole path', async () => {
  for (const at of ['z', 'z/inner', 'b/c', 'z/target/package/copy', '.hidden'])
    await crate(at, 'x');
  const { message, hint } = await failure();
  expect(message).toMatch(/but z and b\/c have a Cargo\.toml\.$/u);
  expect(hint).toBe(`Profile one of these folders instead: ${folder.path}/z`);
});

it('crates beside sources in C leave the word to those', async () => {
  await crate('z', 'x');
  await folder.write('a.c', 'int a;\n');
  await folder.write('b.c', 'int b;\n');
  const { message, hint } = await failureFrom(loadProject(folder.path));
  expect(message).toContain('no C or C++ source with a main function');
  expect(hint).toContain('"*.c"');
});

it('Rust without a crate is sent to Cargo, also where a file or a configuration names it', async () => {
  const main = await folder.write('main.rs', 'fn main() {}\n');
  const { message, hint } = await failure();
  expect(message).toBe(
    `${folder.path} contains Rust (main.rs), but no Cargo.toml that says how it is built.`,
  );
  expect(hint).toContain('cargo init');
  expect(await startingConfig(folder.path, await findOffers(folder.path))).toContain(
    '"cargo": { "bin": ',
  );
  expect((await failureFrom(loadProject(main))).hint).toContain('cargo init');
  await folder.writeConfig({ programs: [{ sources: ['main.rs'] }] });
  const written = await failureFrom(loadProject(folder.path));
  expect(written.message).toContain('is Rust, which cannot be built from single files');
  expect(written.hint).toContain('cargo init');
});
