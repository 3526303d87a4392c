// Small programs that answer as frameworks of benchmarks do: what Retarget asks them for, and what it makes of it.

/** Speaks Google Benchmark's protocol. `OLD` refuses units in times, as versions before 1.8 do. */
export const GOOGLE_BENCHMARK = `
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <regex.h>
#include <time.h>
static const char *const symbol = "_ZN9benchmark22RunSpecifiedBenchmarksEv";
static const struct { const char *name; double time; const char *unit; const char *error; } all[] = {
  {"BM_copy/64", 250, "ns", 0}, {"BM_copy/640", 2.5, "us", 0}, {"BM_x<std::vector<int>, (3 + 4)>", 1.5, "ms", 0},
  {"BM_broken", 0, "ns", "no \\\\\\"input\\\\\\" file"},
};
int main(int argc, char **argv) {
  const char *filter = "."; int list = 0, json = 0, shown = 0;
  for (int i = 1; i < argc; i++) {
    if (!strncmp(argv[i], "--benchmark_filter=", 19)) filter = argv[i] + 19;
    else if (!strcmp(argv[i], "--benchmark_list_tests=true")) list = 1;
    else if (!strcmp(argv[i], "--benchmark_format=json")) json = 1;
    else if (!strncmp(argv[i], "--benchmark_min_time=", 21)) {
      char *end; strtod(argv[i] + 21, &end);
#ifdef OLD
      if (*end) { fprintf(stderr, "bad time %s\\n", argv[i]); return 1; }
#else
      if (strcmp(end, "s")) { fprintf(stderr, "bad time %s\\n", argv[i]); return 1; }
#endif
    } else { fprintf(stderr, "unknown %s %s\\n", argv[i], symbol); return 1; }
  }
#ifdef BANNER
  puts("Welcome to the benchmarks");
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  printf("Started at 12:00:%02ld.%09ld, seed 0x%lxa\\n", (long)now.tv_sec % 60, now.tv_nsec, now.tv_nsec);
#endif
#ifdef NO_LIST
  if (list) { fputs("cannot list\\n", stderr); return 3; }
#endif
  regex_t expression;
  if (regcomp(&expression, filter, REG_EXTENDED | REG_NOSUB)) return 2;
  if (json) printf("{\\n  \\"context\\": {},\\n  \\"benchmarks\\": [\\n");
  for (int i = 0; i < 4; i++) {
    if (regexec(&expression, all[i].name, 0, 0, 0)) continue;
    shown++;
    if (list) { puts(all[i].name); continue; }
    printf("    {\\n      \\"name\\": \\"%s\\",\\n", all[i].name);
    if (all[i].error) printf("      \\"error_occurred\\": true,\\n      \\"error_message\\": \\"%s\\",\\n", all[i].error);
    printf("      \\"iterations\\": 10,\\n      \\"real_time\\": %.16e,\\n      \\"cpu_time\\": 1.0,\\n      \\"time_unit\\": \\"%s\\"\\n    }\\n",
           all[i].time * (1 + (rand() % 100) * 1e-5), all[i].unit);
  }
  if (json) puts("  ]\\n}");
  if (shown != 1 && !list) fputs("more than one\\n", stderr);
  return 0;
}`;

/** Speaks Criterion's (with CRITERION), the test harness's, or neither (with OWN). */
export const CARGO_BENCH = `
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <regex.h>
#ifdef CRITERION
static const char *const marks[] = {"CRITERION_HOME", "discard-baseline"};
#endif
static const char *const all[] = {"sum (4096)", "group/sum/16", "group/sum/160"};
int main(int argc, char **argv) {
  int list = 0, bench = 0, exact = 0; const char *filter = "";
  for (int i = 1; i < argc; i++) {
    if (!strcmp(argv[i], "--list")) list = 1;
    else if (!strcmp(argv[i], "--bench")) bench = 1;
    else if (!strcmp(argv[i], "--exact")) exact = 1;
    else if (argv[i][0] != '-') filter = argv[i];
  }
  if (!bench) return 9;
#ifdef OWN
  printf("%d\\n", 42); return 0;
#endif
  for (int i = 0; i < 3; i++) {
#ifdef CRITERION
    regex_t expression;
    if (getenv("RETARGET_TEST_NEVER")) puts(marks[list]);
    if (exact || regcomp(&expression, filter, REG_EXTENDED | REG_NOSUB)) return 2;
    if (regexec(&expression, all[i], 0, 0, 0)) continue;
    if (list) printf("%s: benchmark\\n", all[i]);
    else printf("%s\\n                        time:   [1.1000 \\u00b5s 1.2500 \\u00b5s 990.00 ns]\\n", all[i]);
#else
    if (*filter && (exact ? strcmp(all[i], filter) : !strstr(all[i], filter))) continue;
    if (list) printf("%s: benchmark\\n", all[i]);
    else printf("test %s ... bench:   1,234.5%d ns/iter (+/- 56.78)\\n", all[i], rand() % 10);
#endif
  }
#ifndef CRITERION
  if (list) puts("checks: test\\n\\n1 tests, 3 benchmarks");
#endif
  return 0;
}`;

/** Prints tables as nanobench does; numbers differ a little each time. */
export const NANOBENCH = `
#include <stdio.h>
#include <time.h>
const char *word = "NANOBENCH_SUPPRESS_WARNINGS";
int main(void) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  int last = now.tv_nsec / 1000 % 9 + 1;
  printf("Note: perf_event_open failed, so the ins/op columns are missing.\\n%.0s\\n", word);
  puts("|               ns/op |                op/s |    err% |     total | sums");
  puts("|--------------------:|--------------------:|--------:|----------:|:-----");
  printf("|            1,189.%02d |          841,029.91 |    1.2%% |      0.01 | \`mul\`\\n", last);
  printf("|              365.%02d |            2,734.05 |    7.5%% |      0.02 | :wavy_dash: \`add | pipe\` (Unstable with ~1,424.9 iters. Increase \`minEpochIterations\` to e.g. 14249)\\n", last);
  printf("|            2,000.%02d |          500,000.00 |    1.2%% |      0.01 | \`mul\`\\n\\n", last);
  puts("| relative |             ns/byte |              byte/s |    err% |     total | bytes");
  puts("|---------:|--------------------:|--------------------:|--------:|----------:|:------");
  printf("|   100.0%% |                0.02 |   47,181,580,63%d.42 |    4.8%% |      0.03 | \`xor\`\\n\\n", last);
  puts("|               us/op |                op/s |    err% |     total | benchmark");
  puts("|--------------------:|--------------------:|--------:|----------:|:----------");
  printf("|           50,412.%02d |               19.84 |    1.4%% |      0.02 | \`slow\`\\n", last);
  return 0;
}`;

/** Answers as Catch2's XML reporter does, with a test case that only measures and is hidden. `OLD` knows no way to be short. */
export const CATCH2 = `
#include <stdio.h>
#include <string.h>
#include <time.h>
const char *word = "N5Catch9Benchmark6Detail17BenchmarkFunction5modelIZ";
static void result(const char *name, const char *mean) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  printf("    <BenchmarkResults name=\\"%s\\" samples=\\"20\\" resamples=\\"100000\\" iterations=\\"38\\">\\n      <!-- All values in nano seconds -->\\n"
         "      <mean value=\\"%s%d\\" lowerBound=\\"7\\" upperBound=\\"7\\" ci=\\"0\\"/>\\n      <standardDeviation value=\\"0\\"/>\\n    </BenchmarkResults>\\n",
         name, mean, (int)(now.tv_nsec / 1000 % 9 + 1));
}
int main(int argc, char **argv) {
  const char *spec = ""; int xml = 0;
  for (int i = 1; i < argc; i++) {
    if (!strcmp(argv[i], "--reporter=xml")) xml = 1;
#ifdef OLD
    else if (!strncmp(argv[i], "--benchmark-", 12)) return 255;
#else
    else if (!strncmp(argv[i], "--benchmark-", 12)) continue;
#endif
    else if (argv[i][0] == '-') return 255;
    else spec = argv[i];
  }
  if (!xml) { printf("benchmark name %.0s\\n", word); return 0; }
  int shown = !strcmp(spec, "~[.],[!benchmark]"), all = shown || !strcmp(spec, "sums\\\\, all") || !*spec;
  puts("<?xml version=\\"1.0\\" encoding=\\"UTF-8\\"?>\\n<Catch2TestRun name=\\"t\\">");
  if (all) {
    puts("  <TestCase name=\\"sums, all\\" filename=\\"t.cpp\\" line=\\"3\\">");
    result("mul", "781.35");
    result("xor &quot;q&quot; (4,096)", "429.92");
    puts("  </TestCase>");
  }
  if (shown || !strcmp(spec, "plain")) puts("  <TestCase name=\\"plain\\"></TestCase>");
  if (shown || !strcmp(spec, "hidden \\\\[x\\\\]")) {
    puts("  <TestCase name=\\"hidden [x]\\" tags=\\"[!benchmark][.]\\">");
    result("mul", "17846.7");
    puts("  </TestCase>");
  }
  puts("</Catch2TestRun>");
  return 0;
}`;
