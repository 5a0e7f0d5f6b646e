import Domain
import MarketFeeds
import Testing

/// Whatever bytes a file holds, reading it ends with quotes that are sound or with an error, never with a crash.
struct MutationTests {
  private static let rows: [FeedFormat: String] = [
    .ticks: "1398902400292,1.38676,1.38686", .bidBars: "1641160980000,1.1369,1.1371,1.1365,1.137",
    .bidAskBars: "1398920400000,1.38727,1.38729,1.38723,1.38724,1.38729,1.38730,1.38727,1.38727,19",
    .metaTraderBars: "2022.01.03\t02:00:00\t1.13700\t1.13710\t1.13690\t1.13705\t81\t0\t4",
    .metaTraderTicks: "2022.01.03\t02:00:00.200\t1.13700\t1.13710\t\t\t6",
    .histDataBars: "20220103 000000;1.13700;1.13710;1.13690;1.13705;0",
    .histDataTicks: "20220103 000000123,1.137000,1.137080,0",
    .dukascopyBidBars: "03.01.2022 00:00:00.000,1.13700,1.13710,1.13690,1.13705,102.5",
    .dukascopyAskBars: "03.01.2022 00:00:00.000,1.13700,1.13710,1.13690,1.13705,102.5",
    .dukascopyTicks: "03.01.2022 00:00:00.123,1.13710,1.13700,0.75,1.12",
    .hourlyAskBars: "01.01.2017 22:00:00.000,1.05236,1.05253,1.05221,1.05227,143539993.3",
  ]

  /// Reads the file to its end or to an error; returns whether all quotes were sound.
  private func isSound(_ bytes: [UInt8], _ files: TemporaryFiles) throws -> Bool {
    let path = try files.write(bytes, as: "m.csv")
    var last = Int64.min
    do {
      let feed = try FileFeed(path: path, options: FeedOptions(profile: testProfile()))
      var quotes: [Quote] = []
      while try feed.next(into: &quotes) != nil {
        for quote in quotes {
          guard quote.time >= last, quote.ask >= quote.bid, quote.bid.points > 0 else {
            return false
          }
          last = quote.time
        }
      }
    } catch let error as FeedError {
      return !error.description.isEmpty
    }
    return true
  }

  @Test(arguments: FeedFormat.allCases)
  func `a mutated row is read or refused`(format: FeedFormat) throws {
    var generator = SplitMix64(seed: 99)
    let files = try TemporaryFiles()
    let row = try #require(Self.rows[format])
    let alphabet = Array("0123456789.,;-+e \t\r\n\0:nainf\u{ff}".utf8)
    for _ in 0..<300 {
      var bytes = Array((format.example + "\n" + row + "\n" + row + "\n").utf8)
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let index = Int.random(in: format.example.utf8.count..<bytes.count, using: &generator)
        switch generator.next() % 3 {
        case 0: bytes[index] = alphabet[Int(generator.next() % UInt64(alphabet.count))]
        case 1: bytes.remove(at: index)
        default: bytes.insert(UInt8(truncatingIfNeeded: generator.next()), at: index)
        }
      }
      #expect(try isSound(bytes, files))
    }
  }

  @Test func `random bytes, also behind a gzip header, are refused`() throws {
    var generator = SplitMix64(seed: 100)
    let files = try TemporaryFiles()
    for round in 0..<200 {
      var bytes = (0..<Int.random(in: 0...600, using: &generator)).map { _ in
        UInt8(truncatingIfNeeded: generator.next())
      }
      if round.isMultiple(of: 2) { bytes = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3] + bytes }
      #expect(try isSound(bytes, files))
    }
  }
}
