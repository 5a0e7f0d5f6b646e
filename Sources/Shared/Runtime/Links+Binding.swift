package import Bus
package import Domain
internal import Foundation
package import Safety

/// The sockets that one thread has bound, looked after.
package struct Bindings {
  private var sockets: [BoundSocket]
  private let name: String
  /// What was logged of sockets that cannot be bound; logged once.
  private var complaint: String?

  package init(_ sockets: [BoundSocket], of name: String) {
    self.sockets = sockets
    self.name = name
  }

  /// Binds again where a file is gone or another's. A process without its sockets goes on and retries: its other work
  /// must not end with them.
  ///
  /// - Parameter mayBind: whether the role's lock still stands; asked only where something is lost, so that a process
  ///   that was replaced never takes its successor's socket.
  package mutating func renew(where mayBind: () -> Bool) {
    for index in sockets.indices where sockets[index].isLost {
      guard mayBind() else { return }
      let path = sockets[index].endpoint.path
      do throws(BusError) {
        try sockets[index].bindAgain()
        say("\(path) was gone and is bound again")
        complaint = nil
      } catch {
        if complaint != error.description { say("\(path) is gone and cannot be bound again: \(error)") }
        complaint = error.description
      }
    }
  }

  private func say(_ text: String) {
    complain("\(name): \(text)")
  }
}

extension Links {
  /// Binds again what somebody has removed. To be called a few times a second, after a look at the role's lock.
  package func renewBindings(where mayBind: () -> Bool) {
    bindings.renew(where: mayBind)
  }

  /// Reconnects to a process's publisher.
  package func hearAnew(_ role: Role, in directory: StateDirectory) throws(BusError) {
    try subscriber.reconnect(Endpoint(path: directory.socket(.publish, of: role)))
  }
}
