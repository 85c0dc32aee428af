package dev.parley.tcp.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeerAddressTests {

  private static PeerAddress of(String address) {
    return new PeerAddress(InetAddress.ofLiteral(address), 4711);
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.1",
    "::ffff:192.0.2.1, 192.0.2.1",
    "2001:db8::1, 2001:db8:0:0:0:0:0:1",
    "fe80::1%1, fe80:0:0:0:0:0:0:1"
  })
  void addressIsPlain(String address, String plain) {
    assertThat(of(address).address().getHostAddress()).isEqualTo(plain);
  }

  @Test
  void connectionsOfAnIpv6NetworkCountTogether() {
    assertThat(of("2001:db8::1").countedRange()).isEqualTo(of("2001:db8::2").countedRange());
    assertThat(of("2001:db8::1").countedRange()).isNotEqualTo(of("2001:db8:0:1::1").countedRange());
    assertThat(of("2001:db8::1").range()).isNotEqualTo(of("2001:db8::2").range());
  }

  @Test
  void ipv4AddressesCountOneByOne() {
    assertThat(of("192.0.2.1").countedRange()).isNotEqualTo(of("192.0.2.2").countedRange());
  }

  @Test
  void socketAddressHasThePort() {
    InetSocketAddress socket = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 4711);
    assertThat(PeerAddress.of(socket)).isEqualTo(of("192.0.2.1"));
  }
}
