package org.postroad.protocol.spf;

/// A mechanism (RFC 7208 §5): a question about the address of the host that sends.
///
/// Where a target may be left out, [DomainSpec#CURRENT] stands for the domain whose record it is.
public sealed interface Mechanism {

  /// As it stands in a record, without the qualifier.
  String text();

  /// Always matches (§5.1).
  record All() implements Mechanism {
    @Override
    public String text() {
      return "all";
    }
  }

  /// Matches where another domain's record says pass (§5.2).
  record Include(DomainSpec target) implements Mechanism {
    @Override
    public String text() {
      return "include:" + target.text();
    }
  }

  /// Matches an address of a name (§5.3).
  record A(DomainSpec target, Prefixes prefixes) implements Mechanism {
    @Override
    public String text() {
      return "a" + target.argument() + prefixes.text();
    }
  }

  /// Matches an address of a mail exchanger of a name (§5.4).
  record Mx(DomainSpec target, Prefixes prefixes) implements Mechanism {
    @Override
    public String text() {
      return "mx" + target.argument() + prefixes.text();
    }
  }

  /// Matches where the name of the address lies below a domain (§5.5: do not use).
  record Ptr(DomainSpec target) implements Mechanism {
    @Override
    public String text() {
      return "ptr" + target.argument();
    }
  }

  /// Matches the addresses of an IPv4 network (§5.6).
  record Ip4(Network network) implements Mechanism {
    @Override
    public String text() {
      return "ip4:" + network.text();
    }
  }

  /// Matches the addresses of an IPv6 network (§5.6).
  record Ip6(Network network) implements Mechanism {
    @Override
    public String text() {
      return "ip6:" + network.text();
    }
  }

  /// Matches where a name has an A record (§5.7).
  record Exists(DomainSpec target) implements Mechanism {
    @Override
    public String text() {
      return "exists:" + target.text();
    }
  }

  /// How many leading bits of an address count, for each family.
  ///
  /// @param four 0 to 32
  /// @param six 0 to 128
  record Prefixes(int four, int six) {
    public static final int FOUR_MAX = 32;
    public static final int SIX_MAX = 128;

    /// Every bit counts.
    public static final Prefixes WHOLE = new Prefixes(FOUR_MAX, SIX_MAX);

    public Prefixes {
      if (four < 0 || four > FOUR_MAX || six < 0 || six > SIX_MAX) {
        throw new IllegalArgumentException("prefix lengths " + four + ", " + six);
      }
    }

    String text() {
      return (four == FOUR_MAX ? "" : "/" + four) + (six == SIX_MAX ? "" : "//" + six);
    }
  }
}
