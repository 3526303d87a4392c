// The six kernels, the numbers they start from, and the one shape they share.
#ifndef KERNELS_H
#define KERNELS_H

#include <stddef.h>
#include <stdint.h>

// Runs one kernel `rounds` times over the same data and prints its result: one line, the same on every run.
typedef void kernel_fn(unsigned rounds);

kernel_fn run_blur;   // blur.c:    5 x 5 convolution of a grey image, in floats
kernel_fn run_fold;   // fold.c:    case folding and counting, byte by byte
kernel_fn run_bits;   // bits.c:    nearest neighbour by Hamming distance
kernel_fn run_sha256; // sha256.c:  SHA-256 of a message
kernel_fn run_json;   // json.c:    a JSON tokeniser
kernel_fn run_chase;  // chase.c:   a walk along a shuffled linked list

// Repeatable pseudo-random numbers: splitmix64 (Sebastiano Vigna, public domain).
struct random {
    uint64_t state;
};

uint64_t random_next(struct random *random);

// Evenly spread over 0 .. limit - 1; `limit` must not be 0.
uint32_t random_below(struct random *random, uint32_t limit);

// malloc that ends the program, with a message, where there is no memory left.
void *allocate(size_t bytes);

#endif
