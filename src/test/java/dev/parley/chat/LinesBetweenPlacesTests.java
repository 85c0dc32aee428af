package dev.parley.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.api.Command;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.api.Reply;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.history.LogPlace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests {@link Command.ShowBetween} and {@link Command.ShowNewest}. */
class LinesBetweenPlacesTests {

  private static final int MANY = 1000;

  private final ChatTester tester = new ChatTester();
  private final ChatTester.Person alice = tester.person("alice");
  private final List<Instant> times = new ArrayList<>();

  /** Says the lines 0 to 9, a second after each other, the last two at one time. */
  @BeforeEach
  void say() {
    for (int i = 0; i < 10; i++) {
      alice.says(String.valueOf(i));
      times.add(tester.clock.instant());
      if (i < 8) {
        tester.pass(Duration.ofSeconds(1));
      }
    }
  }

  private LogPlace time(int line) {
    return new LogPlace.Time(times.get(line));
  }

  private static LogPlace line(int line) {
    return new LogPlace.Line(null, line + 1);
  }

  private String between(LogPlace from, LogPlace to, int lines) {
    return texts(alice.does(new Command.ShowBetween("lobby", from, to, lines, false)));
  }

  private static String texts(Reply reply) {
    List<String> texts = ((Reply.History) reply).entries().stream().map(LogEntry::text).toList();
    return String.join("", texts);
  }

  @Test
  void linesAreCountedFromTheFirstPlace() {
    assertThat(between(line(2), line(7), 2)).isEqualTo("34");
    assertThat(between(line(7), line(2), 2)).isEqualTo("56");
    assertThat(between(line(2), line(7), MANY)).isEqualTo("3456");
    assertThat(between(line(7), line(2), MANY)).isEqualTo("3456");
    assertThat(between(line(2), line(3), MANY)).isEmpty();
    assertThat(between(line(2), line(2), MANY)).isEmpty();
  }

  @Test
  void timesExcludeAllLinesAtThem() {
    assertThat(between(time(2), time(7), 2)).isEqualTo("34");
    assertThat(between(time(7), time(2), 2)).isEqualTo("56");
    assertThat(between(time(7), time(8), MANY)).isEmpty();
    assertThat(between(time(7), LogPlace.END, MANY)).isEqualTo("89");
    assertThat(between(time(8), LogPlace.END, MANY)).isEmpty();
    assertThat(between(time(9), LogPlace.START, 2)).isEqualTo("67");
    assertThat(between(time(8).before(), LogPlace.END, 1)).isEqualTo("8");
    LogPlace betweenLines = new LogPlace.Time(times.get(4).plusMillis(500));
    assertThat(between(betweenLines, LogPlace.START, 1)).isEqualTo("4");
    assertThat(between(betweenLines, LogPlace.END, 1)).isEqualTo("5");
    assertThat(between(new LogPlace.Time(Instant.EPOCH), LogPlace.START, 1)).isEmpty();
  }

  @Test
  void timesAndLinesCanBeMixed() {
    assertThat(between(line(7), time(4), MANY)).isEqualTo("56");
    assertThat(between(time(4), line(7), 1)).isEqualTo("5");
    assertThat(between(time(4), line(4), MANY)).isEmpty();
  }

  @Test
  void whatIsLeftOutTakesNoPlace() {
    for (int i = 0; i < 300; i++) {
      alice.does(new Command.SetTopic("lobby", "topic " + i));
    }
    alice.says("X");
    var _ = tester.operator.redact("lobby", 10);
    assertThat(between(LogPlace.END, LogPlace.START, 3)).isEqualTo("78X");
    assertThat(between(line(7), LogPlace.END, 3)).isEqualTo("8X");
    Reply all = alice.does(new Command.ShowBetween("lobby", LogPlace.END, LogPlace.START, 2, true));
    assertThat(texts(all)).isEqualTo("topic 299X");
  }

  @Test
  void pagesAreLimited() {
    for (int i = 0; i < 200; i++) {
      alice.says("x");
    }
    int page = tester.chat.settings().historyPage();
    assertThat(between(line(9), LogPlace.END, MANY)).hasSize(page);
    assertThat(between(line(9), LogPlace.END, page - 1)).hasSize(page - 1);
  }

  @Test
  void linesAreShownToMembersAlone() {
    ChatTester.Person bob = tester.person("bob");
    bob.does(new Command.Join("ops", null));
    assertThat(alice.refused(new Command.ShowBetween("ops", line(1), line(2), 1, true)))
        .isEqualTo(Refusal.NOT_A_MEMBER);
    LogPlace strange = new LogPlace.Line("another epoch", 1);
    assertThat(alice.refused(new Command.ShowBetween("lobby", line(1), strange, 1, true)))
        .isEqualTo(Refusal.NO_SUCH_MESSAGE);
    assertThat(alice.refused(new Command.ShowBetween("lobby", strange, line(1), 1, true)))
        .isEqualTo(Refusal.NO_SUCH_MESSAGE);
  }

  @Test
  void newestLinesOfAllRoomsAreShown() {
    alice.does(new Command.Join("silent", null));
    alice.does(new Command.Join("ops", null));
    alice.does(new Command.Say("ops", "hello"));
    alice.does(new Command.SetTopic("ops", "a topic"));
    assertThat(newest(false)).containsExactlyInAnyOrder("#lobby 9", "#ops hello");
    assertThat(newest(true)).containsExactlyInAnyOrder("#lobby 9", "#ops a topic");
  }

  private List<String> newest(boolean topics) {
    Reply reply = alice.does(new Command.ShowNewest(topics));
    return ((Reply.NewestLines) reply)
        .lines().stream().map(hit -> hit.room() + " " + hit.entry().text()).toList();
  }
}
