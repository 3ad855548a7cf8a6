/* What the load generator and the bare responder share: netstrings, the two kinds of address, and
 * the limits of the socketmap protocol as Postfix keeps them (socketmap_table(5)). */
#ifndef SOCKETMAP_H
#define SOCKETMAP_H

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>

enum { QUERY_BYTES_MAX = 10000, REPLY_BYTES_MAX = 100000 };

struct address {
  socklen_t length;
  union {
    struct sockaddr any;
    struct sockaddr_in inet;
    struct sockaddr_un local;
  } name;
};

struct netstring {
  const char *text;
  size_t length; /* of the text */
  size_t whole;  /* with its length prefix and comma */
};

enum scan { WHOLE, PARTIAL, MALFORMED };

/* The first netstring in the buffer, if it is all there. */
static inline enum scan netstring_scan(const char *buffer, size_t have, size_t max,
                                       struct netstring *found) {
  size_t length = 0, at = 0;
  for (; at < have && buffer[at] >= '0' && buffer[at] <= '9'; at++) {
    length = length * 10 + (size_t)(buffer[at] - '0');
    if (length > max || (at > 0 && buffer[0] == '0')) return MALFORMED;
  }
  if (at == have) return PARTIAL;
  if (at == 0 || buffer[at] != ':') return MALFORMED;
  size_t whole = at + 1 + length + 1;
  if (have < whole) return PARTIAL;
  if (buffer[whole - 1] != ',') return MALFORMED;
  *found = (struct netstring){buffer + at + 1, length, whole};
  return WHOLE;
}

_Noreturn static inline void die(const char *what) {
  perror(what);
  exit(2);
}

_Noreturn static inline void wrong(const char *what, const char *seen) {
  fprintf(stderr, "%s: \"%s\"\n", what, seen);
  exit(2);
}

static inline unsigned long number(const char *what, const char *text, unsigned long min,
                                   unsigned long max) {
  char *end;
  errno = 0;
  unsigned long value = strtoul(text, &end, 10);
  if (errno || end == text || *end || *text == '-' || value < min || value > max) wrong(what, text);
  return value;
}

/* ADDRESS:PORT (IPv4), or unix:PATH */
static inline struct address address_of(const char *text) {
  struct address a = {0};
  if (strncmp(text, "unix:", 5) == 0) {
    if (strlen(text + 5) >= sizeof a.name.local.sun_path) wrong("path too long", text);
    a.name.local.sun_family = AF_UNIX;
    strcpy(a.name.local.sun_path, text + 5);
    a.length = sizeof a.name.local;
    return a;
  }
  char host[INET_ADDRSTRLEN];
  const char *colon = strrchr(text, ':');
  if (!colon || (size_t)(colon - text) >= sizeof host) wrong("not ADDRESS:PORT or unix:PATH", text);
  memcpy(host, text, (size_t)(colon - text));
  host[colon - text] = '\0';
  a.name.inet.sin_family = AF_INET;
  a.name.inet.sin_port = htons((in_port_t)number("not a port", colon + 1, 0, 65535));
  if (inet_pton(AF_INET, host, &a.name.inet.sin_addr) != 1) wrong("not an IPv4 address", host);
  a.length = sizeof a.name.inet;
  return a;
}

/* Small messages must not wait for the acknowledgement of the one before; no-op on Unix sockets. */
static inline void send_at_once(int fd, sa_family_t family) {
  int yes = 1;
  if (family == AF_INET && setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes))
    die("TCP_NODELAY");
}

static inline void allow_many_files(void) {
  struct rlimit files;
  if (getrlimit(RLIMIT_NOFILE, &files)) die("getrlimit");
  files.rlim_cur = files.rlim_max;
  if (setrlimit(RLIMIT_NOFILE, &files)) die("setrlimit");
}

#endif
