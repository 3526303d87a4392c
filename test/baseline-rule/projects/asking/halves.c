// Narrow vectors of half floats: computed as such where the CPU can, widened elsewhere.
typedef _Float16 h4 __attribute__((vector_size(8)));

void halves(h4 *restrict a, const h4 *b, const h4 *c, int count) {
  for (int i = 0; i < count; i++) a[i] = b[i] * c[i] + a[i];
}
