import Domain
import SwiftProtobuf

/// Reads a message of at most `limit` bytes.
func decodedMessage<Wire: Message>(_ bytes: RawSpan, _ part: String, limit: Int) throws(WireError) -> Wire {
  guard bytes.byteCount <= limit else { throw .tooLarge(part: part, bytes: bytes.byteCount, limit: limit) }
  do {
    return try Wire(serializedBytes: bytes, options: readingOptions)
  } catch {
    throw .malformed(part: part)
  }
}

/// Fields of a later minor version are dropped; our messages nest less than ten deep.
private let readingOptions: BinaryDecodingOptions = {
  var options = BinaryDecodingOptions()
  options.discardUnknownFields = true
  options.messageDepthLimit = 16
  return options
}()

/// The message's bytes, at most `limit` of them.
func encodedBytes(of message: some Message, _ part: String, limit: Int) throws(WireError) -> [UInt8] {
  let bytes: [UInt8]
  do {
    bytes = try message.serializedBytes()
  } catch {
    throw .malformed(part: part)
  }
  guard bytes.count <= limit else { throw .tooLarge(part: part, bytes: bytes.count, limit: limit) }
  return bytes
}

/// The value of a field that must be there.
func required<Value>(_ isPresent: Bool, _ value: @autoclosure () -> Value, _ field: String) throws(WireError) -> Value {
  guard isPresent else { throw .missing(field: field) }
  return value()
}

/// A number of things or of milliseconds, or a position: never negative.
func count(_ isPresent: Bool, _ value: Int64, _ field: String) throws(WireError) -> Int64 {
  guard isPresent else { throw .missing(field: field) }
  guard value >= 0 else { throw .outOfRange(field: field, value: value) }
  return value
}

func count(_ isPresent: Bool, _ value: Int64, _ field: String) throws(WireError) -> Int {
  Int(try count(isPresent, value, field) as Int64)
}

func finite(_ isPresent: Bool, _ value: Double, _ field: String) throws(WireError) -> Double {
  guard isPresent else { throw .missing(field: field) }
  return try finite(value, field)
}

func finite(_ value: Double, _ field: String) throws(WireError) -> Double {
  guard value.isFinite else { throw .notFinite(field: field) }
  return value
}

/// A logarithm: finite, or minus infinity for that of zero.
func logarithm(_ isPresent: Bool, _ value: Double, _ field: String) throws(WireError) -> Double {
  guard isPresent else { throw .missing(field: field) }
  return try logarithm(value, field)
}

func logarithm(_ value: Double, _ field: String) throws(WireError) -> Double {
  guard value.isFinite || value == -.infinity else { throw .notFinite(field: field) }
  return value
}

/// A text for a person.
func text(_ isPresent: Bool, _ value: String, _ field: String) throws(WireError) -> String {
  guard isPresent else { throw .missing(field: field) }
  guard value.utf8.count <= WireLimits.text else {
    throw .tooLarge(part: field, bytes: value.utf8.count, limit: WireLimits.text)
  }
  return value
}

/// A text for a person on its way out: a longer one is cut between two characters and ends in `…`, so that a long
/// reason can neither stop a publisher nor be refused by its readers.
func cut(_ text: String) -> String {
  text.cut(toBytes: WireLimits.text)
}

/// An id that is unique for ever and safe as a file name.
func identifier(_ isPresent: Bool, _ value: String, _ field: String) throws(WireError) -> String {
  guard isPresent else { throw .missing(field: field) }
  return try identifier(value, field)
}

func identifier(_ value: String, _ field: String) throws(WireError) -> String {
  guard Trip.isID(value) else { throw .malformedName(field: field) }
  return value
}

/// A person's name: 1 to 64 bytes without control characters.
func personName(_ value: String, _ field: String) throws(WireError) -> String {
  guard (1...WireLimits.personName).contains(value.utf8.count),
    value.unicodeScalars.allSatisfy({ $0.value >= 0x20 && !(0x7f...0x9f).contains($0.value) })
  else { throw .malformedName(field: field) }
  return value
}

/// A SHA-256.
func digest(_ bytes: some Collection<UInt8>, _ field: String) throws(WireError) -> [UInt8] {
  guard bytes.count == 32 else { throw .tooLarge(part: field, bytes: bytes.count, limit: 32) }
  return Array(bytes)
}

func sessions(_ isPresent: Bool, mask: UInt32, _ field: String) throws(WireError) -> SessionSet {
  guard isPresent else { throw .missing(field: field) }
  guard mask <= 15 else { throw .outOfRange(field: field, value: Int64(mask)) }
  return SessionSet(rawValue: UInt8(mask))
}

func pips(_ isPresent: Bool, _ tenths: Int32, _ field: String) throws(WireError) -> Pips {
  Pips(tenths: try required(isPresent, tenths, field))
}

func price(_ isPresent: Bool, _ points: Int32, _ field: String) throws(WireError) -> Price {
  Price(points: try required(isPresent, points, field))
}

func money(_ isPresent: Bool, _ micros: Int64, _ field: String) throws(WireError) -> Money {
  Money(micros: try required(isPresent, micros, field))
}

func version(_ isPresent: Bool, _ number: Int64, _ field: String) throws(WireError) -> ConfigurationVersion {
  ConfigurationVersion(try count(isPresent, number, field))
}
