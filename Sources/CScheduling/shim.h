// sched_setattr(2), for which the C library of Debian 12 has no function.
#pragma once
#include <stdint.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

struct sotano_sched_attr {
  uint32_t size;
  uint32_t policy;
  uint64_t flags;
  int32_t nice;
  uint32_t priority;
  uint64_t runtime;
  uint64_t deadline;
  uint64_t period;
};

// Sets the calling thread's time slice and leaves the rest as it is; 0, or -1 with errno.
static inline int sotano_set_time_slice(uint64_t nanoseconds) {
  struct sotano_sched_attr attr;
  memset(&attr, 0, sizeof attr);
  if (syscall(SYS_sched_getattr, 0, &attr, sizeof attr, 0) != 0) return -1;
  attr.size = sizeof attr;
  attr.runtime = nanoseconds;
  return (int)syscall(SYS_sched_setattr, 0, &attr, 0);
}
