import Foundation
import Glibc
import Testing

/// The evaluation over Ray, as `deploy/ray` runs it. `make ray-test` installs what it needs.
@Suite(.serialized) struct RayTests {
  @Test(
    .enabled(if: Surroundings.obstacle == nil, "the processes are not built"),
    .enabled(if: Ray.isInstalled, "SOTANO_RAY_PYTHON names no Python that has Ray; make ray-test installs one"),
    .enabled(if: Surroundings.hasYear, "the real minute bars are not here"))
  func `two workers give the same bytes as one process, also when one is killed in the middle`() async throws {
    try await inTemporaryFolder { folder in
      let files = [Surroundings.year, Surroundings.year.replacing("2022", with: "2017")]
      let local = try await run(
        "\(Surroundings.binaries)/sotano", ["evaluate", "--json", "--resamples", "200", "--data"] + files)
      try #require(local.code == 0, "\(local.complaint)")
      async let overRay = Ray.evaluate(files, resamples: 200, in: folder)
      let victim = try await eventually("a worker that has begun to judge", within: .seconds(240)) {
        Ray.workers(in: folder).first
      }
      try #require(Glibc.kill(victim.worker, SIGKILL) == 0)
      _ = try await eventually("the file of the killed worker to be judged again", within: .seconds(240)) {
        // What the killed worker leaves behind belongs to another parent until it ends.
        Ray.workers(in: folder).first {
          $0.file == victim.file && $0.worker != victim.worker && $0.program != victim.program
        }
      }
      let distributed = try await overRay
      #expect(distributed.code == 0, "\(distributed.complaint)")
      #expect(distributed.output == local.output)
      #expect(!local.output.isEmpty)
    }
  }

  @Test(
    .enabled(if: Surroundings.obstacle == nil, "the processes are not built"),
    .enabled(if: Ray.isInstalled, "SOTANO_RAY_PYTHON names no Python that has Ray; make ray-test installs one"))
  func `what a file is refused for is said with its exit code`() async throws {
    try await inTemporaryFolder { folder in
      let file = "\(folder)/EURUSD.csv"
      try Data("time_ms,bid,ask\nnothing,1,1\n".utf8).write(to: URL(fileURLWithPath: file))
      let ended = try await Ray.evaluate([file], resamples: 200, in: folder)
      #expect(ended.code == 65)
      #expect(ended.complaint.contains("EURUSD.csv"))
    }
  }
}

/// The driver and its workers.
private enum Ray {
  static let python = ProcessInfo.processInfo.environment["SOTANO_RAY_PYTHON"] ?? ""
  static let isInstalled = FileManager.default.isExecutableFile(atPath: python)

  static func evaluate(_ files: [String], resamples: Int, in folder: String) async throws -> Ended {
    let scratch = "\(folder)/tasks"
    try FileManager.default.createDirectory(atPath: scratch, withIntermediateDirectories: true)
    let arguments = ["--sotano", "\(Surroundings.binaries)/sotano", "--workers", "2", "--resamples", "\(resamples)"]
    return try await run(
      python, ["\(Surroundings.root)/deploy/ray/evaluate.py"] + arguments + ["--data"] + files + ["--", "--json"],
      ["TMPDIR": scratch])
  }

  struct Worker {
    /// `sotano`, and the worker that runs it.
    var program: Int32
    var worker: Int32
    var file: String
  }

  /// The workers that judge a file now. Their files lie in the test's folder, which tells them from all others.
  static func workers(in folder: String) -> [Worker] {
    let numbers = ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).compactMap { Int32($0) }
    return numbers.compactMap { pid in
      guard let line = FileManager.default.contents(atPath: "/proc/\(pid)/cmdline") else { return nil }
      let words = String(decoding: line, as: UTF8.self).split(separator: "\0").map(String.init)
      guard words.first == "\(Surroundings.binaries)/sotano", let data = words.firstIndex(of: "--data"),
        words[data + 1].hasPrefix("\(folder)/tasks/"), let parent = parent(of: pid)
      else { return nil }
      return Worker(program: pid, worker: parent, file: URL(fileURLWithPath: words[data + 1]).lastPathComponent)
    }
  }

  private static func parent(of pid: Int32) -> Int32? {
    guard let status = FileManager.default.contents(atPath: "/proc/\(pid)/status") else { return nil }
    let line = String(decoding: status, as: UTF8.self).split(separator: "\n").first { $0.hasPrefix("PPid:") }
    return line?.split(whereSeparator: \.isWhitespace).last.flatMap { Int32($0) }
  }
}
