// Atomics of 16 bytes: instructions where the CPU has cmpxchg16b, calls of libatomic elsewhere.
typedef struct {
  long first, second;
} pair;

_Atomic pair shared;

pair taken(void) { return shared; }

void given(long first, long second) {
  pair both = {first, second};
  shared = both;
}
