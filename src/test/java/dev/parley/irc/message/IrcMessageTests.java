package dev.parley.irc.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IrcMessageTests {

  @Test
  void readsTagsSourceVerbAndParameters() {
    assertThat(IrcMessage.parse("@label=1;+draft/reply=a\\:b\\sc;x :alice!a@h PRIVMSG  #ops :a b"))
        .isEqualTo(
            new IrcMessage(
                Map.of("label", "1", "+draft/reply", "a;b c", "x", ""),
                "alice!a@h",
                "PRIVMSG",
                List.of("#ops", "a b")));
  }

  @Test
  void readsNothingOfALineWithoutAVerb() {
    assertThat(IrcMessage.parse("   ")).isNull();
    assertThat(IrcMessage.parse(":alice")).isNull();
    assertThat(IrcMessage.parse("@label=1")).isNull();
  }

  @Test
  void writesWhatItReads() {
    String line = "@time=12:00;msgid=a\\s\\:\\\\\\r\\n :parley 353 bob = #ops :@alice bob";
    assertThat(IrcMessage.parse(line).line()).isEqualTo(line);
  }

  @Test
  void textHasAColonBeforeIt() {
    assertThat(IrcMessage.of(null, "PRIVMSG", "#ops", "hello").line())
        .isEqualTo("PRIVMSG #ops :hello");
    assertThat(IrcMessage.of("alice", "JOIN", "#ops").line()).isEqualTo(":alice JOIN #ops");
  }

  @Test
  void lengthIsThatOfTheBytesWithoutTags() {
    assertThat(IrcMessage.of(null, "PING", "ä").withTag("label", "1").length()).isEqualTo(9);
  }
}
