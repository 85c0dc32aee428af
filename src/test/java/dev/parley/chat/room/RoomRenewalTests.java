package dev.parley.chat.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.chat.ChatTester;
import dev.parley.chat.ChatTester.Person;
import dev.parley.chat.api.Command;
import dev.parley.chat.api.Reply;
import dev.parley.chat.name.RoomName;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Tests a room whose log goes on in a new epoch. */
class RoomRenewalTests {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ChatTester tester = new ChatTester();
  private final Person alice = tester.person("alice");
  private final Person bob = tester.person("bob");

  @Test
  void lineThatIsSaidMeanwhileIsInTheNewEpoch() {
    bob.seen();
    CompletableFuture<Reply> reply = new CompletableFuture<>();
    tester.transport.duringNext(() -> {
      Thread speaker =
          Thread.ofPlatform()
              .start(() -> reply.complete(alice.does(new Command.Say("lobby", "b"))));
      await().atMost(PATIENCE).until(() -> speaker.getState() == Thread.State.WAITING);
      tester.log.renew(RoomName.LOBBY);
    });

    bob.says("a");

    assertThat(reply).succeedsWithin(PATIENCE).isInstanceOf(Reply.PostedAt.class);
    assertThat(((Reply.PostedAt) reply.join()).epoch())
        .isEqualTo(tester.log.position(RoomName.LOBBY).epoch());
    assertThat(bob.heard()).containsExactly("b");
  }
}
