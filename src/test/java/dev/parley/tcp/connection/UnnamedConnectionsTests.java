package dev.parley.tcp.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Disconnect.Reason;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UnnamedConnectionsTests {

  private static final class Visitor implements UnnamedConnections.Entry {
    private boolean named;
    private @Nullable Disconnect closed;

    @Override
    public boolean isUnnamed() {
      return !named && closed == null;
    }

    @Override
    public void close(Disconnect why) {
      closed = why;
    }
  }

  private final UnnamedConnections logins = new UnnamedConnections(2);
  private final Visitor first = new Visitor();
  private final Visitor second = new Visitor();
  private final Visitor third = new Visitor();

  @Test
  void asManyAsTheLimitMayWait() {
    logins.add(first);
    logins.add(second);
    assertThat(first.closed).isNull();
    assertThat(second.closed).isNull();
  }

  @Test
  void oneMoreHasTheOldestMakeRoom() {
    logins.add(first);
    logins.add(second);
    logins.add(third);
    assertThat(first.closed).isEqualTo(new Disconnect(Reason.LOGIN_TIMEOUT, "others are waiting"));
    assertThat(second.closed).isNull();
    assertThat(third.closed).isNull();
  }

  @Test
  void thoseWhoHaveGivenANameAreNotInTheWay() {
    logins.add(first);
    logins.add(second);
    second.named = true;
    logins.add(third);
    assertThat(first.closed).isNull();
  }

  @Test
  void thoseWhoAreGoneAreNotInTheWay() {
    logins.add(first);
    logins.add(second);
    logins.remove(first);
    logins.add(third);
    assertThat(second.closed).isNull();
  }

  @Test
  void anyNumberMayWaitWithoutALimit() {
    UnnamedConnections unlimited = new UnnamedConnections(0);
    unlimited.add(first);
    unlimited.add(second);
    unlimited.add(third);
    assertThat(first.closed).isNull();
  }
}
