package dev.parley.store.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.account.AccountProfile;
import dev.parley.chat.account.Accounts;
import dev.parley.chat.account.TokenScope;
import dev.parley.chat.account.Tokens;
import dev.parley.chat.metadata.MetadataStore;
import dev.parley.chat.moderation.Ban;
import dev.parley.chat.moderation.Role;
import dev.parley.chat.moderation.RoleGrant;
import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomName;
import dev.parley.store.Store;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;

/** Tests accounts in a database, with a fast encoding in place of the usual one. */
abstract class JdbcAccountsContract extends AccountsContract {

  static final PasswordEncoder QUICK =
      new DelegatingPasswordEncoder("bcrypt", Map.of("bcrypt", new BCryptPasswordEncoder(4)));

  private static final int ITERATIONS = 2;

  private Store store;
  private JdbcAccounts accounts;

  abstract Store openStore();

  @BeforeEach
  void open() {
    store = openStore();
    accounts = of(store, QUICK);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Override
  Accounts accounts() {
    return accounts;
  }

  @Override
  Accounts reopened() {
    return of(store, QUICK);
  }

  private JdbcAccounts of(Store in, PasswordEncoder encoder) {
    return of(in, encoder, ITERATIONS);
  }

  private JdbcAccounts of(Store in, PasswordEncoder encoder, int iterations) {
    return new JdbcAccounts(
        in, encoder, new ScramPasswordEncoder(iterations), new ScramDecoys(in, iterations), clock);
  }

  @Test
  void metadataIsDeletedWithTheAccount() {
    String bob = accounts.create(BOB, RIGHT, false).id();
    MetadataStore metadata = new JdbcMetadataStore(store);
    metadata.set(new MetadataStore.OfAccount(bob), "url", "a", 0);

    assertThat(accounts.delete(bob)).isTrue();
    metadata.set(new MetadataStore.OfAccount(bob), "url", "b", 0);

    assertThat(metadata.read()).isEmpty();
  }

  @Test
  void verifierIsMadeAnewWhenMoreIterationsAreWanted() {
    accounts.create(BOB, RIGHT, false);
    JdbcAccounts later = of(store, QUICK, 2 * ITERATIONS);

    assertThat(later.scramVerifier(BOB).iterations()).isEqualTo(ITERATIONS);
    assertThat(later.login(BOB, RIGHT)).isNotNull();
    assertThat(later.scramVerifier(BOB).iterations()).isEqualTo(2 * ITERATIONS);
    assertThat(accounts.login(BOB, RIGHT)).isNotNull();
    assertThat(accounts.scramVerifier(BOB).iterations()).isEqualTo(2 * ITERATIONS);
  }

  @Test
  void readMarkersAreStored() {
    String bob = accounts.create(BOB, RIGHT, false).id();
    accounts.readMarkers().advance(bob, "epoch", 7);

    assertThat(reopened().readMarkers().of(bob)).containsExactly(Map.entry("epoch", 7L));
  }

  @Test
  void readMarkerOfARoomThatIsGoneIsForgottenWithTheNext() {
    String bob = accounts.create(BOB, RIGHT, false).id();
    accounts.readMarkers().advance(bob, "gone", 7);
    accounts.readMarkers().advance(bob, "there", 1);

    assertThat(accounts.readMarkers().of(bob)).containsExactly(Map.entry("there", 1L));
  }

  @Test
  void passwordIsNotKeptAsItIs() throws SQLException {
    accounts.create(BOB, RIGHT, false);

    assertThat(encoded()).startsWith("{bcrypt}$2a$04$").doesNotContain(RIGHT.text());
  }

  @Test
  void oldEncodingIsReplacedAtLogin() throws SQLException {
    accounts.create(BOB, RIGHT, false);
    PasswordEncoder stronger =
        new DelegatingPasswordEncoder("bcrypt", Map.of("bcrypt", new BCryptPasswordEncoder(5)));
    JdbcAccounts later = of(store, stronger);

    assertThat(later.login(BOB, WRONG)).isNull();
    assertThat(encoded()).startsWith("{bcrypt}$2a$04$");
    assertThat(later.login(BOB, RIGHT)).isNotNull();
    assertThat(encoded()).startsWith("{bcrypt}$2a$05$");
    assertThat(later.login(BOB, RIGHT)).isNotNull();
  }

  @Test
  void nobodysPasswordIsLookedAtAsLongAsEveryones() {
    String everyones = PasswordEncoderFactories.createDelegatingPasswordEncoder().encode("any");

    assertThat(everyones)
        .startsWith(JdbcAccounts.DUMMY_ENCODING.substring(0, "{bcrypt}$2a$10$".length()));
    assertThat(everyones).hasSameSizeAs(JdbcAccounts.DUMMY_ENCODING);
  }

  @Test
  void tokensOfAnAccountGoWithIt() {
    AccountProfile made = accounts.create(BOB, RIGHT, false);
    Tokens tokens = new JdbcTokens(store, clock, Runnable::run);
    tokens.issue(new Nick("bobs"), Set.of(TokenScope.MESSAGES_WRITE), made.id(), null);

    assertThat(accounts.delete(made.id())).isTrue();
    assertThat(new JdbcTokens(store, clock, Runnable::run).all()).isEmpty();
  }

  @Test
  void rulesAboutAnAccountGoAlongWithItsNameAndRolesEndWithIt() {
    Nick robert = new Nick("Robert");
    RoomName ops = new RoomName("ops");
    AccountProfile made = accounts.create(BOB, RIGHT, false);
    JdbcModerationStore moderation = new JdbcModerationStore(store);
    moderation.give(ops, BOB, Role.OWNER);
    moderation.give(ops, new Nick("carol"), Role.VOICE);
    moderation.impose(ban("of-account", null, new Ban.OfAccount(BOB)));
    moderation.impose(ban("of-nick", null, new Ban.OfNick(BOB)));
    moderation.impose(ban("of-one-before", null, new Ban.OfAccount(robert)));
    moderation.impose(ban("elsewhere", ops, new Ban.OfAccount(robert)));

    assertThat(accounts.change(called(made, robert), null)).isTrue();
    assertThat(moderation.read().grants())
        .containsExactlyInAnyOrder(
            new RoleGrant(ops, robert, Role.OWNER),
            new RoleGrant(ops, new Nick("carol"), Role.VOICE));
    assertThat(moderation.read().bans())
        .containsExactlyInAnyOrder(
            ban("of-account", null, new Ban.OfAccount(robert)),
            ban("of-nick", null, new Ban.OfNick(BOB)),
            ban("elsewhere", ops, new Ban.OfAccount(robert)));

    assertThat(accounts.change(called(made, new Nick("ROBERT")), null)).isTrue();
    assertThat(moderation.read().grants()).hasSize(2);
    assertThat(accounts.delete(made.id())).isTrue();
    assertThat(moderation.read().grants())
        .extracting(RoleGrant::account)
        .containsOnly(new Nick("carol"));
    assertThat(moderation.read().bans()).hasSize(3);
  }

  private static AccountProfile called(AccountProfile account, Nick name) {
    return new AccountProfile(
        account.id(), name, false, false, false, 0, account.createdAt(), null);
  }

  private static Ban ban(String id, @Nullable RoomName room, Ban.Target target) {
    Instant since = Instant.parse("2026-11-22T10:15:30Z");
    return new Ban(id, Ban.Kind.BAN, room, target, since, null, "", "admin");
  }

  private String encoded() throws SQLException {
    try (Connection connection = store.dataSource().getConnection();
        ResultSet row = connection.createStatement().executeQuery("select password from account")) {
      row.next();
      return row.getString(1);
    }
  }
}
