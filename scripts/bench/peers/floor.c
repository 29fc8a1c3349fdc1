/* A peer: the least that any server can do, one write() of a frame made once to each socket. It knows no more
   HTTP and WebSocket than the bench speaks: a request comes in one piece, GET listens, and the body of a POST is
   sent to all who do. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MOST = 1 << 20, ROOM = 1 << 16 };
static int listening[MOST], place[MOST], count;
static char heard[ROOM], frame[ROOM + 4];

static void say(int fd, const char *text) { send(fd, text, strlen(text), MSG_NOSIGNAL); }

static void leave(int fd) {
  if (place[fd] > 0) { /* the last takes the place of who left */
    int last = listening[--count];
    listening[place[fd] - 1] = last;
    place[last] = place[fd];
    place[fd] = 0;
  }
  close(fd);
}

static void broadcast(const char *body, size_t length) {
  size_t head = length < 126 ? 2 : 4;
  frame[0] = (char)0x81;
  frame[1] = (char)(length < 126 ? length : 126);
  if (head == 4) { frame[2] = (char)(length >> 8); frame[3] = (char)length; }
  memcpy(frame + head, body, length);
  for (int n = 0; n < count; n++) send(listening[n], frame, head + length, MSG_NOSIGNAL | MSG_DONTWAIT);
}

int main(int argc, char **argv) {
  int one = 1, door = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), epoll = epoll_create1(0);
  struct rlimit files;
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  setsockopt(door, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  struct sockaddr_in here = { .sin_family = AF_INET, .sin_port = htons(argc > 1 ? atoi(argv[1]) : 0),
                              .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
  if (bind(door, (void *)&here, sizeof here) || listen(door, 4096)) { perror("floor"); return 1; }
  struct epoll_event event = { EPOLLIN, { .fd = door } }, events[256];
  epoll_ctl(epoll, EPOLL_CTL_ADD, door, &event);
  for (;;) {
    int ready = epoll_wait(epoll, events, 256, -1);
    for (int n = 0; n < ready; n++) {
      int fd = events[n].data.fd, come;
      if (fd == door) {
        while ((come = accept4(door, 0, 0, SOCK_NONBLOCK)) >= 0) {
          setsockopt(come, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
          event.data.fd = come;
          epoll_ctl(epoll, EPOLL_CTL_ADD, come, &event);
        }
        continue;
      }
      ssize_t size = recv(fd, heard, sizeof heard - 1, 0);
      if (size <= 0) { leave(fd); continue; }
      heard[size] = 0;
      char *body = strstr(heard, "\r\n\r\n");
      if (body && !strncmp(heard, "GET ", 4)) {
        say(fd, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n");
        listening[count++] = fd;
        place[fd] = count;
      } else if (body && !strncmp(heard, "POST ", 5)) {
        say(fd, "HTTP/1.1 204 No Content\r\n\r\n");
        broadcast(body + 4, heard + size - (body + 4));
      }
    }
  }
}
