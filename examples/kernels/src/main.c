// kernels NAME [ROUNDS]: runs one kernel and prints what it computed.
//
// The default rounds make each kernel take roughly 0.15 s when built for plain x86-64.
#include "kernels.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name;
    kernel_fn *run;
    unsigned rounds;
} kernels[] = {
    {"blur", run_blur, 900},
    {"fold", run_fold, 5000},
    {"bits", run_bits, 300},
    {"sha256", run_sha256, 450},
    {"json", run_json, 1000},
    {"chase", run_chase, 800},
};

enum { KERNELS = sizeof kernels / sizeof kernels[0] };

static int usage(void)
{
    fputs("usage: kernels NAME [ROUNDS]\nNAME is one of:", stderr);
    for (size_t i = 0; i < KERNELS; i++)
        fprintf(stderr, " %s", kernels[i].name);
    fputc('\n', stderr);
    return 2;
}

// 0 where `text` is not a whole number from 1 up.
static unsigned parse_rounds(const char *text)
{
    char *end;
    errno = 0;
    long value = strtol(text, &end, 10);
    return errno == 0 && end != text && *end == '\0' && value > 0 && value <= INT_MAX
               ? (unsigned)value
               : 0;
}

int main(int argc, char **argv)
{
    if (argc < 2 || argc > 3)
        return usage();
    for (size_t i = 0; i < KERNELS; i++) {
        if (strcmp(argv[1], kernels[i].name) != 0)
            continue;
        unsigned rounds = argc == 3 ? parse_rounds(argv[2]) : kernels[i].rounds;
        if (rounds == 0)
            return usage();
        kernels[i].run(rounds);
        return 0;
    }
    return usage();
}
