/* Times FFTW on one convolution: real float transforms, measured plans, the kernel's spectrum kept. Usage: fftw NX NY NZ RX RY RZ RUNS THREADS.
   Prints wall and CPU milliseconds of every run as one JSON object. Build: cc -O3 -march=native fftw.c -lfftw3f_threads -lfftw3f -lpthread -lm */
#include <fftw3.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

static double wall(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return 1e3 * t.tv_sec + 1e-6 * t.tv_nsec;
}

static double cpu(void) {
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    return 1e3 * (u.ru_utime.tv_sec + u.ru_stime.tv_sec) + 1e-3 * (u.ru_utime.tv_usec + u.ru_stime.tv_usec);
}

/* The next length whose prime factors are 2, 3, 5 and 7. */
static int fast(int n) {
    for (;; n++) {
        int rest = n;
        for (int p = 2; p <= 7; p += p == 2 ? 1 : 2)
            while (rest % p == 0) rest /= p;
        if (rest == 1) return n;
    }
}

int main(int argc, char **argv) {
    if (argc != 9) return 2;
    int n[3], r[3], p[3];
    for (int a = 0; a < 3; a++) {
        n[a] = atoi(argv[1 + a]);
        r[a] = atoi(argv[4 + a]);
        p[a] = fast(n[a] + 2 * r[a]);
    }
    int runs = atoi(argv[7]), threads = atoi(argv[8]);
    size_t real = (size_t)p[0] * p[1] * p[2], half = (size_t)(p[0] / 2 + 1) * p[1] * p[2], count = (size_t)n[0] * n[1] * n[2];
    float *volume = malloc(count * sizeof(float)), *result = malloc(count * sizeof(float)), *padded = fftwf_malloc(real * sizeof(float));
    fftwf_complex *spectrum = fftwf_malloc(half * sizeof(fftwf_complex)), *kernel = fftwf_malloc(half * sizeof(fftwf_complex));
    if (!volume || !result || !padded || !spectrum || !kernel) return 1;
    fftwf_init_threads();
    fftwf_plan_with_nthreads(threads);
    fftwf_plan forward = fftwf_plan_dft_r2c_3d(p[2], p[1], p[0], padded, spectrum, FFTW_MEASURE);
    fftwf_plan inverse = fftwf_plan_dft_c2r_3d(p[2], p[1], p[0], spectrum, padded, FFTW_MEASURE);
    srand(1);
    for (size_t i = 0; i < count; i++) volume[i] = rand() / (float)RAND_MAX;
    memset(padded, 0, real * sizeof(float));
    for (int z = -r[2]; z <= r[2]; z++)
        for (int y = -r[1]; y <= r[1]; y++)
            for (int x = -r[0]; x <= r[0]; x++)
                padded[((size_t)((z + p[2]) % p[2]) * p[1] + (y + p[1]) % p[1]) * p[0] + (x + p[0]) % p[0]] =
                    expf(-0.7f * sqrtf(x * x + y * y + z * z)) / real;
    fftwf_execute_dft_r2c(forward, padded, kernel);
    double *walls = malloc(runs * sizeof(double)), *cpus = malloc(runs * sizeof(double));
    for (int k = -1; k < runs; k++) {
        double w = wall(), c = cpu();
        memset(padded, 0, real * sizeof(float));
        for (int z = 0; z < n[2]; z++)
            for (int y = 0; y < n[1]; y++)
                memcpy(padded + ((size_t)z * p[1] + y) * p[0], volume + ((size_t)z * n[1] + y) * n[0], n[0] * sizeof(float));
        fftwf_execute(forward);
        for (size_t i = 0; i < half; i++) {
            float re = spectrum[i][0] * kernel[i][0] - spectrum[i][1] * kernel[i][1];
            spectrum[i][1] = spectrum[i][0] * kernel[i][1] + spectrum[i][1] * kernel[i][0];
            spectrum[i][0] = re;
        }
        fftwf_execute(inverse);
        for (int z = 0; z < n[2]; z++)
            for (int y = 0; y < n[1]; y++)
                memcpy(result + ((size_t)z * n[1] + y) * n[0], padded + ((size_t)z * p[1] + y) * p[0], n[0] * sizeof(float));
        if (k >= 0) {
            walls[k] = wall() - w;
            cpus[k] = cpu() - c;
        }
    }
    /* One value against the sum itself, so that a wrong transform is not timed. */
    double sum = 0;
    for (int z = -r[2]; z <= r[2]; z++)
        for (int y = -r[1]; y <= r[1]; y++)
            for (int x = -r[0]; x <= r[0]; x++)
                sum += volume[((size_t)(n[2] / 2 + z) * n[1] + n[1] / 2 + y) * n[0] + n[0] / 2 + x] * exp(-0.7 * sqrt(x * x + y * y + z * z));
    double found = result[((size_t)(n[2] / 2) * n[1] + n[1] / 2) * n[0] + n[0] / 2];
    if (fabs(found / sum - 1) > 1e-4) {
        fprintf(stderr, "found %g, expected %g\n", found, sum);
        return 1;
    }
    printf("{\"wallMs\": [");
    for (int k = 0; k < runs; k++) printf("%s%.4f", k ? ", " : "", walls[k]);
    printf("], \"cpuMs\": [");
    for (int k = 0; k < runs; k++) printf("%s%.4f", k ? ", " : "", cpus[k]);
    printf("]}\n");
    return 0;
}
