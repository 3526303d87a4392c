// Folds a text to lower case and counts its letters, digits, line ends and bytes outside ASCII.
//
// No branches, and counters as narrow as the bytes: the compiler handles as many bytes at a time as the
// target's vectors hold.
#include "kernels.h"

#include <stdio.h>
#include <stdlib.h>

// A block is short enough for counters of one byte each.
enum { BLOCK = 128, BLOCKS = 2048, LENGTH = BLOCK * BLOCKS };

struct counts {
    uint32_t letters, digits, lines, others;
};

static void fold_block(uint8_t *restrict to, const uint8_t *restrict from, struct counts *counts)
{
    uint8_t letters = 0, digits = 0, lines = 0, others = 0;
    for (size_t i = 0; i < BLOCK; i++) {
        uint8_t byte = from[i];
        uint8_t lower = byte | 0x20;
        uint8_t letter = (uint8_t)(lower - 'a') < 26;
        letters += letter;
        digits += (uint8_t)(byte - '0') < 10;
        lines += byte == '\n';
        others += byte >= 0x80;
        to[i] = letter ? lower : byte;
    }
    counts->letters += letters;
    counts->digits += digits;
    counts->lines += lines;
    counts->others += others;
}

static struct counts fold(uint8_t *restrict to, const uint8_t *restrict from)
{
    struct counts counts = {0};
    for (size_t at = 0; at < LENGTH; at += BLOCK)
        fold_block(to + at, from + at, &counts);
    return counts;
}

// FNV-1a (Fowler, Noll and Vo, public domain): stands for the folded text in the output.
static uint32_t fingerprint(const uint8_t *bytes, size_t length)
{
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ bytes[i]) * 16777619u;
    return hash;
}

void run_fold(unsigned rounds)
{
    static const char alphabet[] = "The Quick BROWN fox jumps\nover 0123456789 lazy DOGS, caf\xc3\xa9\n";
    uint8_t *text = allocate(LENGTH);
    uint8_t *folded = allocate(LENGTH);
    struct random random = {2};
    for (size_t i = 0; i < LENGTH; i++)
        text[i] = (uint8_t)alphabet[random_below(&random, sizeof alphabet - 1)];

    struct counts counts = {0};
    for (unsigned round = 0; round < rounds; round++) {
        counts = fold(folded, text);
        // Each round reads a text that the last one changed, so none can be left out.
        text[round % LENGTH] ^= folded[(round * 7u) % LENGTH] & 0x1f;
    }

    printf("fold: %u letters %u digits %u lines %u others, folded %08x\n", counts.letters,
           counts.digits, counts.lines, counts.others, fingerprint(folded, LENGTH));
    free(text);
    free(folded);
}
