import Foundation

/// The wall clock of a stack, which a test moves; every other clock goes on as it does.
struct WallClock {
  private let shift: String
  /// What the processes find in their environment, so that they read this clock.
  let surroundings: [String: String]

  /// Builds the library that stands between the processes and the C library.
  init(in folder: String) async throws {
    let source = "\(folder)/clock.c"
    let library = "\(folder)/clock.so"
    shift = "\(folder)/shift"
    surroundings = ["LD_PRELOAD": library, "SOTANO_TEST_SHIFT": shift]
    try Data(Self.source.utf8).write(to: URL(fileURLWithPath: source))
    try move(by: 0)
    let built = try await run("clang", ["-O2", "-shared", "-fPIC", "-o", library, source])
    guard built.code == 0 else { throw Unmet(description: "the clock was not built: \(built.complaint)") }
  }

  /// Moves it so many seconds from the true time.
  func move(by seconds: Int) throws {
    try Data("\(seconds)".utf8).write(to: URL(fileURLWithPath: shift), options: .atomic)
  }

  private static let source = """
    #define _GNU_SOURCE
    #include <fcntl.h>
    #include <stdlib.h>
    #include <sys/syscall.h>
    #include <sys/time.h>
    #include <time.h>
    #include <unistd.h>

    static long shift(void) {
      const char *path = getenv("SOTANO_TEST_SHIFT");
      char text[32] = {0};
      int file = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
      if (file < 0) return 0;
      ssize_t got = read(file, text, sizeof text - 1);
      close(file);
      return got > 0 ? atol(text) : 0;
    }

    int clock_gettime(clockid_t clock, struct timespec *now) {
      int result = (int)syscall(SYS_clock_gettime, clock, now);
      if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) now->tv_sec += shift();
      return result;
    }

    int gettimeofday(struct timeval *now, void *zone) {
      struct timespec time;
      (void)zone;
      clock_gettime(CLOCK_REALTIME, &time);
      now->tv_sec = time.tv_sec;
      now->tv_usec = time.tv_nsec / 1000;
      return 0;
    }

    time_t time(time_t *out) {
      struct timespec now;
      clock_gettime(CLOCK_REALTIME, &now);
      if (out) *out = now.tv_sec;
      return now.tv_sec;
    }
    """
}
