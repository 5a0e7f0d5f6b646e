/// Encodes a value into settings nodes: keys in the order in which the type writes them, absent values as null.
struct SettingsEncoder: Encoder {
  /// Where a container puts what it holds when it is asked for it.
  final class Slot {
    var node = SettingsNode(.null)
    var entries: [(key: String, slot: Slot)]?
    var elements: [Slot]?

    var finished: SettingsNode {
      if let entries {
        return SettingsNode(
          .mapping(entries.map { SettingsNode.Entry(key: $0.key, mark: nil, value: $0.slot.finished) }))
      }
      if let elements { return SettingsNode(.list(elements.map(\.finished))) }
      return node
    }
  }

  static func node(for value: some Encodable) throws -> SettingsNode {
    let slot = Slot()
    try encode(value, into: slot, codingPath: [])
    return slot.finished
  }

  let slot: Slot
  let codingPath: [any CodingKey]
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  static func encode(_ value: some Encodable, into slot: Slot, codingPath: [any CodingKey]) throws {
    if let node = UnitText.node(for: value) {
      slot.node = node
    } else {
      try value.encode(to: SettingsEncoder(slot: slot, codingPath: codingPath))
      // A dictionary writes its keys in an order that differs from run to run.
      if Mirror(reflecting: value).displayStyle == .dictionary { slot.entries?.sort { $0.key < $1.key } }
    }
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    slot.entries = slot.entries ?? []
    return KeyedEncodingContainer(Keyed<Key>(slot: slot, codingPath: codingPath))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    slot.elements = slot.elements ?? []
    return Unkeyed(slot: slot, codingPath: codingPath)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer {
    Single(slot: slot, codingPath: codingPath)
  }

  private struct Keyed<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let slot: Slot
    let codingPath: [any CodingKey]

    private func child(_ key: any CodingKey) -> Slot {
      let child = Slot()
      slot.entries?.append((key.stringValue, child))
      return child
    }

    func encodeNil(forKey key: Key) { _ = child(key) }

    func encode(_ value: some Encodable, forKey key: Key) throws {
      try SettingsEncoder.encode(value, into: child(key), codingPath: codingPath + [key])
    }

    // The standard library leaves an absent value out; here a person should see that it could be set.
    func encodeIfPresent(_ value: Bool?, forKey key: Key) throws { try put(value, key) }
    func encodeIfPresent(_ value: String?, forKey key: Key) throws { try put(value, key) }
    func encodeIfPresent(_ value: Double?, forKey key: Key) throws { try put(value, key) }
    func encodeIfPresent(_ value: Float?, forKey key: Key) throws { try put(value, key) }
    func encodeIfPresent(_ value: Int?, forKey key: Key) throws { try put(value, key) }
    func encodeIfPresent(_ value: Int8?, forKey key: Key) throws { try put(value, key) }
    func encodeIfPresent(_ value: Int16?, forKey key: Key) throws { try put(value, key) }
    func encodeIfPresent(_ value: Int32?, forKey key: Key) throws { try put(value, key) }
    func encodeIfPresent(_ value: Int64?, forKey key: Key) throws { try put(value, key) }
    func encodeIfPresent(_ value: UInt?, forKey key: Key) throws { try put(value, key) }
    func encodeIfPresent(_ value: UInt8?, forKey key: Key) throws { try put(value, key) }
    func encodeIfPresent(_ value: UInt16?, forKey key: Key) throws { try put(value, key) }
    func encodeIfPresent(_ value: UInt32?, forKey key: Key) throws { try put(value, key) }
    func encodeIfPresent(_ value: UInt64?, forKey key: Key) throws { try put(value, key) }
    func encodeIfPresent(_ value: (some Encodable)?, forKey key: Key) throws { try put(value, key) }

    private func put(_ value: (some Encodable)?, _ key: Key) throws {
      if let value { try encode(value, forKey: key) } else { encodeNil(forKey: key) }
    }

    func nestedContainer<Nested: CodingKey>(
      keyedBy type: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
      SettingsEncoder(slot: child(key), codingPath: codingPath + [key]).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
      SettingsEncoder(slot: child(key), codingPath: codingPath + [key]).unkeyedContainer()
    }

    func superEncoder() -> any Encoder { SettingsEncoder(slot: slot, codingPath: codingPath) }
    func superEncoder(forKey key: Key) -> any Encoder {
      SettingsEncoder(slot: child(key), codingPath: codingPath + [key])
    }
  }

  private struct Unkeyed: UnkeyedEncodingContainer {
    let slot: Slot
    let codingPath: [any CodingKey]
    var count: Int { slot.elements?.count ?? 0 }

    private func child() -> Slot {
      let child = Slot()
      slot.elements?.append(child)
      return child
    }

    func encodeNil() { _ = child() }
    func encode(_ value: some Encodable) throws {
      try SettingsEncoder.encode(value, into: child(), codingPath: codingPath)
    }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
      SettingsEncoder(slot: child(), codingPath: codingPath).container(keyedBy: type)
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
      SettingsEncoder(slot: child(), codingPath: codingPath).unkeyedContainer()
    }

    func superEncoder() -> any Encoder { SettingsEncoder(slot: child(), codingPath: codingPath) }
  }

  private struct Single: SingleValueEncodingContainer {
    let slot: Slot
    let codingPath: [any CodingKey]

    func encodeNil() { slot.node = SettingsNode(.null) }
    func encode(_ value: some Encodable) throws {
      try SettingsEncoder.encode(value, into: slot, codingPath: codingPath)
    }
    func encode(_ value: Bool) { put("\(value)") }
    func encode(_ value: String) { put(value, isPlain: false) }
    func encode(_ value: Double) { put(ScalarText.shortest(Double(value))) }
    func encode(_ value: Float) { put(ScalarText.shortest(Double(value))) }
    func encode(_ value: Int) { put("\(value)") }
    func encode(_ value: Int8) { put("\(value)") }
    func encode(_ value: Int16) { put("\(value)") }
    func encode(_ value: Int32) { put("\(value)") }
    func encode(_ value: Int64) { put("\(value)") }
    func encode(_ value: UInt) { put("\(value)") }
    func encode(_ value: UInt8) { put("\(value)") }
    func encode(_ value: UInt16) { put("\(value)") }
    func encode(_ value: UInt32) { put("\(value)") }
    func encode(_ value: UInt64) { put("\(value)") }
    private func put(_ text: String, isPlain: Bool = true) { slot.node = SettingsNode(.scalar(text, isPlain: isPlain)) }
  }
}
