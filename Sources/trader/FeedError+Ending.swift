package import MarketFeeds
package import Safety

/// Only a person can fix a file, so a bad one is not retried; one that cannot be read just now is.
extension FeedError: EndingError {
  package var exitCode: Sysexits {
    switch self {
    case .unreadable: .noInput
    case .cache: .ioError
    case .unknownFormat, .truncated, .damaged, .lineTooLong, .utf16, .badRow, .wrongBarLength, .noRows, .overlaps,
      .shorterThan, .notWhatWasTraded:
      .dataError
    }
  }
}
