#include "BusLoop.h"

#include <pthread.h>
#include <string.h>
#include <time.h>
#include <zmq.h>

static int64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static void *open_socket(void *context, int kind) {
  void *socket = zmq_socket(context, kind);
  int linger = 0;
  int queue = 8192;
  zmq_setsockopt(socket, ZMQ_LINGER, &linger, sizeof linger);
  zmq_setsockopt(socket, ZMQ_SNDHWM, &queue, sizeof queue);
  zmq_setsockopt(socket, ZMQ_RCVHWM, &queue, sizeof queue);
  return socket;
}

// One message of any number of frames, without waiting; 0 where there is none.
static int receive(void *socket, zmq_msg_t *frame, size_t *bytes) {
  int count = 0;
  do {
    if (zmq_msg_recv(frame, socket, ZMQ_DONTWAIT) < 0) return count;
    *bytes += zmq_msg_size(frame);
    count++;
  } while (zmq_msg_more(frame));
  return count;
}

int64_t bus_loop_publish_subscribe(const char *address, int64_t rounds, int64_t batch, size_t body) {
  void *out = zmq_ctx_new();
  void *in = zmq_ctx_new();
  void *publisher = open_socket(out, ZMQ_XPUB);
  void *subscriber = open_socket(in, ZMQ_SUB);
  int64_t elapsed = -1;
  char notice[8];
  char topic[17] = "quote.demo.EURUSD";
  char header[60];
  char content[65536];
  memset(header, 1, sizeof header);
  memset(content, 2, sizeof content);
  size_t bytes = 0;
  zmq_msg_t frame;
  zmq_msg_init(&frame);

  if (zmq_bind(publisher, address) || zmq_connect(subscriber, address)) goto end;
  if (zmq_setsockopt(subscriber, ZMQ_SUBSCRIBE, "", 0) || zmq_recv(publisher, notice, sizeof notice, 0) != 1) goto end;
  int64_t start = now();
  for (int64_t round = 0; round < rounds; round++) {
    for (int64_t message = 0; message < batch; message++) {
      zmq_send(publisher, topic, sizeof topic, ZMQ_SNDMORE | ZMQ_DONTWAIT);
      zmq_send(publisher, header, sizeof header, ZMQ_SNDMORE | ZMQ_DONTWAIT);
      zmq_send(publisher, content, body, ZMQ_DONTWAIT);
    }
    for (int64_t received = 0; received < batch;) {
      if (receive(subscriber, &frame, &bytes) == 3) {
        received++;
      } else {
        zmq_pollitem_t item = {subscriber, 0, ZMQ_POLLIN, 0};
        if (zmq_poll(&item, 1, 5000) <= 0) goto end;
      }
    }
  }
  elapsed = now() - start;

end:
  zmq_msg_close(&frame);
  zmq_close(publisher);
  zmq_close(subscriber);
  zmq_ctx_term(out);
  zmq_ctx_term(in);
  return elapsed;
}

struct server {
  void *socket;
  int64_t count;
};

static void *serve(void *argument) {
  struct server *server = argument;
  zmq_msg_t frames[3];
  for (int i = 0; i < 3; i++) zmq_msg_init(&frames[i]);
  for (int64_t answered = 0; answered < server->count;) {
    zmq_pollitem_t item = {server->socket, 0, ZMQ_POLLIN, 0};
    if (zmq_poll(&item, 1, 5000) <= 0) break;
    while (zmq_msg_recv(&frames[0], server->socket, ZMQ_DONTWAIT) >= 0) {
      zmq_msg_recv(&frames[1], server->socket, ZMQ_DONTWAIT);
      zmq_msg_recv(&frames[2], server->socket, ZMQ_DONTWAIT);
      for (int i = 0; i < 3; i++) zmq_msg_send(&frames[i], server->socket, ZMQ_DONTWAIT | (i < 2 ? ZMQ_SNDMORE : 0));
      answered++;
    }
  }
  for (int i = 0; i < 3; i++) zmq_msg_close(&frames[i]);
  return NULL;
}

int bus_loop_request_reply(const char *address, int64_t count, size_t body, int64_t *nanoseconds) {
  void *here = zmq_ctx_new();
  void *there = zmq_ctx_new();
  struct server server = {open_socket(there, ZMQ_ROUTER), count};
  void *client = open_socket(here, ZMQ_DEALER);
  char content[65536];
  memset(content, 2, sizeof content);
  size_t bytes = 0;
  int result = -1;
  zmq_msg_t frame;
  zmq_msg_init(&frame);
  if (zmq_bind(server.socket, address) == 0 && zmq_connect(client, address) == 0) {
    pthread_t thread;
    pthread_create(&thread, NULL, serve, &server);
    int64_t done = 0;
    for (; done < count; done++) {
      int64_t start = now();
      zmq_send(client, "", 0, ZMQ_SNDMORE);
      zmq_send(client, content, body, 0);
      zmq_pollitem_t item = {client, 0, ZMQ_POLLIN, 0};
      if (zmq_poll(&item, 1, 5000) <= 0 || receive(client, &frame, &bytes) != 2) break;
      nanoseconds[done] = now() - start;
    }
    pthread_join(thread, NULL);
    result = done == count ? 0 : -1;
  }
  zmq_msg_close(&frame);
  zmq_close(client);
  zmq_close(server.socket);
  zmq_ctx_term(here);
  zmq_ctx_term(there);
  return result;
}
