// The alignment that OpenMP takes for the CPU's, where the pragma names none.
void raise_all(float *values, int count) {
#pragma omp simd aligned(values)
  for (int i = 0; i < count; i++) values[i] = values[i] * 2 + 1;
}

#pragma omp declare simd aligned(value)
float raised(const float *value) { return *value + 1; }
