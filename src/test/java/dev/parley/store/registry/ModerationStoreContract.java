package dev.parley.store.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.moderation.AddressRange;
import dev.parley.chat.moderation.Ban;
import dev.parley.chat.moderation.Lockdown;
import dev.parley.chat.moderation.ModerationStore;
import dev.parley.chat.moderation.Role;
import dev.parley.chat.moderation.RoleGrant;
import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomName;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests the guarantees of every moderation store. */
abstract class ModerationStoreContract {

  private static final RoomName OPS = new RoomName("Ops");
  private static final Instant NOW = Instant.parse("2026-11-22T10:15:30.123Z");

  private ModerationStore moderation;

  /** Opens the store again, to read what is stored. */
  abstract ModerationStore open();

  @BeforeEach
  void begin() {
    moderation = open();
  }

  private static Ban ban(String id, RoomName room, Ban.Target target, Instant until) {
    return new Ban(id, Ban.Kind.BAN, room, target, NOW, until, "a \"reason\", ü", "admin");
  }

  private static Ban.Target nick(String name) {
    return new Ban.OfNick(new Nick(name));
  }

  @Test
  void nothingIsWrittenDownAtFirst() {
    assertThat(moderation.read().bans()).isEmpty();
    assertThat(moderation.read().grants()).isEmpty();
    assertThat(moderation.read().lockdown()).isEqualTo(Lockdown.NONE);
  }

  @Test
  void banIsReadAsItWasWritten() {
    Ban byName = ban("1", null, nick("Bob"), null);
    Ban byAccount = ban("2", OPS, new Ban.OfAccount(new Nick("Bob")), NOW.plusSeconds(7));
    Ban byAddress = ban("3", null, new Ban.OfAddress(AddressRange.parse("2001:db8::/32")), null);
    Ban mute = new Ban("4", Ban.Kind.MUTE, OPS, nick("bob"), NOW, null, "", "alice");
    moderation.impose(byName);
    moderation.impose(byAccount);
    moderation.impose(byAddress);
    moderation.impose(mute);

    assertThat(open().read().bans()).containsExactlyInAnyOrder(byName, byAccount, byAddress, mute);
  }

  @Test
  void banTakesThePlaceOfOneOnTheSameTarget() {
    moderation.impose(ban("1", OPS, nick("bob"), null));
    moderation.impose(ban("2", OPS, nick("BOB"), NOW));
    moderation.impose(ban("3", null, nick("bob"), NOW));

    assertThat(open().read().bans()).extracting(Ban::id).containsExactlyInAnyOrder("2", "3");
  }

  @Test
  void liftedBanIsGone() {
    Ban ban = ban("1", OPS, nick("bob"), null);
    moderation.impose(ban);
    moderation.impose(ban("2", OPS, nick("carol"), null));
    moderation.lift(ban);
    moderation.lift(ban);

    assertThat(open().read().bans()).extracting(Ban::id).containsExactly("2");
  }

  @Test
  void accountHasOneRoleInARoom() {
    moderation.give(OPS, new Nick("Alice"), Role.VOICE);
    moderation.give(OPS, new Nick("alice"), Role.OWNER);
    moderation.give(OPS, new Nick("bob"), Role.MODERATOR);
    moderation.give(OPS, new Nick("BOB"), null);
    moderation.give(OPS, new Nick("nobody"), null);

    assertThat(open().read().grants())
        .containsExactly(new RoleGrant(OPS, new Nick("alice"), Role.OWNER));
  }

  @Test
  void roomIsForgotten() {
    RoomName dev = new RoomName("dev");
    moderation.give(OPS, new Nick("alice"), Role.OWNER);
    moderation.give(dev, new Nick("alice"), Role.OWNER);
    moderation.impose(ban("1", OPS, nick("bob"), null));
    moderation.impose(ban("2", dev, nick("bob"), null));
    moderation.impose(ban("3", null, nick("bob"), null));
    moderation.forget(new RoomName("ops"));

    assertThat(open().read().grants()).extracting(RoleGrant::room).containsExactly(dev);
    assertThat(open().read().bans()).extracting(Ban::id).containsExactlyInAnyOrder("2", "3");
  }

  @Test
  void levelIsTheLastOne() {
    moderation.saveLockdown(new Lockdown(Lockdown.Level.CLOSED, "raid"));
    moderation.saveLockdown(new Lockdown(Lockdown.Level.REGISTERED_ONLY, "still"));

    assertThat(open().read().lockdown())
        .isEqualTo(new Lockdown(Lockdown.Level.REGISTERED_ONLY, "still"));
  }
}
