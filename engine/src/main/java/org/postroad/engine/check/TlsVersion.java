package org.postroad.engine.check;

import java.util.Arrays;
import java.util.Optional;

/// A version of TLS, by its number on the wire.
public enum TlsVersion {
  TLS_1_0(0x0301, "TLSv1"),
  TLS_1_1(0x0302, "TLSv1.1"),
  TLS_1_2(0x0303, "TLSv1.2"),
  TLS_1_3(0x0304, "TLSv1.3");

  private final int code;
  private final String text;

  TlsVersion(int code, String text) {
    this.code = code;
    this.text = text;
  }

  public static Optional<TlsVersion> of(int code) {
    return Arrays.stream(values()).filter(version -> version.code == code).findFirst();
  }

  /// The version of that name of JSSE's.
  public static Optional<TlsVersion> of(String text) {
    return Arrays.stream(values()).filter(version -> version.text.equals(text)).findFirst();
  }

  public int code() {
    return code;
  }

  /// As JSSE calls it: `TLSv1.3`.
  public String text() {
    return text;
  }
}
