package org.postroad.protocol.spf;

/// A modifier (RFC 7208 §6).
public sealed interface Modifier extends Term {

  /// Where nothing matched, the record of another domain decides (§6.1).
  record Redirect(DomainSpec target) implements Modifier {
    @Override
    public String text() {
      return "redirect=" + target.text();
    }

    @Override
    public boolean asks() {
      return true;
    }
  }

  /// Where the text is that tells a sender why (§6.2). It is looked up after the result is known.
  record Explanation(DomainSpec target) implements Modifier {
    @Override
    public String text() {
      return "exp=" + target.text();
    }

    @Override
    public boolean asks() {
      return false;
    }
  }

  /// One that this RFC does not know; it changes nothing.
  ///
  /// @param name as written
  record Unknown(String name, MacroString value) implements Modifier {
    @Override
    public String text() {
      return name + "=" + value.text();
    }

    @Override
    public boolean asks() {
      return false;
    }
  }
}
