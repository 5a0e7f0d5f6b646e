internal import CLibcrypto

/// SHA-256 (FIPS 180-4) by the system's libcrypto, in one go or piece by piece.
///
///     let whole = SHA256.hash(bytes)
///     var pieces = SHA256()
///     pieces.update(header)
///     pieces.update(payload)
///     let digest = pieces.finalize()  // 32 bytes
package struct SHA256: ~Copyable {
  private let context: OpaquePointer

  package init() {
    guard let context = EVP_MD_CTX_new() else { preconditionFailure("no memory for a digest") }
    precondition(EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1, "libcrypto has no SHA-256")
    self.context = context
  }

  deinit { EVP_MD_CTX_free(context) }

  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    precondition(EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) == 1, "libcrypto refused to digest")
  }

  package mutating func update(_ bytes: some Sequence<UInt8>) {
    let done: Void? = bytes.withContiguousStorageIfAvailable { update(UnsafeRawBufferPointer($0)) }
    if done == nil { Array(bytes).withUnsafeBytes { update($0) } }
  }

  /// The digest of all that was given, 32 bytes. Nothing may be added afterwards.
  package mutating func finalize() -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: 32) { buffer, count in
      precondition(EVP_DigestFinal_ex(context, buffer.baseAddress, nil) == 1, "libcrypto gave no digest")
      count = 32
    }
  }

  /// The digest of `bytes`, 32 bytes.
  package static func hash(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    var digest = SHA256()
    digest.update(bytes)
    return digest.finalize()
  }
}
