#include <stdio.h>

float total(const float *values, int count);
void scale_wide(float *values, int count, float factor, float offset);
double rolled(unsigned seed);
float folded(float first);

int main(void) {
  static float values[4096];
  for (int at = 0; at < 4096; at++) values[at] = (float)(at % 7);
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
    scale_wide(values, 4096, 2.0f, 1.0f);
  else
    for (int at = 0; at < 4096; at++) values[at] = values[at] * 2.0f + 1.0f;
  printf("%g %g %g\n", total(values, 4096), rolled(7), folded(3));
  return 0;
}
