package org.postroad.app.cli;

import java.util.List;
import java.util.Optional;

/// The command was called wrongly or is wrongly configured: it ends with [ExitCode#USAGE].
///
/// Everything that is wrong is said at once.
public final class UsageException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /// One thing that is wrong: what was seen and where, and what may help.
  public record Complaint(String what, Optional<String> hint) {}

  private final transient List<Complaint> complaints;

  public UsageException(List<Complaint> complaints) {
    super(complaints.getFirst().what());
    this.complaints = List.copyOf(complaints);
  }

  public UsageException(String what) {
    this(List.of(new Complaint(what, Optional.empty())));
  }

  public UsageException(String what, String hint) {
    this(List.of(new Complaint(what, Optional.of(hint))));
  }

  public List<Complaint> complaints() {
    return complaints;
  }
}
