package dev.parley.chat.moderation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTests {

  @ParameterizedTest
  @CsvSource({
    "192.0.2.7, 192.0.2.7",
    "192.0.2.7/32, 192.0.2.7",
    "192.0.2.7/24, 192.0.2.0/24",
    "255.255.255.255/0, 0.0.0.0/0",
    "2001:DB8:0:0:0:0:0:1, 2001:db8::1",
    "2001:db8::1:0:0:1, 2001:db8::1:0:0:1",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "2001:db8:ffff::/33, 2001:db8:8000::/33",
    "2001:db8:1:2:3:4:5:6/64, 2001:db8:1:2::/64",
    "2001:db8:1:2:ffff::/65, 2001:db8:1:2:8000::/65",
    "::, ::",
    "::/0, ::/0",
    "::1, ::1",
    "1::, 1::",
    "::ffff:192.0.2.7, 192.0.2.7",
    "::ffff:c000:207, 192.0.2.7",
    "::ffff:192.0.2.7/120, 192.0.2.0/24",
    "64:ff9b::192.0.2.33, 64:ff9b::c000:221",
    "fe80::1%eth0, fe80::1",
    "0:0:0:0:0:0:0:1%lo, ::1"
  })
  void addressIsUnderstood(String text, String canonical) {
    assertThat(AddressRange.parse(text)).hasToString(canonical);
    assertThat(AddressRange.parse(canonical)).isEqualTo(AddressRange.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "bob",
        "1.2.3",
        "1.2.3.4.5",
        "256.1.1.1",
        "1.2.3.-4",
        "1.2.3.4/33",
        "1.2.3.4/",
        "1.2.3.4/08",
        "1.2.3.4/-1",
        "1.2.3.4/999999999999",
        ":",
        ":::",
        "1::2::3",
        "12345::",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7:8::",
        "::1/129",
        "::g",
        "1:",
        ":1",
        "::1.2.3.256",
        "1.2.3.4:80",
        "/24",
        "٣.1.1.1"
      })
  void whatIsNoAddressIsNot(String text) {
    assertThat(AddressRange.parse(text)).isNull();
  }

  @Test
  void networkHasItsAddressesAndNoOthers() {
    AddressRange network = AddressRange.parse("2001:db8:1:2::/64");
    assertThat(network.contains(AddressRange.parse("2001:db8:1:2:ffff::1"))).isTrue();
    assertThat(network.contains(AddressRange.parse("2001:db8:1:3::1"))).isFalse();
    assertThat(network.contains(AddressRange.parse("2001:db8::/32"))).isFalse();
    assertThat(AddressRange.parse("0.0.0.0/0").contains(AddressRange.parse("::1"))).isFalse();
    assertThat(AddressRange.parse("10.0.0.0/8").contains(AddressRange.parse("10.255.0.1")))
        .isTrue();
  }

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
    assertThat(AddressRange.of(network).contains(AddressRange.of(address))).isEqualTo(belongs);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "example.org", "192.0.2.0/33", "::/129", "192.0.2/24x", "/8", "1.2.3.4/-1"})
  void whatIsNoNetworkIsRefused(String text) {
    assertThatThrownBy(() -> AddressRange.of(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void networkIsShownAsItIsWritten() {
    assertThat(AddressRange.of("192.0.2.0/24")).hasToString("192.0.2.0/24");
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.7, 192.0.2.7",
    "::ffff:192.0.2.7, 192.0.2.7",
    "2001:db8:1:2:3:4:5:6, 2001:db8:1:2::/64"
  })
  void oneCustomerHasOneNetwork(String address, String network) {
    assertThat(AddressRange.of(address).network()).hasToString(network);
  }
}
