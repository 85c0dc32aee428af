package dev.parley.store.registry;

import dev.parley.chat.account.AccountProfile;
import dev.parley.chat.account.Accounts;
import dev.parley.chat.account.Certificates;
import dev.parley.chat.account.Fingerprint;
import dev.parley.chat.account.PasswordHash;
import dev.parley.chat.account.ReadMarkers;
import dev.parley.chat.account.ScramVerifier;
import dev.parley.chat.account.Secret;
import dev.parley.chat.name.Nick;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keeps accounts in memory, with their passwords as plain text. */
public final class MemoryAccounts implements Accounts {

  private static final int ITERATIONS = 1;
  private static final ScramPasswordEncoder SCRAM = new ScramPasswordEncoder(ITERATIONS);

  private final Map<String, AccountProfile> profiles = new LinkedHashMap<>();
  private final Map<String, PasswordHash> passwords = new LinkedHashMap<>();
  private final MemoryReadMarkers readMarkers = new MemoryReadMarkers();
  private final MemoryCertificates certificates = new MemoryCertificates();
  private final Clock clock;
  private @Nullable RuntimeException fault;

  public MemoryAccounts(Clock clock) {
    this.clock = clock;
  }

  /** Makes blocking calls fail from now on; null ends that. */
  public synchronized void failWith(@Nullable RuntimeException failure) {
    fault = failure;
  }

  private void failIfToldTo() {
    if (fault != null) {
      throw fault;
    }
  }

  @Override
  public synchronized @Nullable AccountProfile find(Nick name) {
    return profiles.values().stream()
        .filter(profile -> profile.name().equals(name))
        .findFirst()
        .orElse(null);
  }

  @Override
  public synchronized @Nullable AccountProfile get(String id) {
    return profiles.get(id);
  }

  @Override
  public synchronized Collection<AccountProfile> all() {
    return List.copyOf(profiles.values());
  }

  @Override
  public ReadMarkers readMarkers() {
    return readMarkers;
  }

  @Override
  public PasswordHash hash(Secret password) {
    return new PasswordHash(password.text(), SCRAM.encode(password.text()));
  }

  @Override
  public synchronized @Nullable AccountProfile create(
      Nick name, PasswordHash password, boolean admin) {
    failIfToldTo();
    if (find(name) != null) {
      return null;
    }
    Instant now = Instant.ofEpochMilli(clock.millis());
    AccountProfile made =
        new AccountProfile(UUID.randomUUID().toString(), name, admin, false, false, 0, now, null);
    profiles.put(made.id(), made);
    passwords.put(made.id(), password);
    return made;
  }

  @Override
  public synchronized @Nullable AccountProfile login(Nick name, Secret password) {
    failIfToldTo();
    AccountProfile found = find(name);
    return found == null || !passwords.get(found.id()).encoded().equals(password.text())
        ? null
        : recorded(found);
  }

  private AccountProfile recorded(AccountProfile found) {
    if (found.disabled()) {
      return found;
    }
    AccountProfile now =
        new AccountProfile(
            found.id(),
            found.name(),
            found.admin(),
            found.disabled(),
            found.alwaysOn(),
            found.passwordVersion(),
            found.createdAt(),
            Instant.ofEpochMilli(clock.millis()));
    profiles.put(now.id(), now);
    return now;
  }

  @Override
  public synchronized ScramVerifier scramVerifier(Nick name) {
    failIfToldTo();
    AccountProfile found = find(name);
    byte[] decoy = name.folded().getBytes(StandardCharsets.UTF_8);
    return found == null
        ? ScramVerifier.of(ITERATIONS, Arrays.copyOf(decoy, ScramPasswordEncoder.SALT_BYTES), decoy)
        : ScramVerifier.parse(passwords.get(found.id()).scram());
  }

  @Override
  public synchronized @Nullable AccountProfile login(Nick name, ScramVerifier verifier) {
    failIfToldTo();
    AccountProfile found = find(name);
    return found == null || !passwords.get(found.id()).scram().equals(verifier.encoded())
        ? null
        : recorded(found);
  }

  @Override
  public synchronized @Nullable AccountProfile login(@Nullable Nick name, Fingerprint certificate) {
    failIfToldTo();
    String owner = certificates.owner(certificate);
    AccountProfile found = owner == null ? null : profiles.get(owner);
    return found == null || (name != null && !name.equals(found.name())) ? null : recorded(found);
  }

  @Override
  public Certificates certificates() {
    return certificates;
  }

  @Override
  public synchronized boolean change(AccountProfile changed, @Nullable PasswordHash password) {
    failIfToldTo();
    AccountProfile namesake = find(changed.name());
    if (!profiles.containsKey(changed.id())
        || (namesake != null && !namesake.id().equals(changed.id()))) {
      return false;
    }
    AccountProfile before = profiles.get(changed.id());
    profiles.put(
        changed.id(),
        new AccountProfile(
            before.id(),
            changed.name(),
            changed.admin(),
            changed.disabled(),
            changed.alwaysOn(),
            before.passwordVersion() + (password == null ? 0 : 1),
            before.createdAt(),
            before.lastLoginAt()));
    if (password != null) {
      passwords.put(changed.id(), password);
    }
    return true;
  }

  @Override
  public synchronized boolean delete(String id) {
    failIfToldTo();
    certificates.of(id).forEach(each -> certificates.remove(id, each));
    return profiles.remove(id) != null;
  }
}
