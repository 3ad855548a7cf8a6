package org.postroad.lab.ca;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/// Key stores in memory.
final class KeyStores {

  private KeyStores() {}

  static KeyStore empty() throws GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try {
      store.load(null, null);
    } catch (IOException e) {
      throw new IllegalStateException("reading nothing", e);
    }
    return store;
  }

  static KeyStore holding(List<X509Certificate> anchors) throws GeneralSecurityException {
    KeyStore store = empty();
    for (int i = 0; i < anchors.size(); i++) {
      store.setCertificateEntry("anchor" + i, anchors.get(i));
    }
    return store;
  }

  /// Trust managers that believe exactly these anchors; none, if there are none.
  static TrustManager[] trusting(List<X509Certificate> anchors) throws GeneralSecurityException {
    if (anchors.isEmpty()) {
      return new TrustManager[] {new Nobody()};
    }
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(holding(anchors));
    return factory.getTrustManagers();
  }

  /// Trusts nobody; PKIX refuses to be built without an anchor.
  private static final class Nobody implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType)
        throws CertificateException {
      throw new CertificateException("no trust anchors");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType)
        throws CertificateException {
      throw new CertificateException("no trust anchors");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
