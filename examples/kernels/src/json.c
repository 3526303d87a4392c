// Tokenises a JSON text: strings with escapes, numbers, names and nesting.
//
// Every byte decides where to go next, so the time is in branches that a wider CPU cannot take any faster.
#include "kernels.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CAPACITY = 128 * 1024, LONGEST_ITEM = 128 };

struct summary {
    unsigned strings, numbers, names, escapes, depth, errors;
    uint64_t digits; // all numbers' digits, added up
};

static const char *skip_string(const char *at, struct summary *summary)
{
    for (at++; *at != '"'; at++) {
        if (*at == '\0') {
            summary->errors++;
            return at;
        }
        if (*at == '\\' && at[1] != '\0') {
            summary->escapes++;
            at++;
        }
    }
    summary->strings++;
    return at + 1;
}

static const char *skip_number(const char *at, struct summary *summary)
{
    for (;; at++) {
        if (*at >= '0' && *at <= '9')
            summary->digits += (unsigned)(*at - '0');
        else if (*at != '-' && *at != '+' && *at != '.' && *at != 'e' && *at != 'E')
            break;
    }
    summary->numbers++;
    return at;
}

static const char *skip_name(const char *at, struct summary *summary)
{
    static const char *const names[] = {"true", "false", "null"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        size_t length = strlen(names[i]);
        if (strncmp(at, names[i], length) == 0) {
            summary->names++;
            return at + length;
        }
    }
    summary->errors++;
    return at + 1;
}

static struct summary tokenise(const char *at)
{
    struct summary summary = {0};
    unsigned depth = 0;
    for (;;) {
        switch (*at) {
        case '\0':
            summary.errors += depth != 0;
            return summary;
        case '{':
        case '[':
            if (++depth > summary.depth)
                summary.depth = depth;
            at++;
            break;
        case '}':
        case ']':
            if (depth == 0)
                summary.errors++;
            else
                depth--;
            at++;
            break;
        case ' ':
        case '\n':
        case ',':
        case ':':
            at++;
            break;
        case '"':
            at = skip_string(at, &summary);
            break;
        case '-':
        case '0':
        case '1':
        case '2':
        case '3':
        case '4':
        case '5':
        case '6':
        case '7':
        case '8':
        case '9':
            at = skip_number(at, &summary);
            break;
        default:
            at = skip_name(at, &summary);
        }
    }
}

// An array of small records whose shapes and lengths vary at random, so that branches stay hard to predict.
static void generate(char *text)
{
    static const char *const flags[] = {"true", "false", "null"};
    static const char *const people[] = {"Ada", "", "Grace \\\"Amazing\\\" Hopper", "Ren\\u00e9e", "Li"};
    struct random random = {5};
    char *at = text;
    *at++ = '[';
    while (at - text < CAPACITY - LONGEST_ITEM) {
        at += sprintf(at, "%s{\"id\": %u", at == text + 1 ? "" : ",\n", random_below(&random, 1000000));
        if (random_below(&random, 2) == 0)
            at += sprintf(at, ", \"name\": \"%s\"", people[random_below(&random, 5)]);
        if (random_below(&random, 3) == 0)
            at += sprintf(at, ", \"at\": [-%u.%u, %ue-3]", random_below(&random, 180),
                          random_below(&random, 10000), random_below(&random, 100));
        if (random_below(&random, 4) != 0)
            at += sprintf(at, ", \"on\": %s", flags[random_below(&random, 3)]);
        *at++ = '}';
    }
    strcpy(at, "]\n");
}

void run_json(unsigned rounds)
{
    char *text = allocate(CAPACITY);
    generate(text);

    struct summary summary = {0};
    uint64_t digits = 0;
    for (unsigned round = 0; round < rounds; round++) {
        summary = tokenise(text);
        digits += summary.digits;
        // The text loses one digit a round, so none of the rounds repeats another.
        char *digit = strpbrk(text + (size_t)round * 97 % (CAPACITY / 2), "123456789");
        if (digit != NULL)
            *digit -= 1;
    }

    printf("json: strings %u numbers %u names %u escapes %u depth %u errors %u digits %llu\n",
           summary.strings, summary.numbers, summary.names, summary.escapes, summary.depth,
           summary.errors, (unsigned long long)digits);
    free(text);
}
