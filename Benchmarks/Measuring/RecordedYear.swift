import Foundation

/// The real minute bars that benchmarks use where they are: those of `SOTANO_SHARED` or of `../shared`.
package enum RecordedYear {
  package static let path: String? = {
    let environment = ProcessInfo.processInfo.environment
    let shared = environment["SOTANO_SHARED"].flatMap { $0.isEmpty ? nil : $0 } ?? "../shared"
    let path = "\(shared)/data/m1/EURUSD_M1_2022.csv.gz"
    return FileManager.default.fileExists(atPath: path) ? path : nil
  }()
}
