/*
 * What fan-out costs at least: one thread, one send() for each client and message. It sends what bench/clients.c has captured from a hub, the
 * same bytes at the same distances of time, round and round. It reads nothing that clients say after they came.
 *
 *   floor DATA INDEX CYCLE_MS GROUPS
 *
 * Prints its port. Commands on standard input, each answered by one line of JSON: `run` (with the moment of the first round, µs of
 * CLOCK_MONOTONIC), `pause`, `quit`. Who cannot take a message at once gets the rest of it when it can, and none until then.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

typedef struct {
	int group;
	uint64_t at, length;
	const uint8_t *bytes;
} Message;

typedef struct {
	int fd, group;
	/** What is left of a message that did not fit. */
	const uint8_t *rest;
	uint64_t rest_length;
} Client;

typedef struct {
	int *clients;
	int count, room;
} Group;

enum { MOST_FDS = 65536, COMMANDS = -1, DOOR = -2 };

static int epoll, door;
static Message *messages;
static int message_count;
static Client *by_fd[MOST_FDS];
static Group *groups;
static int group_count;
static bool running;
static uint64_t begun, cycle, sent, skipped;
static int next_message;

static void die(const char *what) {
	fprintf(stderr, "floor: %s: %s\n", what, strerror(errno));
	exit(1);
}

static uint64_t now_us(void) {
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
}

static void watch(int fd, int32_t what, uint32_t events, int how) {
	struct epoll_event event = {.events = events, .data.u64 = (uint64_t)(int64_t)what};
	if (epoll_ctl(epoll, how, fd, &event) < 0) die("epoll_ctl");
}

static int by_time(const void *a, const void *b) {
	const Message *x = a, *y = b;
	return x->at < y->at ? -1 : x->at > y->at;
}

static void read_messages(const char *data, const char *index) {
	int fd = open(data, O_RDONLY);
	struct stat about;
	if (fd < 0 || fstat(fd, &about) < 0) die(data);
	const uint8_t *bytes = about.st_size ? mmap(NULL, (size_t)about.st_size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd, 0) : NULL;
	FILE *list = fopen(index, "r");
	if (!list || bytes == MAP_FAILED) die(index);
	int group, room = 0;
	unsigned long long at, place, length;
	long long no;
	while (fscanf(list, "%d %llu %llu %llu %lld", &group, &at, &place, &length, &no) == 5) {
		if (message_count == room) messages = realloc(messages, (size_t)(room = room ? 2 * room : 1024) * sizeof *messages);
		if (!messages) die("memory");
		messages[message_count++] = (Message){group, at, length, bytes + place};
		if (group >= group_count) group_count = group + 1;
	}
	fclose(list);
	if (message_count == 0) die("nothing was captured");
	qsort(messages, (size_t)message_count, sizeof *messages, by_time);
	groups = calloc((size_t)group_count, sizeof *groups);
	if (!groups) die("memory");
}

static void accept_all(void) {
	for (int fd; (fd = accept4(door, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0;) {
		int one = 1;
		setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
		if (fd >= MOST_FDS) die("too many clients");
		watch(fd, fd, EPOLLIN, EPOLL_CTL_ADD);
	}
}

static void forget(int fd) {
	Client *c = by_fd[fd];
	if (c) {
		Group *g = &groups[c->group];
		for (int i = 0; i < g->count; i++)
			if (g->clients[i] == fd) g->clients[i--] = g->clients[--g->count];
		free(c);
		by_fd[fd] = NULL;
	}
	close(fd);
}

/* `GET /floor/GROUP`, once. Nothing else that a client says is looked at, and so its socket is watched no more. */
static void greet(int fd) {
	static const char yes[] = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n";
	char text[512];
	ssize_t n = recv(fd, text, sizeof text - 1, 0);
	int group = -1;
	if (n > 0) {
		text[n] = 0;
		sscanf(text, "GET /floor/%d", &group);
	}
	if (group < 0 || group >= group_count || send(fd, yes, sizeof yes - 1, MSG_NOSIGNAL) < 0) {
		close(fd);
		return;
	}
	Group *g = &groups[group];
	if (g->count == g->room) g->clients = realloc(g->clients, (size_t)(g->room = g->room ? 2 * g->room : 64) * sizeof *g->clients);
	by_fd[fd] = calloc(1, sizeof(Client));
	if (!g->clients || !by_fd[fd]) die("memory");
	g->clients[g->count++] = fd;
	*by_fd[fd] = (Client){.fd = fd, .group = group};
	watch(fd, fd, EPOLLRDHUP, EPOLL_CTL_MOD);
}

/* @returns false when the client is gone */
static bool put(Client *c, const uint8_t *bytes, uint64_t length) {
	ssize_t n = send(c->fd, bytes, length, MSG_NOSIGNAL);
	if (n < 0 && errno != EAGAIN) {
		forget(c->fd);
		return false;
	}
	uint64_t taken = n < 0 ? 0 : (uint64_t)n;
	if (taken < length && !c->rest) watch(c->fd, c->fd, EPOLLOUT | EPOLLRDHUP, EPOLL_CTL_MOD);
	else if (taken == length && c->rest) watch(c->fd, c->fd, EPOLLRDHUP, EPOLL_CTL_MOD);
	c->rest = taken < length ? bytes + taken : NULL;
	c->rest_length = length - taken;
	return true;
}

static void send_to_all(const Message *m) {
	Group *g = &groups[m->group];
	for (int i = 0; i < g->count;) {
		Client *c = by_fd[g->clients[i]];
		if (c->rest) skipped++;
		else if (!put(c, m->bytes, m->length)) continue;
		else sent++;
		i++;
	}
}

static uint64_t due(void) {
	return begun + messages[next_message].at;
}

static void send_due(void) {
	while (running && now_us() >= due()) {
		send_to_all(&messages[next_message]);
		if (++next_message == message_count) {
			next_message = 0;
			begun += cycle;
		}
	}
}

static void command(const char *line) {
	if (!strncmp(line, "run", 3)) {
		begun = now_us();
		next_message = 0;
		running = true;
		sent = skipped = 0;
		printf("{\"begun\":%llu}\n", (unsigned long long)begun);
	} else if (!strncmp(line, "pause", 5)) {
		running = false;
		printf("{\"sent\":%llu,\"skipped\":%llu}\n", (unsigned long long)sent, (unsigned long long)skipped);
	} else exit(0);
	fflush(stdout);
}

static void read_commands(void) {
	char text[256];
	ssize_t n = read(0, text, sizeof text - 1);
	if (n <= 0) exit(0);
	text[n] = 0;
	for (char *rest = text, *line; (line = strsep(&rest, "\n"));)
		if (*line) command(line);
}

static void open_door(void) {
	door = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t size = sizeof address;
	if (door < 0 || bind(door, (struct sockaddr *)&address, size) < 0 || listen(door, 4096) < 0) die("listen");
	getsockname(door, (struct sockaddr *)&address, &size);
	printf("{\"port\":%d}\n", ntohs(address.sin_port));
	fflush(stdout);
}

int main(int argc, char **argv) {
	if (argc != 5) return 2;
	group_count = atoi(argv[4]);
	read_messages(argv[1], argv[2]);
	cycle = strtoull(argv[3], NULL, 10) * 1000;
	epoll = epoll_create1(EPOLL_CLOEXEC);
	if (epoll < 0) die("epoll");
	open_door();
	watch(0, COMMANDS, EPOLLIN, EPOLL_CTL_ADD);
	watch(door, DOOR, EPOLLIN, EPOLL_CTL_ADD);
	for (;;) {
		static struct epoll_event events[1024];
		uint64_t now = now_us();
		int wait = !running ? 1000 : now >= due() ? 0 : (int)((due() - now + 999) / 1000);
		int n = epoll_wait(epoll, events, 1024, wait);
		for (int i = 0; i < n; i++) {
			int what = (int)(int64_t)events[i].data.u64;
			if (what == COMMANDS) read_commands();
			else if (what == DOOR) accept_all();
			else if (!by_fd[what]) greet(what);
			else if (events[i].events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) forget(what);
			else if (by_fd[what]->rest) put(by_fd[what], by_fd[what]->rest, by_fd[what]->rest_length);
		}
		send_due();
	}
}
