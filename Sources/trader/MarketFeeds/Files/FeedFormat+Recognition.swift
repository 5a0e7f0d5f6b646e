package import Domain

extension FeedFormat {
  /// The form that a file with this first line and this name has; `nil` where it is none that is known.
  ///
  /// Dukascopy's bars of bid and ask have the same header: the name decides (`…_BID_…`, `…_ASK_…`), bid where it is silent.
  static func recognise(firstLine: String, fileName: String) -> FeedFormat? {
    let line = firstLine.lowercased()
    let name = fileName.uppercased()
    switch line {
    case "time_ms,bid,ask": return .ticks
    case "time_ms,open,high,low,close": return .bidBars
    case "time_ms,bo,bh,bl,bc,ao,ah,al,ac", "time_ms,bo,bh,bl,bc,ao,ah,al,ac,ticks": return .bidAskBars
    case "gmt time,open,high,low,close,volume": return name.contains("ASK") ? .dukascopyAskBars : .dukascopyBidBars
    case "gmt time,ask,bid,askvolume,bidvolume", "gmt time,ask,bid,askvolume,bidvolume ": return .dukascopyTicks
    case "time,open,high,low,close,volume": return .hourlyAskBars
    default: break
    }
    if line.hasPrefix("<date>\t<time>\t<open>\t<high>\t<low>\t<close>") { return .metaTraderBars }
    if line.hasPrefix("<date>\t<time>\t<bid>\t<ask>") { return .metaTraderTicks }
    return recogniseHeaderless(Array(line.utf8))
  }

  /// HistData's rows begin with `yyyymmdd hhmmss` and, in tick files, three digits of milliseconds.
  private static func recogniseHeaderless(_ line: [UInt8]) -> FeedFormat? {
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    func isTime(_ length: Int) -> Bool {
      line.count > length && line[..<8].allSatisfy(digits.contains) && line[8] == UInt8(ascii: " ")
        && line[9..<length].allSatisfy(digits.contains)
    }
    if isTime(15), line[15] == UInt8(ascii: ";") { return .histDataBars }
    if isTime(18), line[18] == UInt8(ascii: ",") { return .histDataTicks }
    return nil
  }
}

/// Currencies and metals of which symbols in file names are made.
private let codes: Set<String> = [
  "AUD", "BRL", "CAD", "CHF", "CNH", "CZK", "DKK", "EUR", "GBP", "HKD", "HUF", "ILS", "INR", "JPY", "KRW", "MXN",
  "NOK", "NZD", "PLN", "RUB", "SEK", "SGD", "THB", "TRY", "TWD", "USD", "XAG", "XAU", "XPD", "XPT", "ZAR",
]

extension Symbol {
  /// The symbol in a file name: the first part, between `_`, `-`, `.` and blanks, that is a pair of known currencies or
  /// metals, as in `EURUSD_M1_2022.csv.gz` or `DAT_ASCII_XAUUSD_T_202201.csv`; `nil` where there is none.
  package init?(inFileName path: String) {
    let name = path.split(separator: "/").last ?? ""
    for part in name.uppercased().split(whereSeparator: { "_-. ".contains($0) }) where part.utf8.count == 6 {
      guard codes.contains(String(part.prefix(3))), codes.contains(String(part.suffix(3))) else { continue }
      self.init(String(part))
      return
    }
    return nil
  }
}
