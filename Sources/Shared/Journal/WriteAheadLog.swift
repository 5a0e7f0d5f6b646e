internal import FoundationEssentials
internal import Glibc

/// A look at SQLite's write-ahead log before SQLite reads it, which takes the first frame that is not right for the
/// end: everything behind it, committed or not, would be lost silently.
///
/// A crash leaves at most one transaction unfinished at the end, since every commit waits for the disk before the next
/// begins. So a frame that is not right is damage where a later transaction of the same log follows the one that it
/// belongs to, each frame chained to the one before. In the last transaction it cannot be distinguished from a power
/// cut: that one commit is then lost, and only what the peers remember of the journal's head shows it. Format:
/// https://www.sqlite.org/fileformat2.html#walformat
enum WriteAheadLog {
  private static let headerSize = 32
  private static let frameHeaderSize = 24

  /// What is wrong with the log beside a database, or with what lies in the database's place; `nil` where nothing is, and
  /// where there is none.
  static func finding(beside path: String) -> String? {
    // Opening a fifo would block.
    for path in [path, path + "-wal"] {
      var status = stat()
      guard stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG else { continue }
      return "\(path) is no plain file"
    }
    // If a writer restarts the log while it is read, it is read again.
    for _ in 1...3 {
      guard let bytes = try? Data(contentsOf: URL(fileURLWithPath: path + "-wal")) else { return nil }
      guard let finding = finding(in: [UInt8](bytes)) else { return nil }
      guard let again = try? Data(contentsOf: URL(fileURLWithPath: path + "-wal")) else { return nil }
      if again == bytes { return finding }
    }
    return nil
  }

  static func finding(in bytes: [UInt8]) -> String? {
    guard bytes.count >= headerSize, bytes.prefix(headerSize).contains(where: { $0 != 0 }) else { return nil }
    let magic = word(bytes, 0)
    let pageSize = Int(word(bytes, 8)) == 1 ? 65_536 : Int(word(bytes, 8))
    var sum = Checksum(isBigEndian: magic & 1 == 1)
    sum.add(bytes, 0..<24)
    guard magic & ~1 == 0x377f_0682, sum.first == word(bytes, 24), sum.second == word(bytes, 28),
      (512...65_536).contains(pageSize), pageSize & (pageSize - 1) == 0
    else { return "the header of its write-ahead log is not as it was written" }
    let frames = Frames(bytes: bytes, pageSize: pageSize)
    var frame = 0
    while frame < frames.count, frames.isOfThisLog(frame), frames.sum(frame, from: sum) == frames.stored(frame) {
      sum = frames.stored(frame)
      frame += 1
    }
    guard frame < frames.count else { return nil }
    // What is not right may be the frame's content or its checksum, from which the next one's is made.
    let isFollowed = [frames.stored(frame), frames.sum(frame, from: sum)].contains { seed in
      frames.followsCommit(frame, seed)
    }
    return isFollowed
      ? "frame \(frame + 1) of its write-ahead log is not as it was written, and commits follow it" : nil
  }

  /// The frames behind the header, from 0.
  private struct Frames {
    let bytes: [UInt8]
    let pageSize: Int
    private static let sector = 512

    var count: Int { (bytes.count - headerSize) / (frameHeaderSize + pageSize) }

    private func start(_ frame: Int) -> Int { headerSize + frame * (frameHeaderSize + pageSize) }

    /// Frames of an earlier use of the file lie behind those of the present one, under other salts.
    func isOfThisLog(_ frame: Int) -> Bool {
      bytes[start(frame) + 8..<start(frame) + 16].elementsEqual(bytes[16..<24])
    }

    /// A frame that ends a transaction says how many pages the database has.
    private func isCommit(_ frame: Int) -> Bool { word(bytes, start(frame) + 4) != 0 }

    /// Whether a power cut in the middle of the frame's header leaves all of it or nothing, for a disk writes sectors.
    private func hasWholeHeader(_ frame: Int) -> Bool {
      start(frame) / Frames.sector == (start(frame) + frameHeaderSize - 1) / Frames.sector
    }

    func stored(_ frame: Int) -> Checksum {
      Checksum(
        isBigEndian: word(bytes, 0) & 1 == 1, first: word(bytes, start(frame) + 16),
        second: word(bytes, start(frame) + 20))
    }

    func sum(_ frame: Int, from seed: Checksum) -> Checksum {
      var sum = seed
      sum.add(bytes, start(frame)..<start(frame) + 8)
      sum.add(bytes, start(frame) + frameHeaderSize..<start(frame) + frameHeaderSize + pageSize)
      return sum
    }

    /// Whether the transaction that a frame belongs to was followed by another one's first frame, all of them whole. What
    /// an unfinished transaction has left behind the end of the log is not chained to what was written over its beginning.
    func followsCommit(_ bad: Int, _ seed: Checksum) -> Bool {
      var hasCommit = hasWholeHeader(bad) && isCommit(bad)
      var seed = seed
      var frame = bad + 1
      while frame < count, isOfThisLog(frame), sum(frame, from: seed) == stored(frame) {
        if hasCommit { return true }
        hasCommit = isCommit(frame)
        seed = stored(frame)
        frame += 1
      }
      return false
    }
  }

  private static func word(_ bytes: [UInt8], _ offset: Int) -> UInt32 {
    bytes[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) }
  }

  private struct Checksum: Hashable {
    let isBigEndian: Bool
    var first: UInt32 = 0
    var second: UInt32 = 0

    init(isBigEndian: Bool, first: UInt32 = 0, second: UInt32 = 0) {
      self.isBigEndian = isBigEndian
      self.first = first
      self.second = second
    }

    mutating func add(_ bytes: [UInt8], _ range: Range<Int>) {
      bytes.withUnsafeBytes { raw in
        for offset in stride(from: range.lowerBound, to: range.upperBound, by: 8) {
          let one = raw.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
          let two = raw.loadUnaligned(fromByteOffset: offset + 4, as: UInt32.self)
          first &+= (isBigEndian ? one.bigEndian : one.littleEndian) &+ second
          second &+= (isBigEndian ? two.bigEndian : two.littleEndian) &+ first
        }
      }
    }
  }
}
