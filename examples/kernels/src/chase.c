// Follows a linked list whose nodes lie in random order in memory.
//
// The next address is known only when the last one has arrived: the time is the cache's, and no instruction
// set shortens it.
#include "kernels.h"

#include <stdio.h>
#include <stdlib.h>

// One node per cache line; the whole list takes 1 MiB.
enum { LINE = 64, NODES = 16 * 1024 };

struct node {
    struct node *next;
    uint32_t value;
    char padding[LINE - sizeof(struct node *) - sizeof(uint32_t)];
};

// Sattolo's shuffle: one cycle through every node, whatever the random numbers.
static void link_at_random(struct node *nodes)
{
    uint32_t *order = allocate(NODES * sizeof *order);
    struct random random = {6};
    for (uint32_t i = 0; i < NODES; i++)
        order[i] = i;
    for (uint32_t i = NODES - 1; i > 0; i--) {
        uint32_t j = random_below(&random, i);
        uint32_t swapped = order[i];
        order[i] = order[j];
        order[j] = swapped;
    }
    for (uint32_t i = 0; i < NODES; i++) {
        nodes[i].next = &nodes[order[i]];
        nodes[i].value = (uint32_t)random_next(&random);
    }
    free(order);
}

void run_chase(unsigned rounds)
{
    struct node *nodes = allocate(NODES * sizeof *nodes);
    link_at_random(nodes);

    uint32_t sum = 0;
    const struct node *node = nodes;
    for (uint64_t step = 0; step < (uint64_t)rounds * NODES; step++) {
        sum = sum * 31 + node->value;
        node = node->next;
    }

    printf("chase: sum %08x, %s\n", sum, node == nodes ? "back at the start" : "lost");
    free(nodes);
}
