package dev.parley.tcp.listen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.SetLimits;
import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Disconnect.Reason;
import dev.parley.chat.api.Limits;
import dev.parley.tcp.ConnectionLimits;
import dev.parley.tcp.connection.PeerAddress;
import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Tests the admission of connections, in total, by address and by rate. */
class AdmissionTests {

  private long now = 1_000_000_000_000L;

  private Admission admission(int perAddress, int burst, int perSecond) {
    Limits limits = new SetLimits().connections(0, perAddress).limits();
    ConnectionLimits rates =
        new ConnectionLimits(burst, perSecond, 0, Duration.ZERO, Duration.ZERO, 0, 0);
    return new Admission(limits, rates, () -> now);
  }

  private static PeerAddress from(String address) {
    return new PeerAddress(InetAddress.ofLiteral(address), 4711);
  }

  private static Reason reason(Disconnect refused) {
    return refused == null ? null : refused.reason();
  }

  @Test
  void addressesOfOneIpv6NetworkCountTogether() {
    Admission admission = admission(2, 0, 0);
    assertThat(admission.admit(from("2001:db8::1"))).isNull();
    assertThat(admission.admit(from("2001:db8::ffff:2"))).isNull();
    assertThat(reason(admission.admit(from("2001:db8:0:0:1::3")))).isEqualTo(Reason.ADDRESS_FULL);
    assertThat(admission.admit(from("2001:db8:0:1::1"))).isNull();
    admission.release(from("2001:db8::1"));
    assertThat(admission.admit(from("2001:db8::3"))).isNull();
  }

  @Test
  void ipv4AddressCountsByItselfInEitherForm() {
    Admission admission = admission(1, 0, 0);
    assertThat(admission.admit(from("192.0.2.1"))).isNull();
    assertThat(admission.admit(from("192.0.2.2"))).isNull();
    assertThat(reason(admission.admit(from("::ffff:192.0.2.1")))).isEqualTo(Reason.ADDRESS_FULL);
  }

  @Test
  void addressMayOpenSoManyAtOnceAndSoManyASecondAfterThat() {
    Admission admission = admission(0, 3, 2);
    for (int i = 0; i < 3; i++) {
      assertThat(admission.admit(from("192.0.2.1"))).isNull();
    }
    assertThat(reason(admission.admit(from("192.0.2.1")))).isEqualTo(Reason.ADDRESS_TOO_FAST);
    assertThat(admission.admit(from("192.0.2.2"))).isNull();
    now += 500_000_000;
    assertThat(admission.admit(from("192.0.2.1"))).isNull();
    assertThat(reason(admission.admit(from("192.0.2.1")))).isEqualTo(Reason.ADDRESS_TOO_FAST);
  }

  @Test
  void connectionFromAProxyCountsForItsClientOnceThatIsKnown() {
    Admission admission = admission(1, 0, 0);
    assertThat(admission.admitProxied()).isNull();
    assertThat(admission.admitProxied()).isNull();
    assertThat(admission.assign(from("192.0.2.1"))).isNull();
    assertThat(reason(admission.assign(from("192.0.2.1")))).isEqualTo(Reason.ADDRESS_FULL);
    admission.releaseProxied();
    assertThat(reason(admission.admit(from("192.0.2.1")))).isEqualTo(Reason.ADDRESS_FULL);
    admission.release(from("192.0.2.1"));
    assertThat(admission.admit(from("192.0.2.1"))).isNull();
  }

  @Test
  void connectionFromAProxyCountsInTotal() {
    Limits limits = new SetLimits().connections(2, 0).limits();
    Admission admission = new Admission(limits, ConnectionLimits.NONE, () -> now);
    assertThat(admission.admitProxied()).isNull();
    assertThat(admission.admit(from("192.0.2.1"))).isNull();
    assertThat(reason(admission.admitProxied())).isEqualTo(Reason.SERVER_FULL);
    admission.releaseProxied();
    assertThat(admission.admitProxied()).isNull();
  }

  @Test
  void rateOfZeroIsNone() {
    Admission admission = admission(0, 0, 0);
    for (int i = 0; i < 10_000; i++) {
      assertThat(admission.admit(from("192.0.2.1"))).isNull();
    }
  }

  @Test
  void addressesAreForgotten() {
    Admission admission = admission(64, 300, 30);
    for (int i = 0; i < 5000; i++) {
      PeerAddress origin = from("2001:db8:0:" + Integer.toHexString(i) + "::1");
      assertThat(admission.admit(origin)).isNull();
      admission.release(origin);
    }
    now += 20_000_000_000L;
    assertThat(admission.admit(from("192.0.2.1"))).isNull();
    assertThat(admission.addressCount()).isOne();
  }
}
