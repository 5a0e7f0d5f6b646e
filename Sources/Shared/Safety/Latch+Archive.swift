package import Domain
internal import Glibc

extension Latch {
  /// Removes a trip from the latch and keeps its file under `archive/`. For the trader alone, on re-arm.
  ///
  /// Whatever entry stands for the trip is moved, also a folder, a fifo or a dangling link, and never opened or
  /// followed.
  ///
  /// - Parameter id: a trip's id, or the one that stands for a file that is not a whole trip.
  package func archive(_ id: String) throws(LatchError) {
    // It stands for what is not read; it goes when there are fewer files.
    if id == LatchScan.overfullID { return }
    let names = names(of: [id])
    guard !names.isEmpty else { throw .unknownTrip(id: id) }
    for name in names {
      guard move(name) else { throw .cannotArchive(path: directory, code: errno) }
    }
    sync()
  }

  /// Removes many trips at the cost of one. What cannot be moved stays, and stops.
  package func archive(_ ids: [String]) {
    for name in names(of: ids) { _ = move(name) }
    sync()
  }

  /// The names of the files that stand for these trips; with their closing zeros.
  private func names(of ids: [String]) -> [[CChar]] {
    let own = Set(ids.map(LatchFile.name))
    if ids.count == 1, let name = own.first {
      var status = stat()
      if lstat("\(directory)/\(name)", &status) == 0 { return [name.utf8.map { CChar(bitPattern: $0) } + [0]] }
    }
    let foreign = Set(ids)
    guard let stream = opendir(directory) else { return [] }
    defer { closedir(stream) }
    var found: [[CChar]] = []
    while let item = readdir(stream) {
      let name = LatchScan.name(item)
      guard name.first != CChar(bitPattern: UInt8(ascii: ".")) else { continue }
      let bytes = LatchEntry.bytesOf(name)
      if own.contains(String(decoding: bytes, as: UTF8.self)) || foreign.contains(LatchFile.foreignID(of: bytes)) {
        found.append(name)
      }
    }
    return found
  }

  private func move(_ name: [CChar]) -> Bool {
    let archive = "\(directory)/\(Self.archiveName)"
    _ = mkdir(archive, 0o700)
    // A foreign name is not kept: with a number appended it could be too long.
    let bytes = LatchEntry.bytesOf(name)
    let text = String(decoding: bytes, as: UTF8.self)
    let isOwn = text.hasSuffix(".trip") && Trip.isID(text)
    let kept = isOwn ? text : LatchFile.foreignID(of: bytes)
    if rename(name, to: "\(archive)/\(kept)") { return true }
    // A folder that may not be written cannot go elsewhere, and the archive may be no folder. Hidden it counts no more.
    return rename(name, to: "\(directory)/.archived-\(kept)")
  }

  private func rename(_ name: [CChar], to path: String) -> Bool {
    var status = stat()
    var target = path
    var copy = 1
    while lstat(target, &status) == 0 {
      copy += 1
      target = "\(path).\(copy)"
    }
    let source = directory.utf8.map { CChar(bitPattern: $0) } + [CChar(bitPattern: UInt8(ascii: "/"))] + name
    return Glibc.rename(source, target) == 0
  }

  /// What is not synced comes back after a power cut and stops again: not a reason to fail.
  private func sync() {
    for path in ["\(directory)/\(Self.archiveName)", directory] {
      let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
      guard descriptor >= 0 else { continue }
      fsync(descriptor)
      close(descriptor)
    }
  }
}

extension Latch {
  /// Whether a person has re-armed this very trip: its file lies in the archive, with the same instant.
  package func hasArchived(_ trip: Trip) -> Bool {
    let path = "\(directory)/\(Self.archiveName)/\(LatchFile.name(of: trip.id))"
    var place = path
    var copy = 1
    // Counted as `rename` does it.
    while access(place, F_OK) == 0 {
      if let archived = LatchEntry.content(of: place).flatMap({ LatchFile.trip(from: $0) }), archived.id == trip.id,
        archived.time == trip.time
      {
        return true
      }
      copy += 1
      place = "\(path).\(copy)"
    }
    return false
  }

  /// The id that stands for a file that is not a whole trip.
  package static func foreignID(ofFile name: String) -> String { LatchFile.foreignID(of: name.utf8) }
}
