import CZeroMQ
import Wire

/// The options of every socket, in one place.
///
/// Queues are counted in messages for each peer. A market minute in flight is the most that lockstep asks for and less
/// than a thousand messages; in real time 10,000 events a second and a turn of 50 ms are 500. A queue of 8,192 holds
/// either with room to spare, and it bounds what a tap that never reads can cost its publisher: 8,192 messages of about
/// 500 bytes, 4 MB. Requests are few and answered in turn, replies may have a mebibyte: their queues are short.
struct SocketProfile {
  /// Largest frame that is taken from a peer, in bytes; a peer that sends more is cut off.
  var largestFrame: Int
  var sendQueue: Int32
  var receiveQueue: Int32
  /// Give messages only to peers that are there, so that nothing stale reaches a restarted process.
  var immediate = false
  /// Refuse to send to a peer that has gone instead of dropping silently (ROUTER).
  var mandatory = false
  /// Give up an unanswered request when the next one is sent, and match replies to requests (REQ).
  var relaxed = false

  static let publisher = SocketProfile(largestFrame: WireLimits.topic + 1, sendQueue: 8192, receiveQueue: 1024)
  static let subscriber = SocketProfile(largestFrame: WireLimits.message, sendQueue: 1024, receiveQueue: 8192)
  static let server = SocketProfile(
    largestFrame: WireLimits.message, sendQueue: 16, receiveQueue: 64, mandatory: true)
  static let client = SocketProfile(
    largestFrame: WireLimits.reply, sendQueue: 64, receiveQueue: 64, immediate: true)
  static let blockingClient = SocketProfile(
    largestFrame: WireLimits.reply, sendQueue: 64, receiveQueue: 64, immediate: true, relaxed: true)

  /// Milliseconds in which a new connection must have greeted; half-open ones are dropped then.
  private static let handshake: Int32 = 500
  /// Milliseconds between attempts to connect; the maximum of 0 keeps it constant.
  private static let reconnect: Int32 = 10
  /// Milliseconds after which a blocking call gives up. All calls here are made without blocking; this is the net
  /// below them.
  private static let timeout: Int32 = 1000

  func apply(to socket: SocketHandle) throws(BusError) {
    try socket.set(ZMQ_LINGER, 0)
    try socket.set(ZMQ_MAXMSGSIZE, wide: Int64(largestFrame))
    try socket.set(ZMQ_HANDSHAKE_IVL, Self.handshake)
    try socket.set(ZMQ_RECONNECT_IVL, Self.reconnect)
    try socket.set(ZMQ_RECONNECT_IVL_MAX, 0)
    try socket.set(ZMQ_SNDTIMEO, Self.timeout)
    try socket.set(ZMQ_RCVTIMEO, Self.timeout)
    try socket.set(ZMQ_SNDHWM, sendQueue)
    try socket.set(ZMQ_RCVHWM, receiveQueue)
    if immediate { try socket.set(ZMQ_IMMEDIATE, 1) }
    if mandatory { try socket.set(ZMQ_ROUTER_MANDATORY, 1) }
    if relaxed {
      try socket.set(ZMQ_REQ_RELAXED, 1)
      try socket.set(ZMQ_REQ_CORRELATE, 1)
    }
  }
}
