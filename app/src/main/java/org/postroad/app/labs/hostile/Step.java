package org.postroad.app.labs.hostile;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// One step of a script. `text` and [#parse] are each other's inverse.
sealed interface Step {

  /// As a line of a script: `publish alpha enforce 7d hosts`.
  String text();

  /// The same step with less in it, for a smaller script; none if it is as small as can be.
  default List<Step> simpler() {
    return List.of();
  }

  /// A message is handed to the sender, which tries at once.
  record Send(Site site, int recipients, Tag tag) implements Step {
    @Override
    public String text() {
      return "send " + Words.of(site) + " " + recipients + " " + Words.of(tag);
    }

    @Override
    public List<Step> simpler() {
      List<Step> all = new ArrayList<>();
      if (recipients > 1) {
        all.add(new Send(site, 1, tag));
      }
      if (tag != Tag.PLAIN) {
        all.add(new Send(site, recipients, Tag.PLAIN));
      }
      return all;
    }
  }

  /// What is special about a message.
  enum Tag {
    PLAIN,
    /// One of the recipients is not there: the server answers 550.
    ONE_UNKNOWN,
    /// It has the option REQUIRETLS (RFC 8689 §2).
    REQUIRE_TLS,
    /// Its header says `TLS-Required: No` (§3).
    TLS_NOT_REQUIRED,
    /// It has both, of which the option counts (§4.1).
    BOTH;

    boolean requiresTls() {
      return this == REQUIRE_TLS || this == BOTH;
    }

    boolean hasField() {
      return this == TLS_NOT_REQUIRED || this == BOTH;
    }
  }

  /// Time passes; what is due in the queue is tried.
  record Pass(Duration time) implements Step {
    @Override
    public String text() {
      return "pass " + Words.of(time);
    }

    @Override
    public List<Step> simpler() {
      return time.toSeconds() > 60
          ? List.of(new Pass(Duration.ofMinutes(time.toMinutes() / 2)))
          : List.of();
    }
  }

  /// The sender's clock is set, forward or back.
  record SetClock(Duration by) implements Step {
    @Override
    public String text() {
      return (by.isNegative() ? "clock back " : "clock forward ") + Words.of(by.abs());
    }
  }

  /// The owner publishes a policy for the exchangers that he has.
  ///
  /// @param wildcards whether it names them so
  /// @param sameId whether he forgets to change the id
  record Publish(Site site, Mode mode, Duration maxAge, boolean wildcards, boolean sameId)
      implements Step {
    @Override
    public String text() {
      return "publish "
          + Words.of(site)
          + " "
          + Words.of(mode)
          + " "
          + Words.of(maxAge)
          + (wildcards ? " wildcards" : " hosts")
          + (sameId ? " same-id" : "");
    }

    @Override
    public List<Step> simpler() {
      return wildcards || sameId
          ? List.of(new Publish(site, mode, maxAge, false, false))
          : List.of();
    }
  }

  /// The mode of a policy.
  enum Mode {
    ENFORCE,
    TESTING,
    NONE
  }

  /// The owner takes record and policy away.
  record Withdraw(Site site) implements Step {
    @Override
    public String text() {
      return "withdraw " + Words.of(site);
    }
  }

  /// The owner moves to other exchangers.
  ///
  /// @param announced whether his policy follows
  record Move(Site site, int home, boolean announced) implements Step {
    @Override
    public String text() {
      return "move " + Words.of(site) + " " + home + (announced ? "" : " unannounced");
    }
  }

  /// A host is run otherwise.
  record Equip(Host host, Kit kit) implements Step {
    @Override
    public String text() {
      return "equip " + Words.of(host) + " " + Words.of(kit);
    }
  }

  /// The owner's policy host works or does not.
  record PolicyHost(Site site, Condition condition) implements Step {
    @Override
    public String text() {
      return "policy-host " + Words.of(site) + " " + Words.of(condition);
    }
  }

  /// How a policy host does.
  enum Condition {
    UP,
    DOWN,
    BAD_CERTIFICATE,
    /// Serves a page that is no policy.
    JUNK
  }

  /// The owner of a zone signs it, or goes back to an unsigned one.
  record Sign(Zone zone, boolean signed) implements Step {
    @Override
    public String text() {
      return (signed ? "sign " : "unsign ") + Words.of(zone);
    }
  }

  /// A host's owner publishes TLSA records for the certificate that is in use.
  record PublishTlsa(Host host, TlsaKind kind) implements Step {
    @Override
    public String text() {
      return "tlsa " + Words.of(host) + " " + Words.of(kind);
    }
  }

  record TrickTlsa(Host host, Trick.Tlsa trick) implements Step {
    @Override
    public String text() {
      return "trick tlsa " + Words.of(host) + " " + Words.of(trick);
    }
  }

  record TrickRecord(Site site, Trick.Txt trick) implements Step {
    @Override
    public String text() {
      return "trick record " + Words.of(site) + " " + Words.of(trick);
    }
  }

  record TrickMx(Site site, Trick.Mx trick) implements Step {
    @Override
    public String text() {
      return "trick mx " + Words.of(site) + " " + Words.of(trick);
    }
  }

  record TrickAddress(Host host, Trick.Address trick) implements Step {
    @Override
    public String text() {
      return "trick address " + Words.of(host) + " " + Words.of(trick);
    }
  }

  record TrickHttps(Site site, Trick.Https trick) implements Step {
    @Override
    public String text() {
      return "trick https " + Words.of(site) + " " + Words.of(trick);
    }
  }

  /// What happens from now on upon the road to a host; no trick sets it free.
  record Road(Host host, List<RoadTrick> tricks) implements Step {
    public Road {
      tricks = List.copyOf(tricks);
    }

    @Override
    public String text() {
      StringBuilder text = new StringBuilder("road " + Words.of(host));
      tricks.forEach(trick -> text.append(' ').append(Words.of(trick)));
      return text.toString();
    }

    @Override
    public List<Step> simpler() {
      List<Step> all = new ArrayList<>();
      for (int i = 0; i < tricks.size() && tricks.size() > 1; i++) {
        List<RoadTrick> fewer = new ArrayList<>(tricks);
        fewer.remove(i);
        all.add(new Road(host, fewer));
      }
      return all;
    }
  }

  /// Reads a line.
  ///
  /// @throws IllegalArgumentException if it is no step
  static Step parse(String line) {
    String[] words = line.strip().split(" +");
    try {
      return parse(words);
    } catch (ArrayIndexOutOfBoundsException e) {
      throw new IllegalArgumentException("a word is missing: \"" + line + "\"", e);
    }
  }

  private static Step parse(String[] words) {
    List<String> flags = Arrays.asList(words);
    return switch (words[0]) {
      case "send" -> new Send(site(words[1]), Integer.parseInt(words[2]), tag(words[3]));
      case "pass" -> new Pass(Words.duration(words[1]));
      case "clock" -> {
        Duration by = Words.duration(words[2]);
        yield new SetClock(words[1].equals("back") ? by.negated() : by);
      }
      case "publish" ->
          new Publish(
              site(words[1]),
              Words.parse(Mode.class, words[2]),
              Words.duration(words[3]),
              flags.contains("wildcards"),
              flags.contains("same-id"));
      case "withdraw" -> new Withdraw(site(words[1]));
      case "move" ->
          new Move(site(words[1]), Integer.parseInt(words[2]), !flags.contains("unannounced"));
      case "sign" -> new Sign(Words.parse(Zone.class, words[1]), true);
      case "unsign" -> new Sign(Words.parse(Zone.class, words[1]), false);
      case "tlsa" -> new PublishTlsa(host(words[1]), Words.parse(TlsaKind.class, words[2]));
      case "equip" -> new Equip(host(words[1]), Words.parse(Kit.class, words[2]));
      case "policy-host" -> new PolicyHost(site(words[1]), Words.parse(Condition.class, words[2]));
      case "road" ->
          new Road(
              host(words[1]),
              flags.stream().skip(2).map(word -> Words.parse(RoadTrick.class, word)).toList());
      case "trick" -> trick(words[1], words[2], words[3]);
      default -> throw new IllegalArgumentException("no such step: \"" + words[0] + "\"");
    };
  }

  private static Step trick(String with, String whose, String what) {
    return switch (with) {
      case "record" -> new TrickRecord(site(whose), Words.parse(Trick.Txt.class, what));
      case "mx" -> new TrickMx(site(whose), Words.parse(Trick.Mx.class, what));
      case "tlsa" -> new TrickTlsa(host(whose), Words.parse(Trick.Tlsa.class, what));
      case "address" -> new TrickAddress(host(whose), Words.parse(Trick.Address.class, what));
      case "https" -> new TrickHttps(site(whose), Words.parse(Trick.Https.class, what));
      default -> throw new IllegalArgumentException("no such trick: \"" + with + "\"");
    };
  }

  private static Site site(String word) {
    return Words.parse(Site.class, word);
  }

  private static Host host(String word) {
    return Words.parse(Host.class, word);
  }

  private static Tag tag(String word) {
    return Words.parse(Tag.class, word);
  }
}
