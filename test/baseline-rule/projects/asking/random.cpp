// The standard library's own headers look at the target here.
#include <random>

extern "C" double rolled(unsigned seed) {
  std::mt19937_64 engine(seed);
  std::normal_distribution<double> normal(0, 1);
  double sum = 0;
  for (int at = 0; at < 1000; at++) sum += normal(engine);
  return sum;
}
