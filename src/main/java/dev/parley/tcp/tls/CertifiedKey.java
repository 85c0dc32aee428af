package dev.parley.tcp.tls;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.util.Collections;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;

/** Checks the private key of an SSL bundle against its certificate. Stateless. */
final class CertifiedKey {

  private static final byte[] SAMPLE = {1, 2, 3};

  private CertifiedKey() {}

  /**
   * Returns the problem of the certificate or the key of a bundle as a clause, or null if there is
   * none.
   */
  static @Nullable String problem(SslBundle bundle) {
    KeyStore store = bundle.getStores().getKeyStore();
    if (store == null) {
      return "it has no certificate with a key";
    }
    try {
      boolean found = false;
      for (String alias : Collections.list(store.aliases())) {
        if (store.getKey(alias, password(bundle)) instanceof PrivateKey key) {
          Certificate certificate = store.getCertificate(alias);
          if (certificate != null && !matches(key, certificate.getPublicKey())) {
            return "its key is not that of its certificate";
          }
          found |= certificate != null;
        }
      }
      return found ? null : "it has no certificate with a key";
    } catch (GeneralSecurityException unreadable) {
      return "its key cannot be read";
    }
  }

  private static char @Nullable [] password(SslBundle bundle) {
    String own = bundle.getKey().getPassword();
    String all = bundle.getStores().getKeyStorePassword();
    String password = own == null ? all : own;
    return password == null ? null : password.toCharArray();
  }

  private static boolean matches(PrivateKey key, PublicKey certified)
      throws GeneralSecurityException {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> "";
        };
    if (!key.getAlgorithm().equals(certified.getAlgorithm())) {
      return algorithm.isEmpty();
    }
    if (algorithm.isEmpty()) {
      return true; // The handshake has to check other kinds of keys.
    }
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(key);
    signature.update(SAMPLE);
    byte[] signed = signature.sign();
    signature.initVerify(certified);
    signature.update(SAMPLE);
    return signature.verify(signed);
  }
}
