package org.postroad.app.labs.postfix;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A folder that holds an unpacked Postfix and all it needs to run by chroot.
///
/// @param version what its `postconf -h mail_version` says: `3.10.13`
public record PostfixRoot(PostfixSuite suite, Path dir, String version) {

  /// A command line that runs inside, with nothing of our environment.
  public List<String> command(String... words) {
    List<String> command = new ArrayList<>(List.of("chroot", dir.toString(), "/usr/bin/env", "-i"));
    command.add("PATH=/usr/sbin:/usr/bin:/sbin:/bin");
    command.addAll(List.of(words));
    return command;
  }

  /// Where a path inside is for us, outside.
  public Path outside(String inside) {
    return dir.resolve(inside.substring(1));
  }
}
