package org.postroad.protocol.certificate;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.security.spec.PSSParameterSpec;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Which signatures of certificates no longer prove anything: those over a digest for which
/// collisions can be made, SHA-1 and its elders.
public final class SignatureStrength {

  private static final Pattern BROKEN_DIGEST =
      Pattern.compile("MD2|MD4|MD5|SHA-?1(?![0-9])|RIPEMD");
  private static final String PSS = "1.2.840.113549.1.1.10"; // RFC 8017 A.2.3

  private SignatureStrength() {}

  /// The weak algorithm by which the certificate was signed, if it was.
  public static Optional<String> weakness(X509Certificate certificate) {
    String algorithm =
        certificate.getSigAlgOID().equals(PSS) ? pss(certificate) : certificate.getSigAlgName();
    boolean broken = BROKEN_DIGEST.matcher(algorithm.toUpperCase(Locale.ROOT)).find();
    return broken ? Optional.of(algorithm) : Optional.empty();
  }

  /// RSASSA-PSS names its digest in its parameters, and means SHA-1 where it names none.
  private static String pss(X509Certificate certificate) {
    byte[] encoded = certificate.getSigAlgParams();
    if (encoded == null) {
      return "SHA1 with RSASSA-PSS";
    }
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("RSASSA-PSS");
      parameters.init(encoded);
      String digest = parameters.getParameterSpec(PSSParameterSpec.class).getDigestAlgorithm();
      return digest + " with RSASSA-PSS";
    } catch (IOException | GeneralSecurityException e) {
      return "SHA1 or unknown digest with RSASSA-PSS";
    }
  }
}
