internal import Crypto
internal import Foundation

/// The SHA-256 digest of some bytes.
func sha256(_ bytes: some Sequence<UInt8>) -> [UInt8] {
  Array(SHA256.hash(data: Array(bytes)))
}
