internal import Bus
internal import Domain
internal import Safety
internal import Wire

/// The client of the trader's stop socket, whose thread answers while the trader's loop may be held up by requests or a
/// disk. For monitor and controller.
final class StopLine {
  var socket: RequestSocket
  /// Watched only while an acknowledgement is due.
  var token: Poller.Token?

  init(_ context: Context, in directory: StateDirectory) throws(BusError) {
    socket = try RequestSocket(context, connect: Endpoint(path: directory.socket(.stop, of: .trader)))
  }
}

extension Links {
  /// Sends stops to the trader's stop socket from now on. Not in lockstep, where a stop takes effect at the next
  /// barrier and so has to arrive with the other requests.
  func openStopLine(in directory: StateDirectory) throws(BusError) {
    stopLine = try StopLine(context, in: directory)
  }

  /// - Returns: whether the stop socket is in use; the outbox resends what does not leave.
  func sendStop(_ request: Request) throws -> Bool {
    guard let stopLine else { return false }
    if try stopLine.socket.send(request.encoded()), stopLine.token == nil {
      stopLine.token = poller.watch(stopLine.socket.handle)
    }
    return true
  }

  /// - Parameter isAwaiting: asked afterwards whether the trader still owes an acknowledgement.
  func receiveStopReplies(_ handle: (Reply) throws -> Void, isAwaiting: () -> Bool) throws {
    guard let stopLine, let token = stopLine.token, poller.isReady(token) else { return }
    receive: while true {
      switch try stopLine.socket.receiveReply() {
      case .nothing: break receive
      case .skipped, .message(.failure): break
      case .message(.success(let reply)): try handle(reply)
      }
    }
    guard !isAwaiting() else { return }
    poller.stopWatching(token)
    stopLine.token = nil
  }
}
