import Foundation

/// Stand-ins for the processes of a stack: shell scripts that say that they are ready and then wait for the end.
///
/// `exit.NAME` in the state directory makes one end at once with that code; every start adds a line to `starts.NAME`.
/// A trader that only stops has the name `stop-only` there, and `words.trader` tells what it was started with.
enum FakeModules {
  private static let script = """
    #!/bin/bash
    # A test double of a module.
    name=${0##*/}
    dir=$2
    case " $* " in
      *' --stop-only '*) echo "$*" >"$dir/words.$name"; name=stop-only ;;
    esac
    echo $$ >>"$dir/starts.$name"
    [ ! -e "$dir/exit.$name" ] || exit "$(cat "$dir/exit.$name")"
    # No child may outlive it, and descriptor 4 is not ours: s6-setlock holds the lock with it.
    mkfifo "$dir/silence.$$"
    exec 9<>"$dir/silence.$$"
    trap 'exit 0' TERM
    echo >&3
    exec 3>&-
    while :; do read -r -t 1 -u 9; done
    """

  static func install(_ names: [String], in folder: String) throws {
    for name in names {
      let path = "\(folder)/\(name)"
      try script.write(toFile: path, atomically: true, encoding: .utf8)
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    }
  }
}
