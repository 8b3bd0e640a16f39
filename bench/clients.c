/*
 * Thousands of viewers in one process: WebSocket, Engine.IO 4 and Socket.IO 4 as packages/client speaks them, acknowledgements included
 * (at once after a half, or while it was late a quarter, of what was acknowledged lately or 12 kB of lane U, else once a second: packages/client/src/transitions.ts). Loopback only. It keeps no picture: it counts frames, bytes
 * and delivered updates, and says when the frames of a sample came. Each distinct frame is read through once, whoever gets it first.
 *
 *   clients PORT NAMESPACE        a hub, or a bare Socket.IO server
 *   clients PORT -                bench/floor.c, which speaks WebSocket alone
 *
 * Commands, one a line on standard input; each is answered by one line of JSON on standard output:
 *
 *   group TOKEN OPEN              a kind of viewer: what it signs in with, what it says in `open` (`-`: nothing)
 *   head SEQ                      where the journal is: who is told to load opens again with what a load would give now, and loads nothing
 *   add GROUP COUNT SLOW SAMPLE   that many of them; SLOW: bytes a second that they read, 0 for no limit; SAMPLE: how many are sampled
 *   connect                       answers when every one of them is live
 *   mark                          begins to count
 *   report                        what was counted since; the sample follows as lines `s CONNECTION µs NO TO LANE`, before the answer
 *   capture MS DATA INDEX         keeps what the first viewer of each group is sent, for floor.c
 *   quit
 *
 * Times are those of CLOCK_MONOTONIC, µs.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
	ACK_BYTES = 16384,
	MOST_STEADY_BYTES = 81920,
	MOST_UNSTEADY_BYTES = 65536,
	UNSTEADY_US = 6000000,
	BULKY_PARTS = 8,
	URGENT_ACK_BYTES = 12288,
	SILENT_US = 250000,
	QUIET_US = 900000,
	LATELY_US = 2000000,
	LATELY = 64,
	ACK_US = 1000000,
	TURN_US = 50000,
	/** Until all of them are live. */
	PATIENCE_US = 60000000,
	HEAD = 320,
	/** Opening at a time: the hub cuts off whoever waits for long. */
	ENTERING = 128,
	SLOW_BUFFER = 8192,
	KNOWN = 1 << 18,
};

typedef enum { IDLE, CONNECTING, UPGRADING, GREETING, ENTERING_ROOM, OPENING, LIVE, ENDED } Stage;

typedef struct {
	char *token;
	char *open;
	int leader;
} Group;

typedef struct {
	int fd, group, at;
	Stage stage;
	bool sampled, leads, loaded;
	uint64_t slow;
	int64_t allowance;
	/** The message that is being read: WebSocket header, then payload. */
	uint8_t header[14];
	int header_length;
	uint64_t length, left;
	uint8_t opcode;
	char head[HEAD + 1];
	int head_length;
	/** Whole payload, where it is needed. */
	char *whole;
	uint64_t whole_length;
	int64_t no, to;
	char lane;
	uint64_t unacknowledged, urgent;
	int64_t received, acknowledged;
	uint64_t acknowledged_at, framed_at, bulky_at;
	/** Acknowledgements of the last two seconds, oldest first, in a ring. */
	struct {
		uint64_t at;
		uint32_t bytes;
	} lately[LATELY];
	unsigned lately_first, lately_next;
	uint64_t lately_bytes;
} Client;

/** A distinct frame by its number. */
typedef struct {
	int64_t no;
	int64_t updates;
	uint32_t waiting;
	bool reading, read;
} Known;

typedef struct {
	uint64_t frames, bytes, updates, unread, acks, beats, others;
} Counts;

typedef struct {
	int connection;
	uint64_t at;
	int64_t no, to;
	char lane;
} Sample;

static int epoll, port;
static const char *room;
static bool raw;
static Group *groups;
static int group_count;
static Client *clients;
static int client_count, live, entering, next_client, turn;
static Known known[KNOWN];
static Counts counts;
static long long head;
static uint64_t resets, loads, byes, refusals, lost, marked;
static Sample *samples;
static size_t sample_count, sample_room;
static char last_words[400];
static bool marking, connecting;
static FILE *captured, *capture_index;
static uint64_t connect_until, capture_from, capture_until, capture_bytes;
static uint8_t scratch[1 << 18];

static uint64_t now_us(void) {
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
}

static void die(const char *what) {
	fprintf(stderr, "clients: %s: %s\n", what, strerror(errno));
	exit(1);
}

static void *checked(void *memory) {
	if (!memory) die("memory");
	return memory;
}

static void answer(const char *format, ...) {
	va_list list;
	va_start(list, format);
	vprintf(format, list);
	va_end(list);
	putchar('\n');
	fflush(stdout);
}

static void remember(const Client *c, const char *what) {
	size_t n = 0;
	for (const char *p = c->head; *p && n < 200; p++) last_words[n++] = *p == '"' || *p == '\\' || (unsigned char)*p < ' ' ? '\'' : *p;
	snprintf(last_words + n, sizeof last_words - n, " (%s)", what);
}

static void end_client(Client *c, const char *why) {
	if (c->stage == ENDED) return;
	bool told = byes > 0 && !strcmp(why, "dismissed");
	if (c->stage == LIVE) live--;
	else if (c->stage != IDLE) entering--;
	if (c->whole && c->no >= 0 && known[c->no & (KNOWN - 1)].no == c->no) known[c->no & (KNOWN - 1)].reading = false;
	free(c->whole);
	c->whole = NULL;
	close(c->fd);
	c->stage = ENDED;
	lost++;
	if (!told) remember(c, why);
}

/* One text message, masked as the standard wants it of a client. */
static void say(Client *c, const char *text, size_t length) {
	uint8_t out[4096 + 16];
	size_t n = 0;
	if (length > 4096) die("a message of a client is too long");
	out[n++] = 0x81;
	if (length < 126) out[n++] = 0x80 | (uint8_t)length;
	else {
		out[n++] = 0x80 | 126;
		out[n++] = (uint8_t)(length >> 8);
		out[n++] = (uint8_t)length;
	}
	static const uint8_t mask[4] = {0x37, 0xfa, 0x21, 0x3d};
	memcpy(out + n, mask, 4);
	n += 4;
	for (size_t i = 0; i < length; i++) out[n + i] = (uint8_t)text[i] ^ mask[i & 3];
	if (send(c->fd, out, n + length, MSG_NOSIGNAL) != (ssize_t)(n + length)) end_client(c, "could not send");
}

static void sayf(Client *c, const char *format, ...) {
	char text[4096];
	va_list list;
	va_start(list, format);
	int length = vsnprintf(text, sizeof text, format, list);
	va_end(list);
	if (length < 0 || (size_t)length >= sizeof text) die("a message of a client is too long");
	say(c, text, (size_t)length);
}

static void watch(Client *c, uint32_t events, int how) {
	struct epoll_event event = {.events = events, .data.u32 = (uint32_t)c->at};
	if (epoll_ctl(epoll, how, c->fd, &event) < 0) die("epoll_ctl");
}

static void begin(Client *c) {
	c->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (c->fd < 0) die("socket");
	int one = 1, small = SLOW_BUFFER;
	setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
	if (c->slow) setsockopt(c->fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	if (connect(c->fd, (struct sockaddr *)&address, sizeof address) < 0 && errno != EINPROGRESS) die("connect");
	c->stage = CONNECTING;
	entering++;
	watch(c, EPOLLOUT, EPOLL_CTL_ADD);
}

static void upgrade(Client *c) {
	int error = 0;
	socklen_t size = sizeof error;
	getsockopt(c->fd, SOL_SOCKET, SO_ERROR, &error, &size);
	if (error) {
		end_client(c, "no connection");
		return;
	}
	char text[512];
	int length = raw ? snprintf(text, sizeof text, "GET /floor/%d HTTP/1.1\r\n\r\n", c->group)
	                 : snprintf(text, sizeof text,
	                            "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUpgrade: websocket\r\nConnection: "
	                            "Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n",
	                            port);
	if (send(c->fd, text, (size_t)length, MSG_NOSIGNAL) != length) {
		end_client(c, "could not send");
		return;
	}
	c->stage = UPGRADING;
	watch(c, EPOLLIN | EPOLLRDHUP, EPOLL_CTL_MOD);
}

static void become_live(Client *c) {
	c->stage = LIVE;
	entering--;
	live++;
	/* Who reads slowly is served by the turns, never by what is there. */
	if (c->slow) watch(c, EPOLLRDHUP, EPOLL_CTL_MOD);
}

/* ---- What a frame says ---- */

static const char *skip_text(const char *p, const char *end) {
	for (p++; p < end && *p != '"'; p++)
		if (*p == '\\') p++;
	return p + 1;
}

/* The end of the value at `p`. */
static const char *skip(const char *p, const char *end) {
	if (p < end && *p == '"') return skip_text(p, end);
	int depth = 0;
	while (p < end) {
		if (*p == '"') {
			p = skip_text(p, end);
			continue;
		}
		if (*p == '[' || *p == '{') depth++;
		else if ((*p == ']' || *p == '}') && depth-- == 0) return p;
		else if (*p == ',' && depth == 0) return p;
		p++;
		if (depth == 0 && (p[-1] == ']' || p[-1] == '}')) return p;
	}
	return end;
}

static int64_t items(const char *p, const char *end) {
	if (p >= end || *p != '[') return 0;
	int64_t n = 0;
	for (p++; p < end && *p != ']'; n++) {
		p = skip(p, end);
		if (p < end && *p == ',') p++;
	}
	return n;
}

/* Length of the first list within the object at `p`: the columns of a move are all of one length. */
static int64_t column(const char *p, const char *end) {
	const char *stop = skip(p, end);
	for (const char *q = p; q < stop; q++) {
		if (*q == '"') q = skip_text(q, stop) - 1;
		else if (*q == '[') return items(q, stop);
	}
	return 0;
}

/* Rows that the frame brings: `put` and `move`. Dropped ones are no updates. */
static int64_t updates_in(const char *text, uint64_t length) {
	const char *end = text + length, *p = memmem(text, length, "[\"frame\",{", 10);
	if (!p) return 0;
	int64_t n = 0;
	for (p += 10; p < end && *p == '"';) {
		const char *key = p + 1, *colon = skip_text(p, end);
		const char *value = colon + 1;
		if (!strncmp(key, "put\"", 4)) n += items(value, end);
		else if (!strncmp(key, "move\"", 5)) n += column(value, end);
		p = skip(value, end);
		if (p < end && *p == ',') p++;
	}
	return n;
}

static int64_t number_after(const char *text, const char *name) {
	const char *found = strstr(text, name);
	return found ? strtoll(found + strlen(name), NULL, 10) : -1;
}

static const char *body_of(const Client *c) {
	const char *p = c->head + 2;
	if (*p == '/') {
		p = strchr(p, ',');
		if (!p) return "";
		p++;
	}
	while (isdigit((unsigned char)*p)) p++;
	return p;
}

static bool is_event(const Client *c, const char *name) {
	if (c->head[0] != '4' || (c->head[1] != '2' && c->head[1] != '5')) return false;
	const char *body = body_of(c);
	return body[0] == '[' && body[1] == '"' && !strncmp(body + 2, name, strlen(name)) && body[2 + strlen(name)] == '"';
}

static Known *known_at(int64_t no) {
	Known *entry = &known[no & (KNOWN - 1)];
	if (entry->no != no || (!entry->read && !entry->reading && !entry->waiting)) {
		counts.unread += entry->waiting;
		*entry = (Known){.no = no};
	}
	return entry;
}

static bool captures(const Client *c) {
	return captured && c->leads && !c->slow;
}

/* The head of a message is there: is the rest of it needed? */
static void decide(Client *c) {
	c->no = c->to = -1;
	bool frame = c->opcode == 1 && is_event(c, "frame");
	bool whole = captures(c) && c->opcode == 1 && c->head[0] == '4';
	if (frame) {
		c->no = number_after(c->head, "\"no\":");
		c->to = number_after(c->head, "\"to\":");
		const char *lane = strstr(c->head, "\"lane\":\"");
		c->lane = lane ? lane[8] : '?';
		Known *entry = known_at(c->no);
		if (!entry->read && !entry->reading) {
			entry->reading = true;
			whole = true;
		}
	}
	if (!whole) return;
	c->whole = checked(malloc(c->length + 1));
	memcpy(c->whole, c->head, (size_t)c->head_length);
	c->whole_length = (uint64_t)c->head_length;
}

static void forget_oldest(Client *c) {
	c->lately_bytes -= c->lately[c->lately_first++ % LATELY].bytes;
}

static uint64_t bytes_to_acknowledge(Client *c, uint64_t now) {
	while (c->lately_first != c->lately_next && now - c->lately[c->lately_first % LATELY].at > LATELY_US) forget_oldest(c);
	if (c->length * BULKY_PARTS > c->lately_bytes) c->bulky_at = now;
	bool steady = now - c->bulky_at > UNSTEADY_US;
	uint64_t share = c->lately_bytes / (steady ? 2 : 4), most = steady ? MOST_STEADY_BYTES : MOST_UNSTEADY_BYTES;
	return share < ACK_BYTES ? ACK_BYTES : share > most ? most : share;
}

static void acknowledge(Client *c, uint64_t now) {
	if (c->received <= c->acknowledged || raw) return;
	c->acknowledged = c->received;
	c->acknowledged_at = now;
	if (c->lately_next - c->lately_first == LATELY) forget_oldest(c);
	unsigned at = c->lately_next++ % LATELY;
	c->lately[at].at = now;
	c->lately[at].bytes = (uint32_t)c->unacknowledged;
	c->lately_bytes += c->unacknowledged;
	c->unacknowledged = c->urgent = 0;
	if (marking) counts.acks++;
	sayf(c, "42%s,[\"ack\",{\"frame\":%lld}]", room, (long long)c->received);
}

static void keep_sample(const Client *c, uint64_t now) {
	if (sample_count == sample_room) {
		sample_room = sample_room ? 2 * sample_room : 4096;
		samples = checked(realloc(samples, sample_room * sizeof *samples));
	}
	samples[sample_count++] = (Sample){c->at, now, c->no, c->to, c->lane};
}

static void take_frame(Client *c, uint64_t now) {
	Known *entry = &known[c->no & (KNOWN - 1)];
	bool same = entry->no == c->no;
	if (c->whole && same && !entry->read) {
		entry->updates = updates_in(c->whole, c->length);
		entry->read = true;
		entry->reading = false;
		counts.updates += (uint64_t)entry->updates * entry->waiting;
		entry->waiting = 0;
	}
	if (marking) {
		counts.frames++;
		counts.bytes += c->length;
		if (same && entry->read) counts.updates += (uint64_t)entry->updates;
		else if (same) entry->waiting++;
		else counts.unread++;
		if (c->sampled) keep_sample(c, now);
	}
	if (c->no > c->received) c->received = c->no;
	c->unacknowledged += c->length;
	c->framed_at = now;
	if (c->lane == 'U') c->urgent += c->length;
	if (c->unacknowledged >= bytes_to_acknowledge(c, now) || c->urgent >= URGENT_ACK_BYTES || now - c->acknowledged_at >= ACK_US) acknowledge(c, now);
}

static void capture(const Client *c, uint64_t now) {
	if (!captures(c) || !c->whole || now < capture_from || now >= capture_until) return;
	uint8_t header[4] = {0x81, 0, 0, 0};
	size_t n = 2;
	if (c->length < 126) header[1] = (uint8_t)c->length;
	else if (c->length < 65536) {
		header[1] = 126;
		header[2] = (uint8_t)(c->length >> 8);
		header[3] = (uint8_t)c->length;
		n = 4;
	}
	uint8_t longer[10] = {0x81, 127};
	if (c->length >= 65536) {
		for (int i = 0; i < 8; i++) longer[2 + i] = (uint8_t)(c->length >> (8 * (7 - i)));
		fwrite(longer, 1, n = 10, captured);
	} else fwrite(header, 1, n, captured);
	fwrite(c->whole, 1, c->length, captured);
	fprintf(capture_index, "%d %llu %llu %llu %lld\n", c->group, (unsigned long long)(now - capture_from), (unsigned long long)capture_bytes,
	        (unsigned long long)(n + c->length), (long long)c->no);
	capture_bytes += n + c->length;
}

/* Copies the text behind `name`, up to its closing quote. */
static void text_after(const char *text, const char *name, char out[80]) {
	const char *found = strstr(text, name);
	size_t n = 0;
	if (found)
		for (found += strlen(name); *found && *found != '"' && n < 79;) out[n++] = *found++;
	out[n] = 0;
}

static void welcomed(Client *c) {
	if (c->stage != OPENING) return;
	if (strstr(c->head, "\"next\":\"resume\"")) {
		become_live(c);
		return;
	}
	if (c->loaded) {
		loads++;
		return;
	}
	c->loaded = true;
	char epoch[80], scope[80];
	text_after(c->head, "\"epoch\":\"", epoch);
	text_after(c->head, "\"scopeId\":\"", scope);
	sayf(c, "42%s,[\"open\",{\"have\":{\"epoch\":\"%s\",\"scopeId\":\"%s\",\"seq\":{\"U\":%lld,\"S\":%lld,\"M\":%lld}},%s]", room, epoch, scope,
	     head, head, head, groups[c->group].open + 1);
}

static void take_event(Client *c) {
	if (is_event(c, "welcome")) welcomed(c);
	else if (is_event(c, "beat")) counts.beats += marking;
	else if (is_event(c, "reset")) {
		resets++;
		remember(c, "reset");
	} else if (is_event(c, "bye")) {
		byes++;
		remember(c, "bye");
	} else if (is_event(c, "refused")) {
		refusals++;
		remember(c, "refused");
	} else counts.others += marking;
}

static void enter(Client *c) {
	c->stage = ENTERING_ROOM;
	sayf(c, "40%s,{\"token\":\"%s\"}", room, groups[c->group].token);
}

static void entered(Client *c) {
	const char *open = groups[c->group].open;
	if (!strcmp(open, "-")) {
		become_live(c);
		return;
	}
	c->stage = OPENING;
	sayf(c, "42%s,[\"open\",%s]", room, open);
}

static void take_message(Client *c, uint64_t now) {
	if (c->opcode == 8) {
		end_client(c, "closed by the server");
		return;
	}
	if (c->opcode == 9) {
		end_client(c, "a ping of WebSocket, which the hub does not send");
		return;
	}
	if (c->opcode != 1) return;
	capture(c, now);
	if (c->no >= 0) take_frame(c, now);
	else if (c->head[0] == '0') enter(c);
	else if (c->head[0] == '2') say(c, "3", 1);
	else if (!strncmp(c->head, "40", 2)) entered(c);
	else if (!strncmp(c->head, "44", 2)) end_client(c, "refused");
	else if (!strncmp(c->head, "41", 2)) end_client(c, "dismissed");
	else if (c->head[0] == '4') take_event(c);
}

static void finish_message(Client *c, uint64_t now) {
	c->head[c->head_length] = 0;
	if (c->length <= HEAD) decide(c);
	take_message(c, now);
	free(c->whole);
	c->whole = NULL;
	c->header_length = c->head_length = 0;
	c->no = -1;
}

static int header_size(const Client *c) {
	if (c->header_length < 2) return 2;
	int length = c->header[1] & 127;
	return length == 126 ? 4 : length == 127 ? 10 : 2;
}

static void read_header(Client *c) {
	c->opcode = c->header[0] & 15;
	int short_length = c->header[1] & 127;
	c->length = (uint64_t)short_length;
	if (short_length >= 126) {
		c->length = 0;
		for (int i = 2; i < header_size(c); i++) c->length = c->length << 8 | c->header[i];
	}
	c->left = c->length;
	c->head_length = 0;
	c->no = -1;
}

/* A part of a payload; the head is kept, the rest only where it is needed. */
static void take_part(Client *c, const uint8_t *data, uint64_t n) {
	uint64_t used = 0;
	if (c->head_length < HEAD) {
		used = (uint64_t)(HEAD - c->head_length) < n ? (uint64_t)(HEAD - c->head_length) : n;
		memcpy(c->head + c->head_length, data, used);
		c->head_length += (int)used;
		if (c->head_length == HEAD && c->length > HEAD) {
			c->head[HEAD] = 0;
			decide(c);
		}
	}
	if (c->whole && used < n) {
		memcpy(c->whole + c->whole_length, data + used, n - used);
		c->whole_length += n - used;
	}
	c->left -= n;
}

static void take_bytes(Client *c, const uint8_t *data, size_t n, uint64_t now) {
	while (n > 0 && c->stage != ENDED) {
		if (c->header_length < header_size(c)) {
			c->header[c->header_length++] = *data++;
			n--;
			if (c->header_length < header_size(c)) continue;
			read_header(c);
		} else {
			size_t part = c->left < n ? (size_t)c->left : n;
			take_part(c, data, part);
			data += part;
			n -= part;
		}
		if (c->left == 0) finish_message(c, now);
	}
}

/* The answer to the upgrade comes before the first message, and may come with it. */
static void take_upgrade(Client *c, const uint8_t *data, size_t n, uint64_t now) {
	const uint8_t *end = memmem(data, n, "\r\n\r\n", 4);
	if (!end || n < 12 || memcmp(data + 9, "101", 3) != 0) {
		size_t kept = n < HEAD ? n : HEAD;
		memcpy(c->head, data, kept);
		c->head[kept] = 0;
		end_client(c, "no upgrade");
		return;
	}
	c->stage = GREETING;
	if (raw) become_live(c);
	take_bytes(c, end + 4, n - (size_t)(end + 4 - data), now);
}

/* @returns bytes read, 0 when there is nothing more now */
static size_t read_some(Client *c, size_t most) {
	ssize_t n = recv(c->fd, scratch, most < sizeof scratch ? most : sizeof scratch, 0);
	if (n < 0 && (errno == EAGAIN || errno == EINTR)) return 0;
	if (n <= 0) {
		end_client(c, "cut off");
		return 0;
	}
	uint64_t now = now_us();
	if (c->stage == UPGRADING) take_upgrade(c, scratch, (size_t)n, now);
	else take_bytes(c, scratch, (size_t)n, now);
	return (size_t)n;
}

static void happened(Client *c, uint32_t events) {
	if (c->stage == ENDED) return;
	if (c->stage == CONNECTING) {
		upgrade(c);
		return;
	}
	if (c->slow && c->stage == LIVE) {
		if (events & (EPOLLHUP | EPOLLERR | EPOLLRDHUP)) end_client(c, "cut off");
		return;
	}
	if (events & (EPOLLIN | EPOLLHUP | EPOLLERR | EPOLLRDHUP)) read_some(c, sizeof scratch);
}

/* ---- Turns: 20 in a second; each client's own second falls on one of them ---- */

static void take_turn(uint64_t now) {
	turn = (turn + 1) % 20;
	for (int i = 0; i < client_count; i++) {
		Client *c = &clients[i];
		if (c->stage != LIVE) continue;
		if (i % 20 == turn && (now - c->framed_at >= SILENT_US || now - c->acknowledged_at >= QUIET_US)) acknowledge(c, now);
		if (!c->slow || c->stage != LIVE) continue;
		c->allowance += (int64_t)(c->slow / 20);
		if (c->allowance > (int64_t)c->slow) c->allowance = (int64_t)c->slow;
		while (c->allowance > 0 && c->stage == LIVE) {
			size_t n = read_some(c, (size_t)c->allowance);
			if (n == 0) break;
			c->allowance -= (int64_t)n;
		}
	}
}

static void say_connected(void) {
	connecting = false;
	answer("{\"live\":%d,\"lost\":%llu,\"loads\":%llu,\"words\":\"%s\"}", live, (unsigned long long)lost, (unsigned long long)loads,
	       last_words);
}

static void connect_more(void) {
	if (!connecting) return;
	while (entering < ENTERING && next_client < client_count) begin(&clients[next_client++]);
	if ((next_client == client_count && entering == 0) || now_us() > connect_until) say_connected();
}

static void end_capture(uint64_t now) {
	if (!captured || now < capture_until) return;
	fclose(captured);
	fclose(capture_index);
	captured = NULL;
	answer("{\"captured\":%llu}", (unsigned long long)capture_bytes);
}

/* ---- Commands ---- */

static void add_group(const char *token, const char *open) {
	groups = checked(realloc(groups, (size_t)(group_count + 1) * sizeof *groups));
	groups[group_count] = (Group){checked(strdup(token)), checked(strdup(open)), -1};
	answer("{\"group\":%d}", group_count++);
}

static void add_clients(int group, int count, uint64_t slow, int sampled) {
	clients = checked(realloc(clients, (size_t)(client_count + count) * sizeof *clients));
	for (int i = 0; i < count; i++) {
		Client *c = &clients[client_count];
		*c = (Client){.fd = -1, .group = group, .at = client_count, .slow = slow, .sampled = i < sampled, .no = -1, .received = -1, .acknowledged = -1};
		if (!slow && groups[group].leader < 0) {
			groups[group].leader = client_count;
			c->leads = true;
		}
		client_count++;
	}
	answer("{\"clients\":%d}", client_count);
}

static void mark(void) {
	counts = (Counts){0};
	sample_count = 0;
	marking = true;
	marked = now_us();
	for (int i = 0; i < KNOWN; i++) known[i].waiting = 0;
	answer("{\"at\":%llu}", (unsigned long long)marked);
}

static void report(void) {
	uint64_t now = now_us(), unread = counts.unread;
	marking = false;
	for (int i = 0; i < KNOWN; i++) unread += known[i].waiting;
	for (size_t i = 0; i < sample_count; i++)
		printf("s %d %llu %lld %lld %c\n", samples[i].connection, (unsigned long long)samples[i].at, (long long)samples[i].no,
		       (long long)samples[i].to, samples[i].lane);
	answer("{\"at\":%llu,\"us\":%llu,\"live\":%d,\"frames\":%llu,\"bytes\":%llu,\"updates\":%llu,\"unread\":%llu,\"acks\":%llu,\"beats\":%llu,"
	       "\"others\":%llu,\"resets\":%llu,\"loads\":%llu,\"byes\":%llu,\"refusals\":%llu,\"lost\":%llu,\"words\":\"%s\"}",
	       (unsigned long long)now, (unsigned long long)(now - marked), live, (unsigned long long)counts.frames,
	       (unsigned long long)counts.bytes, (unsigned long long)counts.updates, (unsigned long long)unread, (unsigned long long)counts.acks,
	       (unsigned long long)counts.beats, (unsigned long long)counts.others, (unsigned long long)resets, (unsigned long long)loads,
	       (unsigned long long)byes, (unsigned long long)refusals, (unsigned long long)lost, last_words);
}

static void begin_capture(uint64_t ms, const char *data, const char *index) {
	captured = checked(fopen(data, "wb"));
	capture_index = checked(fopen(index, "w"));
	capture_bytes = 0;
	capture_from = now_us();
	capture_until = capture_from + ms * 1000;
}

static void command(char *line) {
	char *rest = line, *word = strsep(&rest, " ");
	char *first = rest ? strsep(&rest, " ") : NULL;
	if (!strcmp(word, "group") && rest) add_group(first, rest);
	else if (!strcmp(word, "add") && rest) {
		char *second = strsep(&rest, " "), *third = strsep(&rest, " ");
		add_clients(atoi(first), atoi(second), strtoull(third ? third : "0", NULL, 10), rest ? atoi(rest) : 0);
	} else if (!strcmp(word, "head") && first) {
		head = strtoll(first, NULL, 10);
		answer("{\"head\":%lld}", head);
	} else if (!strcmp(word, "connect")) {
		connecting = true;
		connect_until = now_us() + PATIENCE_US;
	} else if (!strcmp(word, "mark")) mark();
	else if (!strcmp(word, "report")) report();
	else if (!strcmp(word, "capture") && rest) {
		char *data = strsep(&rest, " ");
		begin_capture(strtoull(first, NULL, 10), data, rest ? rest : "/dev/null");
	} else if (!strcmp(word, "quit")) exit(0);
	else answer("{\"error\":\"unknown command\"}");
}

static void read_commands(void) {
	static char line[8192];
	static size_t length;
	ssize_t n = read(0, line + length, sizeof line - 1 - length);
	if (n <= 0) exit(0);
	length += (size_t)n;
	for (char *end; (end = memchr(line, '\n', length));) {
		*end = 0;
		command(line);
		length -= (size_t)(end + 1 - line);
		memmove(line, end + 1, length);
	}
	if (length == sizeof line - 1) die("a command is too long");
}

int main(int argc, char **argv) {
	if (argc != 3) return 2;
	port = atoi(argv[1]);
	room = argv[2];
	raw = !strcmp(room, "-");
	for (int i = 0; i < KNOWN; i++) known[i].no = -1;
	epoll = epoll_create1(EPOLL_CLOEXEC);
	struct epoll_event commands = {.events = EPOLLIN, .data.u32 = UINT32_MAX};
	if (epoll < 0 || epoll_ctl(epoll, EPOLL_CTL_ADD, 0, &commands) < 0) die("epoll");
	uint64_t next = now_us() + TURN_US;
	for (;;) {
		static struct epoll_event events[1024];
		uint64_t now = now_us();
		int wait = now >= next ? 0 : (int)((next - now) / 1000 + 1);
		int n = epoll_wait(epoll, events, 1024, wait);
		for (int i = 0; i < n; i++) {
			if (events[i].data.u32 == UINT32_MAX) read_commands();
			else happened(&clients[events[i].data.u32], events[i].events);
		}
		now = now_us();
		if (now >= next) {
			next = now - next > TURN_US ? now + TURN_US : next + TURN_US;
			take_turn(now);
		}
		connect_more();
		end_capture(now);
	}
}
