package org.postroad.lab.dns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.postroad.lab.dnssec.ZoneKey;
import org.postroad.lab.zone.Signing;

/// The key of the private root: the trust anchor of whoever validates.
public final class Anchor {

  private final ZoneKey key;

  Anchor(ZoneKey key) {
    this.key = key;
  }

  /// As a DS record: `. 300 IN DS 4711 13 2 0B9F…`.
  public String ds() {
    return key.ds(Signing.Digest.SHA256).toString().replaceAll("\\s+", " ");
  }

  /// As a DNSKEY record.
  public String dnskey() {
    return key.record().toString().replaceAll("\\s+", " ");
  }

  /// Writes the DS record as a file, as `--dnssec-anchor` and unbound's `trust-anchor-file` read
  /// it.
  public void write(Path file) {
    try {
      Files.writeString(file, ds() + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
