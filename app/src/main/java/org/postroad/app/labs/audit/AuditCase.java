package org.postroad.app.labs.audit;

import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;

/// One domain in one state, and what a right sender does with a message to it.
///
/// @param id never changes once published: `record-two`
/// @param title in a few words
/// @param section that says so: `RFC 8461 §3.1`; `(SHOULD)` where it is no more than that
/// @param why in one plain sentence
/// @param expected written from the section, never from a run
/// @param mayBeInClear whether a right sender may deliver in clear, because no policy forbids it
/// @param needs what it asks of a sender
/// @param script how it is played
public record AuditCase(
    String id,
    Group group,
    String title,
    String section,
    String why,
    Expectation expected,
    boolean mayBeInClear,
    Set<Need> needs,
    Script script) {

  private static final Pattern ID = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

  /// Stages the case, sends, and says what is due to each message.
  @FunctionalInterface
  public interface Script {
    void play(Scene scene) throws InterruptedException;
  }

  public AuditCase {
    if (!ID.matcher(id).matches() || id.length() > 50) {
      throw new IllegalArgumentException("not an id: " + id);
    }
    needs = Set.copyOf(needs);
  }

  /// Whether time goes by in it.
  public boolean takesTime() {
    return needs.contains(Need.SECONDS)
        || needs.contains(Need.HOURS)
        || needs.contains(Need.CLOCK_BACK);
  }

  /// Begins to write one; [Draft] ends it.
  public static Draft draft(Group group, String id, String title, String section, String why) {
    return new Draft(group, id, title, section, why);
  }

  /// A case without its end.
  public static final class Draft {
    private final Group group;
    private final String id;
    private final String title;
    private final String section;
    private final String why;
    private final EnumSet<Need> needs = EnumSet.noneOf(Need.class);
    private boolean mayBeInClear;

    private Draft(Group group, String id, String title, String section, String why) {
      this.group = group;
      this.id = id;
      this.title = title;
      this.section = section;
      this.why = why;
    }

    public Draft needs(Need need) {
      needs.add(need);
      return this;
    }

    /// No policy forbids a delivery in clear.
    public Draft mayBeInClear() {
      mayBeInClear = true;
      return this;
    }

    public AuditCase delivers(Script script) {
      return end(Expectation.DELIVER, script);
    }

    public AuditCase delays(Script script) {
      return end(Expectation.DELAY, script);
    }

    public AuditCase bounces(Script script) {
      return end(Expectation.BOUNCE, script);
    }

    public AuditCase mayDeliver(Script script) {
      return end(Expectation.EITHER, script);
    }

    public AuditCase doesNotDeliver(Script script) {
      return end(Expectation.NOT_DELIVERED, script);
    }

    private AuditCase end(Expectation expected, Script script) {
      return new AuditCase(id, group, title, section, why, expected, mayBeInClear, needs, script);
    }
  }
}
