internal import FoundationEssentials

/// A look at SQLite's write-ahead log before SQLite reads it, which takes the first frame that is not right for the end:
/// everything behind it, committed or not, would be gone without a word.
///
/// A crash leaves at most one transaction unfinished at the end, since every commit waits for the disk before the next
/// begins. So a frame that is not right is damage where a later transaction of the same log follows the one that it
/// belongs to. In the last transaction it cannot be told from a power cut: that one commit is then lost, and only what
/// the peers remember of the journal's head shows it. Format: https://www.sqlite.org/fileformat2.html#walformat
enum WriteAheadLog {
  private static let headerSize = 32
  private static let frameHeaderSize = 24

  /// What is wrong with the log beside a database; `nil` where nothing is, and where there is none.
  static func finding(beside path: String) -> String? {
    // Where a writer begins the log anew while it is read, it is read again.
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
    let frameSize = frameHeaderSize + pageSize
    let count = (bytes.count - headerSize) / frameSize
    func start(_ frame: Int) -> Int { headerSize + frame * frameSize }
    func isOfThisLog(_ frame: Int) -> Bool {
      bytes[start(frame) + 8..<start(frame) + 16].elementsEqual(bytes[16..<24])
    }
    var frame = 0
    while frame < count {
      let begin = start(frame)
      guard isOfThisLog(frame) else { break }
      sum.add(bytes, begin..<begin + 8)
      sum.add(bytes, begin + frameHeaderSize..<begin + frameSize)
      guard sum.first == word(bytes, begin + 16), sum.second == word(bytes, begin + 20) else { break }
      frame += 1
    }
    guard frame < count else { return nil }
    // The commit of the transaction that it belongs to; its own salt or size may be what is not right.
    let later = (frame..<count).filter { isOfThisLog($0) }
    let commit = later.first { word(bytes, start($0) + 4) != 0 }
    guard let commit, let last = later.last, last > commit else { return nil }
    return "frame \(frame + 1) of its write-ahead log is not as it was written, and commits follow it"
  }

  private static func word(_ bytes: [UInt8], _ offset: Int) -> UInt32 {
    bytes[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) }
  }

  private struct Checksum {
    let isBigEndian: Bool
    var first: UInt32 = 0
    var second: UInt32 = 0

    init(isBigEndian: Bool) { self.isBigEndian = isBigEndian }

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
