/* Adds an offset, read from a file at every call, to the wall clock of the process that this is preloaded into. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static volatile int64_t *offset_s;
static int (*real_clock_gettime)(clockid_t, struct timespec *);

static void __attribute__((constructor)) open_offset(void)
{
	const char *file = getenv("TEST_CLOCK_OFFSET");
	int fd = file ? open(file, O_RDONLY | O_CLOEXEC) : -1;
	real_clock_gettime = dlsym(RTLD_NEXT, "clock_gettime");
	if (fd < 0)
		return;
	void *page = mmap(NULL, sizeof(int64_t), PROT_READ, MAP_SHARED, fd, 0);
	close(fd);
	if (page != MAP_FAILED)
		offset_s = page;
}

int clock_gettime(clockid_t clock, struct timespec *now)
{
	if (!real_clock_gettime)
		real_clock_gettime = dlsym(RTLD_NEXT, "clock_gettime");
	int result = real_clock_gettime(clock, now);
	if (result == 0 && offset_s && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
		now->tv_sec += *offset_s;
	return result;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone)
{
	struct timespec exact;
	(void)zone;
	if (clock_gettime(CLOCK_REALTIME, &exact) != 0)
		return -1;
	now->tv_sec = exact.tv_sec;
	now->tv_usec = exact.tv_nsec / 1000;
	return 0;
}

time_t time(time_t *seconds)
{
	struct timespec exact;
	clock_gettime(CLOCK_REALTIME, &exact);
	if (seconds)
		*seconds = exact.tv_sec;
	return exact.tv_sec;
}
