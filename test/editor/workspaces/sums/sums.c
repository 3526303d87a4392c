#include <stdio.h>
#include <stdlib.h>

static float values[4096];

int main(int argc, char **argv) {
  int rounds = argc > 1 ? atoi(argv[1]) : 1;
  float sum = 0;
  for (int round = 0; round < rounds; round++)
    for (int i = 0; i < 4096; i++) {
      values[i] += (float)(i % 7);
      sum += values[i];
    }
  printf("%.0f\n", sum);
  return 0;
}
