import Domain
import Foundation
import FuzzedDecoders
import Journal
import MarketFeeds
import Runtime
import Safety
import Settings
import Stack
import TraderRuntime
import Wire

/// First inputs for every decoder: one of each kind that it accepts. `make fuzz-seeds` rewrites the committed corpus.
enum Seeds {
  static func write(to folder: String) throws {
    var random = SplitMix64(seed: 1)
    for decoder in Decoder.allCases {
      let place = "\(folder)/\(decoder.rawValue)"
      try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
      for (number, bytes) in try inputs(of: decoder, &random).enumerated() {
        try Data(bytes).write(to: URL(fileURLWithPath: "\(place)/seed-\(number)"))
      }
    }
  }

  private static func inputs(of decoder: Decoder, _ random: inout SplitMix64) throws -> [[UInt8]] {
    switch decoder {
    case .message:
      return try Envelope.ofEveryCase(&random).map { envelope in
        let frames = try envelope.encoded()
        let lengths = [UInt8(clamping: frames.topic.count), UInt8(clamping: frames.header.count)]
        return lengths + frames.topic + frames.header + frames.body
      }
    case .request: return try Request.ofEveryCase(&random).map { try $0.encoded() }
    case .reply: return try Reply.ofEveryCase(&random).map { try $0.encoded() }
    case .settings:
      let whole = try SettingsLoader.effective(StackSettings())
      return [Array(whole.utf8), Array("bot: grid\nmonitor: {limits: {drawdown: {raisesAt: 12, clearsAt: 6}}}\n".utf8)]
    case .quotes: return quotes.map { Array($0.utf8) }
    case .stream: return [[], try stream(from: 1), try stream(from: (1 << 48) - 4)]
    case .journal: return [try journal()]
    case .latch: return [[], try latch(.halted), try latch(.active)]
    }
  }

  private static let quotes = [
    "time_ms,bid,ask\n1398902400292,1.38676,1.38686\n1398902401292,1.38677,1.38686\n",
    "time_ms,open,high,low,close\n1641160980000,1.1369,1.1371,1.1365,1.137\n",
    "time_ms,bo,bh,bl,bc,ao,ah,al,ac,ticks\n1398920400000,1.38727,1.38729,1.38723,1.38724,1.38729,1.3873,1.3872,1.38727,9\n",
    "<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\n2022.01.03\t02:00:00\t1.137\t1.1371\t1.1369\t1.137\t81\n",
    "<DATE>\t<TIME>\t<BID>\t<ASK>\t<LAST>\t<VOLUME>\t<FLAGS>\n2022.01.03\t02:00:00.200\t1.13700\t1.13710\t\t\t6\n",
    "20220103 000000;1.13700;1.13710;1.13690;1.13705;0\n",
    "20220103 000000123,1.137000,1.137080,0\n",
    "Gmt time,Open,High,Low,Close,Volume\n03.01.2022 00:00:00.000,1.13700,1.13710,1.13690,1.13705,102.5\n",
    "Gmt time,Ask,Bid,AskVolume,BidVolume\n03.01.2022 00:00:00.123,1.13710,1.13700,0.75,1.12\n",
    "Time,Open,High,Low,Close,Volume\n01.01.2017 22:00:00.000,1.05236,1.05253,1.05221,1.05227,143539993.3\n",
  ]

  private static func stream(from first: Int64) throws -> [UInt8] {
    let file = MemoryFile([])
    let log = try StreamLog(path: file.path)
    for number in first...first + 2 { try log.append(number, Data("record \(number)".utf8)) }
    return try contents(file.path)
  }

  private static func journal() throws -> [UInt8] {
    try FileManager.default.createDirectory(atPath: MemoryFile.folder, withIntermediateDirectories: true)
    let path = MemoryFile.folder + "/journal"
    do {
      let journal = try Journal.open(path: path, role: "trader", clock: { 1_700_000_000_000 })
      for number in Int64(1)...3 {
        try journal.turn { (writes: borrowing JournalTurn) throws(JournalError) in
          try writes.append(kind: "trade", sequence: number, position: number, payload: Data("{}".utf8))
        }
      }
    }
    return try contents(path)
  }

  private static func latch(_ level: SafetyLevel) throws -> [UInt8] {
    let folder = MemoryFile.folder + "/seed-latch"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let trip = Trip(id: "t-\(level)", level: level, reason: "r", source: "person", time: 1)
    try Latch(directory: folder).record(trip)
    return try contents("\(folder)/\(trip.id).trip")
  }

  private static func contents(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: path)))
  }
}
