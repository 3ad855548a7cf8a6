package org.postroad.protocol.spf;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postroad.protocol.spf.MacroReader.Reading;
import org.postroad.protocol.spf.Mechanism.Prefixes;
import org.postroad.protocol.text.Fault;
import org.postroad.protocol.text.Printable;

/// Reads the terms of a record by the ABNF of RFC 7208 §4.6.1 to §6 and collects every fault.
final class RecordReader {

  /// Faults told of one record; nobody mends more at a time.
  static final int FAULTS_MAX = 50;

  private static final Pattern MODIFIER =
      Pattern.compile("([A-Za-z][A-Za-z0-9_.-]*)=(.*)", Pattern.DOTALL);
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9]*");
  private static final Pattern PREFIXES = Pattern.compile("(?:/([0-9]+))?(?://([0-9]+))?$");
  private static final Pattern PREFIX = Pattern.compile("/([0-9]+)$");
  private static final String LENGTH = "0|[1-9][0-9]{0,2}";

  private final String text;
  private final List<Term> terms = new ArrayList<>();
  private final List<Fault> faults = new ArrayList<>();
  private int start; // of the term that is read
  private int at;

  RecordReader(String text, int from) {
    this.text = text;
    this.at = from;
  }

  SpfRecord.Parsed read() {
    while (at < text.length() && faults.size() < FAULTS_MAX) {
      if (text.charAt(at) == ' ') {
        at++;
        continue;
      }
      int end = text.indexOf(' ', at);
      start = at;
      at = end < 0 ? text.length() : end;
      term(text.substring(start, at)).ifPresent(terms::add);
    }
    return faults.isEmpty()
        ? new SpfRecord.Parsed.Valid(new SpfRecord(terms))
        : new SpfRecord.Parsed.Invalid(faults);
  }

  private Optional<? extends Term> term(String term) {
    Matcher modifier = MODIFIER.matcher(term);
    return modifier.matches()
        ? modifier(modifier.group(1), modifier.group(2), modifier.start(2))
        : directive(term);
  }

  private Optional<? extends Term> modifier(String name, String value, int from) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "redirect" -> once(domain(value, from).map(Modifier.Redirect::new));
      case "exp" -> once(domain(value, from).map(Modifier.Explanation::new));
      default ->
          macros(MacroReader.macros(value), from).map(macros -> new Modifier.Unknown(name, macros));
    };
  }

  private <M extends Modifier> Optional<M> once(Optional<M> modifier) {
    if (modifier.isPresent()
        && terms.stream().anyMatch(t -> t.getClass() == modifier.get().getClass())) {
      String name = modifier.get().text();
      return fault("a second " + name.substring(0, name.indexOf('=')), 0);
    }
    return modifier;
  }

  private Optional<Directive> directive(String term) {
    Optional<Qualifier> sign = Qualifier.of(term.charAt(0));
    int from = sign.isPresent() ? 1 : 0;
    int end = from;
    while (end < term.length() && term.charAt(end) != ':' && term.charAt(end) != '/') {
      end++;
    }
    String name = term.substring(from, end);
    if (!NAME.matcher(name).matches()) {
      return fault("not a mechanism: \"" + Printable.of(name, 40) + "\"", from);
    }
    return mechanism(name.toLowerCase(Locale.ROOT), term.substring(end), end)
        .map(mechanism -> new Directive(sign.orElse(Qualifier.PASS), mechanism));
  }

  /// @param rest what stands behind the name, with its `:` or `/`
  private Optional<? extends Mechanism> mechanism(String name, String rest, int from) {
    return switch (name) {
      case "all" ->
          rest.isEmpty()
              ? Optional.of(new Mechanism.All())
              : fault("all takes nothing: \"" + Printable.of(rest, 40) + "\"", from);
      case "include" -> needed(name, rest, from).map(Mechanism.Include::new);
      case "exists" -> needed(name, rest, from).map(Mechanism.Exists::new);
      case "ptr" -> optional(name, rest, from).map(Mechanism.Ptr::new);
      case "a", "mx" -> host(name, rest, from);
      case "ip4", "ip6" -> network(name, rest, from);
      default -> unknown(name, rest, from);
    };
  }

  private Optional<Mechanism> unknown(String name, String rest, int from) {
    if (rest.startsWith(":") && (name.equals("redirect") || name.equals("exp"))) {
      return fault(name + " is a modifier: write " + name + "=", 0);
    }
    if (name.equals("ip") || name.equals("ipv4") || name.equals("ipv6")) {
      return fault("no mechanism \"" + name + "\"; ip4 or ip6 is meant", 0);
    }
    return fault("no mechanism \"" + Printable.of(name, 40) + "\"", from - name.length());
  }

  private Optional<DomainSpec> needed(String name, String rest, int from) {
    return rest.startsWith(":")
        ? domain(rest.substring(1), from + 1)
        : fault(name + " needs a domain: " + name + ":example.com", from);
  }

  private Optional<DomainSpec> optional(String name, String rest, int from) {
    return rest.isEmpty() ? Optional.of(DomainSpec.CURRENT) : needed(name, rest, from);
  }

  private Optional<? extends Mechanism> host(String name, String rest, int from) {
    Matcher suffix = PREFIXES.matcher(rest);
    String target = suffix.find() ? rest.substring(0, suffix.start()) : rest;
    Optional<DomainSpec> domain = optional(name, target, from);
    Optional<Integer> four = length(suffix.group(1), from + target.length(), Prefixes.FOUR_MAX);
    Optional<Integer> six = length(suffix.group(2), from + target.length(), Prefixes.SIX_MAX);
    if (domain.isEmpty() || four.isEmpty() || six.isEmpty()) {
      return Optional.empty();
    }
    Prefixes prefixes = new Prefixes(four.get(), six.get());
    return Optional.of(
        name.equals("a")
            ? new Mechanism.A(domain.get(), prefixes)
            : new Mechanism.Mx(domain.get(), prefixes));
  }

  private Optional<? extends Mechanism> network(String name, String rest, int from) {
    if (!rest.startsWith(":") || rest.length() == 1) {
      return fault(name + " needs an address", from);
    }
    boolean four = name.equals("ip4");
    int most = four ? Prefixes.FOUR_MAX : Prefixes.SIX_MAX;
    String argument = rest.substring(1);
    Matcher suffix = PREFIX.matcher(argument);
    boolean prefixed = suffix.find();
    String address = prefixed ? argument.substring(0, suffix.start()) : argument;
    Optional<Integer> length =
        prefixed ? length(suffix.group(1), from + 1 + suffix.start(), most) : Optional.of(most);
    if (length.isEmpty()) {
      return Optional.empty();
    }
    Optional<Network> network =
        four ? Network.ip4(address, length.get()) : Network.ip6(address, length.get());
    if (network.isEmpty()) {
      String family = four ? "IPv4" : "IPv6";
      return fault(
          "not an " + family + " address: \"" + Printable.of(address, 60) + "\"", from + 1);
    }
    return Optional.of(four ? new Mechanism.Ip4(network.get()) : new Mechanism.Ip6(network.get()));
  }

  private Optional<Integer> length(@Nullable String digits, int from, int most) {
    if (digits == null) {
      return Optional.of(most);
    }
    if (!digits.matches(LENGTH) || Integer.parseInt(digits) > most) {
      return fault("not a prefix length of 0 to " + most + ": " + Printable.of(digits, 20), from);
    }
    return Optional.of(Integer.parseInt(digits));
  }

  private Optional<DomainSpec> domain(String value, int from) {
    return macros(MacroReader.domain(value), from).map(DomainSpec::new);
  }

  private Optional<MacroString> macros(Reading reading, int from) {
    return switch (reading) {
      case Reading.Read(MacroString macros) -> Optional.of(macros);
      case Reading.Wrong(Fault fault) -> {
        faults.add(fault.shifted(start + from));
        yield Optional.empty();
      }
    };
  }

  /// @param from where in the term, from 0
  private <T> Optional<T> fault(String why, int from) {
    faults.add(new Fault(why, start + from + 1));
    return Optional.empty();
  }
}
