package dev.parley.chat.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.ScramClient;
import dev.parley.chat.name.Nick;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Objects;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScramExchangeTests {

  private static final int ITERATIONS = 4096;
  private static final Nick USER = new Nick("user");

  // The example of RFC 7677, 3.
  private static final String SERVER_NONCE = "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
  private static final String NONCE = "rOprNGfwEbeRWgbNEkqO" + SERVER_NONCE;
  private static final String FIRST = "n,,n=user,r=rOprNGfwEbeRWgbNEkqO";
  private static final String CHALLENGE = "r=" + NONCE + ",s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";
  private static final String PROOF = "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=";
  private static final String LAST = "c=biws,r=" + NONCE + "," + PROOF;
  private static final String SIGNATURE = "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=";

  private final ScramExchange exchange = new ScramExchange(SERVER_NONCE);

  private static ScramVerifier verifier() {
    byte[] salt = Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ==");
    try {
      byte[] salted =
          SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
              .generateSecret(new PBEKeySpec("pencil".toCharArray(), salt, ITERATIONS, 256))
              .getEncoded();
      return ScramVerifier.of(ITERATIONS, salt, salted);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private String challenged(String first) {
    assertThat(exchange.begin(first)).isTrue();
    return exchange.challenge(USER, verifier());
  }

  @Test
  void exampleOfTheSpecificationGoesAsWritten() {
    assertThat(challenged(FIRST)).isEqualTo(CHALLENGE);
    assertThat(exchange.name()).isEqualTo("user");
    assertThat(exchange.next()).isEqualTo(ScramExchange.Step.PROOF);
    assertThat(exchange.prove(LAST)).isEqualTo(SIGNATURE);
  }

  @Test
  void clientOfTheTestsIsThatOfTheExample() {
    ScramClient client = new ScramClient("user", "pencil");

    assertThat(client.first()).isEqualTo(FIRST);
    assertThat(client.last(CHALLENGE)).isEqualTo(LAST);
    assertThat(client.signature()).isEqualTo(SIGNATURE);
  }

  @Test
  void verifierIsTheSameAfterItWasStored() {
    String encoded = verifier().encoded();

    assertThat(encoded).startsWith("SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$");
    assertThat(ScramVerifier.parse(encoded).encoded()).isEqualTo(encoded);
    assertThat(verifier()).hasToString("…");
    assertThatThrownBy(() -> ScramVerifier.parse("{bcrypt}x"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "c=biws,r=" + NONCE,
        "c=biws,r=" + NONCE + ",p=",
        "c=biws,r=" + NONCE + ",p=!",
        "c=biws,r=" + NONCE + ",p=AAAA",
        "c=biws,r=" + NONCE + ",p=AHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
        "c=biws,r=" + NONCE + ",p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=,x=1",
        "c=biws,r=" + NONCE + ",x=1,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
        "c=eSws,r=" + NONCE + "," + PROOF,
        "c=biws,r=rOprNGfwEbeRWgbNEkqO" + "," + PROOF,
        "c=biws,r=rOprNGfwEbeRWgbNEkqOother" + "," + PROOF
      })
  void otherProofIsRefused(String last) {
    challenged(FIRST);

    assertThat(exchange.prove(last)).isNull();
  }

  @Test
  void proofThatWasOverheardIsOfNoUseInAnotherExchange() {
    ScramExchange other = new ScramExchange();
    assertThat(other.begin(FIRST)).isTrue();
    assertThat(other.challenge(USER, verifier())).isNotEqualTo(CHALLENGE);

    assertThat(other.prove(LAST)).isNull();
  }

  @Test
  void clientThatKnowsChannelBindingGetsOnWithoutIt() {
    ScramClient client = new ScramClient("user", "pencil").header("y,,");
    String last = client.last(challenged(client.first()));

    assertThat(exchange.prove(last)).isEqualTo(client.signature());
  }

  @Test
  void headerOfTheProofIsThatOfTheBeginning() {
    ScramClient client = new ScramClient("user", "pencil").header("y,,");
    String last = client.last(challenged(client.first()));

    assertThat(exchange.prove(last.replace("c=eSws", "c=biws"))).isNull();
  }

  @Test
  void optionalExtensionsArePassedOver() {
    ScramClient client = new ScramClient("user", "pencil", "abc,x=ext");
    String challenge = challenged(client.first());

    assertThat(challenge).startsWith("r=abc" + SERVER_NONCE + ",");
    assertThat(Objects.requireNonNull(exchange.prove(client.last(challenge))))
        .isEqualTo(client.signature());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "n,,n=a=2Cb=3Dc,r=1 a,b=c",
        "n,,n=a=3D2Cb,r=1 a=2Cb",
        "n,a=user,n=user,r=1 user",
      })
  void nameIsTheClients(String first, String name) {
    assertThat(exchange.begin(first)).isTrue();
    assertThat(exchange.name()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "n,,",
        "user",
        "n,,n=user",
        "n,,n=,r=1",
        "n,,n=user,r=",
        "n,,n=user,r=é",
        "n,,n=a=b,r=1",
        "n,,m=x,n=user,r=1",
        "n,a=alice,n=user,r=1",
        "p=tls-unique,,n=user,r=1",
        "x,,n=user,r=1"
      })
  void otherBeginningIsRefused(String first) {
    assertThat(exchange.begin(first)).isFalse();
  }
}
