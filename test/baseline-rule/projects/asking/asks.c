// Three ways through one function, chosen by the preprocessor.
#if defined(__AVX512F__) || defined(__AVX2__)
#include <immintrin.h>
#endif

float total(const float *values, int count) {
  float sum = 0;
  int at = 0;
#if defined(__AVX512F__)
  __m512 sums = _mm512_setzero_ps();
  for (; at + 16 <= count; at += 16) sums = _mm512_add_ps(sums, _mm512_loadu_ps(values + at));
  sum = _mm512_reduce_add_ps(sums);
#elif defined(__AVX2__)
  __m256 sums = _mm256_setzero_ps();
  for (; at + 8 <= count; at += 8) sums = _mm256_add_ps(sums, _mm256_loadu_ps(values + at));
  float parts[8];
  _mm256_storeu_ps(parts, sums);
  for (int part = 0; part < 8; part++) sum += parts[part];
#endif
  for (; at < count; at++) sum += values[at];
  return sum;
}
