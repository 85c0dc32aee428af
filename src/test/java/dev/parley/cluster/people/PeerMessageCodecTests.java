package dev.parley.cluster.people;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.moderation.Ban;
import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomName;
import dev.parley.chat.peer.Handover;
import dev.parley.chat.peer.PeerMessage;
import dev.parley.store.registry.StateJson;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PeerMessageCodecTests {

  private final PeerMessageCodec codec = new PeerMessageCodec();

  @Test
  void banOfAnEarlierVersionTakesOut() {
    Ban ban =
        new Ban(
            "1",
            Ban.Kind.BAN,
            new RoomName("ops"),
            new Ban.OfNick(new Nick("bob")),
            Instant.EPOCH,
            null,
            "",
            "alice");
    PeerMessage.BanImposed message = new PeerMessage.BanImposed(ban, null, true, "alice", null);
    String text = codec.encode(message);

    assertThat(codec.decode(PeerMessage.BanImposed.class, text)).isEqualTo(message);
    assertThat(codec.decode(PeerMessage.BanImposed.class, text.replace(",\"stays\":true", "")))
        .isEqualTo(new PeerMessage.BanImposed(ban, null, false, "alice", null));
  }

  @Test
  void membershipOfAnEarlierVersionIsUnderstood() {
    assertThat(
            StateJson.MAPPER.readValue(
                "{\"room\":\"ops\",\"epoch\":\"e\",\"shown\":2,\"read\":1,\"invited\":true}",
                Handover.ShownRoom.class))
        .isEqualTo(new Handover.ShownRoom(new RoomName("ops"), "e", 2, 1, true, null));
  }
}
