package import Domain

/// Currencies and metals of which symbols in file names are made.
private let codes: Set<String> = [
  "AUD", "BRL", "CAD", "CHF", "CNH", "CZK", "DKK", "EUR", "GBP", "HKD", "HUF", "ILS", "INR", "JPY", "KRW", "MXN",
  "NOK", "NZD", "PLN", "RUB", "SEK", "SGD", "THB", "TRY", "TWD", "USD", "XAG", "XAU", "XPD", "XPT", "ZAR",
]

extension Symbol {
  /// The symbol that a file name tells: the first part, between `_`, `-`, `.` and blanks, that is a pair of known
  /// currencies or metals, as in `EURUSD_M1_2022.csv.gz` or `DAT_ASCII_XAUUSD_T_202201.csv`; `nil` where there is none.
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
