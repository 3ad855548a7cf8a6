package org.postroad.lab.dns;

import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.Record;

/// What an answer is made of, as it is found.
final class Gathered {

  private final boolean signatures;
  private final List<Record> answer = new ArrayList<>();
  private final List<Record> authority = new ArrayList<>();
  private Standing standing = Standing.SECURE;

  /// @param signatures whether signatures and proofs are wanted (the DO bit)
  Gathered(boolean signatures) {
    this.signatures = signatures;
  }

  boolean signatures() {
    return signatures;
  }

  void answer(List<Record> more) {
    answer.addAll(more);
  }

  void authority(List<Record> more) {
    authority.addAll(more);
  }

  /// Something that it is made of stands like that.
  void stands(Standing of) {
    standing = standing.and(of);
  }

  List<Record> answer() {
    return answer;
  }

  List<Record> authority() {
    return authority;
  }

  Standing standing() {
    return standing;
  }

  void clear() {
    answer.clear();
    authority.clear();
  }
}
