package org.postroad.app.store;

/// The bytes of a row, which are a state if [DomainStateCodec] says so. Nobody changes them.
final class EncodedState {

  private final byte[] bytes;

  EncodedState(byte[] bytes) {
    this.bytes = bytes;
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return bytes.length;
  }
}
