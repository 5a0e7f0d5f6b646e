import Domain

/// The disk while a recording is played back: what is safely on it, and what was written since the last sync and may
/// or may not be.
struct PowerCut {
  /// How much of what was not synced has reached the disk.
  enum Survival: CaseIterable {
    case none
    case all
    /// Some whole writes, in any choice: disks reorder.
    case some
    /// Some sectors of 512 bytes of some writes.
    case torn
  }

  private(set) var acknowledged: Int64
  private var durable: [String: [UInt8]]
  private var pending: [String: [StorageOperation]] = [:]

  init(disk: [String: [UInt8]], acknowledged: Int64) {
    durable = disk
    self.acknowledged = acknowledged
  }

  mutating func apply(_ operation: StorageOperation) {
    switch operation {
    case .write(let file, _, _), .truncate(let file, _): pending[file, default: []].append(operation)
    case .sync(let file):
      for operation in pending[file] ?? [] { Self.perform(operation, on: &durable[file, default: []]) }
      pending[file] = nil
    case .acknowledged(let row): acknowledged = row
    }
  }

  /// What the disk holds when the power is cut now.
  func image(_ survival: Survival, random: inout SplitMix64) -> [String: [UInt8]] {
    var image = durable
    for (file, operations) in pending.sorted(by: { $0.key < $1.key }) {
      var content = image[file] ?? []
      for operation in operations {
        switch survival {
        case .none: break
        case .all: Self.perform(operation, on: &content)
        case .some: if Bool.random(using: &random) { Self.perform(operation, on: &content) }
        case .torn:
          for sector in Self.sectors(of: operation) where Int.random(in: 0..<4, using: &random) > 0 {
            Self.perform(sector, on: &content)
          }
        }
      }
      image[file] = content
    }
    return image
  }

  private static func sectors(of operation: StorageOperation) -> [StorageOperation] {
    guard case .write(let file, let offset, let bytes) = operation else { return [operation] }
    return stride(from: 0, to: bytes.count, by: 512).map { start in
      .write(file: file, offset: offset + start, bytes: Array(bytes[start..<min(start + 512, bytes.count)]))
    }
  }

  private static func perform(_ operation: StorageOperation, on content: inout [UInt8]) {
    switch operation {
    case .write(_, let offset, let bytes):
      let end = offset + bytes.count
      if content.count < end { content += [UInt8](repeating: 0, count: end - content.count) }
      content.replaceSubrange(offset..<end, with: bytes)
    case .truncate(_, let size): content = Array(content.prefix(size))
    case .sync, .acknowledged: break
    }
  }
}
