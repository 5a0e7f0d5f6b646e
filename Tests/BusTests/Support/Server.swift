import Bus
import Foundation
import Glibc
import Testing
import Wire

/// A server on a thread of its own, for clients that wait. For each request it is told the ids of the replies to send:
/// the last goes to the request's caller, those before it to the callers of earlier requests, oldest first.
final class Server {
  private let stopEnd: Int32

  init(_ endpoint: Endpoint, answer: @escaping @Sendable (Request) -> [String]) throws {
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    stopEnd = ends[1]
    let stopped = ends[0]
    Thread.detachNewThread {
      do {
        try Server.serve(endpoint, until: stopped, answer)
      } catch {
        Issue.record(error)
      }
      close(stopped)
    }
  }

  deinit {
    close(stopEnd)
  }

  private static func serve(
    _ endpoint: Endpoint, until stopped: Int32, _ answer: (Request) -> [String]
  ) throws {
    var socket = try RouterSocket(Context(), bind: endpoint)
    var unanswered: [Caller] = []
    var poller = Poller()
    _ = poller.watch(socket.handle)
    let stop = poller.watch(descriptor: stopped)
    while !poller.isReady(stop) {
      while case .message((let caller, let request)) = try socket.receiveRequest() {
        unanswered.append(caller)
        for (index, id) in try answer(request.get()).reversed().enumerated().reversed() {
          let receiver = index == 0 ? unanswered.removeLast() : unanswered.removeFirst()
          try socket.reply(Reply(id: id, content: .done).encoded(), to: receiver)
        }
      }
      try poller.wait(until: nil)
    }
  }
}
