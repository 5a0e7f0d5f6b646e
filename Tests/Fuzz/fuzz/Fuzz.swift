import FuzzedDecoders
import Glibc

// libFuzzer brings `main` and calls these two (https://llvm.org/docs/LibFuzzer.html). It gives a decoder millions of
// inputs and keeps those that reach new code. A decoder may refuse anything; it may not crash, hang or take much memory,
// and what it accepts must say the same when it is written and read again.
//
//     FUZZ_DECODER=request fuzz -max_total_time=60 corpus/request
//     FUZZ_SEEDS=folder fuzz                                        # writes first inputs and ends

/// Called once before the first input.
@_cdecl("LLVMFuzzerInitialize")
func initialize(
  _ count: UnsafeMutablePointer<CInt>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>>>
) -> CInt {
  signal(SIGPIPE, SIG_IGN)
  if let folder = getenv("FUZZ_SEEDS") {
    do {
      try Seeds.write(to: String(cString: folder))
      exit(0)
    } catch {
      print("the seeds could not be written: \(error)")
      exit(73)
    }
  }
  if chosen == nil {
    print("FUZZ_DECODER names one of \(Decoder.allCases.map(\.rawValue).joined(separator: ", "))")
    exit(64)
  }
  return 0
}

/// Called with every input.
@_cdecl("LLVMFuzzerTestOneInput")
func test(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
  do {
    try chosen?.take(Array(UnsafeBufferPointer(start: data, count: size)))
  } catch {
    preconditionFailure("\(error)")
  }
  return 0
}

private let chosen = getenv("FUZZ_DECODER").flatMap { Decoder(rawValue: String(cString: $0)) }
