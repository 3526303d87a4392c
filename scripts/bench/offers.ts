// How long it takes to find what a folder without a configuration offers, beside only listing every file of it.
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findOffers } from '../../src/project/find-offers.ts';
import { median } from '../../src/stats/spread.ts';
import type { BenchTable } from './table.ts';

const FILES = 20_000;
const FOLDERS = 400;
const TIMES = 9;

/** A tree of C sources, each folder with one main function, headers, and data that nobody asks for. */
async function tree(folder: string): Promise<string> {
  const perFolder = FILES / FOLDERS;
  const body = 'static int f(int x) {\n  return x * 3 + 1;\n}\n'.repeat(80);
  for (let at = 0; at < FOLDERS; at += 1) {
    const inner = join(folder, `part${at % 20}`, `of${at}`);
    await mkdir(inner, { recursive: true });
    const files = Array.from({ length: perFolder }, (_, index) => {
      if (index === 0) {
        return writeFile(join(inner, 'main.c'), `${body}int main(void) { return f(1); }\n`);
      }
      const isText = index % 2 === 1;
      return writeFile(join(inner, `file${index}.${nameEnds(index)}`), isText ? body : '');
    });
    await Promise.all(files);
  }
  return folder;
}

function nameEnds(index: number): string {
  if (index % 2 === 0) return index % 4 === 0 ? 'o' : 'txt';
  return index % 4 === 1 ? 'c' : 'h';
}

/** Files that a kind of project is told by; what they name is not there. */
const KINDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'sources alone': {},
  'with a Makefile': { Makefile: 'all:\n\ttrue\n' },
  'with CMakeLists.txt': {
    'CMakeLists.txt':
      'project(p C)\nadd_executable(tool part0/of0/main.c)\nadd_subdirectory(part1)\n',
  },
  'with Cargo.toml': {
    'Cargo.toml':
      '[package]\nname = "p"\nversion = "0.1.0"\n[[bin]]\nname = "tool"\npath = "tool.rs"\n',
    'tool.rs': 'fn main() {}\n',
  },
};

export async function run(): Promise<BenchTable> {
  const folder = await mkdtemp(join(tmpdir(), 'retarget-bench-offers-'));
  try {
    await tree(folder);
    const rows: string[][] = [];
    for (const [kind, files] of Object.entries(KINDS)) {
      for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
      rows.push(await row(kind, folder));
      for (const name of Object.keys(files)) await rm(join(folder, name));
    }
    return {
      title: `What a tree of ${FILES.toLocaleString('en')} files offers (medians of ${TIMES}, in turns)`,
      columns: [
        'tree',
        'to find the offers',
        'wanted',
        'beside: readdir of the whole tree',
        'ratio',
      ],
      rows,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function row(kind: string, folder: string): Promise<string[]> {
  const ours: number[] = [];
  const theirs: number[] = [];
  let offers = 0;
  for (let i = 0; i < TIMES; i += 1) {
    ours.push(
      await time(async () => {
        offers = (await findOffers(folder)).length;
      }),
    );
    theirs.push(await time(() => readdir(folder, { recursive: true, withFileTypes: true })));
  }
  if (offers === 0) throw new Error(`a tree ${kind} offers nothing`);
  return [
    kind,
    `${median(ours).toFixed(0)} ms (first ${(ours[0] ?? 0).toFixed(0)} ms)`,
    '< 300 ms',
    `${median(theirs).toFixed(0)} ms`,
    (median(ours) / median(theirs)).toFixed(2),
  ];
}

async function time(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}
