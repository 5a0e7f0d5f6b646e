import Foundation
import Glibc

/// A disk whose every sync takes a fifth of a second while a test wants it to.
struct SlowDisk {
  private let flag: String
  /// What the processes find in their environment, so that they write to this disk.
  let surroundings: [String: String]

  /// Builds the library that stands between the processes and the C library.
  init(in folder: String) async throws {
    let source = "\(folder)/disk.c"
    let library = "\(folder)/disk.so"
    flag = "\(folder)/slow"
    surroundings = ["LD_PRELOAD": library, "SOTANO_TEST_SLOW": flag]
    try Data(Self.source.utf8).write(to: URL(fileURLWithPath: source))
    let built = try await run("clang", ["-O2", "-shared", "-fPIC", "-o", library, source])
    guard built.code == 0 else { throw Unmet(description: "the disk was not built: \(built.complaint)") }
  }

  func slowDown() throws {
    guard FileManager.default.createFile(atPath: flag, contents: nil) else {
      throw Unmet(description: "\(flag) cannot be made")
    }
  }

  func recover() {
    unlink(flag)
  }

  private static let source = """
    #define _GNU_SOURCE
    #include <stdlib.h>
    #include <sys/syscall.h>
    #include <unistd.h>

    static void turn(void) {
      const char *flag = getenv("SOTANO_TEST_SLOW");
      if (flag && access(flag, F_OK) == 0) usleep(200000);
    }

    int fsync(int file) {
      turn();
      return (int)syscall(SYS_fsync, file);
    }

    int fdatasync(int file) {
      turn();
      return (int)syscall(SYS_fdatasync, file);
    }
    """
}
