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
