internal import Domain

/// How numbers and truth values are written.
enum ScalarText {
  /// `nil` where the text is not a truth value: `yes` and `on` were, in older YAML, and are refused as ambiguous.
  static func boolean(_ text: String) -> Bool? {
    switch text {
    case "true": true
    case "false": false
    default: nil
    }
  }

  static func integer<Number: FixedWidthInteger>(_ text: String, as type: Number.Type) -> Result<Number, IntegerFault> {
    let digits = withoutSeparators(text)
    let magnitude = digits.first == "-" || digits.first == "+" ? digits.dropFirst() : digits[...]
    guard isDigits(magnitude) else { return .failure(.notWhole) }
    guard let number = Number(digits) else { return .failure(.outOfRange) }
    return .success(number)
  }

  enum IntegerFault: Error {
    case notWhole
    case outOfRange
  }

  /// `nil` where the text is not a decimal number. The number may be infinite, which the caller refuses.
  static func number(_ text: String) -> Double? {
    if isInfinityOrNaN(text) { return .nan }
    return Double(decimal: withoutSeparators(text))
  }

  /// A decimal number's sign and digits with exactly `places` of them after the point, the point left out; `nil` where
  /// the text is not a decimal number or has more places. Zeros at the end do not count as places.
  static func digits(ofDecimal text: String, places: Int) -> String? {
    let parts = withoutSeparators(text).split(separator: ".", omittingEmptySubsequences: false)
    let whole = parts[0].first == "-" || parts[0].first == "+" ? parts[0].dropFirst() : parts[0]
    var fraction = parts.count > 1 ? parts[1] : ""
    guard parts.count <= 2, isDigits(whole), parts.count == 1 || isDigits(fraction) else { return nil }
    while fraction.count > places, fraction.hasSuffix("0") { fraction.removeLast() }
    guard fraction.count <= places else { return nil }
    return parts[0] + fraction + String(repeating: "0", count: places - fraction.count)
  }

  private static func isDigits(_ text: Substring) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }

  /// YAML writes `.inf` and `.nan`; people also write the words.
  static func isInfinityOrNaN(_ text: String) -> Bool {
    let bare = text.lowercased().drop { $0 == "-" || $0 == "+" }
    return [".inf", ".nan", "inf", "nan", "infinity"].contains(bare)
  }

  /// The shortest text that reads back as the same number, a whole one without a fraction.
  static func shortest(_ number: Double) -> String {
    let text = "\(number)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// `60_000` is sixty thousand.
  static func withoutSeparators(_ text: String) -> String {
    guard text.contains("_"), !text.hasPrefix("_"), !text.hasSuffix("_") else { return text }
    return text.filter { $0 != "_" }
  }
}
