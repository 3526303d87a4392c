import { describe, expect, it } from 'vitest';
import { benchmarksInCpp } from '../../src/kinds/find-benchmarks.ts';
import { benchmarksInRust, findRustMain } from '../../src/kinds/rust-benchmarks.ts';

const inCpp = (source: string): string[] => benchmarksInCpp(source).map(({ name }) => name);
const inRust = (source: string): string[] => benchmarksInRust(source).map(({ name }) => name);

describe('benchmarks in a C++ source', () => {
  it.each([
    ['BENCHMARK(BM_copy);', 'BM_copy'],
    ['BENCHMARK(BM_copy)->Range(8, 8 << 10)->Unit(benchmark::kMillisecond);', 'BM_copy'],
    ['BENCHMARK(BM_copy)\n    ->RangeMultiplier(2)\n    ->Name("copies");', 'copies'],
    ['BENCHMARK(BM_set<int, std::less<int>>)->Arg(1);', 'BM_set<int, std::less<int>>'],
    ['BENCHMARK_F(Fixture, Reads)(benchmark::State& s) {}', 'Fixture/Reads'],
    ['BENCHMARK_DEFINE_F(F, R)(State& s) {}\nBENCHMARK_REGISTER_F(F, R)->Arg(2);', 'F/R'],
    ['BENCHMARK_CAPTURE(BM_args, small, 1, std::string("a,b"));', 'BM_args/small'],
    ['BENCHMARK_TEMPLATE(BM_t, int,  double);', 'BM_t<int, double>'],
    ['BENCHMARK_TEMPLATE2(BM_t, int, double);', 'BM_t<int,double>'],
    ['BENCHMARK_TEMPLATE_F(Fixture, Reads, int)(State& s) {}', 'Fixture<int>/Reads'],
    ['int x = (benchmark::RegisterBenchmark("by/hand", f), 0);', 'by/hand'],
    ['TEST_CASE("c") { BENCHMARK("sum of \\"n\\"") { return f(); }; }', 'sum of "n"'],
  ])('%j is called %s', (source, name) => {
    expect(inCpp(source)).toEqual([name]);
  });

  it.each([
    '// BENCHMARK(BM_a);',
    '#define BENCHMARK(n) f(n)',
    'const char* s = "BENCHMARK(BM_a)";',
    'BENCHMARK_MAIN();',
    '#include <folly/Benchmark.h>\nBENCHMARK(a, n) {}',
    'BENCHMARK(BM_a',
    'RegisterBenchmark(name, f);',
  ])('%j has none', (source) => {
    expect(inCpp(source)).toEqual([]);
  });

  it('stand where they are registered', () => {
    const source = '\n/* x */ BENCHMARK(BM_a);\n';
    expect(benchmarksInCpp(source)).toEqual([{ name: 'BM_a', at: 9, length: 9 }]);
  });
});

describe('benchmarks in a Rust source', () => {
  it.each([
    ['#[bench]\nfn sums(b: &mut Bencher) {}', ['sums']],
    ['#[divan::bench(args = [1, 2])]\n#[inline]\npub fn sums(n: u64) {}', ['sums']],
    ['#[divan::bench(name = "other")]\nfn sums() {}', ['other']],
    ['fn f(c: &mut Criterion) { c.bench_function("a/b", |b| b.iter(g)); }', ['a/b']],
    [
      'let mut group = c.benchmark_group("json");\ngroup.bench_function("parse", |b| {});\ngroup.bench_with_input(BenchmarkId::new("print", n), &n, |b, n| {});',
      ['json', 'json/parse', 'json/print'],
    ],
    ['// c.bench_function("no", f)\n/* #[bench]\nfn no() {} */ let s = "#[bench]";', []],
    ['c.bench_function(format!("{n}"), f); c.bench_function(&name, f);', []],
    ['mod bench { fn benches() {} }', []],
  ])('%j are %j', (source, names) => {
    expect(inRust(source)).toEqual(names);
  });

  it('are told from main', () => {
    expect(findRustMain('// fn main() {}\nmod a { }\nfn main() {}\n')).toBe(29);
    expect(findRustMain('    fn main() {}\nfn mainly() {}\n')).toBeUndefined();
  });
});
