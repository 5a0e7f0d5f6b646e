import Domain
import Foundation
import MarketFeeds
import Testing

struct BadFileTests {
  private func error(_ text: String) throws -> FeedError? {
    let files = try TemporaryFiles()
    return try error(file: files.write(text, as: "bad.csv"))
  }

  private func error(file path: String, strict: Bool = false) throws -> FeedError? {
    do {
      _ = try allMinutes(FileFeed(path: path, options: FeedOptions(profile: testProfile(), strict: strict)))
    } catch let error as FeedError {
      return error
    }
    return nil
  }

  /// Line, column and problem of the bad row.
  private func badRow(_ rows: String, header: String = "time_ms,bid,ask") throws -> [String] {
    guard case .badRow(_, let line, let column, let problem, _) = try error(header + "\n" + rows) else { return [] }
    return ["\(line):\(column)", problem.rawValue]
  }

  @Test func `a wrong header is named with what would be right`() throws {
    guard let error = try error("date,price\n1,2\n") else {
      Issue.record("no error")
      return
    }
    guard case .unknownFormat = error else {
      Issue.record("\(error)")
      return
    }
    #expect(error.description.contains("bad.csv:1:1: unknown form: it begins 'date,price'"))
  }

  @Test(arguments: [String.Encoding.utf16LittleEndian, .utf16BigEndian])
  func `a text in UTF-16 is named, with how to make it UTF-8`(encoding: String.Encoding) throws {
    let files = try TemporaryFiles()
    let text = "\u{feff}<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\n"
    let path = files.path("wide.csv")
    try #require(text.data(using: encoding)).write(to: URL(fileURLWithPath: path))
    let error = try #require(try error(file: path))
    #expect(error == .utf16(file: path))
    #expect(error.description.contains("iconv -f UTF-16 -t UTF-8"))
  }

  @Test(arguments: [
    ("1398902400292,1.1\n", "2:18", "tooFewFields"),
    ("1398902400292,1.1,1.2,1.3\n", "2:23", "tooManyFields"),
    ("1398902400292,nan,1.2\n", "2:15", "notFinite"),
    ("1398902400292,-inf,1.2\n", "2:15", "notFinite"),
    ("1398902400292,-1.1,1.2\n", "2:15", "negative"),
    ("1398902400292,1.1,abc\n", "2:19", "notANumber"),
    ("1398902400292,1.1,\n", "2:19", "notANumber"),
    ("1398902400292,1e5,1.2\n", "2:15", "notANumber"),
    ("1398902400292,0.000,1.2\n", "2:15", "priceOutOfRange"),
    ("1398902400292,99999999999999999999,1.2\n", "2:15", "priceOutOfRange"),
    ("1398902400292,1.123456,1.2\n", "2:22", "tooManyDecimals"),
    ("1398902400,1.1,1.2\n", "2:1", "timeOutOfRange"),
    ("139890240029x,1.1,1.2\n", "2:1", "malformedTime"),
    ("1398902400292,1.2,1.1\n", "2:1", "crossed"),
    ("1398902400292,1.1,2.2\n", "2:1", "absurdSpread"),
    ("1398902400292,1.1,1.1\n1398902400291,1.1,1.1\n", "3:1", "decreasingTime"),
    ("1398902400292,1.1,1.1\n1398902400293,11.1,11.1\n", "3:1", "absurdJump"),
  ])
  func `a bad row is refused with line, column and reason`(rows: String, place: String, problem: String) throws {
    #expect(try badRow(rows) == [place, problem])
  }

  @Test func `zeros behind the last decimal place are no further decimals`() throws {
    #expect(try allQuotes("time_ms,bid,ask\n1398902400292,1.1234500,1.12346\n").map(\.bid.points) == [112_345])
  }

  @Test(arguments: [
    ("1641160980000,1.1,1.0,1.0,1.1\n", "inconsistentBar"), ("1641160980000,1.1,1.2,1.15,1.1\n", "inconsistentBar"),
    ("1641160980001,1.1,1.1,1.1,1.1\n", "misalignedTime"),
  ])
  func `a bar that cannot be is refused`(rows: String, problem: String) throws {
    #expect(try badRow(rows, header: "time_ms,open,high,low,close") == ["2:1", problem])
  }

  @Test func `a bar with the time of the bar before is refused`() throws {
    let rows = "1641160980000,1.1,1.1,1.1,1.1\n1641160980000,1.1,1.1,1.1,1.1\n"
    #expect(try badRow(rows, header: "time_ms,open,high,low,close") == ["3:1", "repeatedTime"])
  }

  @Test func `ticks of one millisecond are all kept, in their order`() throws {
    let text = "time_ms,bid,ask\n1398902400292,1.1,1.2\n1398902400292,1.11,1.2\n1398902400292,1.1,1.2\n"
    #expect(try allQuotes(text).map(\.bid.points) == [110_000, 111_000, 110_000])
  }

  @Test func `bars of another length than a minute are noticed`() throws {
    let rows = (0..<300).map { "\(1_641_160_800_000 + $0 * 300_000),1.1,1.1,1.1,1.1\n" }.joined()
    guard case .wrongBarLength(_, 300, 60) = try error("time_ms,open,high,low,close\n" + rows) else {
      Issue.record("not noticed")
      return
    }
  }

  @Test func `crossed bars of bid and ask are refused and counted, strictly they refuse the file`() throws {
    let text = """
      time_ms,bo,bh,bl,bc,ao,ah,al,ac
      1398920400000,1.2,1.2,1.2,1.2,1.3,1.3,1.3,1.3
      1398920460000,1.2,1.2,1.2,1.2,1.3,1.3,1.1,1.3
      1398920520000,1.2,1.2,1.2,1.2,1.3,1.3,1.3,1.3

      """
    let files = try TemporaryFiles()
    let path = try files.write(text, as: "ba.csv")
    let feed = try FileFeed(path: path, options: FeedOptions(profile: testProfile()))
    #expect(try allMinutes(feed).count == 2)
    #expect(feed.refused.counts == [.crossed: 1])
    #expect(feed.rows == 3)
    guard case .badRow(_, 3, 1, .crossed, _) = try error(file: path, strict: true) else {
      Issue.record("not refused")
      return
    }
  }

  @Test func `a truncated or damaged compressed file is told with the line that was reached`() throws {
    let files = try TemporaryFiles()
    _ = try files.writeCompressed(randomTicks(rows: 5000, seed: 3), as: "t.csv.gz")
    let whole = try files.bytes(of: "t.csv.gz")
    let cut = try files.write(Array(whole.dropLast(whole.count / 3)), as: "cut.csv.gz")
    guard case .truncated(_, let line) = try error(file: cut) else {
      Issue.record("truncation not noticed")
      return
    }
    #expect((2...5001).contains(line))
    let tail = try files.write(Array(whole.dropLast(4)), as: "tail.csv.gz")
    guard case .truncated = try error(file: tail) else {
      Issue.record("a cut check sum was not noticed")
      return
    }
    var bytes = whole
    bytes[bytes.count / 2] ^= 0xff
    #expect(try error(file: files.write(bytes, as: "damaged.csv.gz")) != nil)
  }

  @Test func `no file, a folder, an empty file and a header alone are errors`() throws {
    let files = try TemporaryFiles()
    guard case .unreadable = try error(file: files.path("none.csv")) else {
      Issue.record("no file")
      return
    }
    guard case .unreadable = try error(file: files.folder) else {
      Issue.record("a folder")
      return
    }
    for text in ["", "time_ms,bid,ask\n"] {
      guard case .noRows = try error(text) else {
        Issue.record("\(text)")
        return
      }
    }
  }

  @Test func `a line without an end is refused before it fills the memory`() throws {
    let text = "time_ms,bid,ask\n" + String(repeating: "1", count: 600_000)
    guard case .lineTooLong(_, 2, _) = try error(text) else {
      Issue.record("not refused")
      return
    }
  }
}
