internal import CScheduling

/// A thread that sleeps nearly always and must be quick when it is woken.
package enum PromptThread {
  /// Makes the calling thread one, and those that it starts from now on, so also the I/O thread of a context made here.
  ///
  /// The kernel is asked for turns of 0.1 ms instead of some 3: a thread that asks for less may go first. It costs no
  /// privilege, and heavy work would only be cut into more pieces. Linux 6.12 and later (sched_setattr(2), the slice of
  /// EEVDF); elsewhere nothing changes.
  package static func become() {
    _ = sotano_set_time_slice(100_000)
  }
}
