// What the front end answers after the preprocessor, as a number of which nothing else is left.
int lock_free(void) { return __atomic_always_lock_free(16, 0); }
int alignment(void) { return __builtin_omp_required_simd_align(float); }
