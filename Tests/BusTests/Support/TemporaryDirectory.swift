import Bus
import Glibc
import Testing

/// A private directory with a path short enough for sockets, removed with all that is in it.
final class TemporaryDirectory {
  let path: String

  init() throws {
    var template = Array("/tmp/sb-XXXXXX".utf8CString)
    let made = template.withUnsafeMutableBufferPointer { letters in letters.baseAddress.flatMap { mkdtemp($0) } }
    path = try String(cString: #require(made))
  }

  deinit {
    if let entries = opendir(path) {
      while let entry = readdir(entries) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
          $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name != ".", name != ".." { unlink("\(path)/\(name)") }
      }
      closedir(entries)
    }
    rmdir(path)
  }

  func endpoint(_ name: String) throws -> Endpoint {
    try SocketDirectory(path).endpoint(name)
  }
}
