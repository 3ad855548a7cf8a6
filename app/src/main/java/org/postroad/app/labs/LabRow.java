package org.postroad.app.labs;

import org.postroad.app.output.Json;

/// What one row came to.
///
/// @param requiresTls whether it arrived with the option REQUIRETLS
/// @param saw what the sender says it saw
/// @param ok whether it came out as the table says, in every respect
public record LabRow(
    Expected plan,
    String sender,
    String senderVersion,
    String deliveredTo,
    boolean inClear,
    boolean requiresTls,
    String saw,
    boolean ok) {

  /// How it crossed the network: `tls`, `clear`, `reqtls`, or `-`.
  String how() {
    if (deliveredTo.equals("nobody")) {
      return "-";
    }
    return inClear ? "clear" : requiresTls ? "reqtls" : "tls";
  }

  public void keys(Json json) {
    json.text("attack", plan.attack());
    json.text("policy", plan.policy());
    json.text("cache", plan.cache());
    json.text("sender", sender);
    json.text("sender_version", senderVersion);
    json.text("delivered_to", deliveredTo);
    json.flag("in_clear", inClear);
    json.flag("requiretls", requiresTls);
    json.text("saw", saw);
    json.text("expected_delivered_to", plan.deliveredTo());
    json.text("expected_status", plan.status());
    json.flag("expected", ok);
    json.text("section", plan.section());
  }
}
