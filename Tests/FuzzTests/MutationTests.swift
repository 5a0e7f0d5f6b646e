import Domain
import Foundation
import FuzzedDecoders
import Testing

/// The committed corpus and the same mutations of it in every run; `make fuzz` looks for new ones, guided by coverage.
@Suite(.serialized) struct MutationTests {
  /// Mutations of a decoder's inputs. One of a file costs a file.
  private static func count(_ decoder: Decoder) -> Int {
    switch decoder {
    case .journal: 300
    case .latch, .quotes, .settings, .stream: 2_000
    case .message, .reply, .request: 10_000
    }
  }

  private func corpus(of decoder: Decoder) throws -> [[UInt8]] {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Fuzz/corpus/\(decoder.rawValue)")
    return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().map {
      Array(try Data(contentsOf: folder.appendingPathComponent($0)))
    }
  }

  @Test(arguments: Decoder.allCases) func `no input breaks a decoder`(decoder: Decoder) throws {
    let inputs = try corpus(of: decoder)
    try #require(!inputs.isEmpty)
    defer { try? FileManager.default.removeItem(atPath: MemoryFile.folder) }
    var mutation = Mutation(inputs: inputs, seed: 1)
    for input in inputs { try decoder.take(input) }
    for number in 0..<Self.count(decoder) {
      let input = mutation.next()
      do {
        try decoder.take(input)
      } catch {
        Issue.record("mutation \(number): \(error): \(Data(input).base64EncodedString())")
        return
      }
    }
  }
}

/// Draws an input and changes it in one to four places, as libFuzzer does without coverage.
private struct Mutation {
  let inputs: [[UInt8]]
  private var random: SplitMix64
  private static let words: [[UInt8]] = [0, 1, -1, .min, .max, 1 << 31, 1 << 48].flatMap { (number: Int64) in
    [1, 2, 4, 8].map { width in withUnsafeBytes(of: number.littleEndian) { Array($0.prefix(width)) } }
  }

  init(inputs: [[UInt8]], seed: UInt64) {
    self.inputs = inputs
    random = SplitMix64(seed: seed)
  }

  mutating func next() -> [UInt8] {
    var bytes = inputs[below(inputs.count)]
    for _ in 0...below(4) { change(&bytes) }
    return bytes
  }

  private mutating func below(_ count: Int) -> Int { Int(random.next() % UInt64(max(1, count))) }

  private mutating func change(_ bytes: inout [UInt8]) {
    let place = below(bytes.count + 1)
    switch below(6) {
    case 0 where place < bytes.count: bytes[place] ^= 1 << UInt8(below(8))
    case 1 where place < bytes.count: bytes[place] = UInt8(below(256))
    case 2: bytes.removeSubrange(place..<min(bytes.count, place + 1 + below(16)))
    case 3: bytes.insert(contentsOf: (0...below(8)).map { _ in UInt8(below(256)) }, at: place)
    case 4:
      let word = Self.words[below(Self.words.count)]
      bytes.replaceSubrange(place..<min(bytes.count, place + word.count), with: word)
    default:
      let other = inputs[below(inputs.count)]
      let begin = below(other.count + 1)
      bytes.insert(contentsOf: other[begin..<min(other.count, begin + 1 + below(64))], at: place)
    }
  }
}
