package org.postroad.app.resolverd;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postroad.protocol.dns.DomainName;

/// Under what keys, besides its own name, replies about a domain are kept:
/// `[relay.example.com]:587`.
final class OtherKeys {

  private final int max;
  private final Map<DomainName, Set<String>> keys = new HashMap<>(); // guarded by this
  private int size; // guarded by this

  OtherKeys(int max) {
    this.max = max;
  }

  /// Notes a key. Smart hosts are few: where there are too many, all begin anew.
  ///
  /// @return keys that are no longer noted, whose replies must go
  synchronized List<String> add(DomainName domain, String key) {
    if (has(domain, key)) {
      return List.of();
    }
    List<String> dropped = size < max ? List.of() : takeAll();
    keys.computeIfAbsent(domain, name -> new HashSet<>()).add(key);
    size++;
    return dropped;
  }

  /// Whether a key is noted still.
  synchronized boolean has(DomainName domain, String key) {
    return keys.getOrDefault(domain, Set.of()).contains(key);
  }

  /// The keys of a domain, which are no longer noted then.
  synchronized List<String> take(DomainName domain) {
    Set<String> taken = keys.remove(domain);
    if (taken == null) {
      return List.of();
    }
    size -= taken.size();
    return List.copyOf(taken);
  }

  /// All keys, which are no longer noted then.
  synchronized List<String> takeAll() {
    List<String> all = new ArrayList<>();
    keys.values().forEach(all::addAll);
    keys.clear();
    size = 0;
    return all;
  }
}
