import Testing

/// The real executables, under the real supervisor, with the paper venue's log as the judge. One stack at a time.
@Suite(.serialized, .enabled(if: Surroundings.obstacle == nil, "the executables are not built; see SOTANO_BIN"))
struct RealProcesses {}

/// Runs at the greatest speed, which wait for no clock: they may go on beside the others, with what is left of the machine.
@Suite(.serialized, .enabled(if: Surroundings.obstacle == nil, "the executables are not built; see SOTANO_BIN"))
struct LockstepRuns {}
