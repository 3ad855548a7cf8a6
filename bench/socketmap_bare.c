/* socketmap_bare: answers every socketmap query with the same reply, looks nothing up. What it
 * reaches is the limit that the kernel, the protocol and the load generator set on this machine.
 *
 *   socketmap_bare REPLY LISTEN...     LISTEN: ADDRESS:PORT or unix:PATH
 *
 * One thread, one epoll. It says "ready ADDRESS" on stderr for each listener and ends on a signal. */
#define _GNU_SOURCE
#include "socketmap.h"

#include <sys/epoll.h>
#include <unistd.h>

enum { LISTENERS_MAX = 8, EVENTS = 256, BACKLOG = 4096 };

struct client {
  int fd;
  sa_family_t listens; /* 0: a connection */
  size_t have;
  char in[QUERY_BYTES_MAX + 16];
};

static char reply[REPLY_BYTES_MAX + 16];
static size_t reply_length;

static void watch(int poll, struct client *c) {
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = c};
  if (epoll_ctl(poll, EPOLL_CTL_ADD, c->fd, &event)) die("epoll_ctl");
}

static struct client *client_new(int fd, sa_family_t listens) {
  struct client *c = malloc(sizeof *c);
  if (!c) die("malloc");
  c->fd = fd;
  c->listens = listens;
  c->have = 0;
  return c;
}

static void listen_at(int poll, const char *text) {
  struct address a = address_of(text);
  int yes = 1, fd = socket(a.name.any.sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes)) die("socket");
  if (bind(fd, &a.name.any, a.length) || listen(fd, BACKLOG)) die(text);
  watch(poll, client_new(fd, a.name.any.sa_family));
  socklen_t length = sizeof a.name;
  if (a.name.any.sa_family == AF_INET && getsockname(fd, &a.name.any, &length) == 0)
    fprintf(stderr, "ready %s:%d\n", inet_ntoa(a.name.inet.sin_addr), ntohs(a.name.inet.sin_port));
  else
    fprintf(stderr, "ready %s\n", text);
}

static void welcome(int poll, const struct client *listener) {
  int fd = accept4(listener->fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (fd < 0) return; /* gone again, or out of files: those that are connected go on */
  send_at_once(fd, listener->listens);
  watch(poll, client_new(fd, 0));
}

/* Answers whatever is complete; 0 when the connection is over. A client that doesn't read its
 * replies loses the connection: nothing is queued here. */
static int serve(struct client *c) {
  ssize_t got = read(c->fd, c->in + c->have, sizeof c->in - c->have);
  if (got <= 0) return got < 0 && (errno == EAGAIN || errno == EINTR);
  c->have += (size_t)got;
  size_t used = 0;
  struct netstring query;
  for (;;) {
    enum scan scan = netstring_scan(c->in + used, c->have - used, QUERY_BYTES_MAX, &query);
    if (scan == MALFORMED) return 0;
    if (scan == PARTIAL) break;
    used += query.whole;
    if (write(c->fd, reply, reply_length) != (ssize_t)reply_length) return 0;
  }
  c->have -= used;
  if (c->have) memmove(c->in, c->in + used, c->have);
  return 1;
}

int main(int argc, char **argv) {
  if (argc < 3 || argc > 2 + LISTENERS_MAX) {
    fprintf(stderr, "usage: socketmap_bare REPLY ADDRESS:PORT|unix:PATH...\n");
    return 2;
  }
  if (strlen(argv[1]) > REPLY_BYTES_MAX) wrong("reply too long", "REPLY");
  reply_length = (size_t)sprintf(reply, "%zu:%s,", strlen(argv[1]), argv[1]);
  allow_many_files();
  int poll = epoll_create1(EPOLL_CLOEXEC);
  if (poll < 0) die("epoll_create1");
  for (int i = 2; i < argc; i++) listen_at(poll, argv[i]);
  struct epoll_event events[EVENTS];
  for (;;) {
    int n = epoll_wait(poll, events, EVENTS, -1);
    if (n < 0 && errno != EINTR) die("epoll_wait");
    for (int i = 0; i < n; i++) {
      struct client *c = events[i].data.ptr;
      if (c->listens) {
        welcome(poll, c);
      } else if (!serve(c)) {
        close(c->fd);
        free(c);
      }
    }
  }
}
