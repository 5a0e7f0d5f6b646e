/// A value of an oracle file: JSON, with "inf", "-inf" and "nan" read as numbers.
enum OracleValue: Decodable, Sendable, Equatable {
  case null
  case flag(Bool)
  case number(Double)
  case text(String)
  case list([OracleValue])
  case record([String: OracleValue])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let flag = try? container.decode(Bool.self) {
      self = .flag(flag)
    } else if let number = try? container.decode(Double.self) {
      self = .number(number)
    } else if let text = try? container.decode(String.self) {
      self = OracleValue(text: text)
    } else if let list = try? container.decode([OracleValue].self) {
      self = .list(list)
    } else {
      self = .record(try container.decode([String: OracleValue].self))
    }
  }

  private init(text: String) {
    switch text.lowercased() {
    case "inf", "+inf", "infinity": self = .number(.infinity)
    case "-inf", "-infinity": self = .number(-.infinity)
    case "nan": self = .number(.nan)
    default: self = .text(text)
    }
  }

  subscript(key: String) -> OracleValue? {
    guard case .record(let fields) = self else { return nil }
    return fields[key]
  }

  var number: Double? {
    guard case .number(let number) = self else { return nil }
    return number
  }

  var flag: Bool? {
    guard case .flag(let flag) = self else { return nil }
    return flag
  }

  var text: String? {
    guard case .text(let text) = self else { return nil }
    return text
  }

  var list: [OracleValue]? {
    guard case .list(let list) = self else { return nil }
    return list
  }

  /// The list of numbers, or nil when anything else is in it.
  var numbers: [Double]? {
    guard let list else { return nil }
    let numbers = list.compactMap(\.number)
    return numbers.count == list.count ? numbers : nil
  }

  /// The rows of a table of numbers.
  var table: [[Double]]? {
    guard let list else { return nil }
    let rows = list.compactMap(\.numbers)
    return rows.count == list.count ? rows : nil
  }

  var keys: Set<String> {
    guard case .record(let fields) = self else { return [] }
    return Set(fields.keys)
  }
}
