// A kernel with features of its own and a helper that both it and plain code call, as where a program chooses when it runs.
static float weight(float x, float y) { return x * y + x / (y + 1.0f); }

__attribute__((target("avx2"))) void scale_avx2(float *a, const float *b, int count) {
  for (int i = 0; i < count; i++) a[i] = weight(a[i], b[i]);
}

void scale(float *a, const float *b, int count) {
  for (int i = 0; i < count; i++) a[i] = weight(a[i], b[i]);
  if (__builtin_cpu_supports("avx2")) scale_avx2(a, b, count);
}
