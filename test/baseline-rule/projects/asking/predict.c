// What the optimiser makes of these sums depends on the order in which it meets the uses of a value.
// Linear prediction of few or many terms.

#define TERM(n) sum += factors[(n) - 1] * samples[i - (n)];
#define FROM(n) case n: TERM(n) /* fall through */
#define WHOLE(terms)                                                                                                   \
  for (int i = 0; i < count; i++) {                                                                                    \
    int sum = 0;                                                                                                       \
    terms out[i] = samples[i] - (sum >> shift);                                                                        \
  }

void residual(const int *restrict samples, int count, const int *restrict factors, int order, int shift,
              int *restrict out) {
  if (order == 1) {
    WHOLE(TERM(1))
  } else if (order == 2) {
    WHOLE(TERM(2) TERM(1))
  } else if (order == 3) {
    WHOLE(TERM(3) TERM(2) TERM(1))
  } else {
    WHOLE(switch (order) {
      FROM(32) FROM(31) FROM(30) FROM(29) FROM(28) FROM(27) FROM(26) FROM(25)
      FROM(24) FROM(23) FROM(22) FROM(21) FROM(20) FROM(19) FROM(18) FROM(17)
      FROM(16) FROM(15) FROM(14) FROM(13)
      TERM(12) TERM(11) TERM(10) TERM(9) TERM(8) TERM(7) TERM(6) TERM(5) TERM(4) TERM(3) TERM(2) TERM(1)
    })
  }
}
