// Programs made for the benchmarks: a header-heavy C++ one, and one of very many small units.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface GeneratedProgram {
  /** Absolute path of its folder; the sources are in `src`. */
  readonly directory: string;
  /** Absolute path of its retarget.json. */
  readonly configuration: string;
  /** Absolute path of one of its sources. */
  readonly oneSource: string;
}

/** C++20 units that use containers, algorithms and streams: much front end, and much code to generate. */
export function generateCpp(folder: string, units: number): Promise<GeneratedProgram> {
  const unit = (n: number): string => `#include <algorithm>
#include <map>
#include <numeric>
#include <sstream>
#include <string>
#include <unordered_map>
#include <vector>

namespace unit${n} {
struct Item { std::string name; std::vector<double> values; int rank; };

static std::vector<Item> make(int count) {
  std::vector<Item> items;
  for (int i = 0; i < count; i++) {
    std::ostringstream name;
    name << "item " << (i * ${n + 7}) % 97 << ' ' << i;
    std::vector<double> values(64);
    std::iota(values.begin(), values.end(), i * 0.5);
    items.push_back({name.str(), values, (i * 31) % 17});
  }
  return items;
}

static double total(const std::vector<Item> &items) {
  double sum = 0;
  for (const auto &item : items)
    sum += std::accumulate(item.values.begin(), item.values.end(), 0.0,
                           [](double a, double b) { return a + b * b; });
  return sum;
}
}

double unit_${n}(int count) {
  using namespace unit${n};
  auto items = make(count);
  std::sort(items.begin(), items.end(), [](const Item &a, const Item &b) { return a.name < b.name; });
  std::map<int, std::vector<std::string>> byRank;
  std::unordered_map<std::string, double> means;
  for (const auto &item : items) {
    byRank[item.rank].push_back(item.name);
    means[item.name] += item.values.empty() ? 0 : item.values[0] / item.values.size();
  }
  std::stable_sort(items.begin(), items.end(), [](const Item &a, const Item &b) { return a.rank < b.rank; });
  double result = total(items);
  for (const auto &[rank, names] : byRank) result += rank * static_cast<double>(names.size());
  for (const auto &[name, mean] : means) result += mean * static_cast<double>(name.size());
  return result;
}
`;
  return generate(folder, {
    units,
    unit,
    extension: 'cpp',
    flags: ['-std=c++20', '-O3'],
    argument: '20',
  });
}

/** C units of a few lines. */
export function generateSmallC(folder: string, units: number): Promise<GeneratedProgram> {
  const unit = (n: number): string => `double unit_${n}(int count) {
  double sum = ${n};
  for (int i = 0; i < count; i++) sum += i * 0.5;
  return sum;
}
`;
  return generate(folder, { units, unit, extension: 'c', flags: ['-O3'], argument: '20' });
}

/** Makes the program one that CMake builds. @returns absolute path of its configuration */
export async function buildByCmake({
  directory,
  configuration,
}: GeneratedProgram): Promise<string> {
  await writeFile(
    join(directory, 'CMakeLists.txt'),
    'cmake_minimum_required(VERSION 3.20)\nproject(generated C)\nfile(GLOB sources src/*.c)\nadd_executable(generated ${sources})\n',
  );
  const benchmarks = [{ name: 'all', args: ['20'], check: { output: 'numbers' } }];
  const cmake = { target: 'generated', options: ['-DCMAKE_BUILD_TYPE=Release'] };
  await writeFile(
    configuration,
    JSON.stringify({ programs: [{ name: 'generated', cmake, benchmarks }] }),
  );
  return configuration;
}

async function generate(
  folder: string,
  plan: {
    readonly units: number;
    readonly unit: (n: number) => string;
    readonly extension: string;
    readonly flags: readonly string[];
    readonly argument: string;
  },
): Promise<GeneratedProgram> {
  const { units, unit, extension } = plan;
  await mkdir(join(folder, 'src'), { recursive: true });
  const source = (name: string): string => join(folder, 'src', `${name}.${extension}`);
  for (let n = 0; n < units; n++) await writeFile(source(`unit${n}`), unit(n));
  const each = (line: (n: number) => string): string =>
    Array.from({ length: units }, (_, n) => line(n)).join('\n');
  await writeFile(
    source('main'),
    `#include <stdio.h>
#include <stdlib.h>
${each((n) => `double unit_${n}(int);`)}
int main(int argc, char **argv) {
  int count = argc > 1 ? atoi(argv[1]) : 1;
  double sum = 0;
${each((n) => `  sum += unit_${n}(count);`)}
  printf("%.17g\\n", sum);
  return 0;
}
`,
  );
  const configuration = join(folder, 'retarget.json');
  await writeFile(
    configuration,
    JSON.stringify({
      programs: [
        {
          name: 'generated',
          sources: [`src/*.${extension}`],
          flags: plan.flags,
          benchmarks: [{ name: 'all', args: [plan.argument], check: { output: 'numbers' } }],
        },
      ],
    }),
  );
  return { directory: folder, configuration, oneSource: source('unit0') };
}
