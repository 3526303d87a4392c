// Nothing asks in words; how a vector of 256 bits is passed is the front end's to decide.
typedef float v8 __attribute__((vector_size(32)));

__attribute__((noinline)) static v8 doubled(v8 value) { return value + value; }

float folded(float first) {
  v8 value = {first, 1, 2, 3, 4, 5, 6, 7};
  value = doubled(value);
  return value[0] + value[7];
}
