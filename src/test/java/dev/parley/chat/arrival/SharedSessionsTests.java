package dev.parley.chat.arrival;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.ChatTester;
import dev.parley.chat.ChatTester.Person;
import dev.parley.chat.account.Account;
import dev.parley.chat.api.Command;
import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Event;
import dev.parley.chat.api.Receiver;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.api.Reply;
import dev.parley.chat.audit.Actor;
import dev.parley.chat.moderation.AddressRange;
import dev.parley.chat.moderation.Ban;
import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomName;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests sessions that several connections share. */
class SharedSessionsTests {

  private static final Nick ALICE = new Nick("alice");

  private final ChatTester tester = new ChatTester();
  private Person desk;
  private Person bob;

  @BeforeEach
  void arrive() {
    tester.account("alice");
    bob = tester.person("bob");
    desk = connection("192.0.2.10");
    assertThat(desk.does(new Command.Enter("alice"))).isInstanceOf(Reply.Admitted.class);
    desk.does(new Command.Join("lobby", null));
    bob.seen();
  }

  private Person connection(String address) {
    Person person = tester.strangerFrom(address);
    person.endpoint.sharing(3);
    person.session.account(new Account(ALICE, false));
    return person;
  }

  private Person shares(String address) {
    Person further = connection(address);
    assertThat(further.does(new Command.Enter("alice")))
        .isInstanceOfSatisfying(
            Reply.Shared.class,
            shared -> {
              assertThat(shared.person()).isSameAs(desk.session);
              assertThat(shared.rooms())
                  .extracting(entered -> entered.room().name())
                  .containsExactly(RoomName.LOBBY);
            });
    return further;
  }

  private void closes(Person connection) {
    tester.chat.disconnect(
        desk.session, connection.endpoint, Disconnect.of(Disconnect.Reason.QUIT));
  }

  @Test
  void eachConnectionIsShownEverythingAndTheOthersNothing() {
    Person phone = shares("192.0.2.20");
    assertThat(bob.seen()).isEmpty();
    assertThat(tester.chat.population()).isEqualTo(2);

    bob.says("hello");
    bob.does(new Command.Tell("alice", "in private"));

    for (Person connection : List.of(desk, phone)) {
      assertThat(connection.seen())
          .hasExactlyElementsOfTypes(Event.Posted.class, Event.PrivateMessage.class);
    }
  }

  @Test
  void personLeavesWithTheLastConnection() {
    Person phone = shares("192.0.2.20");

    closes(desk);
    assertThat(bob.seen())
        .singleElement()
        .isInstanceOfSatisfying(
            Event.ConnectionChanged.class,
            changed -> assertThat(changed.address()).isEqualTo("192.0.2.10"));
    assertThat(desk.session.endpoint().remoteAddress()).isEqualTo("192.0.2.20");
    desk.seen();
    bob.says("hello");
    assertThat(phone.heard()).containsExactly("hello");
    assertThat(desk.seen()).isEmpty();

    closes(phone);
    assertThat(bob.seen()).hasAtLeastOneElementOfType(Event.MemberLeft.class);
    assertThat(connection("192.0.2.30").does(new Command.Enter("alice")))
        .isInstanceOf(Reply.Admitted.class);
  }

  @Test
  void asManyShareASessionAsCan() {
    shares("192.0.2.20");
    Person third = shares("192.0.2.30");

    Person fourth = connection("192.0.2.40");
    assertThat(fourth.refused(new Command.Enter("alice"))).isEqualTo(Refusal.NAME_TAKEN);

    closes(third);
    assertThat(fourth.does(new Command.Enter("alice"))).isInstanceOf(Reply.Shared.class);
  }

  @Test
  void sessionIsSharedByConnectionsOfItsAccountThatCan() {
    Person guest = tester.stranger();
    guest.endpoint.sharing(3);
    assertThat(guest.refused(new Command.Enter("alice"))).isEqualTo(Refusal.NAME_RESERVED);

    Person alone = connection("192.0.2.20");
    alone.endpoint.sharing(1);
    assertThat(alone.refused(new Command.Enter("alice"))).isEqualTo(Refusal.NAME_TAKEN);
  }

  @Test
  void banOfTheAddressOfOneConnectionEndsAll() {
    Person phone = shares("192.0.2.20");
    Ban.Target address = new Ban.OfAddress(AddressRange.parse("192.0.2.20"));
    var _ =
        tester
            .chat
            .moderation()
            .impose(Actor.admin("198.51.100.1"), Ban.Kind.BAN, null, address, null, "enough");

    for (Person connection : List.of(desk, phone)) {
      assertThat(connection.endpoint.closed())
          .extracting(Disconnect::reason)
          .isEqualTo(Disconnect.Reason.BANNED);
    }
  }

  @Test
  void trafficIsThatOfAllAndTheIdStays() {
    String id = desk.session.id();
    Person phone = shares("192.0.2.20");
    assertThat(desk.session.endpoint().connections())
        .containsExactly(desk.endpoint, phone.endpoint);

    closes(desk);

    assertThat(desk.session.endpoint().id()).isEqualTo(id);
    assertThat(tester.chat.session(id)).isSameAs(desk.session);
    assertThat(tester.chat.session(phone.endpoint.id())).isNull();
    Receiver holder = tester.chat.holder(ALICE);
    assertThat(holder).isSameAs(desk.session);
  }
}
