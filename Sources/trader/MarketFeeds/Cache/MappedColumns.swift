internal import Glibc

/// The four columns of a cache file, mapped into memory read-only.
///
/// The file is never written again once it has its name (a new one replaces it), so what the pointers show is constant;
/// that is why it may be read from any thread.
final class MappedColumns: @unchecked Sendable {
  let count: Int
  let times: UnsafeBufferPointer<Int64>
  let bids: UnsafeBufferPointer<Int32>
  let asks: UnsafeBufferPointer<Int32>
  let paths: UnsafeBufferPointer<UInt8>
  private let base: UnsafeMutableRawPointer
  private let length: Int

  /// The file must be as long as the layout says.
  init(_ file: DiskFile, layout: QuoteFileLayout) throws(FeedError) {
    length = layout.size
    guard let mapped = mmap(nil, length, PROT_READ, MAP_PRIVATE, file.descriptor, 0), mapped != MAP_FAILED else {
      throw DiskFile.failure(file.path)
    }
    base = mapped
    count = layout.count
    times = Self.column(mapped, at: layout.columns, count: layout.count)
    bids = Self.column(mapped, at: layout.bids, count: layout.count)
    asks = Self.column(mapped, at: layout.asks, count: layout.count)
    paths = Self.column(mapped, at: layout.paths, count: layout.count)
  }

  deinit {
    munmap(base, length)
  }

  private static func column<Element: BitwiseCopyable>(
    _ base: UnsafeMutableRawPointer, at offset: Int, count: Int
  ) -> UnsafeBufferPointer<Element> {
    UnsafeBufferPointer(
      start: UnsafePointer((base + offset).bindMemory(to: Element.self, capacity: count)), count: count)
  }
}
