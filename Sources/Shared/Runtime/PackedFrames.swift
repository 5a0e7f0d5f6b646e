package import Foundation
package import Wire

/// The three frames of a published message in one piece of bytes, as journals and the stream log keep them.
///
/// Lengths of topic and header as two bytes each, little-endian, then topic, header and body.
package enum PackedFrames {
  package static func pack(_ frames: Frames) -> Data {
    var data = Data(capacity: 4 + frames.topic.count + frames.header.count + frames.body.count)
    for count in [frames.topic.count, frames.header.count] {
      data.append(UInt8(truncatingIfNeeded: count))
      data.append(UInt8(truncatingIfNeeded: count >> 8))
    }
    data.append(contentsOf: frames.topic)
    data.append(contentsOf: frames.header)
    data.append(contentsOf: frames.body)
    return data
  }

  /// The frames again; `nil` where the bytes are too short for their own lengths.
  package static func unpack(_ data: Data) -> Frames? {
    let bytes = [UInt8](data)
    guard bytes.count >= 4 else { return nil }
    let topic = Int(bytes[0]) | Int(bytes[1]) << 8
    let header = Int(bytes[2]) | Int(bytes[3]) << 8
    guard 4 + topic + header <= bytes.count else { return nil }
    return Frames(
      topic: Array(bytes[4..<4 + topic]), header: Array(bytes[(4 + topic)..<(4 + topic + header)]),
      body: Array(bytes[(4 + topic + header)...]))
  }
}
