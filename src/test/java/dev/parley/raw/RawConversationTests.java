package dev.parley.raw;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.Chat;
import dev.parley.chat.SetLimits;
import dev.parley.chat.api.ChatMetrics;
import dev.parley.chat.api.ChatSettings;
import dev.parley.chat.api.Command;
import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Disconnect.Reason;
import dev.parley.chat.api.Event;
import dev.parley.chat.api.Limits;
import dev.parley.chat.audit.Audit;
import dev.parley.chat.history.RetentionPolicy;
import dev.parley.chat.metadata.MetadataStore;
import dev.parley.chat.moderation.ModerationStore;
import dev.parley.chat.operator.Operator;
import dev.parley.chat.peer.PeerNetwork;
import dev.parley.chat.peer.SessionStore;
import dev.parley.store.log.MemoryRoomLog;
import dev.parley.store.registry.RegistryTester;
import dev.parley.tcp.HeldRoomLog;
import dev.parley.tcp.ListenerProperties.Handshake;
import dev.parley.tcp.RecordingPeer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RawConversationTests {

  private final Clock clock = Clock.fixed(Instant.parse("2026-11-22T12:03:30Z"), ZoneOffset.UTC);
  private final HeldRoomLog log = new HeldRoomLog(new MemoryRoomLog(clock, 100));
  private final Limits limits = new SetLimits().lineBytes(16).limits();
  private final ChatSettings settings =
      new ChatSettings(
          "parley",
          limits,
          20,
          20,
          100,
          Duration.ofSeconds(10),
          Duration.ofMinutes(1),
          Duration.ofHours(1),
          Duration.ofMinutes(2),
          RetentionPolicy.UNLIMITED);
  private final Chat chat =
      new Chat(
          settings,
          log,
          clock,
          ChatMetrics.NONE,
          (delay, task) -> {},
          Runnable::run,
          new RegistryTester(clock, Runnable::run).authenticator,
          ModerationStore.NONE,
          MetadataStore.NONE,
          SessionStore.NONE,
          Audit.NONE,
          PeerNetwork.NONE);
  private final Operator operator = chat.operator();
  private final RawProtocol raw = new RawProtocol(chat);

  private RecordingPeer guest(int port) {
    return RecordingPeer.connect(raw, port);
  }

  private RecordingPeer named(int port) {
    return RecordingPeer.connect(raw, port, Handshake.NAME);
  }

  private static String name(RecordingPeer peer) {
    return String.valueOf(peer.session().nick());
  }

  @Test
  void guestIsInTheLobbyAtOnceUnderItsPortAndIsToldNothing() {
    RecordingPeer guest = guest(4711);
    assertThat(name(guest)).isEqualTo("guest-4711");
    assertThat(guest.session().rooms()).containsExactly(dev.parley.chat.name.RoomName.LOBBY);
    assertThat(guest.sent()).isEmpty();
  }

  @Test
  void messagesAndEmotesOfTheLobbyAndAnnouncementsAreShownWithoutAnyEnd() {
    RecordingPeer guest = guest(1);
    RecordingPeer other = guest(2);
    other.receive("hello");
    assertThat(guest.sent()).isEqualTo("[guest-2] hello");
    chat.handle(other.session(), new Command.Emote("lobby", "waves"));
    assertThat(guest.sent()).isEqualTo("* guest-2 waves");
    operator.announce("Down at 5.");
    assertThat(guest.sent()).isEqualTo("[parley] Down at 5.");
    assertThat(other.sent()).isEqualTo("[parley] Down at 5.");
  }

  @Test
  void nothingElseIsShown() {
    RecordingPeer guest = guest(1);
    RecordingPeer other = guest(2);
    chat.handle(other.session(), new Command.SetTopic("lobby", "Tea"));
    chat.handle(other.session(), new Command.Rename("bob"));
    chat.handle(guest.session(), new Command.Join("ops", null));
    chat.handle(other.session(), new Command.Join("ops", null));
    chat.handle(other.session(), new Command.Say("ops", "hello"));
    other.lose();
    operator.remove("lobby", "guest-1", "");
    assertThat(guest.sent()).isEmpty();
    assertThat(guest.shows(new Event.Noticed(clock.instant(), "hi", guest.session()))).isFalse();
    assertThat(guest.shows(new Event.Announced(clock.instant(), "hi"))).isTrue();
  }

  @Test
  void eachLineOfATextHasItsSpeaker() {
    RecordingPeer guest = guest(1);
    guest(2).receive("/quit\nno").receive("  ").receive("\n");
    assertThat(guest.sent()).isEqualTo("[guest-2] /quit\n[guest-2] no");
  }

  @Test
  void whatIsLongerThanALineIsSaidInSeveral() {
    RecordingPeer guest = guest(1);
    guest(2).receive("x".repeat(16) + "y");
    assertThat(guest.sent()).isEqualTo("[guest-2] " + "x".repeat(16) + "[guest-2] y");
  }

  @Test
  void noPartOfANameThatIsTooLongIsSaid() {
    RecordingPeer other = guest(1);
    RecordingPeer guest = named(4711).receive("x".repeat(40)).elapse();
    assertThat(name(guest)).isEqualTo("guest-4711");
    assertThat(other.sent()).isEmpty();
  }

  @Test
  void whatCannotBeSaidIsNotSaidAndNotAnswered() {
    RecordingPeer guest = guest(1);
    RecordingPeer other = guest(2);
    other.receive((byte) 0xE9, (byte) ' ').receive("\u001B[A").receive("ok");
    assertThat(guest.sent()).isEqualTo("[guest-2] ok");
    assertThat(other.sent()).isEmpty();
  }

  @Test
  void nameIsAnsweredWithTheServersAndTheLobbyComesAfterIt() {
    RecordingPeer other = guest(1);
    RecordingPeer bob = named(2).receive("bob");
    other.receive("too early");
    bob.receive("hello");
    assertThat(bob.sent()).isEqualTo("parley");
    assertThat(other.sent()).isEmpty();
    bob.elapse();
    assertThat(name(bob)).isEqualTo("bob");
    assertThat(other.sent()).isEqualTo("[bob] hello");
    other.receive("now");
    assertThat(bob.sent()).isEqualTo("[guest-1] now");
  }

  @Test
  void takenNameIsAltered() {
    named(1).receive("bob").elapse();
    assertThat(name(named(2).receive("bob\r\n").elapse())).isEqualTo("bob_2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"two words", " ", "\n", "xxxxxxxxxxxxxxxxx", "caf\u00e9!"})
  void whatIsNoNameMakesAGuest(String sent) {
    RecordingPeer peer = named(4711).receive(sent);
    assertThat(peer.sent()).isEqualTo("parley");
    assertThat(name(peer.elapse())).isEqualTo("guest-4711");
  }

  @Test
  void bytesThatAreNotUtf8MakeAGuest() {
    RecordingPeer peer = named(4711).receive((byte) 0xE9, (byte) ' ').elapse();
    assertThat(name(peer)).isEqualTo("guest-4711");
  }

  @Test
  void endOfInputClosesQuietlyOnceEverythingIsSaid() {
    RecordingPeer other = guest(1);
    log.hold();
    RecordingPeer guest = guest(2).receive("hello").endInput();
    assertThat(guest.end()).isNull();
    log.letGo();
    assertThat(guest.sent()).isEmpty();
    assertThat(guest.end()).isEqualTo(Disconnect.of(Reason.END_OF_INPUT));
    assertThat(other.sent()).isEqualTo("[guest-2] hello");
  }

  @Test
  void everyEndIsQuiet() {
    RecordingPeer guest = guest(1);
    guest.close(new Disconnect(Reason.KICKED, "spam"));
    assertThat(guest.sent()).isEmpty();
  }

  @Test
  void newlineStandsBetweenWhatLeavesTogether() {
    assertThat(raw.separator()).isEqualTo("\n".getBytes(StandardCharsets.UTF_8));
  }
}
