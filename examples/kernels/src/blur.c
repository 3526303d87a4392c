// Blurs a grey image again and again with a 5 x 5 binomial filter, then prints its mean and its contrast.
//
// The inner loop is multiplications and additions over neighbouring floats: wide vectors and fused
// multiply-add help it. Fusing rounds once instead of twice, so the last digits may differ between targets;
// retarget.json therefore compares these numbers within a tolerance.
#include "kernels.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { WIDTH = 320, HEIGHT = 240, PIXELS = WIDTH * HEIGHT };

static const float filter[5][5] = {
    {1 / 256.f, 4 / 256.f, 6 / 256.f, 4 / 256.f, 1 / 256.f},
    {4 / 256.f, 16 / 256.f, 24 / 256.f, 16 / 256.f, 4 / 256.f},
    {6 / 256.f, 24 / 256.f, 36 / 256.f, 24 / 256.f, 6 / 256.f},
    {4 / 256.f, 16 / 256.f, 24 / 256.f, 16 / 256.f, 4 / 256.f},
    {1 / 256.f, 4 / 256.f, 6 / 256.f, 4 / 256.f, 1 / 256.f},
};

// The two outermost pixels on each side are left as they are.
static void blur(const float *restrict from, float *restrict to)
{
    for (int y = 2; y < HEIGHT - 2; y++) {
        for (int x = 2; x < WIDTH - 2; x++) {
            float sum = 0;
            for (int dy = 0; dy < 5; dy++)
                for (int dx = 0; dx < 5; dx++)
                    sum += filter[dy][dx] * from[(y + dy - 2) * WIDTH + x + dx - 2];
            to[y * WIDTH + x] = sum;
        }
    }
}

void run_blur(unsigned rounds)
{
    float *image = allocate(PIXELS * sizeof *image);
    float *blurred = allocate(PIXELS * sizeof *blurred);
    struct random random = {1};
    for (int i = 0; i < PIXELS; i++)
        image[i] = blurred[i] = (float)random_below(&random, 256);

    for (unsigned round = 0; round < rounds; round++) {
        blur(image, blurred);
        float *last = image;
        image = blurred;
        blurred = last;
    }

    double sum = 0, squares = 0;
    for (int i = 0; i < PIXELS; i++) {
        sum += image[i];
        squares += (double)image[i] * image[i];
    }
    double mean = sum / PIXELS;
    printf("blur: mean %.10f contrast %.10f\n", mean, sqrt(squares / PIXELS - mean * mean));
    free(image);
    free(blurred);
}
