// Finds, for each query, the stored fingerprint with the fewest differing bits.
//
// Counting bits is a dozen instructions on plain x86-64, one instruction from x86-64-v2 on, and a vector
// instruction on CPUs with AVX512-VPOPCNTDQ.
#include "kernels.h"

#include <stdio.h>
#include <stdlib.h>

enum { WORDS = 16, FINGERPRINTS = 1024, QUERIES = 64 };

typedef struct {
    uint64_t words[WORDS];
} fingerprint;

static unsigned distance(const fingerprint *a, const fingerprint *b)
{
    unsigned bits = 0;
    for (int i = 0; i < WORDS; i++)
        bits += (unsigned)__builtin_popcountll(a->words[i] ^ b->words[i]);
    return bits;
}

static unsigned nearest(const fingerprint *stored, const fingerprint *query, unsigned *best_distance)
{
    unsigned best = 0;
    *best_distance = WORDS * 64 + 1;
    for (unsigned i = 0; i < FINGERPRINTS; i++) {
        unsigned d = distance(&stored[i], query);
        if (d < *best_distance) {
            *best_distance = d;
            best = i;
        }
    }
    return best;
}

static void fill(fingerprint *fingerprints, unsigned count, struct random *random)
{
    for (unsigned i = 0; i < count; i++)
        for (int word = 0; word < WORDS; word++)
            fingerprints[i].words[word] = random_next(random);
}

void run_bits(unsigned rounds)
{
    fingerprint *stored = allocate(FINGERPRINTS * sizeof *stored);
    fingerprint *queries = allocate(QUERIES * sizeof *queries);
    struct random random = {3};
    fill(stored, FINGERPRINTS, &random);
    fill(queries, QUERIES, &random);

    uint64_t indices = 0, distances = 0;
    for (unsigned round = 0; round < rounds; round++) {
        for (unsigned q = 0; q < QUERIES; q++) {
            unsigned d;
            unsigned index = nearest(stored, &queries[q], &d);
            indices += index;
            distances += d;
            // The next round asks for something a little different.
            queries[q].words[round % WORDS] ^= stored[index].words[round % WORDS];
        }
    }

    printf("bits: indices %llu distances %llu\n", (unsigned long long)indices,
           (unsigned long long)distances);
    free(stored);
    free(queries);
}
