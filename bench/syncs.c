/*
 * Loaded before all else (LD_PRELOAD): counts fsync and fdatasync in the file named by BENCH_SYNCS (8 bytes), and makes each take BENCH_SYNC_US
 * longer, as a disk without protection against power loss does.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

static uint64_t *count;
static long delay_us;

__attribute__((constructor)) static void begin(void) {
	const char *file = getenv("BENCH_SYNCS"), *delay = getenv("BENCH_SYNC_US");
	delay_us = delay ? atol(delay) : 0;
	int fd = file ? open(file, O_RDWR | O_CREAT, 0600) : -1;
	if (fd < 0 || ftruncate(fd, 8) < 0) return;
	void *memory = mmap(NULL, 8, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (memory != MAP_FAILED) count = memory;
	close(fd);
}

static int synced(int fd, const char *name) {
	int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
	int result = real(fd);
	struct timespec pause = {.tv_sec = delay_us / 1000000, .tv_nsec = delay_us % 1000000 * 1000};
	if (delay_us) nanosleep(&pause, NULL);
	if (count) __atomic_fetch_add(count, 1, __ATOMIC_RELAXED);
	return result;
}

int fsync(int fd) {
	return synced(fd, "fsync");
}

int fdatasync(int fd) {
	return synced(fd, "fdatasync");
}
