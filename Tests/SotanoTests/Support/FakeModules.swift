import Foundation

/// Stand-ins for the processes of a stack: shell scripts that say that they are ready and then wait for the end.
///
/// `exit.NAME` in the state directory makes one end at once with that code; every start adds a line to `starts.NAME`.
enum FakeModules {
  private static let script = """
    #!/bin/bash
    # A test double of a module.
    name=${0##*/}
    dir=$2
    echo $$ >>"$dir/starts.$name"
    [ ! -e "$dir/exit.$name" ] || exit "$(cat "$dir/exit.$name")"
    trap 'kill $!; exit 0' TERM
    echo >&3
    exec 3>&-
    sleep 1000 &
    wait $!
    """

  static func install(_ names: [String], in folder: String) throws {
    for name in names {
      let path = "\(folder)/\(name)"
      try script.write(toFile: path, atomically: true, encoding: .utf8)
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    }
  }
}
