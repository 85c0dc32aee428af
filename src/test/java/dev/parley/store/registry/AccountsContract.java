package dev.parley.store.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.parley.ScramClient;
import dev.parley.chat.SetClock;
import dev.parley.chat.account.AccountProfile;
import dev.parley.chat.account.Accounts;
import dev.parley.chat.account.Certificates;
import dev.parley.chat.account.Certificates.Addition;
import dev.parley.chat.account.Fingerprint;
import dev.parley.chat.account.ScramExchange;
import dev.parley.chat.account.ScramVerifier;
import dev.parley.chat.account.Secret;
import dev.parley.chat.name.Nick;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the guarantees of every {@link Accounts}. */
abstract class AccountsContract {

  static final Nick BOB = new Nick("Bob");
  static final Secret RIGHT = new Secret("correct horse");
  static final Secret WRONG = new Secret("battery staple");

  final SetClock clock = new SetClock();

  abstract Accounts accounts();

  /** Returns the accounts as they are after a restart. */
  abstract Accounts reopened();

  @Test
  void readMarkerOnlyAdvances() {
    String bob = accounts().create(BOB, RIGHT, false).id();

    assertThat(accounts().readMarkers().of(bob)).isEmpty();
    accounts().readMarkers().advance(bob, "epoch", 7);
    accounts().readMarkers().advance(bob, "epoch", 5);

    assertThat(accounts().readMarkers().of(bob)).containsExactly(entry("epoch", 7L));
    assertThat(accounts().readMarkers().of("none")).isEmpty();
    assertThat(accounts().delete(bob)).isTrue();
  }

  @Test
  void accountIsFoundByItsNameInAnyCase() {
    AccountProfile made = accounts().create(BOB, RIGHT, false);

    assertThat(accounts().find(new Nick("BOB"))).isEqualTo(made);
    assertThat(accounts().get(made.id())).isEqualTo(made);
    assertThat(accounts().all()).containsExactly(made);
    assertThat(accounts().find(new Nick("alice"))).isNull();
    assertThat(accounts().get("none")).isNull();
    assertThat(made.name().value()).isEqualTo("Bob");
    assertThat(made.createdAt()).isEqualTo(clock.instant());
    assertThat(made.lastLoginAt()).isNull();
  }

  @Test
  void nameIsThatOfOneAccount() {
    accounts().create(BOB, RIGHT, false);

    assertThat(accounts().create(new Nick("bOB"), WRONG, true)).isNull();
    assertThat(accounts().login(BOB, RIGHT)).isNotNull();
  }

  @Test
  void passwordIsTheAccountsOwn() {
    accounts().create(BOB, RIGHT, false);
    accounts().create(new Nick("alice"), WRONG, false);

    assertThat(accounts().login(BOB, WRONG)).isNull();
    assertThat(accounts().login(BOB, new Secret(""))).isNull();
    assertThat(accounts().login(BOB, new Secret("x".repeat(100_000)))).isNull();
    assertThat(accounts().login(new Nick("nobody"), RIGHT)).isNull();
    assertThat(accounts().login(new Nick("bob"), RIGHT)).isNotNull();
  }

  @Test
  void longestPasswordIsLookedAtToItsEnd() {
    Secret longest = new Secret("é".repeat(Secret.MAX_BYTES / 2));
    accounts().create(BOB, longest, false);

    assertThat(accounts().login(BOB, longest)).isNotNull();
    assertThat(accounts().login(BOB, new Secret(longest.text() + "x"))).isNull();
    assertThat(accounts().login(BOB, new Secret("é".repeat(35) + "è"))).isNull();
  }

  @Test
  void loginIsTakenNoteOf() {
    AccountProfile made = accounts().create(BOB, RIGHT, true);
    clock.pass(Duration.ofMinutes(1));
    Instant later = clock.instant();

    assertThat(accounts().login(BOB, RIGHT).lastLoginAt()).isEqualTo(later);
    assertThat(accounts().get(made.id()).lastLoginAt()).isEqualTo(later);
    assertThat(reopened().get(made.id()).lastLoginAt()).isEqualTo(later);
  }

  @Test
  void changesLast() {
    AccountProfile made = accounts().create(BOB, RIGHT, false);
    AccountProfile changed =
        new AccountProfile(
            made.id(), new Nick("robert"), true, true, true, 0, made.createdAt(), null);

    assertThat(accounts().change(changed, null)).isTrue();
    for (Accounts now : new Accounts[] {accounts(), reopened()}) {
      assertThat(now.all()).containsExactly(changed);
      assertThat(now.find(BOB)).isNull();
      assertThat(now.find(new Nick("robert"))).isEqualTo(changed);
      assertThat(now.login(new Nick("robert"), RIGHT)).isEqualTo(changed);
    }
  }

  @Test
  void newPasswordTakesThePlaceOfTheOld() {
    AccountProfile made = accounts().create(BOB, RIGHT, false);

    assertThat(accounts().change(made, accounts().hash(WRONG))).isTrue();
    assertThat(reopened().login(BOB, RIGHT)).isNull();
    assertThat(reopened().login(BOB, WRONG)).isNotNull();
  }

  @Test
  void caseOfANameCanBeChanged() {
    AccountProfile made = accounts().create(BOB, RIGHT, false);
    AccountProfile changed =
        new AccountProfile(
            made.id(), new Nick("BOB"), false, false, false, 0, made.createdAt(), null);

    assertThat(accounts().change(changed, null)).isTrue();
    assertThat(accounts().find(BOB).name().value()).isEqualTo("BOB");
    assertThat(reopened().find(BOB).name().value()).isEqualTo("BOB");
  }

  @Test
  void nameOfAnotherIsNotTaken() {
    AccountProfile made = accounts().create(BOB, RIGHT, false);
    accounts().create(new Nick("alice"), RIGHT, false);
    AccountProfile changed =
        new AccountProfile(
            made.id(), new Nick("ALICE"), false, false, false, 0, made.createdAt(), null);

    assertThat(accounts().change(changed, null)).isFalse();
    assertThat(accounts().find(BOB)).isEqualTo(made);
  }

  @Test
  void whatIsDeletedIsGone() {
    AccountProfile made = accounts().create(BOB, RIGHT, false);

    assertThat(accounts().delete(made.id())).isTrue();
    assertThat(accounts().delete(made.id())).isFalse();
    assertThat(accounts().change(made, null)).isFalse();
    assertThat(accounts().login(BOB, RIGHT)).isNull();
    assertThat(reopened().all()).isEmpty();
    assertThat(accounts().create(BOB, WRONG, false).id()).isNotEqualTo(made.id());
  }

  @Test
  void passwordVersionTellsThatThereIsAnotherPassword() {
    AccountProfile made = accounts().create(BOB, RIGHT, false);
    assertThat(accounts().login(BOB, RIGHT).passwordVersion()).isEqualTo(made.passwordVersion());

    accounts().change(made.with(null, true, null, null), null);
    assertThat(accounts().get(made.id()).passwordVersion()).isEqualTo(made.passwordVersion());
    accounts().change(made, accounts().hash(WRONG));
    assertThat(accounts().get(made.id()).passwordVersion()).isNotEqualTo(made.passwordVersion());
    assertThat(accounts().login(BOB, WRONG).passwordVersion())
        .isEqualTo(accounts().get(made.id()).passwordVersion());
  }

  @Test
  void changeLeavesTheTimeOfTheLastLogin() {
    AccountProfile made = accounts().create(BOB, RIGHT, false);
    AccountProfile noted = accounts().login(BOB, RIGHT);

    accounts().change(made, accounts().hash(WRONG));

    assertThat(accounts().get(made.id()).lastLoginAt()).isEqualTo(noted.lastLoginAt());
  }

  private static boolean proves(Nick name, Secret password, Accounts accounts) {
    ScramClient client = new ScramClient(name.value(), password.text());
    ScramExchange exchange = new ScramExchange();
    assertThat(exchange.begin(client.first())).isTrue();
    String challenge = exchange.challenge(name, accounts.scramVerifier(name));
    boolean proved = exchange.prove(client.last(challenge)) != null;
    return proved && accounts.login(name, exchange.verifier()) != null;
  }

  @Test
  void verifierIsThatOfThePassword() {
    AccountProfile made = accounts().create(BOB, RIGHT, false);

    assertThat(proves(BOB, RIGHT, accounts())).isTrue();
    assertThat(proves(new Nick("bOB"), RIGHT, reopened())).isTrue();
    assertThat(proves(BOB, WRONG, accounts())).isFalse();
    assertThat(accounts().change(made, accounts().hash(WRONG))).isTrue();
    assertThat(proves(BOB, RIGHT, accounts())).isFalse();
    assertThat(proves(BOB, WRONG, reopened())).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "pass\u00adword, password",
    "\u2168-horse, IX-horse",
    "\ud83d\udc0e-horse, \ud83d\udc0e-horse"
  })
  void verifierIsThatOfThePreparedPassword(String password, String prepared) {
    accounts().create(BOB, new Secret(password), false);

    assertThat(proves(BOB, new Secret(prepared), accounts())).isTrue();
  }

  @Test
  void loginByVerifierIsTakenNoteOf() {
    AccountProfile made = accounts().create(BOB, RIGHT, false);
    clock.pass(Duration.ofMinutes(1));

    assertThat(accounts().login(BOB, accounts().scramVerifier(BOB)).lastLoginAt())
        .isEqualTo(clock.instant());
    accounts().change(accounts().get(made.id()).with(null, null, true, null), null);
    clock.pass(Duration.ofMinutes(1));
    assertThat(accounts().login(BOB, accounts().scramVerifier(BOB)).lastLoginAt())
        .isBefore(clock.instant());
  }

  @Test
  void nobodysVerifierIsAlwaysTheSame() {
    Nick nobody = new Nick("nobody");
    ScramVerifier verifier = accounts().scramVerifier(nobody);

    assertThat(reopened().scramVerifier(new Nick("NOBODY")).encoded())
        .isEqualTo(verifier.encoded());
    assertThat(accounts().scramVerifier(BOB).encoded()).isNotEqualTo(verifier.encoded());
    assertThat(accounts().login(nobody, verifier)).isNull();
    assertThat(proves(nobody, RIGHT, accounts())).isFalse();
  }

  private static Fingerprint certificate(int number) {
    return Fingerprint.of(new byte[] {(byte) number});
  }

  @Test
  void certificatesBelongToOneAccountUntilTheyAreRemoved() {
    String bob = accounts().create(BOB, RIGHT, false).id();
    String alice = accounts().create(new Nick("alice"), RIGHT, false).id();
    Certificates certificates = accounts().certificates();

    assertThat(certificates.add(bob, certificate(1), 2)).isEqualTo(Addition.ADDED);
    clock.pass(Duration.ofSeconds(1));
    assertThat(certificates.add(bob, certificate(2), 2)).isEqualTo(Addition.ADDED);
    assertThat(certificates.add(bob, certificate(3), 2)).isEqualTo(Addition.FULL);
    assertThat(certificates.add(bob, certificate(1), 0)).isEqualTo(Addition.TAKEN);
    assertThat(certificates.add(alice, certificate(1), 2)).isEqualTo(Addition.TAKEN);
    assertThat(certificates.add(alice, certificate(4), 2)).isEqualTo(Addition.ADDED);
    assertThat(reopened().certificates().of(bob)).containsExactly(certificate(1), certificate(2));
    assertThat(certificates.owner(certificate(1))).isEqualTo(bob);
    assertThat(certificates.remove(alice, certificate(1))).isFalse();
    assertThat(certificates.remove(bob, certificate(1))).isTrue();
    assertThat(certificates.owner(certificate(1))).isNull();
    assertThat(certificates.add(alice, certificate(1), 2)).isEqualTo(Addition.ADDED);
  }

  @Test
  void certificateLogsInToItsAccountWhateverItsName() {
    AccountProfile made = accounts().create(BOB, RIGHT, false);
    accounts().certificates().add(made.id(), certificate(1), 0);
    clock.pass(Duration.ofMinutes(1));

    assertThat(accounts().login(null, certificate(2))).isNull();
    assertThat(accounts().login(new Nick("alice"), certificate(1))).isNull();
    assertThat(accounts().get(made.id()).lastLoginAt()).isNull();
    assertThat(accounts().login(new Nick("BOB"), certificate(1)).lastLoginAt())
        .isEqualTo(clock.instant());
    accounts().change(accounts().get(made.id()).with(new Nick("robert"), null, true, null), null);
    assertThat(accounts().login(null, certificate(1)).disabled()).isTrue();
    assertThat(accounts().delete(made.id())).isTrue();
    assertThat(accounts().login(null, certificate(1))).isNull();
    assertThat(accounts().certificates().owner(certificate(1))).isNull();
  }
}
