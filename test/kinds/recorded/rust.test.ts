// rustc within a recorded build: what it makes is linked as it is, and named.
import { describe, expect, it } from 'vitest';
import { runProcess } from '../../../src/process/run-process.ts';
import { RecordedProject } from './recorded-project.ts';

const project = new RecordedProject();
const BUILD = ['./build.sh'];
const TIME_LIMIT = 3 * 60_000;

const LIBRARY = '#[no_mangle]\npub extern "C" fn seven() -> u32 { 7 }\n';
const MAIN =
  '#include <stdio.h>\nunsigned seven(void);\nint main(void) { printf("%u\\n", seven() * 6); return 0; }\n';
const PACKAGE = '[package]\nname = "ffi"\nversion = "0.1.0"\nedition = "2021"\n';

const cargo = await runProcess({ command: 'cargo', args: ['--version'] });

describe.skipIf(cargo.exitCode !== 0)('rustc in a recorded build', () => {
  it(
    'makes shared libraries and archives that are linked as they are',
    { timeout: TIME_LIMIT },
    async () => {
      await project.writeAll({ 'main.c': MAIN, 'lib.rs': LIBRARY });
      const shared = 'cc -O2 -c main.c\ncc main.o -o prog -L. -lffi -Wl,-rpath,$PWD\n';
      await project.writeScript(
        'build.sh',
        `rustc -O --crate-type cdylib --crate-name ffi lib.rs\n${shared}`,
      );
      await project.record(BUILD);
      const named =
        'Linked as the build made them, the same for every target: libffi.so (made by rustc).';
      const fresh = (await project.load('prog', BUILD)).warnings.join('\n');
      expect(fresh).toContain(named);
      expect(fresh).not.toMatch(/clean/iu);
      expect(await project.buildAndRun('prog', BUILD)).toEqual(['42\n', '42\n']);

      await project.recordScript(
        'rustc -O --crate-type=staticlib -o libffi.a lib.rs\ncc -O2 -c main.c\ncc main.o libffi.a -o prog\n',
      );
      const archive = (await project.load('prog', BUILD)).warnings.join('\n');
      expect(archive).toContain('the same for every target: libffi.a (made by rustc).');
      expect(archive).not.toMatch(/clean/iu);
      expect(await project.buildAndRun('prog', BUILD)).toEqual(['42\n', '42\n']);
    },
  );

  it(
    'made what was there before: that is named, without advice that would not help',
    { timeout: TIME_LIMIT },
    async () => {
      await project.writeAll({ 'main.c': MAIN, 'lib.rs': LIBRARY });
      const args = ['-O', '--crate-type', 'cdylib', '--crate-name', 'ffi', 'lib.rs'];
      await runProcess({ command: 'rustc', args, cwd: project.path });
      await project.recordScript('cc -O2 -c main.c\ncc main.o -o prog -L. -lffi -Wl,-rpath,$PWD\n');
      const { warnings } = await project.load('prog', BUILD);
      expect(warnings.join('\n')).toContain(
        'the same for every target: libffi.so (made by rustc).',
      );
      expect(warnings.join('\n')).not.toMatch(/clean/iu);
    },
  );

  it(
    'that cargo runs makes a library to link with, and no program of its build scripts',
    { timeout: TIME_LIMIT },
    async () => {
      await project.writeAll({
        'main.c': MAIN,
        'Cargo.toml': `${PACKAGE}[lib]\npath = "lib.rs"\ncrate-type = ["staticlib", "cdylib"]\n[[bin]]\nname = "tool"\npath = "tool.rs"\n`,
        'build.rs': 'fn main() { println!("cargo:rerun-if-changed=build.rs"); }\n',
        'lib.rs': LIBRARY,
        'tool.rs': 'fn main() { println!("tool"); }\n',
      });
      await project.writeScript(
        'build.sh',
        'cargo build -q --release --offline\ncc -O2 -c main.c\ncc main.o target/release/libffi.a -o prog\n',
      );
      const outcome = await project.record(BUILD);
      expect(outcome.executables.map(({ name }) => name)).toEqual(['prog']);
      const { warnings } = await project.load('prog', BUILD);
      expect(warnings.join('\n')).toContain('target/release/libffi.a (made by rustc)');
      expect(await project.buildAndRun('prog', BUILD)).toEqual(['42\n', '42\n']);
    },
  );
});
