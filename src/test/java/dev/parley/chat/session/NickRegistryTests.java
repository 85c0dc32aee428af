package dev.parley.chat.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.RecordingTransport;
import dev.parley.chat.SetClock;
import dev.parley.chat.name.Nick;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Tests giving names to many who want the same one. */
class NickRegistryTests {

  private static final Nick BOB = new Nick("bob");

  private final AtomicInteger tried = new AtomicInteger();
  private final Set<Nick> reserved = new HashSet<>();
  private final SetClock clock = new SetClock();
  private final RecordingTransport transport = new RecordingTransport();
  private final NickRegistry names =
      new NickRegistry((nick, session) -> {
        tried.incrementAndGet();
        return reserved.contains(nick);
      });

  private Session session() {
    return new Session(transport.endpoint(), clock.instant(), new Participants(nick -> false));
  }

  @Test
  void thousandsOfOneNameAreGivenTheVariantsInOrder() {
    assertThat(names.claimVariant(BOB, session())).isEqualTo(BOB);
    for (int n = 2; n <= 5000; n++) {
      tried.set(0);
      assertThat(names.claimVariant(BOB, session())).isEqualTo(new Nick("bob_" + n));
      assertThat(tried).as("names tried for bob_%s", n).hasValueLessThan(60);
    }
  }

  @Test
  void gapAmongTheFirstVariantsIsFilled() {
    Session second = session();
    names.claimVariant(BOB, session());
    names.claimVariant(BOB, second);
    names.claimVariant(BOB, session());
    names.release(new Nick("bob_2"), second);

    assertThat(names.claimVariant(BOB, session())).isEqualTo(new Nick("bob_2"));
  }

  @Test
  void fewNamesAreTriedWhateverPatternIsTaken() {
    names.claimVariant(BOB, session());
    for (int n = 2; n < 12; n++) {
      reserved.add(new Nick("bob_" + n));
    }
    for (int n = 1; n > 0; n *= 2) {
      for (int around = Math.max(2, n - 3); around <= n + 3 && around > 0; around++) {
        reserved.add(new Nick("bob_" + around));
      }
    }
    tried.set(0);

    assertThat(names.claimVariant(BOB, session())).isNotNull();
    assertThat(tried).hasValueLessThan(300);
  }

  @Test
  void whoFindsNoVariantIsAGuest() {
    NickRegistry allTaken = new NickRegistry((nick, session) -> !nick.value().startsWith("guest-"));

    assertThat(allTaken.claimVariant(BOB, session())).isEqualTo(new Nick("guest-1"));
  }

  @Test
  void fewNumbersAreTriedWherePeopleHaveTakenTheNextGuestNames() {
    for (int n = 1; n <= 10_000; n++) {
      names.claim(new Nick("guest-" + n), session());
    }
    tried.set(0);

    assertThat(names.claimGuest(session()).value()).startsWith("guest-");
    assertThat(tried).hasValueLessThan(40);
    assertThat(names.claimGuest(session()).value()).startsWith("guest-");
  }

  @Test
  void guestsAreNumberedInOrder() {
    assertThat(names.claimGuest(session())).isEqualTo(new Nick("guest-1"));
    names.claim(new Nick("guest-2"), session());
    assertThat(names.claimGuest(session())).isEqualTo(new Nick("guest-3"));
  }
}
