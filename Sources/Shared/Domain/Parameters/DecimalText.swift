extension Double {
  /// A number as a person writes it, `-1.5` or `2e3`; `nil` for anything else, also for what Swift reads besides, such as
  /// `0x14`, `inf` and `nan`. A number out of range is infinite, which the caller refuses.
  package init?(decimal text: some StringProtocol) {
    let isDecimal = text.utf8.allSatisfy { byte in
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "+-.eE".utf8.contains(byte)
    }
    guard isDecimal, let number = Double(String(text)) else { return nil }
    self = number
  }
}
