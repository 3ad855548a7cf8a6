/* socketmap_load: asks a socketmap server as fast as it answers, and says how fast that was.
 *
 * A closed loop, as Postfix asks: each connection has one question in flight and sends the next when
 * the reply is there. One thread, one epoll. The run ends when the time is over, when COUNT questions
 * were asked, or, in sequence, when the keys are used up: a key is never asked twice in sequence, so
 * that a first-time question is one. Questions in flight at the end are waited for (30 s at most).
 *
 *   socketmap_load [-c CONNECTIONS] [-t SECONDS] [-n COUNT] [-m MAP] [-r SEED] KEY FIRST:KEYS ADDRESS
 *
 *   -r   keys at random, with this seed, instead of in sequence
 *   KEY  has one % for the number: d%.example; numbers FIRST .. FIRST+KEYS-1
 *   ADDRESS:PORT or unix:PATH
 *
 * Prints one JSON object: seconds, per_second (replies within the time), latencies in microseconds
 * (all replies, exact to 1%), replies by kind, connections lost, and the share of a core that the
 * generator itself used. Exit code 0, or 2: wrong usage or cannot connect. */
#define _GNU_SOURCE
#include "socketmap.h"

#include <limits.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

enum { EVENTS = 1024, KEY_BYTES_MAX = 300, MAP_BYTES_MAX = 100 };
enum { DRAIN_SECONDS = 30, SECONDS_MAX = 86400 };
enum { SUB_BITS = 7, BUCKETS = (64 - SUB_BITS + 1) << SUB_BITS };
#define SECOND ((uint64_t)1000000000) /* in nanoseconds, the unit of all times here */

static const char *const KINDS[] = {"OK ", "NOTFOUND ", "TEMP ", "TIMEOUT ", "PERM ", ""};
static const char *const KIND_NAMES[] = {"ok", "notfound", "temp", "timeout", "perm", "other"};
enum { KIND_COUNT = sizeof KINDS / sizeof *KINDS };

struct connection {
  int fd; /* -1: lost */
  uint64_t asked_at;
  size_t have, size;
  char *in;
};

static struct {
  struct address server;
  unsigned long connections, count, first, keys;
  uint64_t time, random; /* random: 0 for keys in sequence */
  const char *map, *key;
  size_t map_length, before, after; /* how much of the key stands before and after the % */
} plan = {.connections = 1, .count = ULONG_MAX, .time = SECONDS_MAX * SECOND, .map = "postfix"};

static struct {
  uint64_t asked, answered, in_time, lost, kinds[KIND_COUNT], slowest, last;
  uint64_t latency[BUCKETS]; /* log-linear: 2^SUB_BITS steps for each power of two */
} seen;

static uint64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (uint64_t)t.tv_sec * SECOND + (uint64_t)t.tv_nsec;
}

static size_t bucket_of(uint64_t ns) {
  if (ns < 1 << SUB_BITS) return ns;
  int shift = 63 - __builtin_clzll(ns) - SUB_BITS;
  return ((size_t)(shift + 1) << SUB_BITS) + (ns >> shift) - (1 << SUB_BITS);
}

static double bucket_microseconds(size_t bucket) {
  if (bucket < 1 << SUB_BITS) return (double)bucket / 1000;
  size_t shift = (bucket >> SUB_BITS) - 1;
  uint64_t low = ((bucket & ((1 << SUB_BITS) - 1)) + (1 << SUB_BITS)) << shift;
  return ((double)low + (double)((uint64_t)1 << shift) / 2) / 1000;
}

static double percentile(double share) {
  uint64_t wanted = (uint64_t)((double)seen.answered * share), counted = 0;
  double slowest = (double)seen.slowest / 1000, at = slowest;
  for (size_t b = 0; b < BUCKETS && counted <= wanted; b++)
    if ((counted += seen.latency[b]) > wanted) at = bucket_microseconds(b);
  return at < slowest ? at : slowest;
}

static uint64_t next_key(void) {
  if (!plan.random) return plan.first + seen.asked;
  plan.random ^= plan.random << 13;
  plan.random ^= plan.random >> 7;
  plan.random ^= plan.random << 17; /* xorshift64 */
  return plan.first + plan.random % plan.keys;
}

static int more_to_ask(void) {
  return seen.asked < plan.count && (plan.random || seen.asked < plan.keys);
}

static char *append(char *to, const char *text, size_t length) {
  memcpy(to, text, length);
  return to + length;
}

static char *append_number(char *to, uint64_t value) {
  char digits[20], *start = digits + sizeof digits;
  do *--start = (char)('0' + value % 10);
  while (value /= 10);
  return append(to, start, (size_t)(digits + sizeof digits - start));
}

/* Without printf, which would take a tenth of the generator's time. A question is small and the one
 * before was answered: the socket has room for it, or something is wrong. */
static int ask(struct connection *c) {
  char question[MAP_BYTES_MAX + KEY_BYTES_MAX + 32], line[sizeof question + 32], *end = question;
  end = append(end, plan.map, plan.map_length);
  end = append(end, " ", 1);
  end = append(end, plan.key, plan.before);
  end = append_number(end, next_key());
  end = append(end, plan.key + plan.before + 1, plan.after);
  size_t length = (size_t)(end - question);
  end = append(append_number(line, length), ":", 1);
  end = append(append(end, question, length), ",", 1);
  c->asked_at = now();
  seen.asked++;
  return write(c->fd, line, (size_t)(end - line)) == end - line;
}

static void note(const struct connection *c, const struct netstring *reply, uint64_t at) {
  size_t kind = 0;
  while (kind < KIND_COUNT - 1 && (reply->length < strlen(KINDS[kind]) ||
                                   memcmp(reply->text, KINDS[kind], strlen(KINDS[kind])) != 0))
    kind++;
  uint64_t latency = at - c->asked_at;
  seen.kinds[kind]++;
  seen.answered++;
  seen.latency[bucket_of(latency)]++;
  if (latency > seen.slowest) seen.slowest = latency;
  seen.last = at;
}

enum turn { WAITS, ANSWERED, LOST };

static enum turn hear(struct connection *c) {
  if (c->have == c->size && c->size < REPLY_BYTES_MAX + 16) {
    c->size = c->size * 4 < REPLY_BYTES_MAX + 16 ? c->size * 4 : REPLY_BYTES_MAX + 16;
    c->in = realloc(c->in, c->size);
    if (!c->in) die("realloc");
  }
  ssize_t got = read(c->fd, c->in + c->have, c->size - c->have);
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) return WAITS;
  if (got <= 0) return LOST;
  c->have += (size_t)got;
  struct netstring reply;
  switch (netstring_scan(c->in, c->have, REPLY_BYTES_MAX, &reply)) {
    case PARTIAL: return WAITS;
    case MALFORMED: return LOST;
    case WHOLE: break;
  }
  if (reply.whole != c->have) return LOST; /* more than was asked for */
  note(c, &reply, now());
  c->have = 0;
  return ANSWERED;
}

static void dial(int poll, struct connection *c) {
  c->fd = socket(plan.server.name.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (c->fd < 0) die("socket");
  if (connect(c->fd, &plan.server.name.any, plan.server.length)) die("connect");
  send_at_once(c->fd, plan.server.name.any.sa_family);
  c->have = 0;
  c->size = 512;
  c->in = malloc(c->size);
  if (!c->in) die("malloc");
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = c};
  if (epoll_ctl(poll, EPOLL_CTL_ADD, c->fd, &event)) die("epoll_ctl");
}

static void lose(struct connection *c) {
  close(c->fd);
  c->fd = -1;
  seen.lost++;
}

static void run(int poll, struct connection *connections, uint64_t start) {
  uint64_t end = start + plan.time, waiting = 0, at = start;
  struct epoll_event events[EVENTS];
  for (unsigned long i = 0; i < plan.connections && more_to_ask(); i++) {
    if (ask(&connections[i])) {
      waiting++;
    } else {
      lose(&connections[i]);
    }
  }
  while (waiting > 0 && at < end + DRAIN_SECONDS * SECOND) {
    int n = epoll_wait(poll, events, EVENTS, 100);
    if (n < 0 && errno != EINTR) die("epoll_wait");
    for (int i = 0; i < n; i++) {
      struct connection *c = events[i].data.ptr;
      enum turn turn = hear(c);
      if (turn == WAITS) continue;
      if (turn == ANSWERED && seen.last <= end) seen.in_time++;
      int on = turn == ANSWERED && more_to_ask() && seen.last < end;
      if (on && ask(c)) continue;
      if (on || turn == LOST) lose(c);
      waiting--;
    }
    at = now();
  }
}

static void report(uint64_t start) {
  uint64_t last = seen.last ? seen.last : now();
  uint64_t until = last < start + plan.time ? last : start + plan.time;
  double seconds = (double)(until - start) / (double)SECOND;
  struct rusage used;
  getrusage(RUSAGE_SELF, &used);
  double cpu = (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
               (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
  printf("{\"connections\":%lu,\"asked\":%llu,\"answered\":%llu,\"lost\":%llu,\"seconds\":%.3f,"
         "\"per_second\":%.1f",
         plan.connections, (unsigned long long)seen.asked, (unsigned long long)seen.answered,
         (unsigned long long)seen.lost, seconds, (double)seen.in_time / seconds);
  printf(",\"p50_us\":%.1f,\"p90_us\":%.1f,\"p99_us\":%.1f,\"p999_us\":%.1f,\"max_us\":%.1f",
         percentile(.5), percentile(.9), percentile(.99), percentile(.999),
         (double)seen.slowest / 1000);
  for (size_t k = 0; k < KIND_COUNT; k++)
    printf(",\"%s\":%llu", KIND_NAMES[k], (unsigned long long)seen.kinds[k]);
  printf(",\"generator_cpu\":%.2f}\n", cpu / seconds);
}

static uint64_t time_of(const char *text) {
  char *end;
  double seconds = strtod(text, &end);
  if (end == text || *end || !(seconds >= 0.001 && seconds <= SECONDS_MAX)) wrong("seconds", text);
  return (uint64_t)(seconds * (double)SECOND);
}

_Noreturn static void usage(void) {
  fprintf(stderr, "usage: socketmap_load [-c CONNECTIONS] [-t SECONDS] [-n COUNT] [-m MAP] [-r SEED]"
                  " KEY FIRST:KEYS ADDRESS:PORT|unix:PATH\n");
  exit(2);
}

static void read_plan(int argc, char **argv) {
  for (int option; (option = getopt(argc, argv, "c:t:n:m:r:")) != -1;) switch (option) {
      case 'c': plan.connections = number("connections", optarg, 1, 1000000); break;
      case 't': plan.time = time_of(optarg); break;
      case 'n': plan.count = number("count", optarg, 1, ULONG_MAX); break;
      case 'm': plan.map = optarg; break;
      case 'r': plan.random = number("seed", optarg, 1, ULONG_MAX); break;
      default: usage();
    }
  if (argc - optind != 3) usage();
  const char *percent = strchr(argv[optind], '%');
  if (!percent || strlen(argv[optind]) > KEY_BYTES_MAX) wrong("KEY", argv[optind]);
  plan.map_length = strlen(plan.map);
  if (plan.map_length > MAP_BYTES_MAX) wrong("MAP", plan.map);
  plan.key = argv[optind];
  plan.before = (size_t)(percent - plan.key);
  plan.after = strlen(percent + 1);
  char *colon = strchr(argv[optind + 1], ':');
  if (!colon) wrong("not FIRST:KEYS", argv[optind + 1]);
  *colon = '\0';
  plan.first = number("first", argv[optind + 1], 0, 1000000000);
  plan.keys = number("keys", colon + 1, 1, 1000000000);
  plan.server = address_of(argv[optind + 2]);
}

int main(int argc, char **argv) {
  read_plan(argc, argv);
  allow_many_files();
  struct connection *connections = calloc(plan.connections, sizeof *connections);
  int poll = epoll_create1(EPOLL_CLOEXEC);
  if (!connections || poll < 0) die("start");
  for (unsigned long i = 0; i < plan.connections; i++) dial(poll, &connections[i]);
  uint64_t start = now();
  run(poll, connections, start);
  report(start);
  return 0;
}
