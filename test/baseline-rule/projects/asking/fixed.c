// Compiled with -march=haswell -mtune=znver3 by its project, and called only where the CPU is one.
#ifdef __AVX2__
#include <immintrin.h>

int first_fixed(const int *values) {
  return _mm256_extract_epi32(_mm256_loadu_si256((const __m256i *)values), 0);
}
#endif

void add_fixed(float *sums, const float *values, int count, float factor) {
  for (int at = 0; at < count; at++) sums[at] += values[at] * factor;
}
