package org.postroad.protocol.mtasts;

/// What came of one HTTPS fetch of a policy (RFC 8461 §3.3), in the three failures that RFC 8460
/// §4.3 tells apart.
public sealed interface PolicyFetch {

  /// A valid policy.
  record Fetched(Policy policy) implements PolicyFetch {}

  /// Every outcome without a policy, with its reason in words.
  sealed interface Failure extends PolicyFetch {
    String why();

    /// `sts-policy-fetch-error`, `sts-webpki-invalid` or `sts-policy-invalid` (RFC 8460 §4.3).
    String resultType();
  }

  /// The host could not be found or reached, was too slow or too long, or did not answer 200.
  record FetchError(String why) implements Failure {
    @Override
    public String resultType() {
      return "sts-policy-fetch-error";
    }
  }

  /// The certificate is not valid for the policy host.
  record WebPkiInvalid(String why) implements Failure {
    @Override
    public String resultType() {
      return "sts-webpki-invalid";
    }
  }

  /// The body is no policy, or not `text/plain`.
  record PolicyInvalid(String why) implements Failure {
    @Override
    public String resultType() {
      return "sts-policy-invalid";
    }
  }
}
