package org.postroad.protocol.spf;

/// A mechanism and what its match means: `~include:example.net`.
public record Directive(Qualifier qualifier, Mechanism mechanism) implements Term {

  @Override
  public String text() {
    return qualifier.text() + mechanism.text();
  }

  @Override
  public boolean asks() {
    return switch (mechanism) {
      case Mechanism.All _, Mechanism.Ip4 _, Mechanism.Ip6 _ -> false;
      case Mechanism.Include _,
          Mechanism.A _,
          Mechanism.Mx _,
          Mechanism.Ptr _,
          Mechanism.Exists _ ->
          true;
    };
  }
}
