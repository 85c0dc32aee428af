package dev.parley.store.registry;

import dev.parley.chat.account.Certificates;
import dev.parley.chat.account.Fingerprint;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keeps fingerprints of certificates in memory. */
final class MemoryCertificates implements Certificates {

  private final Map<Fingerprint, String> owners = new LinkedHashMap<>();

  @Override
  public synchronized @Nullable String owner(Fingerprint certificate) {
    return owners.get(certificate);
  }

  @Override
  public synchronized List<Fingerprint> of(String account) {
    return owners.keySet().stream().filter(each -> owners.get(each).equals(account)).toList();
  }

  @Override
  public synchronized Addition add(String account, Fingerprint certificate, int most) {
    if (owners.containsKey(certificate)) {
      return Addition.TAKEN;
    }
    if (most > 0 && of(account).size() >= most) {
      return Addition.FULL;
    }
    owners.put(certificate, account);
    return Addition.ADDED;
  }

  @Override
  public synchronized boolean remove(String account, Fingerprint certificate) {
    return owners.remove(certificate, account);
  }
}
