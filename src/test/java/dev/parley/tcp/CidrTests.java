package dev.parley.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks, and what belongs to them. */
class CidrTests {

  @ParameterizedTest
  @CsvSource({
    "192.0.2.0/24, 192.0.2.255, true",
    "192.0.2.0/24, 192.0.3.0, false",
    "192.0.2.128/25, 192.0.2.127, false",
    "192.0.2.7, 192.0.2.7, true",
    "192.0.2.7, 192.0.2.8, false",
    "0.0.0.0/0, 203.0.113.9, true",
    "0.0.0.0/0, 2001:db8::1, false",
    "2001:db8::/33, 2001:db8:7fff::1, true",
    "2001:db8::/33, 2001:db8:8000::1, false",
    "::1, ::1, true"
  })
  void addressBelongsToItOrNot(String network, String address, boolean belongs) {
    assertThat(Cidr.of(network).contains(InetAddress.ofLiteral(address))).isEqualTo(belongs);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "example.org", "192.0.2.0/33", "::/129", "192.0.2/24x", "/8", "1.2.3.4/-1"})
  void whatIsNoNetworkIsRefused(String text) {
    assertThatThrownBy(() -> Cidr.of(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void networkIsShownAsItIsWritten() {
    assertThat(Cidr.of("192.0.2.0/24")).hasToString("192.0.2.0/24");
  }
}
