// Compiled with -mavx2 -mfma by its project, and called only where the CPU has them.
#include <immintrin.h>

void scale_wide(float *values, int count, float factor, float offset) {
  const __m256 factors = _mm256_set1_ps(factor);
  const __m256 offsets = _mm256_set1_ps(offset);
  for (int at = 0; at + 8 <= count; at += 8)
    _mm256_storeu_ps(values + at, _mm256_fmadd_ps(_mm256_loadu_ps(values + at), factors, offsets));
}
