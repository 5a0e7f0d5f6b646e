#ifndef BUS_LOOP_H
#define BUS_LOOP_H

#include <stddef.h>
#include <stdint.h>

/// Publishes `batch` messages of three frames and receives them, `rounds` times, on one thread with a context at either
/// end. The last frame has `body` bytes.
///
/// Returns nanoseconds for all of it, or -1 where a call of libzmq failed.
int64_t bus_loop_publish_subscribe(const char *address, int64_t rounds, int64_t batch, size_t body);

/// Sends `count` requests of `body` bytes from a DEALER to a ROUTER on another thread and waits for each reply.
///
/// Writes the nanoseconds of each. Returns 0, or -1 where a call of libzmq failed.
int bus_loop_request_reply(const char *address, int64_t count, size_t body, int64_t *nanoseconds);

#endif
