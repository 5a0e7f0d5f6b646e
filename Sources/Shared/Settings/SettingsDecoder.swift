internal import Domain

/// The reading of one value's parts, see `SettingsDecoding`.
struct SettingsDecoder: Decoder {
  typealias Place = SettingsDecoding.Place

  let session: SettingsDecoding
  let place: Place

  var codingPath: [any CodingKey] { place.path.map { Name(stringValue: $0) } }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    guard place.node.entries != nil else {
      throw place.problem(.wrongType(expected: "a group of settings", found: place.node.named))
    }
    return KeyedDecodingContainer(Keyed<Key>(session: session, place: place, asked: session.register(place)))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    guard case .list(let elements) = place.node.content else {
      throw place.problem(.wrongType(expected: "a list", found: place.node.named))
    }
    return Unkeyed(session: session, place: place, elements: elements)
  }

  func singleValueContainer() -> any SingleValueDecodingContainer {
    Single(session: session, place: place)
  }

  private struct Name: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  private struct Keyed<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let session: SettingsDecoding
    let place: Place
    let asked: SettingsDecoding.AskedKeys

    var codingPath: [any CodingKey] { [] }

    /// Of a dictionary or a choice the file's own keys count alone: it is replaced, not mixed with the default.
    var allKeys: [Key] {
      (place.node.entries ?? []).compactMap { entry in
        asked.insert(entry.key)
        return Key(stringValue: entry.key)
      }
    }

    private func child(_ key: any CodingKey) -> Place? {
      asked.insert(key.stringValue)
      let stated = place.stated?.entry(key.stringValue)
      let fallback = place.fallback?.entry(key.stringValue)?.value
      guard stated != nil || fallback != nil else { return nil }
      var value = stated?.value
      if value?.mark == nil { value?.mark = stated?.mark }
      return Place(stated: value, fallback: fallback, path: place.path + [key.stringValue])
    }

    private func demanded(_ key: any CodingKey) throws -> Place {
      guard let child = child(key) else { throw place.problem(.missing(key.stringValue)) }
      return child
    }

    func contains(_ key: Key) -> Bool { child(key) != nil }
    func decodeNil(forKey key: Key) -> Bool { child(key)?.node.isNull ?? true }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
      let child = try demanded(key)
      do {
        return try session.decode(type, at: child)
      } catch {
        session.note(error, at: child)
        guard child.stated != nil, let fallback = child.fallback, !fallback.isNull else {
          throw SettingsDecoding.GivenUp()
        }
        let place = Place(stated: nil, fallback: fallback, path: child.path)
        return try session.decode(type, at: place)
      }
    }

    func nestedContainer<Nested: CodingKey>(
      keyedBy type: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> {
      try SettingsDecoder(session: session, place: demanded(key)).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
      try SettingsDecoder(session: session, place: demanded(key)).unkeyedContainer()
    }

    func superDecoder() -> any Decoder { SettingsDecoder(session: session, place: place) }
    func superDecoder(forKey key: Key) throws -> any Decoder {
      SettingsDecoder(session: session, place: try demanded(key))
    }
  }

  private struct Unkeyed: UnkeyedDecodingContainer {
    let session: SettingsDecoding
    let place: Place
    let elements: [SettingsNode]
    private(set) var currentIndex = 0

    init(session: SettingsDecoding, place: Place, elements: [SettingsNode]) {
      self.session = session
      self.place = place
      self.elements = elements
    }

    var codingPath: [any CodingKey] { [] }
    var count: Int? { elements.count }
    var isAtEnd: Bool { currentIndex >= elements.count }

    private mutating func next() throws -> Place {
      guard !isAtEnd else { throw place.problem(.missing("element \(currentIndex)")) }
      defer { currentIndex += 1 }
      let path = place.path + ["\(currentIndex)"]
      let isStated = place.stated != nil
      return Place(
        stated: isStated ? elements[currentIndex] : nil, fallback: isStated ? nil : elements[currentIndex], path: path)
    }

    mutating func decodeNil() -> Bool {
      guard !isAtEnd, elements[currentIndex].isNull else { return false }
      currentIndex += 1
      return true
    }

    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
      try session.decode(type, at: next())
    }

    mutating func nestedContainer<Nested: CodingKey>(
      keyedBy type: Nested.Type
    ) throws -> KeyedDecodingContainer<Nested> {
      try SettingsDecoder(session: session, place: next()).container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
      try SettingsDecoder(session: session, place: next()).unkeyedContainer()
    }

    mutating func superDecoder() throws -> any Decoder { SettingsDecoder(session: session, place: try next()) }
  }

  private struct Single: SingleValueDecodingContainer {
    let session: SettingsDecoding
    let place: Place

    var codingPath: [any CodingKey] { [] }
    func decodeNil() -> Bool { place.node.isNull }
    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try session.decode(type, at: place) }

    func decode(_ type: Bool.Type) throws -> Bool {
      guard let value = ScalarText.boolean(try plain(expected: "true or false")) else {
        throw place.problem(.wrongType(expected: "true or false", found: place.node.named))
      }
      return value
    }

    func decode(_ type: String.Type) throws -> String {
      if let parameter = startingParameter { return try text(of: parameter) }
      guard case .scalar(let text, _) = place.node.content else {
        throw place.problem(.wrongType(expected: "text", found: place.node.named))
      }
      return text
    }

    func decode(_ type: Double.Type) throws -> Double {
      let text = try plain(expected: "a number")
      // A default may be infinite, for "no limit"; a person writes a number.
      if place.stated == nil, let number = Double(text) { return number }
      guard let number = ScalarText.number(text) else {
        throw place.problem(.wrongType(expected: "a number", found: text))
      }
      guard number.isFinite else { throw place.problem(.notFinite(text)) }
      return number
    }

    func decode(_ type: Float.Type) throws -> Float { Float(try decode(Double.self)) }
    func decode(_ type: Int.Type) throws -> Int { try whole(type) }
    func decode(_ type: Int8.Type) throws -> Int8 { try whole(type) }
    func decode(_ type: Int16.Type) throws -> Int16 { try whole(type) }
    func decode(_ type: Int32.Type) throws -> Int32 { try whole(type) }
    func decode(_ type: Int64.Type) throws -> Int64 { try whole(type) }
    func decode(_ type: UInt.Type) throws -> UInt { try whole(type) }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try whole(type) }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try whole(type) }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try whole(type) }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try whole(type) }
    private func whole<Number: FixedWidthInteger>(_ type: Number.Type) throws -> Number {
      let text = try plain(expected: "a whole number")
      if ScalarText.isInfinityOrNaN(text) { throw place.problem(.notFinite(text)) }
      switch ScalarText.integer(text, as: type) {
      case .success(let number):
        guard place.stated == nil || Self.isUsable(number) else { throw place.problem(.outOfRange(text)) }
        return number
      case .failure(.outOfRange): throw place.problem(.outOfRange(text))
      case .failure(.notWhole): throw place.problem(.wrongType(expected: "a whole number", found: text))
      }
    }

    /// Counts to a thousand million, milliseconds to thirty years: what is counted or multiplied by such a number stays
    /// within 64 bits. Seeds, which have no sign, are any number.
    private static func isUsable(_ number: some FixedWidthInteger) -> Bool {
      switch number {
      case let count as Int: count.magnitude <= 1_000_000_000
      case let milliseconds as Int64: milliseconds.magnitude <= 1_000_000_000_000
      default: true
      }
    }

    private func plain(expected: String) throws -> String {
      guard case .scalar(let text, isPlain: true) = place.node.content else {
        throw place.problem(.wrongType(expected: expected, found: place.node.named))
      }
      return text
    }

    /// The bot's parameter that stands here, in the group `parameters`, whose texts have forms of their own.
    private var startingParameter: Parameter? {
      guard place.stated != nil, place.path.count == 2, place.path[0] == "parameters" else { return nil }
      return Parameter(rawValue: place.path[1])
    }

    private func text(of parameter: Parameter) throws -> String {
      let text = place.node.joinedNames ?? ""
      do throws(ParameterParsingError) {
        return try ParameterValue(parsing: text, for: parameter).description
      } catch .malformed(_, _, let expected) {
        throw place.problem(.wrongType(expected: expected, found: place.node.named))
      } catch .unknownParameter {
        throw place.problem(.invalid("no such parameter"))
      }
    }
  }
}
